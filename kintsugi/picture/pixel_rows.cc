#include "kintsugi/picture/pixel_rows.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace kintsugi {
namespace {

template <class T>
void split(const T* row, int width, int channels, T* colours, T* alpha) {
  for (int x = 0; x < width; ++x) {
    for (int c = 0; c < channels; ++c) *colours++ = *row++;
    *alpha++ = *row++;
  }
}

template <class T>
void join(const T* colours, const T* alpha, int width, int channels, T* row) {
  for (int x = 0; x < width; ++x) {
    for (int c = 0; c < channels; ++c) *row++ = *colours++;
    *row++ = *alpha++;
  }
}

}  // namespace

void allocate_pixels(Picture& picture, Size size, int samples, int bits) {
  picture.image = Image(size, samples < 3 ? 1 : 3, bits);
  if (samples % 2 == 0) picture.alpha = Image(size, 1, bits);
}

int num_samples(const Picture& picture) {
  return picture.image.channels() + (picture.alpha ? 1 : 0);
}

void put_row(Picture& picture, int y, const uint8_t* row) {
  Image& image = picture.image;
  if (!picture.alpha) {
    std::memcpy(image.row<uint8_t>(y), row, image.row_bytes());
    return;
  }
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    split(reinterpret_cast<const T*>(row), image.width(), image.channels(), image.row<T>(y),
          picture.alpha->row<T>(y));
  });
}

void get_row(const Picture& picture, int y, uint8_t* row) {
  const Image& image = picture.image;
  if (!picture.alpha) {
    std::memcpy(row, image.row<uint8_t>(y), image.row_bytes());
    return;
  }
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    join(image.row<T>(y), picture.alpha->row<T>(y), image.width(), image.channels(),
         reinterpret_cast<T*>(row));
  });
}

const Image& with_8_bits(const Image& image, Image& storage) {
  if (image.bits() == 8) return image;
  Image result(image.size(), image.channels(), 8);
  const int num_values = image.width() * image.channels();
  for (int y = 0; y < image.height(); ++y) {
    const uint16_t* from = image.row<uint16_t>(y);
    uint8_t* to = result.row<uint8_t>(y);
    for (int i = 0; i < num_values; ++i) to[i] = static_cast<uint8_t>((from[i] + 128) / 257);
  }
  return storage = std::move(result);
}

const Image& with_3_channels(const Image& image, Image& storage) {
  if (image.channels() == 3) return image;
  Image result(image.size(), 3, image.bits());
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < image.height(); ++y) {
      const T* from = image.row<T>(y);
      T* to = result.row<T>(y);
      for (int i = 0; i < 3 * image.width(); ++i) to[i] = from[i / 3];
    }
  });
  return storage = std::move(result);
}

void divide_by_alpha(Picture& picture) {
  if (!picture.alpha) return;
  Image& image = picture.image;
  const int64_t max = image.max_value();
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < image.height(); ++y) {
      T* colours = image.row<T>(y);
      for (int i = 0; i < image.width() * image.channels(); ++i) {
        const int64_t alpha = picture.alpha->row<T>(y)[i / image.channels()];
        if (alpha > 0) {
          colours[i] = static_cast<T>(std::min(max, (colours[i] * max + alpha / 2) / alpha));
        }
      }
    }
  });
}

}  // namespace kintsugi
