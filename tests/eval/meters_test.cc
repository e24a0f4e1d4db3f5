#include "kintsugi/eval/meters.h"

#include <gtest/gtest.h>

#include <cmath>

#include "kintsugi/error.h"
#include "kintsugi/eval/metrics.h"

namespace kintsugi::eval {
namespace {

Image flat(int value) {
  Image image({16, 20}, 3);
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 60; ++x) image.row<uint8_t>(y)[x] = static_cast<uint8_t>(value);
  return image;
}

Mask box(int top, int left, int bottom, int right) {
  Mask mask({16, 20});
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) mask.row(y)[x] = 1;
  return mask;
}

TEST(MetersTest, CompareMeasuresThePictureAndTheHole) {
  Image result = flat(100);
  const Mask hole = box(6, 6, 10, 14);  // a tenth of the picture
  for (int y = 6; y < 10; ++y)
    for (int x = 18; x < 42; ++x) result.row<uint8_t>(y)[x] = 151;  // a fifth of the range off
  const Scores scores = compare(result, flat(100), hole);
  EXPECT_NEAR(scores.l1_percent_hole, 20, 1e-9);
  EXPECT_NEAR(scores.l1_percent, 2, 1e-9);
  EXPECT_NEAR(scores.l2_percent_hole, 4, 1e-9);
  EXPECT_NEAR(scores.psnr - scores.psnr_hole, 10, 1e-9);  // ten times the error per pixel
  EXPECT_LT(scores.ssim_gaussian11_hole, scores.ssim_gaussian11);
  EXPECT_LT(scores.ssim_uniform7_hole, scores.ssim_uniform7);
  EXPECT_TRUE(std::isnan(scores.lpips_squeeze));
  EXPECT_TRUE(std::isnan(scores.ms));
}

TEST(MetersTest, SsimOfTheHoleLooksAtTheWindowsAroundIt) {
  Image result = flat(100);
  for (int x = 0; x < 60; ++x) result.row<uint8_t>(0)[x] = 0;
  const Mask everywhere = box(0, 0, 16, 20), below = box(8, 0, 16, 20);
  EXPECT_NEAR(ssim(result, flat(100), below, SsimWindow::kUniform7).hole, 1, 1e-12);
  const SsimOfBoth both = ssim(result, flat(100), everywhere, SsimWindow::kUniform7);
  EXPECT_LT(both.picture, .99);
  EXPECT_NEAR(both.hole, both.picture, 1e-12);
  EXPECT_NEAR(both.picture, ssim(result, flat(100), SsimWindow::kUniform7), 1e-12);
}

TEST(MetersTest, AHoleWithoutWindowsHasNoSsimOfItsOwn) {
  const Mask corner = box(0, 0, 2, 2);
  const Scores scores = compare(flat(1), flat(2), corner);
  EXPECT_TRUE(std::isnan(scores.ssim_uniform7_hole));
  EXPECT_FALSE(std::isnan(scores.ssim_uniform7));
  EXPECT_THROW(ssim(flat(1), flat(2), Mask({9, 9}), SsimWindow::kUniform7), Error);
}

TEST(MetersTest, APerfectResultCounts100Decibels) {
  EXPECT_EQ(compare(flat(7), flat(7), box(4, 4, 8, 8)).psnr, 100);
}

TEST(MetersTest, MeansLeaveOutWhatWasNotMeasured) {
  ScoreMeter meter;
  Scores a, b;
  a.psnr = 20;
  b.psnr = 30;
  b.ms = 8;
  meter.add(a);
  meter.add(b);
  EXPECT_EQ(meter.count(), 2);
  EXPECT_EQ(meter.mean().psnr, 25);
  EXPECT_EQ(meter.mean().ms, 8);
  EXPECT_TRUE(std::isnan(meter.mean().lpips_squeeze));
  EXPECT_TRUE(std::isnan(ScoreMeter().mean().psnr));
}

TEST(MetersTest, MergingIsAddingAll) {
  ScoreMeter first, second;
  Scores scores;
  for (const double psnr : {20.0, 22.0, 27.0}) {
    scores.psnr = psnr;
    (psnr < 25 ? first : second).add(scores);
  }
  first.merge(second);
  first.merge(ScoreMeter());
  EXPECT_EQ(first.count(), 3);
  EXPECT_NEAR(first.mean().psnr, 23, 1e-12);
}

TEST(MetersTest, HistogramsCountAndMerge) {
  Histogram histogram(4), other(4);
  for (const double value : {-.5, .1, .3, .25, 1.0}) histogram.add(value);
  other.add(.6);
  histogram.merge(other);
  EXPECT_EQ(histogram.counts(), (std::vector<int64_t>{2, 2, 1, 1}));
  EXPECT_THROW(histogram.merge(Histogram(5)), Error);
}

TEST(MetersTest, BinsAreOpenBelowAndClosedAbove) {
  EXPECT_EQ(hole_bin(.01), -1);
  EXPECT_EQ(hole_bin(.1), 0);
  EXPECT_EQ(hole_bin(.1001), 1);
  EXPECT_EQ(hole_bin(.6), 5);
  EXPECT_EQ(hole_bin(.61), -1);
}

}  // namespace
}  // namespace kintsugi::eval
