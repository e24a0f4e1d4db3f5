#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace kintsugi::eval {

/// Mean and covariance of feature vectors, one vector at a time (Welford 1962; merging after Chan
/// et al. 1979), in double.
class FeatureMoments {
 public:
  /// Errors: another number of features than before, a value that is no number.
  void add(std::span<const float> features);
  /// As if all that was added to `other` had been added here.
  void merge(const FeatureMoments& other);

  int64_t count() const { return count_; }
  /// Number of features; 0 before the first vector.
  int64_t size() const { return static_cast<int64_t>(mean_.size()); }
  const std::vector<double>& mean() const { return mean_; }
  /// [size, size], over count - 1. Errors: fewer than two vectors.
  std::vector<double> covariance() const;

 private:
  void add_outer(const std::vector<double>& difference, double weight);

  int64_t count_ = 0;
  std::vector<double> mean_;
  std::vector<double> products_;  // [size, size] sums of products of differences from the mean
};

/// Fréchet distance of two normal distributions (Dowson, Landau 1982; Heusel et al. 2017, eq. 6):
/// |m1 - m2|² + tr(C1 + C2 - 2 (C1 C2)^½). Holds for fewer vectors than features as well: with
/// C1 = F F^T, C1 C2 has the eigenvalues of F^T C2 F, which is symmetric and has none below 0; the
/// trace is the sum of their roots, and those that are rounding errors count as 0. 0 or more.
/// Errors: other numbers of features, fewer than two vectors of either.
double frechet_distance(const FeatureMoments& a, const FeatureMoments& b);

}  // namespace kintsugi::eval
