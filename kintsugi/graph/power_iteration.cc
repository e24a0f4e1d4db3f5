#include "kintsugi/graph/power_iteration.h"

#include <cmath>

#include "kintsugi/base/random.h"

namespace kintsugi::graph {
namespace {

constexpr int kRounds = 15;  // as PyTorch's parametrization begins

using Vector = std::vector<double>;

void to_length_1(Vector& vector) {
  double square = 0;
  for (const double x : vector) square += x * x;
  const double length = std::sqrt(std::max(square, 1e-24));
  for (double& x : vector) x /= length;
}

/// A weight as a matrix: element (row, column), columns being the input and the window's pixels.
struct Matrix {
  const float* data;
  int64_t rows, inputs, area;
  int64_t row_stride, input_stride;

  /// Calls visit(row, column, element) for all.
  template <class Visit>
  void each(const Visit& visit) const {
    for (int64_t row = 0; row < rows; ++row) {
      for (int64_t input = 0; input < inputs; ++input) {
        const float* at = data + row * row_stride + input * input_stride;
        for (int64_t i = 0; i < area; ++i) visit(row, input * area + i, at[i]);
      }
    }
  }
};

Matrix matrix_of(const Tensor& weight, int64_t output_axis) {
  const Sizes& sizes = weight.sizes();
  const int64_t first = sizes.at(0), second = sizes.at(1);
  const int64_t area = weight.size() / std::max<int64_t>(1, first * second);
  const float* data = weight.values<float>().data();
  if (output_axis == 0) return {data, first, second, area, second * area, area};
  return {data, second, first, area, area, second * area};
}

}  // namespace

Tensor first_left_singular_vector(const Tensor& weight, int64_t output_axis) {
  const Matrix matrix = matrix_of(weight, output_axis);
  Vector u(static_cast<size_t>(matrix.rows)), v(static_cast<size_t>(matrix.inputs * matrix.area));
  Random random(/*seed=*/1);
  for (double& x : u) x = random.normal(0, 1);
  to_length_1(u);
  for (int round = 0; round < kRounds; ++round) {
    std::fill(v.begin(), v.end(), 0);
    matrix.each([&](int64_t row, int64_t column, float w) { v[column] += w * u[row]; });
    to_length_1(v);
    std::fill(u.begin(), u.end(), 0);
    matrix.each([&](int64_t row, int64_t column, float w) { u[row] += w * v[column]; });
    to_length_1(u);
  }
  return Tensor({matrix.rows, 1}, std::vector<float>(u.begin(), u.end()));
}

}  // namespace kintsugi::graph
