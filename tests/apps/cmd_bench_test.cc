#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "kintsugi/engine/benchmark.h"
#include "apps/pictures.h"
#include "apps/run_program.h"
#include "kintsugi/error.h"
#include "kintsugi/base/safetensors.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/onnx/onnx_write.h"

namespace kintsugi::apps {
namespace {

using graph::Builder;
using graph::Dim;
using graph::Value;
using testing::HasSubstr;

// A model that blurs the picture where the mask is 1: one convolution of 3 to 3 channels.
graph::Graph blurring(Dim side) {
  Builder b("blurring");
  const Value image = b.input("image", {Dim::symbol("N"), 3, side, side});
  const Value mask = b.input("mask", {Dim::symbol("N"), 1, side, side});
  const Value weight = b.constant(Tensor({3, 3, 3, 3}, std::vector<float>(81, 1 / 27.f)));
  const Value blurred = b.conv(image, weight, {}, {.padding = 1});
  b.output("result", b.add(b.multiply(image, b.subtract(1, mask)), b.multiply(blurred, mask)));
  return b.finish();
}

class BenchTest : public testing::Test {
 protected:
  std::string model(Dim side) const {
    const std::string path = folder_ / "model.onnx";
    graph::write_onnx(path, blurring(side));
    return path;
  }

  TemporaryFolder folder_;
};

TEST_F(BenchTest, OneLineOfJsonASizeAndPrecision) {
  const std::string path = model(Dim::symbol("S"));
  const Ran ran =
      run_kintsugi({"bench", path, "--size", "32", "--size", "48", "--precision", "f32",
                    "--precision", "auto", "--threads", "1", "--rounds", "3", "--json"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  std::istringstream lines(ran.out);
  std::vector<std::string> seen;
  for (std::string text; std::getline(lines, text);) {
    const nlohmann::json line = nlohmann::json::parse(text);
    seen.push_back(line.at("precision").get<std::string>() + line.at("size").dump());
    EXPECT_EQ(line.size(), 8u);
    EXPECT_EQ(line.at("model"), path);
    EXPECT_EQ(line.at("threads"), 1);
    EXPECT_GT(line.at("min_ms"), 0);
    EXPECT_GE(line.at("median_ms"), line.at("min_ms"));
    EXPECT_GT(line.at("peak_mb"), 1);
    EXPECT_GT(line.at("gflops"), 0);
  }
  EXPECT_THAT(seen, testing::ElementsAre("f3232", "f3248", "auto32", "auto48"));
}

TEST_F(BenchTest, CheckComparesWithAnotherPrecision) {
  const Ran ran = run_kintsugi({"bench", model(Dim::symbol("S")), "--size", "32", "--precision",
                                "f32", "--check", "f32", "--rounds", "1", "--json"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const nlohmann::json line = nlohmann::json::parse(ran.out);
  EXPECT_EQ(line.at("relative_difference"), 0);
  EXPECT_EQ(line.at("psnr_db"), 999);
}

TEST_F(BenchTest, ProfileNamesEveryStep) {
  const Ran ran = run_kintsugi({"bench", model(Dim::symbol("S")), "--rounds", "1", "--profile"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("256 px"));
  EXPECT_THAT(ran.err, HasSubstr("GFLOP/s  Conv"));
  EXPECT_THAT(ran.err, HasSubstr("GFLOP/s  Pointwise"));
}

TEST_F(BenchTest, TensorsForOtherProgramsAreTheModels) {
  save(test_picture({20, 30}), folder_ / "picture.png");
  const std::string path = folder_ / "tensors.safetensors";
  const Ran ran = run_kintsugi({"bench", model(24), "--rounds", "1", "--picture",
                                folder_ / "picture.png", "--save-tensors", path});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const TensorFile file = read_safetensors(path);
  const auto image = file.tensors.at("image").values<float>(),
             mask = file.tensors.at("mask").values<float>(),
             result = file.tensors.at("result").values<float>();
  EXPECT_EQ(file.tensors.at("result").sizes(), (Sizes{1, 3, 24, 24}));
  EXPECT_EQ(std::count(mask.begin(), mask.end(), 1.f), 144);  // a quarter of 24 x 24
  EXPECT_EQ(mask[12 * 24 + 12], 1);
  EXPECT_EQ(result[0], image[0]) << "a corner is known";
  EXPECT_NE(result[12 * 24 + 12], image[12 * 24 + 12]);
}

TEST_F(BenchTest, WhatTheUserCanPutRightIsOneSentence) {
  const std::string fixed = model(24);
  save(test_picture({8, 8}), folder_ / "picture.onnx.png");
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{fixed, "--precision", "f64"}, "precision cannot be 'f64', expected auto, f32 or bf16"},
      {{fixed, "--check", "f64"}, "precision cannot be 'f64', expected auto, f32 or bf16"},
      {{fixed, "--size", "32"}, "found --size 32"},
      {{fixed, "--size", "0"}, "--size is 0, expected 1 to 16384"},
      {{fixed, "--rounds", "0"}, "--rounds is 0, expected 1 or more"},
      {{fixed, "--picture", folder_ / "none.jpg"}, "none.jpg"},
      {{folder_ / "none.onnx"}, "none.onnx"},
      {{folder_ / "picture.onnx.png"}, "picture.onnx.png"},
  };
  for (const auto& [flags, message] : cases) {
    std::vector<std::string> arguments{"bench"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const Ran ran = run_kintsugi(arguments);
    EXPECT_EQ(ran.exit_code, 1) << message;
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr(message));
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  }
}

TEST(BenchDifferenceTest, IsTheLargestDifferenceOverTheLargestMagnitude) {
  const Tensor expected({4}, std::vector<float>{0, -2, 1, 1}),
      found({4}, std::vector<float>{0, -2, 1, 0.8f});
  EXPECT_NEAR(engine::difference(expected, found).relative, 0.1, 1e-6);
  EXPECT_NEAR(engine::difference(expected, found).psnr_db, 20, 1e-4);  // mean square 0.01
  const Tensor broken({4}, std::vector<float>{0, -2, 1, NAN});
  EXPECT_EQ(engine::difference(expected, broken).relative, INFINITY);
}

}  // namespace
}  // namespace kintsugi::apps
