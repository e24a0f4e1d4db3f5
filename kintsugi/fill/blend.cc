#include "kintsugi/fill/blend.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "kintsugi/error.h"
#include "kintsugi/image/components.h"
#include "kintsugi/image/opencv.h"
#include "kintsugi/image/runs.h"

namespace kintsugi {
namespace {

// Distance of every pixel in `box` to the nearest known pixel, 0 for known ones.
cv::Mat distance_to_known(const Mask& mask, const Box& box) {
  const Mask part = mask.crop(box);
  cv::Mat distance;
  cv::distanceTransform(as_mat(part), distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
  return distance;
}

template <class T>
void blend_box(const Image& original, const Mask& mask, const Box& box, int width_px,
               Image* result) {
  const cv::Mat distance = distance_to_known(mask, box);
  const int channels = result->channels();
  for (int y = box.top; y < box.bottom; ++y) {
    const float* row_distance = distance.ptr<float>(y - box.top);
    const T* from = original.row<T>(y);
    T* to = result->row<T>(y);
    for_each_run(mask.row(y) + box.left, box.width(), [&](int left, int right) {
      for (int x = left; x < right; ++x) {
        const float share = std::min(1.f, row_distance[x] / (static_cast<float>(width_px) + 1));
        for (int i = (box.left + x) * channels; i < (box.left + x + 1) * channels; ++i) {
          to[i] = static_cast<T>(std::lround(share * to[i] + (1 - share) * from[i]));
        }
      }
    });
  }
}

}  // namespace

void feather(const Image& original, const Mask& mask, int width_px, Image* result) {
  check(width_px >= 0, "cannot feather over ", width_px, " pixels, expected 0 or more");
  check(original.size() == mask.size() && result->size() == mask.size(), "the mask is ",
        mask.size(), ", the original ", original.size(), ", the result ", result->size(),
        ": expected equal sizes");
  check(original.channels() == result->channels() && original.bits() == result->bits(),
        "the original has ", original.channels(), " channels of ", original.bits(),
        " bits, the result ", result->channels(), " of ", result->bits(), ": expected the same");
  if (width_px == 0) return;
  for (const HoleGroup& group : hole_groups(mask)) {
    const Box box = group.box.grown(1, mask.size());  // with the known pixels around it
    with_depth(original, [&](auto depth) {
      blend_box<decltype(depth)>(original, mask, box, width_px, result);
    });
  }
}

void fill_alpha(const Mask& mask, Image* alpha) {
  check(alpha->channels() == 1 && alpha->size() == mask.size(), "the alpha channel is ",
        alpha->size(), " with ", alpha->channels(), " channels, expected ", mask.size(), " with 1");
  with_depth(*alpha, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < mask.height(); ++y) {
      for_each_run(mask.row(y), mask.width(), [&](int left, int right) {
        std::fill(alpha->row<T>(y) + left, alpha->row<T>(y) + right,
                  static_cast<T>(alpha->max_value()));
      });
    }
  });
}

}  // namespace kintsugi
