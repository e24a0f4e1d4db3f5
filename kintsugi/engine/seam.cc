#include "kintsugi/engine/seam.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kintsugi/error.h"
#include "kintsugi/image/components.h"
#include "kintsugi/image/pull_push.h"
#include "kintsugi/image/runs.h"

namespace kintsugi::engine {
namespace {

constexpr float kLargeStep = 0.3f;  // of the range: rather an edge of something than a seam

// Adds the step from a filled pixel to the known one beside it to `sum`: weight times step for each
// channel, then the weight, which is small for large steps.
template <class T>
void add_step(const T* filled, const T* known, int channels, float max_value, float* sum) {
  float largest = 0;
  std::array<float, 3> step{};
  for (int c = 0; c < channels; ++c) {
    step[c] = static_cast<float>(known[c]) - static_cast<float>(filled[c]);
    largest = std::max(largest, std::fabs(step[c]));
  }
  const float doubt = 1 + std::pow(largest / (kLargeStep * max_value), 2.f);
  const float weight = 1 / (doubt * doubt);
  for (int c = 0; c < channels; ++c) sum[c] += weight * step[c];
  sum[channels] += weight;
}

// The sums of steps at every pixel of a box whose edges are known pixels or the picture's.
template <class T>
FloatGrid find_seam(const Mask& mask, const Box& box, const Image& filled,
                    const Progress& progress) {
  const int channels = filled.channels();
  FloatGrid sums(box.size(), channels + 1);
  const auto pixel = [&](int y, int x) { return filled.row<T>(y) + x * channels; };
  const auto max_value = static_cast<float>(filled.max_value());
  for (int y = box.top; y < box.bottom; ++y) {
    progress.ask();
    for_each_run(mask.row(y) + box.left, box.width(), [&](int left, int right) {
      for (int x = box.left + left; x < box.left + right; ++x) {
        float* sum = sums.at(y - box.top, x - box.left);
        for (const auto& [ny, nx] : {std::pair{y - 1, x}, {y + 1, x}, {y, x - 1}, {y, x + 1}}) {
          if (!box.contains(ny, nx) || mask.at(ny, nx)) continue;
          add_step(pixel(y, x), pixel(ny, nx), channels, max_value, sum);
        }
      }
    });
  }
  return sums;
}

template <class T>
void blend_box(const Mask& mask, const Box& box, Image& filled, const Progress& progress) {
  const FloatGrid steps = pull_push(find_seam<T>(mask, box, filled, progress), progress);
  const int channels = filled.channels();
  const auto max_value = static_cast<float>(filled.max_value());
  for (int y = 0; y < box.height(); ++y) {
    progress.ask();
    T* row = filled.row<T>(box.top + y) + box.left * channels;
    for_each_run(mask.row(box.top + y) + box.left, box.width(), [&](int left, int right) {
      for (int x = left; x < right; ++x) {
        const float* step = steps.at(y, x);
        for (int c = 0; c < channels; ++c) {
          T& value = row[x * channels + c];
          const float blended = static_cast<float>(value) + step[c];
          value = static_cast<T>(std::lround(std::clamp(blended, 0.f, max_value)));
        }
      }
    });
  }
}

}  // namespace

void blend_seam(const Mask& mask, Image& filled, const Progress& progress) {
  check(filled.size() == mask.size(), "the picture is ", filled.size(), ", the mask ", mask.size(),
        ": expected equal sizes");
  for (const HoleGroup& group : hole_groups(mask, progress)) {
    const Box box = group.box.grown(1, mask.size());  // with the known pixels around it
    with_depth(filled,
               [&](auto depth) { blend_box<decltype(depth)>(mask, box, filled, progress); });
  }
}

}  // namespace kintsugi::engine
