#include "kintsugi/graph/resampling.h"

#include <algorithm>
#include <cmath>

namespace kintsugi::graph {
namespace {

// The input coordinate that output element `i` shows.
double source(const std::string& mode, int64_t i, int64_t in, int64_t out, double scale) {
  const auto at = static_cast<double>(i);
  if (mode == "align_corners") {
    return out == 1 ? 0 : at * static_cast<double>(in - 1) / static_cast<double>(out - 1);
  }
  if (mode == "asymmetric") return at / scale;
  if (mode == "pytorch_half_pixel" && out == 1) return 0;
  return (at + 0.5) / scale - 0.5;  // half_pixel
}

double rounded(const std::string& mode, double x) {
  if (mode == "floor") return std::floor(x);
  if (mode == "ceil") return std::ceil(x);
  return mode == "round_prefer_ceil" ? std::floor(x + 0.5) : std::ceil(x - 0.5);
}

}  // namespace

std::vector<ResizeTap> resize_taps(const Node& node, int64_t in, int64_t out, double scale) {
  const std::string mode = node.text("coordinate_transformation_mode", "half_pixel");
  const std::string nearest_mode = node.text("nearest_mode", "round_prefer_floor");
  const bool is_linear = node.text("mode", "nearest") == "linear";
  std::vector<ResizeTap> taps;
  for (int64_t i = 0; i < out; ++i) {
    const double x = source(mode, i, in, out, scale);
    const auto last = static_cast<double>(in - 1);
    if (!is_linear) {
      const auto index = static_cast<int64_t>(std::clamp(rounded(nearest_mode, x), 0.0, last));
      taps.push_back({index, index, 0});
      continue;
    }
    const double inside = std::clamp(x, 0.0, last);
    const auto first = static_cast<int64_t>(inside);
    taps.push_back(
        {first, std::min(first + 1, in - 1), static_cast<float>(inside - std::floor(inside))});
  }
  return taps;
}

}  // namespace kintsugi::graph
