#include "kintsugi/engine/seam.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "kintsugi/base/error.h"
#include "kintsugi/image/components.h"
#include "kintsugi/image/opencv.h"
#include "kintsugi/image/runs.h"

namespace kintsugi::engine {
namespace {

constexpr float kLargeStep = 0.15f;  // of the range: rather an edge than a seam

// What is known of the seam inside one box, whose edges are known pixels or the picture's.
struct Seam {
  cv::Mat count;               // of neighbours across the seam, at every hole pixel
  std::vector<cv::Mat> steps;  // a channel each: the sum of what they differ by
};

// Adds the steps from a filled pixel to the known one beside it.
template <class T>
void add_step(const T* filled, const T* known, int y, int x, float max_value, Seam& seam) {
  float largest = 0;
  std::array<float, 3> step{};
  for (size_t c = 0; c < seam.steps.size(); ++c) {
    step[c] = static_cast<float>(known[c]) - static_cast<float>(filled[c]);
    largest = std::max(largest, std::fabs(step[c]));
  }
  const float doubt = 1 + std::pow(largest / (kLargeStep * max_value), 2.f);
  for (size_t c = 0; c < seam.steps.size(); ++c) {
    seam.steps[c].at<float>(y, x) += step[c] / (doubt * doubt);
  }
  seam.count.at<float>(y, x) += 1;
}

template <class T>
Seam find_seam(const Mask& mask, const Box& box, const Image& filled) {
  const auto zeros = [&] { return cv::Mat(cv::Mat::zeros(box.height(), box.width(), CV_32F)); };
  Seam seam{zeros(), {}};
  for (int c = 0; c < filled.channels(); ++c) seam.steps.push_back(zeros());
  const auto pixel = [&](int y, int x) { return filled.row<T>(y) + x * filled.channels(); };
  const auto max_value = static_cast<float>(filled.max_value());
  for (int y = box.top; y < box.bottom; ++y) {
    for_each_run(mask.row(y) + box.left, box.width(), [&](int left, int right) {
      for (int x = box.left + left; x < box.left + right; ++x) {
        for (const auto& [ny, nx] : {std::pair{y - 1, x}, {y + 1, x}, {y, x - 1}, {y, x + 1}}) {
          if (!box.contains(ny, nx) || mask.at(ny, nx)) continue;
          add_step(pixel(y, x), pixel(ny, nx), y - box.top, x - box.left, max_value, seam);
        }
      }
    });
  }
  return seam;
}

// Spreads steps and counts, so that their quotient is the step averaged along the seam.
void spread(Seam& seam, int width_px) {
  const int side = 2 * width_px + 1;
  const auto blur = [&](cv::Mat& values) {
    for (int round = 0; round < 2; ++round) {
      cv::boxFilter(values, values, -1, {side, side}, {-1, -1}, false, cv::BORDER_CONSTANT);
    }
  };
  blur(seam.count);
  for (cv::Mat& steps : seam.steps) blur(steps);
}

template <class T>
void blend_box(const Mask& mask, const Box& box, int width_px, Image& filled) {
  Seam seam = find_seam<T>(mask, box, filled);
  spread(seam, width_px);
  const Mask part = mask.crop(box);
  cv::Mat distance;
  cv::distanceTransform(as_mat(part), distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
  const int channels = filled.channels();
  const auto max_value = static_cast<float>(filled.max_value());
  for (int y = 0; y < box.height(); ++y) {
    T* row = filled.row<T>(box.top + y) + box.left * channels;
    for_each_run(part.row(y), box.width(), [&](int left, int right) {
      for (int x = left; x < right; ++x) {
        const float fade = 1 - (distance.at<float>(y, x) - 1) / static_cast<float>(width_px);
        const float count = seam.count.at<float>(y, x);
        if (fade <= 0 || count < 0.5f) continue;
        for (int c = 0; c < channels; ++c) {
          const float step = seam.steps[static_cast<size_t>(c)].at<float>(y, x) / count;
          const float value =
              static_cast<float>(row[x * channels + c]) + std::min(fade, 1.f) * step;
          row[x * channels + c] = static_cast<T>(std::lround(std::clamp(value, 0.f, max_value)));
        }
      }
    });
  }
}

}  // namespace

void blend_seam(const Mask& mask, int width_px, Image& filled) {
  check(width_px >= 0, "cannot blend a seam over ", width_px, " pixels, expected 0 or more");
  check(filled.size() == mask.size(), "the picture is ", filled.size(), ", the mask ", mask.size(),
        ": expected equal sizes");
  if (width_px == 0) return;
  for (const HoleGroup& group : hole_groups(mask)) {
    const Box box = group.box.grown(1, mask.size());  // with the known pixels around it
    with_depth(filled,
               [&](auto depth) { blend_box<decltype(depth)>(mask, box, width_px, filled); });
  }
}

}  // namespace kintsugi::engine
