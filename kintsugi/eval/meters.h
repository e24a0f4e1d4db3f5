#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "kintsugi/image.h"
#include "kintsugi/mask.h"

/// Metrics of many pictures: scores of one, added up in meters that can be merged. Nothing here
/// needs a network.
namespace kintsugi::eval {

/// What one result is worth; NaN = not measured. Whole picture and hole alone.
struct Scores {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  double psnr = kNone, ssim_gaussian11 = kNone, ssim_uniform7 = kNone;
  double l1_percent = kNone, l2_percent = kNone, lpips_squeeze = kNone, ms = kNone;
  double psnr_hole = kNone, ssim_gaussian11_hole = kNone, ssim_uniform7_hole = kNone;
  double l1_percent_hole = kNone, l2_percent_hole = kNone;

  /// The one list of scores. Reports and meters walk it.
  template <class Scores, class Visitor>
  static void fields(Scores& s, Visitor&& field) {
    field("psnr", s.psnr);
    field("ssim_gaussian11", s.ssim_gaussian11);
    field("ssim_uniform7", s.ssim_uniform7);
    field("l1_percent", s.l1_percent);
    field("l2_percent", s.l2_percent);
    field("lpips_squeeze", s.lpips_squeeze);
    field("ms", s.ms);
    field("psnr_hole", s.psnr_hole);
    field("ssim_gaussian11_hole", s.ssim_gaussian11_hole);
    field("ssim_uniform7_hole", s.ssim_uniform7_hole);
    field("l1_percent_hole", s.l1_percent_hole);
    field("l2_percent_hole", s.l2_percent_hole);
  }
};

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
