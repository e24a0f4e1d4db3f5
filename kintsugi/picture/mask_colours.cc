#include "kintsugi/picture/mask_colours.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <unordered_map>

#include "kintsugi/mask.h"

namespace kintsugi {
namespace {

constexpr size_t kMostColours = 4096;
constexpr size_t kMostListed = 8;
constexpr int kSame = 16;             // JPEG's noise in a flat area
constexpr int kRinging = 48;          // and beside an edge
constexpr int kRounding = 2;          // of mixed colours
constexpr long long kLeastFlat = 16;  // pixels of noise in a JPEG that look like an area

uint64_t key_of(const Rgb& rgb) {
  return uint64_t(rgb[0]) << 32 | uint64_t(rgb[1]) << 16 | uint64_t(rgb[2]);
}

// Whether the pixels around (y, x), those there are, differ from it by at most `tolerance`.
template <class T>
bool is_flat(const Image& image, int y, int x, int tolerance) {
  const Rgb here = rgb_at(image.row<T>(y), x, image.channels());
  for (int v = std::max(0, y - 1); v <= std::min(image.height() - 1, y + 1); ++v) {
    for (int u = std::max(0, x - 1); u <= std::min(image.width() - 1, x + 1); ++u) {
      if (distance(here, rgb_at(image.row<T>(v), u, image.channels())) > tolerance) return false;
    }
  }
  return true;
}

// Whether a colour lies on the straight line from `a` to `b`, between the two.
bool is_between(const Rgb& rgb, const Rgb& a, const Rgb& b, int tolerance) {
  double along = 0, length = 0;
  for (int c = 0; c < 3; ++c) {
    along += double(rgb[c] - a[c]) * (b[c] - a[c]);
    length += double(b[c] - a[c]) * (b[c] - a[c]);
  }
  const double share = length > 0 ? std::clamp(along / length, 0., 1.) : 0;
  for (int c = 0; c < 3; ++c) {
    if (std::abs(a[c] + share * (b[c] - a[c]) - rgb[c]) > tolerance) return false;
  }
  return true;
}

bool is_darker(const ColourCount& a, const ColourCount& b) {
  return std::pair(light_of(a.rgb), a.rgb) < std::pair(light_of(b.rgb), b.rgb);
}

// One colour for all that are near it, the one with most flat pixels.
std::vector<ColourCount> merged(std::vector<ColourCount> counts) {
  std::stable_sort(counts.begin(), counts.end(),
                   [](const auto& a, const auto& b) { return a.num_flat > b.num_flat; });
  std::vector<ColourCount> result;
  for (const ColourCount& count : counts) {
    const auto near = std::find_if(result.begin(), result.end(), [&](const ColourCount& known) {
      return distance(known.rgb, count.rgb) <= kRinging;
    });
    if (near == result.end()) {
      if (count.num_flat > 0) result.push_back(count);
      continue;
    }
    near->num_pixels += count.num_pixels;
    near->num_flat += count.num_flat;
  }
  std::erase_if(result, [](const ColourCount& count) { return count.num_flat < kLeastFlat; });
  return result;
}

// The two colours that all others lie between, in a mask of one paint with soft edges; else all.
std::vector<ColourCount> without_edges(const std::vector<ColourCount>& counts, int rounding) {
  std::vector<ColourCount> areas;
  for (const ColourCount& count : counts) {
    if (count.num_flat > 0) areas.push_back(count);
  }
  if (areas.size() == 1) {  // lines that are soft throughout
    areas.push_back(*std::max_element(counts.begin(), counts.end(), [&](const auto& a, auto& b) {
      return distance(a.rgb, areas[0].rgb) < distance(b.rgb, areas[0].rgb);
    }));
  }
  if (areas.size() != 2) return areas.empty() ? counts : areas;
  const bool has_edges = std::all_of(counts.begin(), counts.end(), [&](const ColourCount& count) {
    return is_between(count.rgb, areas[0].rgb, areas[1].rgb, rounding);
  });
  return has_edges ? areas : counts;
}

int label_of(const Picture& picture, const Rgb& rgb) {
  const auto& palette = picture.palette;
  const auto found = std::find_if(palette.begin(), palette.end(), [&](const auto& colour) {
    return rgb == Rgb{colour[0], colour[1], colour[2]};
  });
  return found == palette.end() ? -1 : static_cast<int>(found - palette.begin());
}

MaskColour colour_of(const Picture& picture, const Rgb& rgb) {
  const int unit = picture.image.max_value() / 255;
  return {true, {rgb[0] / unit, rgb[1] / unit, rgb[2] / unit}};
}

}  // namespace

int distance(const Rgb& a, const Rgb& b) {
  return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
}

MaskColours colours_of(const Picture& picture) {
  const Image& image = picture.image;
  const int tolerance = picture.is_lossless ? 0 : kSame * (image.max_value() / 255);
  std::unordered_map<uint64_t, ColourCount> counts;
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < image.height() && counts.size() <= kMostColours; ++y) {
      const T* row = image.row<T>(y);
      ColourCount* count = nullptr;
      for (int x = 0; x < image.width(); ++x) {
        const Rgb rgb = rgb_at(row, x, image.channels());
        if (!count || count->rgb != rgb) count = &(counts[key_of(rgb)]);
        count->rgb = rgb;
        ++count->num_pixels;
        count->num_flat += is_flat<T>(image, y, x, tolerance);
      }
    }
  });
  MaskColours result{.counts = {}, .is_complete = counts.size() <= kMostColours};
  for (const auto& [key, count] : counts) result.counts.push_back(count);
  std::sort(result.counts.begin(), result.counts.end(), [](const auto& a, const auto& b) {
    return a.num_pixels != b.num_pixels ? a.num_pixels > b.num_pixels : is_darker(a, b);
  });
  return result;
}

std::vector<ColourCount> painted_colours(const Picture& picture, const MaskColours& colours) {
  std::vector<ColourCount> painted = colours.counts;
  if (!picture.is_lossless) {
    painted = merged(painted);
  } else if (painted.size() > 2) {
    painted = without_edges(painted, kRounding * (picture.image.max_value() / 255));
  }
  std::sort(painted.begin(), painted.end(), is_darker);
  return painted;
}

std::string list_of(const Picture& picture, const std::vector<ColourCount>& colours) {
  std::ostringstream text;
  const size_t num_listed = std::min(colours.size(), kMostListed);
  for (size_t i = 0; i < num_listed; ++i) {
    const Rgb& rgb = colours[i].rgb;
    const int label = label_of(picture, rgb);
    text << (i ? ", " : "");
    if (label >= 0) text << "label " << label << " ";
    if (picture.image.channels() == 1) {
      text << rgb[0];
    } else {
      text << colour_of(picture, rgb);
    }
    text << " (" << colours[i].num_pixels << (colours[i].num_pixels == 1 ? " pixel)" : " pixels)");
  }
  if (colours.size() > num_listed) text << " and " << colours.size() - num_listed << " more";
  return text.str();
}

std::string option_for(const Picture& picture, const Rgb& rgb) {
  std::ostringstream text;
  const int label = label_of(picture, rgb);
  if (label >= 0 || picture.image.channels() == 1) {
    text << "mask.label " << (label >= 0 ? label : rgb[0]);
  } else {
    std::ostringstream colour;
    colour << colour_of(picture, rgb);
    text << "mask.colour " << colour.str().substr(1);
  }
  return text.str();
}

}  // namespace kintsugi
