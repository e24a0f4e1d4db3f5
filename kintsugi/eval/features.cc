#include "kintsugi/eval/features.h"

#include <algorithm>

#include "kintsugi/engine/model_pixels.h"
#include "kintsugi/error.h"
#include "kintsugi/graph/weights.h"
#include "kintsugi/nets/lpips.h"
#include "kintsugi/nets/mobilenet_v2.h"

namespace kintsugi::eval {
namespace {

using graph::Builder;
using graph::Dim;
using graph::Graph;
using graph::Value;

constexpr int kMobileNetSide = 224;  // what it was trained at
constexpr int kLeastSide = 32;       // of which SqueezeNet's last activation keeps a pixel

Value pictures(Builder& b, const std::string& name) {
  return b.input(name, {Dim::symbol("N"), 3, Dim::symbol("H"), Dim::symbol("W")});
}

// Metrics must not depend on the processor: f32 everywhere.
engine::Model model_of(Graph graph, const std::vector<std::filesystem::path>& files) {
  graph::load_weights(graph, files);
  return engine::Model(std::move(graph), {.precision = Precision::kF32});
}

engine::Model lpips_model(const std::filesystem::path& squeezenet,
                          const std::filesystem::path& linear) {
  Builder b("lpips-squeeze");
  const Value first = pictures(b, "first"), second = pictures(b, "second");
  b.output("distance", nets::lpips_squeeze(b, first, second));
  return model_of(b.finish(), {squeezenet, linear});
}

engine::Model mobilenet_model(const std::filesystem::path& file) {
  Builder b("mobilenet-v2");
  const Value x = b.add(b.multiply(pictures(b, "x"), 2), -1);
  b.output("features", nets::mobilenet_v2(b, x).features);
  return model_of(b.finish(), {file});
}

// [1, 3, H, W] in [0, 1]
Tensor tensor_of(const Image& image) {
  const size_t plane = static_cast<size_t>(image.size().area());
  std::vector<float> values(3 * plane);
  const float scale = 1 / static_cast<float>(image.max_value());
  with_depth(image, [&](auto depth) {
    const auto* pixels = image.row<decltype(depth)>(0);
    for (size_t i = 0; i < plane; ++i, pixels += image.channels())
      for (size_t c = 0; c < 3; ++c)
        values[c * plane + i] = scale * static_cast<float>(pixels[image.channels() == 3 ? c : 0]);
  });
  return Tensor({1, 3, image.height(), image.width()}, std::move(values));
}

}  // namespace

Lpips::Lpips(const std::filesystem::path& squeezenet, const std::filesystem::path& linear)
    : model_(lpips_model(squeezenet, linear)) {}

double Lpips::operator()(const Image& first, const Image& second) const {
  check(first.size() == second.size(), "cannot compare a picture of ", first.size(),
        " with one of ", second.size());
  check(std::min(first.height(), first.width()) >= kLeastSide, "the picture is ", first.size(),
        ", expected at least ", kLeastSide, " pixels each way for LPIPS");
  return model_.run({{"first", tensor_of(first)}, {"second", tensor_of(second)}})
      .at("distance")
      .values<float>()[0];
}

MobileNetFeatures::MobileNetFeatures(const std::filesystem::path& file)
    : model_(mobilenet_model(file)) {}

std::vector<float> MobileNetFeatures::operator()(const Image& image) const {
  const Image fitted = engine::resized(image, {kMobileNetSide, kMobileNetSide});
  const engine::NamedTensors results = model_.run({{"x", tensor_of(fitted)}});
  const auto features = results.at("features").values<float>();
  return {features.begin(), features.end()};
}

}  // namespace kintsugi::eval
