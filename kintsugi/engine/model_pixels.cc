#include "kintsugi/engine/model_pixels.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <span>

#include "kintsugi/image/opencv.h"

namespace kintsugi::engine {
namespace {

Sizes batch_sizes(size_t count, int64_t channels, Size size) {
  return {static_cast<int64_t>(count), channels, size.height, size.width};
}

template <class T>
void copy_pixels(const ModelIo& io, const Image& image, const Mask& mask, Size size, float* to) {
  const float scale = (io.input_high - io.input_low) / static_cast<float>(image.max_value());
  const int64_t plane = size.area();
  for (int y = 0; y < size.height; ++y) {
    const int from_y = std::min(y, image.height() - 1);
    const T* row = image.row<T>(from_y);
    for (int x = 0; x < size.width; ++x, ++to) {
      const int from_x = std::min(x, image.width() - 1);
      const bool is_cleared = io.is_hole_cleared && mask.at(from_y, from_x);
      for (int c = 0; c < 3; ++c) {
        const T value = row[from_x * image.channels() + (image.channels() == 3 ? c : 0)];
        to[c * plane] = io.input_low + (is_cleared ? 0.f : scale * static_cast<float>(value));
      }
    }
  }
}

// [N, A, B] as [N, B, A].
std::vector<float> turned(std::span<const float> from, int64_t num_rows, int64_t num_columns) {
  const auto rows = static_cast<size_t>(num_rows), columns = static_cast<size_t>(num_columns);
  std::vector<float> to(from.size());
  for (size_t i = 0; i < from.size(); ++i) {
    const size_t column = i % columns, row = i / columns % rows, n = i / columns / rows;
    to[(n * columns + column) * rows + row] = from[i];
  }
  return to;
}

}  // namespace

Tensor image_tensor(const ModelIo& io, const std::vector<Image>& images,
                    const std::vector<Mask>& masks, Size size) {
  const auto area = static_cast<size_t>(3 * size.area());
  std::vector<float> values(images.size() * area);
  for (size_t i = 0; i < images.size(); ++i) {
    with_depth(images[i], [&](auto depth) {
      copy_pixels<decltype(depth)>(io, images[i], masks[i], size, values.data() + i * area);
    });
  }
  return Tensor(batch_sizes(images.size(), 3, size), std::move(values));
}

Tensor mask_tensor(const ModelIo& io, const std::vector<Mask>& masks, Size size) {
  const auto area = static_cast<size_t>(size.area());
  const float known = io.is_one_known ? io.mask_high : 0.f;
  std::vector<float> values(masks.size() * area, known);
  for (size_t i = 0; i < masks.size(); ++i) {
    for (int y = 0; y < masks[i].height(); ++y) {
      float* row = values.data() + i * area + static_cast<size_t>(y) * size.width;
      for (int x = 0; x < masks[i].width(); ++x) {
        if (masks[i].at(y, x)) row[x] = io.mask_high - known;
      }
    }
  }
  return Tensor(batch_sizes(masks.size(), 1, size), std::move(values));
}

Tensor joined(const Tensor& image, const Tensor& mask) {
  const auto rgb = image.values<float>(), hole = mask.values<float>();
  Sizes sizes = image.sizes();
  const auto count = static_cast<size_t>(sizes[0]);
  const size_t area = hole.size() / count;
  std::vector<float> values;
  values.reserve(4 * hole.size());
  for (size_t i = 0; i < count; ++i) {
    values.insert(values.end(), rgb.begin() + 3 * i * area, rgb.begin() + 3 * (i + 1) * area);
    values.insert(values.end(), hole.begin() + i * area, hole.begin() + (i + 1) * area);
  }
  sizes[1] = 4;
  return Tensor(sizes, std::move(values));
}

Tensor channels_last(const Tensor& tensor) {
  const Sizes& s = tensor.sizes();
  return Tensor({s[0], s[2], s[3], s[1]}, turned(tensor.values<float>(), s[1], s[2] * s[3]));
}

Tensor channels_first(const Tensor& tensor) {
  const Sizes& s = tensor.sizes();
  return Tensor({s[0], s[3], s[1], s[2]}, turned(tensor.values<float>(), s[1] * s[2], s[3]));
}

Image image_of(const ModelIo& io, const Tensor& result, size_t index, const Image& like) {
  Image image(like.size(), like.channels(), like.bits());
  const auto values = result.values<float>();
  const int64_t width = result.sizes()[3], plane = result.sizes()[2] * width;
  const int64_t start = static_cast<int64_t>(index) * 3 * plane;
  const float scale = static_cast<float>(like.max_value()) / (io.output_high - io.output_low);
  const auto pixel = [&](int64_t at, int c) {
    const float value =
        (values[static_cast<size_t>(start + c * plane + at)] - io.output_low) * scale;
    return std::clamp(value, 0.f, static_cast<float>(like.max_value()));
  };
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < image.height(); ++y) {
      T* row = image.row<T>(y);
      for (int x = 0; x < image.width(); ++x) {
        const int64_t at = y * width + x;
        if (image.channels() == 1) {
          row[x] = static_cast<T>(std::lround((pixel(at, 0) + pixel(at, 1) + pixel(at, 2)) / 3));
          continue;
        }
        for (int c = 0; c < 3; ++c) row[x * 3 + c] = static_cast<T>(std::lround(pixel(at, c)));
      }
    }
  });
  return image;
}

Image resized(const Image& image, Size size) {
  if (image.size() == size) return image;
  Image result(size, image.channels(), image.bits());
  cv::Mat to = as_mat(result);
  const bool is_smaller = size.area() < image.size().area();
  cv::resize(as_mat(image), to, to.size(), 0, 0, is_smaller ? cv::INTER_AREA : cv::INTER_CUBIC);
  return result;
}

Mask resized(const Mask& mask, Size size) {
  if (mask.size() == size) return mask;
  cv::Mat levels = as_mat(mask) * 255, scaled;
  const bool is_smaller = size.area() < mask.size().area();
  cv::resize(levels, scaled, {size.width, size.height}, 0, 0,
             is_smaller ? cv::INTER_AREA : cv::INTER_LINEAR);
  Mask result(size);
  for (int y = 0; y < size.height; ++y) {
    std::transform(scaled.ptr(y), scaled.ptr(y) + size.width, result.row(y),
                   [](uint8_t level) { return static_cast<uint8_t>(level > 0); });
  }
  return result;
}

}  // namespace kintsugi::engine
