#include "kintsugi/image.h"

#include <cstring>

#include "kintsugi/error.h"

namespace kintsugi {

Image::Image(Size size, int channels, int bits) : size_(size), channels_(channels), bits_(bits) {
  check(size.height > 0 && size.width > 0, "an image cannot be ", size);
  check(channels == 1 || channels == 3 || channels == 4, "an image has ", channels,
        " channels, expected 1, 3 or 4");
  check(bits == 8 || bits == 16, "an image has ", bits, " bits a channel, expected 8 or 16");
  bytes_.resize(row_bytes() * size.height);
}

int Image::at(int y, int x, int channel) const {
  return with_depth(
      *this, [&](auto depth) -> int { return row<decltype(depth)>(y)[x * channels_ + channel]; });
}

void Image::set(int y, int x, int channel, int value) {
  with_depth(*this, [&](auto depth) {
    using T = decltype(depth);
    row<T>(y)[x * channels_ + channel] = static_cast<T>(value);
  });
}

Image Image::crop(const Box& box) const {
  check(box.top >= 0 && box.left >= 0 && box.bottom <= height() && box.right <= width(),
        "the crop ", box.size(), " at row ", box.top, ", column ", box.left,
        " does not lie inside the image ", size());
  Image result(box.size(), channels_, bits_);
  const size_t offset = size_t{1} * box.left * channels_ * (bits_ / 8);
  for (int y = 0; y < result.height(); ++y) {
    std::memcpy(result.row<uint8_t>(y), row<uint8_t>(box.top + y) + offset, result.row_bytes());
  }
  return result;
}

void Image::paste(const Image& patch, int top, int left) {
  check(patch.channels_ == channels_ && patch.bits_ == bits_, "a patch of ", patch.channels_,
        " channels, ", patch.bits_, " bits cannot go into an image of ", channels_, " channels, ",
        bits_, " bits");
  check(
      top >= 0 && left >= 0 && top + patch.height() <= height() && left + patch.width() <= width(),
      "the patch ", patch.size(), " at row ", top, ", column ", left,
      " does not lie inside the image ", size());
  const size_t offset = size_t{1} * left * channels_ * (bits_ / 8);
  for (int y = 0; y < patch.height(); ++y) {
    std::memcpy(row<uint8_t>(top + y) + offset, patch.row<uint8_t>(y), patch.row_bytes());
  }
}

}  // namespace kintsugi
