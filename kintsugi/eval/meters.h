#pragma once

#include <cstdint>
#include <vector>

#include "kintsugi/evaluate.h"
#include "kintsugi/image.h"
#include "kintsugi/mask.h"

/// Metrics of many pictures: scores of one, added up in meters that can be merged. Nothing here
/// needs a network.
namespace kintsugi::eval {

/// The scores that need pictures alone: all but lpips_squeeze and ms. A PSNR counts as at most
/// 100 dB, so that one perfect result does not make a mean infinite. SSIM of a hole so near the
/// border that no window lies around it is left out.
///   result, truth  of one size, channels and bits, at least 11 pixels each way
///   mask           1 = hole; at least one
Scores compare(const Image& result, const Image& truth, const Mask& mask);

/// Means of scores over pictures.
class ScoreMeter {
 public:
  void add(const Scores& scores);
  /// As if all that was added to `other` had been added here.
  void merge(const ScoreMeter& other);
  /// Number of pictures.
  int64_t count() const { return count_; }
  /// Each score's mean over the pictures that have it; NaN where none has.
  Scores mean() const;

 private:
  struct Sum {
    double sum = 0;
    int64_t count = 0;
  };
  std::vector<Sum> sums_;
  int64_t count_ = 0;
};

/// How often values fall into equal parts of [0, 1]; what lies outside counts in the first or last.
class Histogram {
 public:
  explicit Histogram(int num_bins = 100) : counts_(num_bins) {}
  void add(double value);
  /// Errors: another number of bins.
  void merge(const Histogram& other);
  const std::vector<int64_t>& counts() const { return counts_; }

 private:
  std::vector<int64_t> counts_;
};

/// Hole ratios as papers on irregular holes group them: (0.01, 0.1], (0.1, 0.2] … (0.5, 0.6].
struct HoleBin {
  double low, high;
};
inline constexpr HoleBin kHoleBins[] = {{0.01, 0.1}, {0.1, 0.2}, {0.2, 0.3},
                                        {0.3, 0.4},  {0.4, 0.5}, {0.5, 0.6}};

/// The number of the bin that a hole ratio lies in; -1 for none.
int hole_bin(double ratio);

}  // namespace kintsugi::eval
