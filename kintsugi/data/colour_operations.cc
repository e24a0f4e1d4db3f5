#include "kintsugi/data/colour_operations.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace kintsugi::data {
namespace {

using Table = std::array<uint8_t, 256>;
using Histogram = std::array<int64_t, 256>;

int64_t num_values(const Image& image) { return 3 * image.size().area(); }

template <class Map>
void map_values(Image& image, const Map& map) {
  uint8_t* values = image.row<uint8_t>(0);
  std::transform(values, values + num_values(image), values,
                 [&](uint8_t value) { return static_cast<uint8_t>(map(value)); });
}

// Applies to each channel the table that `make` makes of its histogram.
template <class Make>
void map_channels(Image& image, const Make& make) {
  uint8_t* values = image.row<uint8_t>(0);
  for (int c = 0; c < 3; ++c) {
    Histogram histogram = {};
    for (int64_t i = c; i < num_values(image); i += 3) ++histogram[values[i]];
    const Table table = make(histogram);
    for (int64_t i = c; i < num_values(image); i += 3) values[i] = table[values[i]];
  }
}

Table identity() {
  Table table;
  for (int i = 0; i < 256; ++i) table[i] = static_cast<uint8_t>(i);
  return table;
}

Table stretching(const Histogram& histogram) {
  const auto is_used = [](int64_t count) { return count > 0; };
  const int low = static_cast<int>(std::find_if(histogram.begin(), histogram.end(), is_used) -
                                   histogram.begin());
  const int high =
      255 - static_cast<int>(std::find_if(histogram.rbegin(), histogram.rend(), is_used) -
                             histogram.rbegin());
  Table table = identity();
  if (high <= low) return table;
  const double scale = 255.0 / (high - low), offset = -low * scale;
  for (int i = 0; i < 256; ++i) {
    table[i] = static_cast<uint8_t>(std::clamp(static_cast<int>(i * scale + offset), 0, 255));
  }
  return table;
}

Table equalizing(const Histogram& histogram) {
  int64_t sum = 0, last = 0;
  for (const int64_t count : histogram) {
    sum += count;
    if (count > 0) last = count;
  }
  const int64_t step = (sum - last) / 255;
  Table table = identity();
  if (step == 0) return table;
  int64_t n = step / 2;
  for (int i = 0; i < 256; ++i) {
    table[i] = static_cast<uint8_t>(std::min<int64_t>(n / step, 255));
    n += histogram[i];
  }
  return table;
}

// Pillow's conversion to "L": ITU-R BT.601 in 16 bits.
uint8_t luminance(const uint8_t* rgb) {
  return static_cast<uint8_t>((rgb[0] * 19595 + rgb[1] * 38470 + rgb[2] * 7471 + 0x8000) >> 16);
}

// Pillow's Image.blend, which cuts off fractions.
uint8_t blended(uint8_t degenerate, uint8_t value, float factor) {
  const float mixed = static_cast<float>(degenerate) +
                      factor * static_cast<float>(static_cast<int>(value) - degenerate);
  return static_cast<uint8_t>(std::clamp(mixed, 0.0f, 255.0f));
}

}  // namespace

void invert(Image& image) {
  map_values(image, [](int value) { return 255 - value; });
}

void solarize(Image& image, int threshold) {
  map_values(image, [=](int value) { return value < threshold ? value : 255 - value; });
}

void posterize(Image& image, int bits) {
  const int kept = 0xFF & (0xFF << (8 - bits));
  map_values(image, [=](int value) { return value & kept; });
}

void auto_contrast(Image& image) { map_channels(image, stretching); }

void equalize(Image& image) { map_channels(image, equalizing); }

void enhance_colour(Image& image, double factor) {
  uint8_t* pixel = image.row<uint8_t>(0);
  for (int64_t i = 0; i < image.size().area(); ++i, pixel += 3) {
    const uint8_t grey = luminance(pixel);
    for (int c = 0; c < 3; ++c) pixel[c] = blended(grey, pixel[c], static_cast<float>(factor));
  }
}

void enhance_contrast(Image& image, double factor) {
  const uint8_t* pixels = image.row<uint8_t>(0);
  int64_t sum = 0;
  for (int64_t i = 0; i < image.size().area(); ++i) sum += luminance(pixels + 3 * i);
  const double mean = static_cast<double>(sum) / static_cast<double>(image.size().area());
  const auto grey = static_cast<uint8_t>(mean + 0.5);
  map_values(image, [=](uint8_t v) { return blended(grey, v, static_cast<float>(factor)); });
}

void enhance_brightness(Image& image, double factor) {
  map_values(image, [=](uint8_t v) { return blended(0, v, static_cast<float>(factor)); });
}

void enhance_sharpness(Image& image, double factor) {
  const Image source = image;
  for (int y = 1; y + 1 < image.height(); ++y) {
    uint8_t* target = image.row<uint8_t>(y);
    const uint8_t* rows[] = {source.row<uint8_t>(y - 1), source.row<uint8_t>(y),
                             source.row<uint8_t>(y + 1)};
    for (int i = 3; i < 3 * (image.width() - 1); ++i) {
      int sum = 4 * rows[1][i];  // weights 1 around 5, over 13
      for (const uint8_t* row : rows) sum += row[i - 3] + row[i] + row[i + 3];
      const auto smooth = static_cast<uint8_t>((2 * sum + 13) / 26);
      target[i] = blended(smooth, rows[1][i], static_cast<float>(factor));
    }
  }
}

}  // namespace kintsugi::data
