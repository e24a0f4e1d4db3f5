#include "kintsugi/eval/meters.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "kintsugi/error.h"
#include "kintsugi/eval/metrics.h"

namespace kintsugi::eval {
namespace {

constexpr double kMostPsnr = 100;

size_t num_scores() {
  size_t count = 0;
  const Scores none;
  Scores::fields(none, [&](const char*, double) { ++count; });
  return count;
}

}  // namespace

Scores compare(const Image& result, const Image& truth, const Mask& mask) {
  Scores scores;
  scores.psnr = std::min(psnr(result, truth), kMostPsnr);
  const SsimOfBoth gaussian = ssim(result, truth, mask, SsimWindow::kGaussian11);
  const SsimOfBoth uniform = ssim(result, truth, mask, SsimWindow::kUniform7);
  scores.ssim_gaussian11 = gaussian.picture;
  scores.ssim_gaussian11_hole = gaussian.hole;
  scores.ssim_uniform7 = uniform.picture;
  scores.ssim_uniform7_hole = uniform.hole;
  scores.l1_percent = l1_percent(result, truth);
  scores.l2_percent = l2_percent(result, truth);
  scores.psnr_hole = std::min(psnr(result, truth, &mask), kMostPsnr);
  scores.l1_percent_hole = l1_percent(result, truth, &mask);
  scores.l2_percent_hole = l2_percent(result, truth, &mask);
  return scores;
}

void ScoreMeter::add(const Scores& scores) {
  sums_.resize(num_scores());
  size_t i = 0;
  Scores::fields(scores, [&](const char*, double value) {
    Sum& sum = sums_[i++];
    if (std::isnan(value)) return;
    sum.sum += value;
    ++sum.count;
  });
  ++count_;
}

void ScoreMeter::merge(const ScoreMeter& other) {
  sums_.resize(num_scores());
  for (size_t i = 0; i < other.sums_.size(); ++i) {
    sums_[i].sum += other.sums_[i].sum;
    sums_[i].count += other.sums_[i].count;
  }
  count_ += other.count_;
}

Scores ScoreMeter::mean() const {
  Scores means;
  size_t i = 0;
  Scores::fields(means, [&](const char*, double& value) {
    const Sum sum = i < sums_.size() ? sums_[i] : Sum{};
    if (sum.count > 0) value = sum.sum / static_cast<double>(sum.count);
    ++i;
  });
  return means;
}

void Histogram::add(double value) {
  const double place = std::floor(value * static_cast<double>(counts_.size()));
  const double last = static_cast<double>(counts_.size()) - 1;
  ++counts_[static_cast<size_t>(std::clamp(place, 0.0, last))];
}

void Histogram::merge(const Histogram& other) {
  check(counts_.size() == other.counts_.size(), "cannot merge a histogram of ", counts_.size(),
        " bins with one of ", other.counts_.size());
  for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

int hole_bin(double ratio) {
  for (size_t i = 0; i < std::size(kHoleBins); ++i)
    if (ratio > kHoleBins[i].low && ratio <= kHoleBins[i].high) return static_cast<int>(i);
  return -1;
}

}  // namespace kintsugi::eval
