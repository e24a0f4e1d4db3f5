#include "kintsugi/picture/changed_pixels.h"

#include <algorithm>
#include <cstdlib>
#include <iomanip>
#include <sstream>

#include "kintsugi/picture/pixel_rows.h"

namespace kintsugi {
namespace {

struct Difference {
  long long num_pixels = 0, num_known = 0;
  int most = 0;       // levels of 255
  long long sum = 0;  // of the most in each differing pixel
};

Difference compare(const Image& before, const Image& after, const Mask& changed) {
  Difference result;
  const int channels = before.channels();
  for (int y = 0; y < before.height(); ++y) {
    const uint8_t* a = before.row<uint8_t>(y);
    const uint8_t* b = after.row<uint8_t>(y);
    for (int x = 0; x < before.width(); ++x, a += channels, b += channels) {
      if (changed.is_hole(y, x)) continue;
      int most = 0;
      for (int c = 0; c < channels; ++c) most = std::max(most, std::abs(a[c] - b[c]));
      ++result.num_known;
      result.num_pixels += most > 0;
      result.most = std::max(result.most, most);
      result.sum += most;
    }
  }
  return result;
}

}  // namespace

bool is_lossy_write(const Picture& picture) {
  switch (picture.format) {
    case PictureFormat::kJpeg:
    case PictureFormat::kHeic:
    case PictureFormat::kAvif:
      return true;
    case PictureFormat::kWebp:
      return picture.wants_loss;
    default:
      return false;
  }
}

void warn_of_changed_pixels(const Picture& picture, const Mask& changed, Bytes file,
                            Warnings& warnings) {
  const Picture written = decode_picture(std::move(file), "", {.max_pixels = INT64_MAX});
  Image storage_before, storage_after, colour_before, colour_after;
  const Image* before = &with_8_bits(picture.image, storage_before);
  const Image* after = &with_8_bits(written.image, storage_after);
  if (before->channels() != after->channels()) {
    before = &with_3_channels(*before, colour_before);
    after = &with_3_channels(*after, colour_after);
  }
  const Difference found = compare(*before, *after, changed);
  if (found.num_pixels == 0) return;
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << "written as " << name_of(picture.format) << ", "
       << found.num_pixels << " of " << found.num_known
       << " known pixels differ from the input, by up to " << found.most << " of 255 levels, "
       << static_cast<double>(found.sum) / static_cast<double>(found.num_pixels) << " on average";
  warnings.push_back(text.str());
}

}  // namespace kintsugi
