#include "kintsugi/eval/metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kintsugi/error.h"
#include "kintsugi/picture.h"

namespace kintsugi::eval {
namespace {

Image flat(int value) {
  Image image({16, 20}, 3);
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 60; ++x) image.row<uint8_t>(y)[x] = static_cast<uint8_t>(value);
  return image;
}

TEST(MetricsTest, AConstantDifferenceHasItsClosedForm) {
  const Image a = flat(100), b = flat(151);  // a fifth of the range
  EXPECT_NEAR(psnr(a, b), 20 * std::log10(5), 1e-9);
  EXPECT_NEAR(l1_percent(a, b), 20, 1e-9);
  EXPECT_NEAR(l2_percent(a, b), 4, 1e-9);
  const double x = 100 / 255.0, y = 151 / 255.0;  // only SSIM's luminance term is left
  EXPECT_NEAR(ssim(a, b), (2 * x * y + 1e-4) / (x * x + y * y + 1e-4), 1e-9);
}

TEST(MetricsTest, EqualPicturesArePerfect) {
  EXPECT_TRUE(std::isinf(psnr(flat(7), flat(7))));
  EXPECT_NEAR(ssim(flat(7), flat(7), SsimWindow::kUniform7), 1, 1e-12);
}

TEST(MetricsTest, ARegionCountsItsOwnPixelsOnly) {
  Image a = flat(0);
  const Image b = flat(0);
  a.set(3, 4, 1, 255);
  Mask region(a.size());
  region.row(3)[4] = 1;
  EXPECT_NEAR(l1_percent(a, b, &region), 100 / 3.0, 1e-9);
  EXPECT_THROW(psnr(a, b, std::make_unique<Mask>(a.size()).get()), Error);
}

TEST(MetricsTest, DepthsAndSizesMustAgree) {
  EXPECT_THROW(psnr(flat(0), Image({16, 20}, 1)), Error);
  EXPECT_THROW(ssim(Image({10, 30}, 1), Image({10, 30}, 1)), Error);
}

// Numbers that scikit-image gives for pairs of real pictures.
TEST(MetricsTest, EqualsScikitImage) {
  const std::filesystem::path shared = KINTSUGI_SHARED;
  std::ifstream file(shared / "parity/networks.json");
  if (!file) GTEST_SKIP() << "no reference numbers beside this checkout";
  const auto all = nlohmann::json::parse(file);
  int num_pairs = 0;
  for (const auto& [name, wanted] : all.items()) {
    if (!name.starts_with("metrics/")) continue;
    const size_t bar = name.find('|');
    const auto folder = shared / "weights/reference";
    const Image a = read_picture(folder / name.substr(8, bar - 8)).image;
    const Image b = read_picture(folder / name.substr(bar + 1)).image;
    EXPECT_NEAR(psnr(a, b), wanted["psnr"], 1e-6) << name;
    EXPECT_NEAR(ssim(a, b), wanted["ssim_gaussian11"], 1e-6) << name;
    EXPECT_NEAR(ssim(a, b, SsimWindow::kUniform7), wanted["ssim_uniform7"], 1e-6) << name;
    EXPECT_NEAR(l1_percent(a, b), wanted["l1_percent"], 1e-6) << name;
    EXPECT_NEAR(l2_percent(a, b), wanted["l2_percent"], 1e-6) << name;
    ++num_pairs;
  }
  EXPECT_GE(num_pairs, 4);
}

}  // namespace
}  // namespace kintsugi::eval
