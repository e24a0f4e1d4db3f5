#include "kintsugi/picture/jpeg_smooth.h"

#include <algorithm>
#include <cmath>

#include "kintsugi/image/components.h"
#include "kintsugi/image/pull_push.h"
#include "kintsugi/image/runs.h"

namespace kintsugi {
namespace {

constexpr int kContextPx = 8;  // of known pixels around a hole

void fill_box(Image& image, const Mask& mask, const Box& box, int channel) {
  FloatGrid sums(box.size(), 2);
  const int channels = image.channels();
  for (int y = 0; y < box.height(); ++y) {
    const uint8_t* row = image.row<uint8_t>(box.top + y) + channel;
    for (int x = 0; x < box.width(); ++x) {
      const float weight = mask.at(box.top + y, box.left + x) ? 0 : 1;
      sums.at(y, x)[0] = weight * row[(box.left + x) * channels];
      sums.at(y, x)[1] = weight;
    }
  }
  const FloatGrid means = pull_push(sums);
  for (int y = 0; y < box.height(); ++y) {
    uint8_t* row = image.row<uint8_t>(box.top + y) + channel;
    for_each_run(mask.row(box.top + y) + box.left, box.width(), [&](int left, int right) {
      for (int x = left; x < right; ++x) {
        row[(box.left + x) * channels] = static_cast<uint8_t>(std::lrint(std::clamp(*means.at(y, x), 0.f, 255.f)));
      }
    });
  }
}

}  // namespace

void smooth_fill(Image& image, const Mask& mask) {
  if (mask.num_holes() == mask.size().area()) return;
  for (const HoleGroup& group : hole_groups(mask)) {
    const Box box = group.box.grown(kContextPx, mask.size());
    for (int c = 0; c < image.channels(); ++c) fill_box(image, mask, box, c);
  }
}

}  // namespace kintsugi
