#include "kintsugi/fill/patch_level.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "kintsugi/fill/large_vector.h"

namespace kintsugi::fill {
namespace {

constexpr float kTextureWeight = 2.0f;   // of the texture channel against one colour
constexpr float kConfidenceFall = 2.5f;  // Wexler's gamma: one pixel deeper is as much less sure
constexpr int kTextureRadius = 3;
constexpr int kFewestSources = 28;  // on a coarse level; below that it is no help

// What a level is made from: colours and texture as floats, and how much of each pixel is known.
struct Planes {
  Size size;
  std::vector<float> values;  // [H, W, 4], multiplied by `known`
  std::vector<float> known;   // [H, W] 0..1
  Mask mask;                  // which of the unknown pixels are hole, and which neither
};

// Mean of the absolute gradients of the luminance over a window, of known pixels only.
std::vector<float> texture_of(const std::vector<float>& luminance, const Mask& mask,
                              const Progress& progress) {
  const int height = mask.height(), width = mask.width();
  const size_t table_size = size_t{1} * (height + 1) * (width + 1);
  std::vector<double> sums = large_vector(table_size, 0.0, progress);
  std::vector<double> counts = large_vector(table_size, 0.0, progress);
  for (int y = 0; y < height; ++y) {
    progress.ask();
    for (int x = 0; x < width; ++x) {
      double gradient = 0, count = 0;
      const size_t i = size_t{1} * y * width + x;
      const bool is_known = !mask.at(y, x);
      if (is_known && x + 1 < width && !mask.at(y, x + 1) && y + 1 < height && !mask.at(y + 1, x)) {
        gradient = std::abs(luminance[i + 1] - luminance[i]) +
                   std::abs(luminance[i + width] - luminance[i]);
        count = 1;
      }
      const size_t at = size_t{1} * (y + 1) * (width + 1) + x + 1;
      sums[at] = gradient + sums[at - 1] + sums[at - width - 1] - sums[at - width - 2];
      counts[at] = count + counts[at - 1] + counts[at - width - 1] - counts[at - width - 2];
    }
  }
  std::vector<float> texture = large_vector(luminance.size(), 0.0f, progress);
  for (int y = 0; y < height; ++y) {
    progress.ask();
    for (int x = 0; x < width; ++x) {
      const Box window = Box{y, x, y + 1, x + 1}.grown(kTextureRadius, mask.size());
      const auto total = [&](const std::vector<double>& table) {
        const size_t row = width + 1;
        return table[window.bottom * row + window.right] - table[window.top * row + window.right] -
               table[window.bottom * row + window.left] + table[window.top * row + window.left];
      };
      const double count = total(counts);
      if (count > 0) texture[size_t{1} * y * width + x] = static_cast<float>(total(sums) / count);
    }
  }
  return texture;
}

Planes planes_of(const Image& image, const Mask& mask, const Progress& progress) {
  Planes planes{image.size(), {}, {}, mask};
  const size_t count = image.size().area();
  planes.values = large_vector(count * kLevelChannels, 0.0f, progress);
  planes.known = large_vector(count, 0.0f, progress);
  std::vector<float> luminance = large_vector(count, 0.0f, progress);
  const float scale = 1.0f * kLevelMax / static_cast<float>(image.max_value());
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < image.height(); ++y) {
      progress.ask();
      const T* row = image.row<T>(y);
      for (int x = 0; x < image.width(); ++x) {
        const size_t i = size_t{1} * y * image.width() + x;
        if (mask.at(y, x)) continue;
        planes.known[i] = 1;
        for (int c = 0; c < 3; ++c) {
          planes.values[i * 4 + c] =
              scale * static_cast<float>(image.channels() == 3 ? row[x * 3 + c] : row[x]);
        }
        luminance[i] =
            (planes.values[i * 4] + 2 * planes.values[i * 4 + 1] + planes.values[i * 4 + 2]) / 4;
      }
    }
  });
  const std::vector<float> texture = texture_of(luminance, mask, progress);
  for (size_t i = 0; i < count; ++i) {
    if (planes.known[i] > 0)
      planes.values[i * 4 + 3] = std::min<float>(kLevelMax, kTextureWeight * texture[i]);
  }
  return planes;
}

// Half the size by the binomial window (1 3 3 1)/8 in both directions, over known pixels only.
Planes halved(const Planes& fine, const Progress& progress) {
  const int height = (fine.size.height + 1) / 2, width = (fine.size.width + 1) / 2;
  Planes coarse{{height, width}, {}, {}, Mask({height, width})};
  coarse.values = large_vector(size_t{1} * height * width * 4, 0.0f, progress);
  coarse.known = large_vector(size_t{1} * height * width, 0.0f, progress);
  constexpr float kWeights[4] = {1 / 8.0f, 3 / 8.0f, 3 / 8.0f, 1 / 8.0f};
  for (int y = 0; y < height; ++y) {
    progress.ask();
    for (int x = 0; x < width; ++x) {
      float sum[4] = {}, known = 0;
      bool has_hole = false;
      for (int dy = 0; dy < 4; ++dy) {
        const int fy = std::clamp(2 * y - 1 + dy, 0, fine.size.height - 1);
        for (int dx = 0; dx < 4; ++dx) {
          const int fx = std::clamp(2 * x - 1 + dx, 0, fine.size.width - 1);
          const size_t i = size_t{1} * fy * fine.size.width + fx;
          const float weight = kWeights[dy] * kWeights[dx];
          known += weight * fine.known[i];
          has_hole |= fine.mask.is_hole(fy, fx);
          for (int c = 0; c < 4; ++c) sum[c] += weight * fine.values[i * 4 + c];
        }
      }
      const size_t i = size_t{1} * y * width + x;
      const bool is_known = known >= 0.5f;  // else the pixel is hole, and counts as nothing
      coarse.known[i] = is_known;
      if (!is_known) coarse.mask.row(y)[x] = has_hole ? kHole : kNeither;
      for (int c = 0; c < 4; ++c) coarse.values[i * 4 + c] = is_known ? sum[c] / known : 0;
    }
  }
  return coarse;
}

// Number of pixels with `is_counted(y, x)` in the patch around every centre that has its whole
// patch in the picture; -1 for the other centres.
template <class Counts>
std::vector<int> count_in_patches(const Mask& hole, int radius, const Progress& progress,
                                  const Counts& is_counted) {
  const int height = hole.height(), width = hole.width();
  std::vector<int> sums = large_vector(size_t{1} * (height + 1) * (width + 1), 0, progress);
  const int row = width + 1;
  for (int y = 0; y < height; ++y) {
    progress.ask();
    for (int x = 0; x < width; ++x) {
      const int at = (y + 1) * row + x + 1;
      sums[at] = is_counted(y, x) + sums[at - 1] + sums[at - row] - sums[at - row - 1];
    }
  }
  std::vector<int> counts = large_vector(size_t{1} * height * width, -1, progress);
  for (int y = radius; y + radius < height; ++y) {
    progress.ask();
    for (int x = radius; x + radius < width; ++x) {
      const int top = (y - radius) * row, bottom = (y + radius + 1) * row;
      const int left = x - radius, right = x + radius + 1;
      counts[y * width + x] =
          sums[bottom + right] - sums[top + right] - sums[bottom + left] + sums[top + left];
    }
  }
  return counts;
}

// Chamfer distance to the nearest known pixel: 1 in a row or column, sqrt 2 across.
std::vector<float> depth_in_hole(const Mask& hole, const Progress& progress) {
  const int height = hole.height(), width = hole.width();
  const float far = 1e9f, across = std::sqrt(2.0f);
  std::vector<float> depth = large_vector(size_t{1} * height * width, 0.0f, progress);
  for (size_t i = 0; i < depth.size(); ++i) depth[i] = hole.row(0)[i] ? far : 0;
  const auto relax = [&](int y, int x, int dy, int dx, float step) {
    if (y + dy < 0 || y + dy >= height || x + dx < 0 || x + dx >= width) return;
    float& here = depth[y * width + x];
    here = std::min(here, depth[(y + dy) * width + x + dx] + step);
  };
  for (int y = 0; y < height; ++y) {
    progress.ask();
    for (int x = 0; x < width; ++x) {
      relax(y, x, 0, -1, 1), relax(y, x, -1, 0, 1);
      relax(y, x, -1, -1, across), relax(y, x, -1, 1, across);
    }
  }
  for (int y = height - 1; y >= 0; --y) {
    progress.ask();
    for (int x = width - 1; x >= 0; --x) {
      relax(y, x, 0, 1, 1), relax(y, x, 1, 0, 1);
      relax(y, x, 1, 1, across), relax(y, x, 1, -1, across);
    }
  }
  return depth;
}

Level level_of(const Planes& planes, int radius, const Progress& progress) {
  Level level{.size = planes.size, .patch_radius = radius};
  const int count = static_cast<int>(planes.size.area());
  level.hole = planes.mask;
  level.pixels = large_vector(planes.values.size(), int16_t{0}, progress);
  level.weights = large_vector(planes.values.size(), int16_t{kKnownWeight}, progress);
  for (int i = 0; i < count; ++i) {
    progress.ask(i);
    if (planes.known[i] > 0) continue;
    const int weight = level.hole.row(0)[i] == kHole;  // what is neither says nothing
    std::fill_n(&level.weights[size_t{1} * i * kLevelChannels], kLevelChannels, weight);
  }
  for (size_t i = 0; i < planes.values.size(); ++i) {
    progress.ask(i);
    level.pixels[i] = static_cast<int16_t>(std::lround(planes.values[i]));
  }
  const Mask& hole = level.hole;
  const auto unknown =
      count_in_patches(hole, radius, progress, [&](int y, int x) { return hole.at(y, x); });
  const auto holes =
      count_in_patches(hole, radius, progress, [&](int y, int x) { return hole.is_hole(y, x); });
  level.is_source = large_vector(count, uint8_t{0}, progress);
  level.is_target = large_vector(count, uint8_t{0}, progress);
  Mask targets(planes.size);
  for (int i = 0; i < count; ++i) {
    progress.ask(i);
    level.num_sources += level.is_source[i] = unknown[i] == 0;
    targets.row(0)[i] = level.is_target[i] = holes[i] > 0;
  }
  level.targets = targets.bounds();
  level.confidence = depth_in_hole(level.hole, progress);
  for (int i = 0; i < count; ++i) {
    progress.ask(i);
    level.confidence[i] = std::pow(kConfidenceFall, -std::min(level.confidence[i], 30.0f));
  }
  return level;
}

// Halving ends when no hole pixel is deeper than half a patch, or when the picture has little room
// left for patches: there are too few sources then to start well.
bool is_coarse_enough(const Level& level) {
  const int patch = 2 * level.patch_radius + 1;
  const float rim = std::pow(kConfidenceFall, -0.5f * static_cast<float>(patch));
  float deepest = 1;
  for (int i = 0; i < level.size.area(); ++i) {
    if (level.hole.row(0)[i] == kHole) deepest = std::min(deepest, level.confidence[i]);
  }
  return deepest >= rim || std::min(level.size.height, level.size.width) < 6 * patch;
}

}  // namespace

int patch_radius(Size size, int patch_size) {
  return std::clamp((std::min(size.height, size.width) - 1) / 4, 1, patch_size / 2);
}

std::vector<Level> make_levels(const Image& image, const Mask& mask, int patch_radius,
                               int most_levels, const Progress& progress) {
  Planes planes = planes_of(image, mask, progress);
  std::vector<Level> levels;
  levels.push_back(level_of(planes, patch_radius, progress));
  while (static_cast<int>(levels.size()) < most_levels && levels.back().num_sources > 0 &&
         !is_coarse_enough(levels.back())) {
    planes = halved(planes, progress);
    Level next = level_of(planes, patch_radius, progress);
    if (next.num_sources < kFewestSources) break;
    levels.push_back(std::move(next));
  }
  return levels;
}

}  // namespace kintsugi::fill
