#include "kintsugi/picture/jpeg_gain_map.h"

#include <algorithm>

#include "kintsugi/image/runs.h"
#include "kintsugi/picture/jpeg_coefficients.h"
#include "kintsugi/picture/jpeg_metadata.h"
#include "kintsugi/picture/jpeg_smooth.h"
#include "kintsugi/picture/jpeg_upright.h"

namespace kintsugi {
namespace {

/// All pixels of a mask of another size that lie over holes, even in part.
Mask scaled(const Mask& mask, Size size) {
  Mask result(size);
  const auto first = [](int at, int to, int from) { return int(1LL * at * to / from); };
  const auto last = [](int at, int to, int from) { return int((1LL * at * to + from - 1) / from); };
  for (int y = 0; y < mask.height(); ++y) {
    const int top = first(y, size.height, mask.height());
    const int bottom = last(y + 1, size.height, mask.height());
    for_each_run(mask.row(y), mask.width(), [&](int left, int right) {
      const int begin = first(left, size.width, mask.width());
      const int end = last(right, size.width, mask.width());
      for (int row = top; row < bottom; ++row) {
        std::fill(result.row(row) + begin, result.row(row) + end, uint8_t{1});
      }
    });
  }
  return result;
}

/// A few bytes may say that a map is of any size.
void check_size(ByteView jpeg, const ReadOptions& options) {
  JpegErrors errors;
  const JpegReader reader(errors, jpeg);
  check_pixels(reader.size().height, reader.size().width, options);
}

}  // namespace

Bytes fill_gain_map(ByteView jpeg, const Mask& changed) {
  Picture map = decode_jpeg({jpeg.begin(), jpeg.end()}, {});
  // One pixel more: a gain is interpolated between pixels.
  const Mask mask = dilate(scaled(changed, map.image.size()), 1);
  smooth_fill(map.image, mask);
  Warnings ignored;
  return patch_jpeg(map, &mask, ignored);
}

Bytes turn_gain_map(ByteView jpeg, int orientation, const ReadOptions& options) {
  check_size(jpeg, options);
  Bytes map(jpeg.begin(), jpeg.end());
  reset_jpeg_orientation(map, orientation);  // it may repeat the picture's
  std::string reason;
  if (auto turned = turn_jpeg(map, orientation, reason)) return *std::move(turned);
  JpegPixels pixels = decode_jpeg_pixels(map);
  return encode_jpeg_turned(map, orientation, pixels);
}

}  // namespace kintsugi
