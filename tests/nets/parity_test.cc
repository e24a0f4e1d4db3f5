// Numbers that other people's code gives, for weights and inputs made by a formula; see the README
// beside networks.json.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kintsugi/base/random.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/graph/reference.h"
#include "kintsugi/nets/glcic.h"
#include "kintsugi/nets/gmcnn.h"

namespace kintsugi::nets {
namespace {

using graph::Dim;
using graph::Graph;
using nlohmann::json;

// Element j of the tensor called `name`, uniform in [0, 1).
std::vector<float> formula(const std::string& name, const Sizes& sizes, double scale,
                           double shift) {
  std::vector<float> values(num_elements(sizes));
  const uint64_t seed = graph::hash_name(name);
  for (size_t j = 0; j < values.size(); ++j) {
    const uint64_t bits = mix_bits(seed + (j + 1) * 0x9E3779B97F4A7C15u);
    values[j] = static_cast<float>(scale * (static_cast<double>(bits >> 40) * 0x1p-24) + shift);
  }
  return values;
}

Tensor weight(const std::string& name, const Sizes& sizes, double gain) {
  const auto make = [&](double scale, double shift) {
    return Tensor(sizes, formula(name, sizes, scale, shift));
  };
  if (name.ends_with("running_var")) return make(1, 0.5);
  if (name.ends_with("running_mean")) return make(0.2, -0.1);
  if (sizes.size() == 1) return name.ends_with("weight") ? make(1, 0.5) : make(0.2, -0.1);
  const auto fan_in = static_cast<double>(num_elements(sizes) / sizes[0]);
  const double bound = std::sqrt(3 * gain / fan_in);
  return make(2 * bound, -bound);
}

void fill_weights(Graph& graph, double gain) {
  for (auto& [name, tensor] : graph.weights) tensor = weight(name, tensor.sizes(), gain);
}

class ParityTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path path = KINTSUGI_SHARED "/parity/networks.json";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    reference_ = json::parse(std::ifstream(path));
  }

  void expect_digest(const Tensor& output, const std::string& entry, double tolerance) {
    const json& digest = reference_.at(entry).at("output");
    ASSERT_EQ(output.sizes(), digest.at("shape").get<Sizes>());
    const auto values = output.values<float>();
    double sum = 0;
    for (const float value : values) sum += value;
    EXPECT_NEAR(sum / static_cast<double>(values.size()), digest.at("mean").get<double>(),
                tolerance);
    const json &at = digest.at("at"), &expected = digest.at("values");
    for (size_t i = 0; i < at.size(); ++i) {
      ASSERT_NEAR(values[at[i].get<size_t>()], expected[i].get<double>(), tolerance)
          << entry << " at " << at[i];
    }
  }

  json reference_;
};

Tensor input(const std::string& name, const Sizes& sizes, double scale = 1, double shift = 0) {
  return Tensor(sizes, formula(name, sizes, scale, shift));
}

const graph::Shape kPicture = {Dim::symbol("N"), 4, Dim::symbol("H"), Dim::symbol("W")};

TEST_F(ParityTest, GlcicCompletion) {
  Builder b("glcic");
  b.output("y", glcic_completion(b, b.input("x", kPicture), {.norm_order = "act_norm"}));
  Graph graph = b.finish();
  EXPECT_EQ(num_parameters(graph), reference_.at("glcic/completion/64x64").at("params"));
  fill_weights(graph, 2);
  for (const Sizes& size : {Sizes{64, 64}, Sizes{96, 128}}) {
    const Tensor x = input("input", {2, 4, size[0], size[1]});
    const std::string sizes = std::to_string(size[0]) + "x" + std::to_string(size[1]);
    expect_digest(run_reference(graph, {{"x", x}}).at("y"), "glcic/completion/" + sizes, 2e-5);
  }
}

TEST_F(ParityTest, GlcicDiscriminator) {
  Builder b("glcic-discriminator");
  const Value local = b.input("local", {2, 3, 64, 64}),
              global = b.input("global", {2, 3, 128, 128});
  b.output("y", glcic_discriminator(b, local, global, {.norm_order = "act_norm"}));
  Graph graph = b.finish();
  for (const json& name : reference_.at("glcic/discriminator/local64_global128").at("names")) {
    EXPECT_TRUE(graph.weights.contains(name.get<std::string>())) << name;
  }
  fill_weights(graph, 2);
  const auto outputs = run_reference(graph, {{"local", input("local", {2, 3, 64, 64})},
                                             {"global", input("global", {2, 3, 128, 128})}});
  expect_digest(outputs.at("y"), "glcic/discriminator/local64_global128", 2e-5);
}

TEST_F(ParityTest, GmcnnGenerator) {
  for (const auto& [entry, width, size] :
       {std::tuple{"gmcnn/generator/c16_208x240", 16, Sizes{1, 4, 208, 240}},
        std::tuple{"gmcnn/generator/c32_256x256", 32, Sizes{1, 4, 256, 256}}}) {
    Builder b("gmcnn");
    b.output("y", gmcnn_generator(b, b.input("x", kPicture), {.width = width}));
    Graph graph = b.finish();
    EXPECT_EQ(num_parameters(graph), reference_.at(entry).at("params"));
    fill_weights(graph, 1);
    expect_digest(run_reference(graph, {{"x", input("input", size, 2, -1)}}).at("y"), entry, 2e-5);
  }
}

TEST_F(ParityTest, ConfidenceMask) {
  std::vector<float> hole(128 * 128, 0.0f);
  for (int64_t y = 30; y <= 93; ++y) {
    for (int64_t x = 40; x <= 99; ++x) hole[y * 128 + x] = 1;
  }
  const Tensor mask({1, 1, 128, 128}, hole);
  for (const int64_t rounds : {1, 3, 7}) {
    Builder b("confidence");
    const graph::Shape shape = {Dim::symbol("N"), 1, Dim::symbol("H"), Dim::symbol("W")};
    b.output("y", confidence_mask(b, b.input("x", shape), {.rounds = rounds}));
    expect_digest(run_reference(b.finish(), {{"x", mask}}).at("y"),
                  "confidence_mask/zeros_" + std::to_string(rounds), 1e-5);
  }
}

}  // namespace
}  // namespace kintsugi::nets
