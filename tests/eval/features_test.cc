#include "kintsugi/eval/features.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>

#include "kintsugi/base/safetensors.h"
#include "kintsugi/error.h"
#include "kintsugi/picture.h"

namespace kintsugi::eval {
namespace {

namespace fs = std::filesystem;

const fs::path kWeights = fs::path(KINTSUGI_SHARED) / "weights";

nlohmann::json reference(const char* name) {
  std::ifstream file(kWeights / "reference" / name);
  return file ? nlohmann::json::parse(file) : nlohmann::json();
}

// The reference file says "ref/cat256.png".
Image picture(const std::string& name) {
  return read_picture(kWeights / "reference" / fs::path(name).filename()).image;
}

Lpips lpips_of_shared() {
  return Lpips(kWeights / "squeezenet1_1.safetensors",
               kWeights / "lpips_v0.1_squeeze_lin.safetensors");
}

TEST(LpipsTest, EqualsTheReference) {
  const nlohmann::json wanted = reference("lpips_reference.json");
  if (wanted.is_null()) GTEST_SKIP() << "no ../shared/weights";
  const Lpips lpips = lpips_of_shared();
  for (const auto& pair : wanted["pairs"]) {
    const Image first = picture(pair["image0"]), second = picture(pair["image1"]);
    EXPECT_NEAR(lpips(first, second), pair["lpips_float64"].get<double>(), 1e-5)
        << pair["image0"] << " " << pair["image1"];
  }
  EXPECT_EQ(wanted["pairs"].size(), 5);
}

TEST(LpipsTest, RefusesSmallPicturesAndUnequalSizes) {
  if (!fs::exists(kWeights)) GTEST_SKIP() << "no ../shared/weights";
  const Lpips lpips = lpips_of_shared();
  EXPECT_EQ(lpips(Image({32, 40}, 3), Image({32, 40}, 3)), 0);
  EXPECT_THROW(lpips(Image({31, 40}, 3), Image({31, 40}, 3)), Error);
  EXPECT_THROW(lpips(Image({40, 40}, 3), Image({40, 41}, 3)), Error);
}

TEST(LpipsTest, AFileWithoutItsWeightsIsNamed) {
  const fs::path file = fs::temp_directory_path() / "kintsugi_eval_features_test.safetensors";
  write_safetensors(
      file, {.tensors = {{"features.0.bias", Tensor({1}, std::vector<float>{1})}}, .metadata = {}});
  try {
    Lpips(file, file);
    FAIL() << "expected an Error";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(file.string()), std::string::npos) << error.what();
  }
  fs::remove(file);
}

TEST(MobileNetFeaturesTest, EqualTheReference) {
  const nlohmann::json all = reference("net_probes.json");
  if (all.is_null()) GTEST_SKIP() << "no ../shared/weights";
  const nlohmann::json& wanted = all["mobilenet_v2_tf2ptq_dequant"];
  const MobileNetFeatures features_of(kWeights / "mobilenet_v2_1001.safetensors");
  const std::vector<float> features = features_of(picture("cat224.png"));
  ASSERT_EQ(features.size(), 1280);
  const double mean = std::accumulate(features.begin(), features.end(), 0.0) / 1280;
  // The probes were taken before the weights were rounded to F16.
  EXPECT_NEAR(mean, wanted["feat1280_mean"].get<double>(), 1e-3);
  for (size_t i = 0; i < 8; ++i) {
    EXPECT_NEAR(features[i], wanted["feat1280_first8"][i].get<double>(), 1e-2) << i;
  }
}

TEST(MobileNetFeaturesTest, TakePicturesOfAnySize) {
  if (!fs::exists(kWeights)) GTEST_SKIP() << "no ../shared/weights";
  const MobileNetFeatures features_of(kWeights / "mobilenet_v2_1001.safetensors");
  const std::vector<float> large = features_of(picture("cat256.png"));
  const std::vector<float> own = features_of(picture("cat224.png"));
  double difference = 0, total = 0;
  for (size_t i = 0; i < own.size(); ++i) {
    difference += std::abs(large[i] - own[i]);
    total += own[i];
  }
  EXPECT_LT(difference, .5 * total);  // another crop or scale of the same cat
}

}  // namespace
}  // namespace kintsugi::eval
