#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/run_program.h"
#include "kintsugi/base/safetensors.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/recipe/model.h"

namespace kintsugi::apps {
namespace {

using ::testing::HasSubstr;

std::string small_recipe(const TemporaryFolder& folder, const std::string& width) {
  const std::string path = folder / "small.toml";
  std::ofstream(path) << "[input]\nsize = 64\n[generator]\nnetwork = \"glcic\"\n" << width << "\n";
  return path;
}

TEST(InitTest, WritesTheModelOfTheRecipeAndTheSeed) {
  const TemporaryFolder folder;
  const std::string recipe = small_recipe(folder, "width = 8"), model = folder / "small.onnx";
  const Ran ran = run_kintsugi({"init", recipe, "--seed", "7", "-o", model});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("small.onnx: small, 96651 parameters"));
  const graph::Graph read = graph::read_onnx(model);
  const graph::Graph built = recipe::build_model(recipe::read_recipe(recipe), 7);
  EXPECT_EQ(read.weights, built.weights);
  EXPECT_EQ(read.inputs, built.inputs);
  EXPECT_EQ(read.metadata.at("recipe"), "small");
}

TEST(InitTest, GivenWeightsTakeThePlaceOfFreshOnes) {
  const TemporaryFolder folder;
  const std::string recipe = small_recipe(folder, "width = 4"), model = folder / "small.onnx";
  const graph::Graph other =
      recipe::build_model(recipe::read_recipe(recipe, {"generator.width=8"}), /*seed=*/9);
  TensorFile file;
  file.tensors.insert(other.weights.begin(), other.weights.end());
  write_safetensors(folder / "given.safetensors", file);
  const Ran ran = run_kintsugi({"init", recipe, "--set", "generator.width=8", "--weights",
                                folder / "given.safetensors", "-o", model});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(graph::read_onnx(model).weights, other.weights);
}

TEST(InitTest, TheSameSeedGivesTheSameFile) {
  const TemporaryFolder folder;
  const std::string recipe = small_recipe(folder, "width = 8");
  const auto model = [&](const char* seed, const char* name) {
    const Ran ran = run_kintsugi({"init", recipe, "--seed", seed, "-o", folder / name});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return text_of(folder / name);
  };
  const std::string first = model("1", "a.onnx");
  EXPECT_EQ(first, model("1", "b.onnx"));
  EXPECT_NE(first, model("2", "c.onnx"));
}

TEST(InitTest, AWrongKeyIsTheUsersToPutRight) {
  const TemporaryFolder folder;
  const Ran ran =
      run_kintsugi({"init", small_recipe(folder, "widht = 8"), "-o", folder / "small.onnx"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("there is no key 'widht' here, did you mean 'width'?"));
}

}  // namespace
}  // namespace kintsugi::apps
