#include "kintsugi/eval/frechet.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

#include "kintsugi/error.h"

namespace kintsugi::eval {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

// Square roots of eigenvalues; what is negative or small by rounding alone is 0.
Vector roots_of(const Vector& eigenvalues) {
  const double largest = eigenvalues.cwiseAbs().maxCoeff();
  const double noise =
      static_cast<double>(eigenvalues.size()) * std::numeric_limits<double>::epsilon() * largest;
  return (eigenvalues.array() > noise).select(eigenvalues, 0.0).cwiseSqrt();
}

Matrix covariance_of(const FeatureMoments& moments) {
  const std::vector<double> values = moments.covariance();
  return Eigen::Map<const Matrix>(values.data(), moments.size(), moments.size());
}

// A factor F of a symmetric matrix without negative eigenvalues, F F^T: by Cholesky's method with
// pivots, which needs no full rank.
Matrix factor_of(const Matrix& matrix) {
  const Eigen::LDLT<Matrix> ldlt(matrix);
  Matrix factor = ldlt.matrixL();
  factor *= roots_of(ldlt.vectorD()).asDiagonal();
  return ldlt.transpositionsP().transpose() * factor;
}

}  // namespace

// products += weight * difference * difference^T
void FeatureMoments::add_outer(const std::vector<double>& difference, double weight) {
  const Eigen::Map<const Vector> vector(difference.data(), size());
  Eigen::Map<Matrix> products(products_.data(), size(), size());
  products.noalias() += weight * vector * vector.transpose();
}

void FeatureMoments::add(std::span<const float> features) {
  if (count_ == 0) {
    mean_.assign(features.size(), 0);
    products_.assign(features.size() * features.size(), 0);
  }
  check(features.size() == mean_.size(), "found ", features.size(), " features, expected ",
        mean_.size(), " as before");
  check(std::all_of(features.begin(), features.end(), [](float f) { return std::isfinite(f); }),
        "found features that are no numbers");
  ++count_;
  std::vector<double> difference(mean_.size());
  const double share = 1 / static_cast<double>(count_);
  for (size_t i = 0; i < mean_.size(); ++i) {
    difference[i] = features[i] - mean_[i];
    mean_[i] += share * difference[i];
  }
  add_outer(difference, 1 - share);
}

void FeatureMoments::merge(const FeatureMoments& other) {
  if (other.count_ == 0) return;
  if (count_ == 0) {
    *this = other;
    return;
  }
  check(size() == other.size(), "cannot merge ", size(), " features with ", other.size());
  const double own = static_cast<double>(count_), others = static_cast<double>(other.count_);
  std::vector<double> difference(mean_.size());
  for (size_t i = 0; i < mean_.size(); ++i) {
    difference[i] = other.mean_[i] - mean_[i];
    mean_[i] += difference[i] * others / (own + others);
  }
  for (size_t i = 0; i < products_.size(); ++i) products_[i] += other.products_[i];
  add_outer(difference, own * others / (own + others));
  count_ += other.count_;
}

std::vector<double> FeatureMoments::covariance() const {
  check(count_ >= 2, "found ", count_, " feature vectors, expected at least 2 for a covariance");
  std::vector<double> result = products_;
  for (double& value : result) value /= static_cast<double>(count_ - 1);
  return result;
}

double frechet_distance(const FeatureMoments& a, const FeatureMoments& b) {
  check(a.size() == b.size(), "cannot compare ", a.size(), " features with ", b.size());
  const Matrix covariance_a = covariance_of(a), covariance_b = covariance_of(b);
  const Eigen::Map<const Vector> mean_a(a.mean().data(), a.size()),
      mean_b(b.mean().data(), b.size());
  const Matrix factor = factor_of(covariance_a);
  const Matrix product = factor.transpose() * covariance_b * factor;
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(product, Eigen::EigenvaluesOnly);
  const double distance = (mean_a - mean_b).squaredNorm() + covariance_a.trace() +
                          covariance_b.trace() - 2 * roots_of(solver.eigenvalues()).sum();
  return std::max(distance, 0.0);
}

}  // namespace kintsugi::eval
