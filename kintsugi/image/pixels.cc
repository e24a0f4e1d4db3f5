#include "kintsugi/pixels.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "kintsugi/error.h"
#include "kintsugi/image/runs.h"

namespace kintsugi {
namespace {

void check_rows(const char* what, const void* data, Size size, std::ptrdiff_t stride_bytes,
                long long row_bytes) {
  check(data != nullptr, "the ", what, " have no memory");
  check(size.height > 0 && size.width > 0, "the ", what, " cannot be ", size);
  check(std::abs(static_cast<long long>(stride_bytes)) >= row_bytes || size.height == 1, "the rows of the ",
        what, " are ", row_bytes, " bytes long and ", stride_bytes,
        " bytes apart, expected no less");
}

void check_pixels(const Pixels& pixels) {
  check(pixels.channels == 1 || pixels.channels == 3 || pixels.channels == 4, "the pixels have ",
        pixels.channels, " channels, expected 1, 3 or 4");
  check(pixels.bits == 8 || pixels.bits == 16, "the pixels have ", pixels.bits,
        " bits a channel, expected 8 or 16");
  check_rows("pixels", pixels.data, {pixels.height, pixels.width}, pixels.stride_bytes,
             1LL * pixels.width * pixels.channels * (pixels.bits / 8));
}

uint8_t* row_of(const Pixels& pixels, int y) {
  return static_cast<uint8_t*>(pixels.data) + y * pixels.stride_bytes;
}

int num_colours(const Pixels& pixels) { return pixels.channels == 1 ? 1 : 3; }

// Which of a pixel's values is colour `c` of ours.
int place_of(const Pixels& pixels, int c) {
  return pixels.is_bgr && pixels.channels >= 3 ? 2 - c : c;
}

// A value at any address: strides need not keep 16 bits aligned.
template <class T>
T load(const uint8_t* from) {
  T value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

// Channel `from` of the pixels into channel `to` of the image.
template <class T>
void copy_channel(const Pixels& pixels, int from, Image& image, int to) {
  for (int y = 0; y < pixels.height; ++y) {
    const uint8_t* source = row_of(pixels, y) + from * sizeof(T);
    T* target = image.row<T>(y) + to;
    for (int x = 0; x < pixels.width; ++x) {
      target[size_t{1} * x * image.channels()] =
          load<T>(source + size_t{1} * x * pixels.channels * sizeof(T));
    }
  }
}

template <class T>
void write_hole(const Image& filled, const Mask& mask, bool is_alpha_filled, const Pixels& pixels) {
  const T opaque = static_cast<T>(filled.max_value());
  for (int y = 0; y < pixels.height; ++y) {
    for_each_run(mask.row(y), mask.width(), [&](int left, int right) {
      for (int x = left; x < right; ++x) {
        uint8_t* pixel = row_of(pixels, y) + size_t{1} * x * pixels.channels * sizeof(T);
        const T* colour = filled.row<T>(y) + size_t{1} * x * filled.channels();
        for (int c = 0; c < filled.channels(); ++c) {
          std::memcpy(pixel + place_of(pixels, c) * sizeof(T), colour + c, sizeof(T));
        }
        if (is_alpha_filled) std::memcpy(pixel + 3 * sizeof(T), &opaque, sizeof(T));
      }
    });
  }
}

}  // namespace

Pixels pixels_of(Image& image) {
  return {.data = image.row<uint8_t>(0),
          .width = image.width(),
          .height = image.height(),
          .stride_bytes = static_cast<std::ptrdiff_t>(image.row_bytes()),
          .channels = image.channels(),
          .bits = image.bits()};
}

Image colours_of(const Pixels& pixels) {
  check_pixels(pixels);
  Image image({pixels.height, pixels.width}, num_colours(pixels), pixels.bits);
  with_depth(image, [&](auto depth) {
    for (int c = 0; c < image.channels(); ++c) {
      copy_channel<decltype(depth)>(pixels, place_of(pixels, c), image, c);
    }
  });
  return image;
}

std::optional<Image> alpha_of(const Pixels& pixels) {
  check_pixels(pixels);
  if (pixels.channels != 4) return std::nullopt;
  Image alpha({pixels.height, pixels.width}, 1, pixels.bits);
  with_depth(alpha, [&](auto depth) { copy_channel<decltype(depth)>(pixels, 3, alpha, 0); });
  return alpha;
}

Mask mask_of(const MaskPixels& mask) {
  check_rows("mask's pixels", mask.data, {mask.height, mask.width}, mask.stride_bytes, mask.width);
  Mask result({mask.height, mask.width});
  for (int y = 0; y < mask.height; ++y) {
    const uint8_t* row = mask.data + y * mask.stride_bytes;
    std::transform(row, row + mask.width, result.row(y),
                   [](uint8_t value) { return value != 0 ? kHole : kKnown; });
  }
  return result;
}

Mask without_transparent(Mask mask, const Image& alpha) {
  check(alpha.size() == mask.size() && alpha.channels() == 1, "alpha is ", alpha.size(), " with ",
        alpha.channels(), " channels, expected ", mask.size(), " with 1");
  Mask visible = mask;
  with_depth(alpha, [&](auto depth) {
    for (int y = 0; y < mask.height(); ++y) {
      const auto* opacity = alpha.row<decltype(depth)>(y);
      uint8_t* row = visible.row(y);
      for (int x = 0; x < mask.width(); ++x) {
        if (row[x] == kKnown && opacity[x] == 0) row[x] = kNeither;
      }
    }
  });
  return visible.num_known() > 0 ? visible : mask;
}

std::vector<std::string> fill_pixels(const Inpainter& method, const Pixels& pixels,
                                     const MaskPixels& mask, const FillPixelsOptions& options,
                                     const Progress& progress) {
  const Image image = colours_of(pixels);
  const Mask hole = mask_of(mask);
  check(hole.size() == image.size(), "the mask is ", hole.size(), ", the pixels ", image.size(),
        ": expected equal sizes");
  const std::optional<Image> alpha = alpha_of(pixels);
  const Filled filled =
      method.fill(image, alpha ? without_transparent(hole, *alpha) : hole, progress);
  with_depth(image, [&](auto depth) {
    write_hole<decltype(depth)>(filled.image, hole, alpha && options.is_alpha_filled, pixels);
  });
  return filled.warnings;
}

}  // namespace kintsugi
