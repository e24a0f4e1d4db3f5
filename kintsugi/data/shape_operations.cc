#include "kintsugi/data/shape_operations.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace kintsugi::data {
namespace {

// Where a pixel comes from: x' = a x + b y + c, y' = d x + e y + f, all at the pixels' middles.
struct Affine {
  double a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;
};

// -1 is 0, -2 is 1, …; the picture is repeated as often as need be.
int mirrored(int i, int count) {
  const int period = 2 * count;
  const int place = ((i % period) + period) % period;
  return place < count ? place : period - 1 - place;
}

// Between which two pixels a place lies, and the second one's weight in 1/256.
struct Between {
  int first, second, weight;
};

Between between(double place, int count) {
  const double fixed = std::floor((place - 0.5) * 256 + 0.5);
  const int whole = static_cast<int>(std::floor(fixed / 256));
  return {mirrored(whole, count), mirrored(whole + 1, count),
          static_cast<int>(fixed - 256.0 * whole)};
}

Image warped(const Image& image, const Affine& m) {
  Image result(image.size(), 3);
  for (int y = 0; y < image.height(); ++y) {
    uint8_t* target = result.row<uint8_t>(y);
    for (int x = 0; x < image.width(); ++x) {
      const Between column = between(m.a * (x + 0.5) + m.b * (y + 0.5) + m.c, image.width());
      const Between row = between(m.d * (x + 0.5) + m.e * (y + 0.5) + m.f, image.height());
      const uint8_t *upper = image.row<uint8_t>(row.first), *lower = image.row<uint8_t>(row.second);
      for (int c = 0; c < 3; ++c) {
        const auto along = [&](const uint8_t* values) {
          return values[3 * column.first + c] * (256 - column.weight) +
                 values[3 * column.second + c] * column.weight;
        };
        const int sum = along(upper) * (256 - row.weight) + along(lower) * row.weight;
        *target++ = static_cast<uint8_t>((sum + (1 << 15)) >> 16);
      }
    }
  }
  return result;
}

// One half of a Gaussian, the middle first; all of it sums to 1.
std::vector<float> half_gaussian(double deviation) {
  std::vector<float> weights(1 + static_cast<int>(std::ceil(3 * deviation)));
  double sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    const double place = static_cast<double>(i) / deviation;
    const double weight = std::exp(-0.5 * place * place);
    weights[i] = static_cast<float>(weight);
    sum += i == 0 ? weight : 2 * weight;
  }
  for (float& weight : weights) weight = static_cast<float>(weight / sum);
  return weights;
}

// `count` places, each `step` values from the next, for each of `channels` values.
void blur_line(float* values, int count, int step, const std::vector<float>& weights,
               std::vector<float>& line) {
  line.resize(count);
  for (int i = 0; i < count; ++i) line[i] = values[i * step];
  for (int i = 0; i < count; ++i) {
    float sum = line[i] * weights[0];
    for (int k = 1; k < static_cast<int>(weights.size()); ++k) {
      sum += (line[mirrored(i - k, count)] + line[mirrored(i + k, count)]) * weights[k];
    }
    values[i * step] = sum;
  }
}

}  // namespace

Image sheared_x(const Image& image, double level) { return warped(image, {.b = level}); }

Image sheared_y(const Image& image, double level) { return warped(image, {.d = level}); }

Image rotated(const Image& image, double degrees) {
  const double angle = degrees * std::numbers::pi / 180, cosine = std::cos(angle),
               sine = std::sin(angle), x = image.width() / 2.0, y = image.height() / 2.0;
  return warped(image, {cosine, -sine, x - cosine * x + sine * y,  //
                        sine, cosine, y - sine * x - cosine * y});
}

Image blurred(const Image& image, double deviation_px) {
  const int height = image.height(), row = 3 * image.width();
  const uint8_t* pixels = image.row<uint8_t>(0);
  std::vector<float> values(pixels, pixels + size_t{1} * height * row), line;
  const std::vector<float> weights = half_gaussian(deviation_px);
  for (int y = 0; y < height; ++y) {
    for (int c = 0; c < 3; ++c) {
      blur_line(&values[size_t{1} * y * row + c], image.width(), 3, weights, line);
    }
  }
  for (int i = 0; i < row; ++i) blur_line(&values[i], height, row, weights, line);
  Image result(image.size(), 3);
  uint8_t* target = result.row<uint8_t>(0);
  for (const float value : values) *target++ = static_cast<uint8_t>(std::lround(value));
  return result;
}

}  // namespace kintsugi::data
