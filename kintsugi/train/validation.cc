#include "kintsugi/train/validation.h"

#include <torch/csrc/autograd/autograd.h>

#include <cstdio>

#include "kintsugi/error.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/graph/weights.h"
#include "kintsugi/nets/lpips.h"
#include "kintsugi/train/scores.h"

namespace kintsugi::train {

using torch::Tensor;

namespace {

/// The generator has its moving averages while this lives.
class WithAverages {
 public:
  explicit WithAverages(Networks& networks) : networks_(networks) {
    if (networks_.ema()) networks_.ema()->swap();
  }
  ~WithAverages() {
    if (networks_.ema()) networks_.ema()->swap();
  }
  WithAverages(const WithAverages&) = delete;
  WithAverages& operator=(const WithAverages&) = delete;

 private:
  Networks& networks_;
};

/// As files hold it: [3, H, W] in [0, 1].
Image to_image(const Tensor& picture) {
  const Tensor bytes = (picture.to(torch::kCPU) * 255)
                           .round()
                           .clamp(0, 255)
                           .permute({1, 2, 0})
                           .to(torch::kUInt8)
                           .contiguous();
  Image image({static_cast<int>(bytes.size(0)), static_cast<int>(bytes.size(1))}, 3);
  std::copy_n(bytes.data_ptr<uint8_t>(), bytes.numel(), image.row<uint8_t>(0));
  return image;
}

/// LPIPS between two pictures in [0, 1]; null without its weights, or for pictures that are too
/// small for it.
std::unique_ptr<learn::GraphModule> lpips_module(int64_t size, const data::FeatureFiles& files,
                                                 torch::Device device) {
  const auto squeezenet = files.find("squeezenet1_1"), linear = files.find("lpips_squeeze");
  if (squeezenet == files.end() || linear == files.end() || size < 32) return nullptr;
  graph::Builder b("lpips-squeeze");
  const graph::Shape shape = {graph::Dim::symbol("N"), 3, size, size};
  const graph::Value first = b.input("first", shape), second = b.input("second", shape);
  b.output("distance", nets::lpips_squeeze(b, first, second));
  graph::Graph graph = b.finish();
  graph::load_weights(graph, {squeezenet->second, linear->second});
  return std::make_unique<learn::GraphModule>(graph, learn::ModuleOptions{.device = device});
}

}  // namespace

bool is_better(recipe::Monitor monitor, double value, double than) {
  const bool is_more = monitor == recipe::Monitor::kPsnr || monitor == recipe::Monitor::kSsim;
  return is_more ? value > than : value < than;
}

Validation::Validation(const recipe::Recipe& recipe, Networks& networks, Losses& losses,
                       SceneMaker& scene_maker, const data::FeatureFiles& files)
    : measured_(losses.without_discriminators()),
      networks_(networks),
      losses_(losses),
      scene_maker_(scene_maker),
      to_unit_(unit_module(recipe, networks.generator().device())),
      lpips_(lpips_module(recipe.input.size, files, networks.generator().device())) {}

ValidationResult Validation::operator()(const std::vector<Pictures>& pairs, size_t num_samples) {
  const torch::NoGradGuard no_gradients;
  const WithAverages averages(networks_);
  networks_.train(false);
  sums_.clear();
  ValidationResult found;
  int64_t count = 0;
  for (const Pictures& batch : pairs) {
    const Scene scene = scene_maker_(batch, count, "validation noise");
    const learn::TensorMap outputs = networks_.generator().forward(scene.inputs());
    measure(scene, outputs);
    for (int64_t n = 0; n < scene.image.size(0) && found.samples.size() < num_samples; ++n) {
      found.samples.push_back(sample(scene, outputs, n));
    }
    count += scene.image.size(0);
  }
  for (const auto& [name, sum] : sums_) found.numbers[name] = sum / double(count);
  return found;
}

void Validation::measure(const Scene& scene, const learn::TensorMap& outputs) {
  const int64_t count = scene.image.size(0);
  GeneratorOutput output = {.scene = scene, .outputs = outputs};
  for (const LossValue& loss : losses_(measured_, output)) {
    add(loss.name, loss.value.expand({count}));
    add("loss", loss.value.expand({count}) * loss.weight);
  }
  const Tensor result = (outputs.at("result") * 255).round() / 255;
  add("hole_l1", hole_l1(result, scene.image, scene.mask));
  add("psnr", psnr(result, scene.image));
  if (lpips_) {
    const learn::TensorMap pair = {{"first", result}, {"second", scene.image}};
    add("lpips_squeeze", lpips_->forward(pair).at("distance"));
  }
  if (result.size(2) < 11) return;  // no window of SSIM fits
  add("ssim", ssim(result, scene.image, SsimWindow::kGaussian11));
  add("ssim_uniform7", ssim(result, scene.image, SsimWindow::kUniform7));
}

void Validation::add(const std::string& name, const Tensor& values) {
  sums_[name] += values.sum().item<double>();
}

data::Sample Validation::sample(const Scene& scene, const learn::TensorMap& outputs, int64_t n) {
  const auto unit = [&](const char* output) {
    return to_image(to_unit_.forward(outputs.at(output).narrow(0, n, 1))[0]);
  };
  return {.original = to_image(scene.image[n]),
          .input = unit("painted"),
          .raw = unit("raw"),
          .composite = to_image(outputs.at("result")[n]),
          .caption = caption(scene, outputs, n)};
}

/// A line a discriminator, what it says to the truth and to what it was shown: "judge 0.93 0.12".
std::string Validation::caption(const Scene& scene, const learn::TensorMap& outputs, int64_t n) {
  std::string text;
  for (Discriminator& discriminator : networks_.discriminators()) {
    const auto value = [&](const std::string& output) {
      const Tensor values = discriminator.values(outputs.at(output), scene);
      return values.flatten(1).mean(1)[n].item<double>();
    };
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, " %.3g %.3g", value("truth"),
                  value(discriminator.shown()));
    text += (text.empty() ? "" : "\n") + discriminator.name() + numbers;
  }
  return text;
}

}  // namespace kintsugi::train
