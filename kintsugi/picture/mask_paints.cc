#include <algorithm>
#include <climits>
#include <sstream>

#include "kintsugi/error.h"
#include "kintsugi/picture/mask_colours.h"
#include "kintsugi/picture/mask_marks.h"

namespace kintsugi {
namespace {

// More colours than this are no label image.
constexpr size_t kMostLabels = 256;
// How far paint may be from its colour, of 255: rounding; what JPEG makes of it.
constexpr int kPaint = 8, kPaintInJpeg = 48;

// The pixels whose colour is_hole(rgb).
template <class IsHole>
Mask where(const Picture& picture, const IsHole& is_hole) {
  Mask mask(picture.image.size());
  with_depth(picture.image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < mask.height(); ++y) {
      const T* row = picture.image.row<T>(y);
      for (int x = 0; x < mask.width(); ++x) {
        mask.row(y)[x] = is_hole(rgb_at(row, x, picture.image.channels()));
      }
    }
  });
  return mask;
}

// The pixels nearer to `hole` than to `known`.
Mask nearer(const Picture& picture, const Rgb& hole, const Rgb& known) {
  const auto squared = [](const Rgb& a, const Rgb& b) {
    double sum = 0;
    for (int c = 0; c < 3; ++c) sum += double(a[c] - b[c]) * (a[c] - b[c]);
    return sum;
  };
  return where(picture, [&](const Rgb& rgb) { return squared(rgb, hole) < squared(rgb, known); });
}

// What cannot be seen has no colour.
void take_out_transparent(const Image& alpha, Mask& mask) {
  with_depth(alpha, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < mask.height(); ++y) {
      for (int x = 0; x < mask.width(); ++x) {
        if (alpha.row<T>(y)[x] == 0) mask.row(y)[x] = 0;
      }
    }
  });
}

[[noreturn]] void refuse_labels(const Picture& picture, const std::vector<ColourCount>& colours,
                                const std::string& found) {
  std::vector<ColourCount> listed = colours;
  std::sort(listed.begin(), listed.end(),
            [](const ColourCount& a, const ColourCount& b) { return a.num_pixels > b.num_pixels; });
  const size_t marking = listed.size() > 1 ? 1 : 0;  // the most frequent is what is not marked
  throw Error(found + ": " + list_of(picture, listed) +
              "; expected to be told which is the hole: " +
              option_for(picture, listed[marking].rgb) + ", or mask.threshold");
}

}  // namespace

std::optional<Mask> one_paint(const Picture& picture, std::vector<std::string>* warnings) {
  const MaskColours colours = colours_of(picture);
  check(colours.is_complete || !picture.is_lossless,
        "the mask is dark throughout and has as many colours as a photograph, expected white or "
        "transparent holes, or mask.threshold");
  const std::vector<ColourCount> painted = painted_colours(picture, colours);
  if (painted.size() < 2) return std::nullopt;
  if (painted.size() > 2) {
    refuse_labels(
        picture, painted,
        "no value of the mask lies above half, and there are " + std::to_string(painted.size()));
  }
  warn(warnings, "no value of the mask lies above half: of " + list_of(picture, painted) +
                     " the brighter was taken for the hole");
  return nearer(picture, painted[1].rgb, painted[0].rgb);
}

void check_no_labels(const Picture& picture, const Mask& mask) {
  if (!picture.is_lossless) return;
  const MaskColours colours = colours_of(picture);
  if (!colours.is_complete || colours.counts.size() > kMostLabels) return;
  const std::vector<ColourCount> painted = painted_colours(picture, colours);
  const double half = picture.image.max_value() / 2.;
  const long long num_holes = mask.num_holes();
  for (size_t i = 1; i < painted.size(); ++i) {
    const Rgb& rgb = painted[i].rgb;
    if (light_of(rgb) > 1000 * half) break;
    const bool is_grey = rgb[0] == rgb[1] && rgb[1] == rgb[2];
    if (painted[i].num_flat * (is_grey ? 1 : 100) <= num_holes) continue;
    refuse_labels(picture, painted,
                  "the mask looks like labels, of which some lie above half and some below");
  }
}

Mask with_labels(const Picture& picture, const std::vector<int>& labels,
                 std::vector<std::string>* warnings) {
  const auto& palette = picture.palette;
  std::vector<Rgb> wanted;
  for (const int label : labels) {
    if (palette.empty()) wanted.push_back({label, label, label});
    if (label >= static_cast<int>(palette.size())) continue;
    wanted.push_back({palette[label][0], palette[label][1], palette[label][2]});
  }
  bool is_grey = true;
  const Mask mask = where(picture, [&](const Rgb& rgb) {
    is_grey = is_grey && rgb[0] == rgb[1] && rgb[1] == rgb[2];
    return std::find(wanted.begin(), wanted.end(), rgb) != wanted.end();
  });
  check(is_grey || !palette.empty(),
        "the mask has colours and no palette, expected grey values or a palette's numbers for "
        "mask.label, or mask.colour");
  if (mask.bounds().empty()) {
    std::ostringstream text;
    text << "the mask has no pixel of mask.label " << MaskLabels{labels} << ", found "
         << list_of(picture, colours_of(picture).counts);
    warn(warnings, text.str());
  }
  return mask;
}

Mask with_colour(const Picture& picture, const MaskOptions& options,
                 std::vector<std::string>* warnings) {
  const int unit = picture.image.max_value() / 255;
  const int by_file = picture.is_lossless ? kPaint : kPaintInJpeg;
  const int tolerance = options.tolerance < 0 ? by_file : options.tolerance;
  const Rgb wanted = {options.colour.rgb[0] * unit, options.colour.rgb[1] * unit,
                      options.colour.rgb[2] * unit};
  int nearest = INT_MAX;
  Mask mask = where(picture, [&](const Rgb& rgb) {
    const int away = distance(rgb, wanted);
    nearest = std::min(nearest, away);
    return away <= tolerance * unit;
  });
  if (picture.alpha) take_out_transparent(*picture.alpha, mask);
  std::ostringstream text;
  if (mask.bounds().empty()) {
    text << "no pixel has the colour " << options.colour << " (mask.tolerance " << tolerance
         << "), the nearest is " << nearest / unit << " away";
  } else if (!picture.is_lossless && options.dilate_px == 0) {
    text << "JPEG blurs the rim of what is painted in " << options.colour
         << ": mask.dilate 4 fills that too";
  }
  if (!text.str().empty()) warn(warnings, text.str());
  return mask;
}

}  // namespace kintsugi
