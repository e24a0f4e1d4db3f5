#include "kintsugi/picture/mask_marks.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>
#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/picture/mask_colours.h"

namespace kintsugi {
namespace {

// A hole of more than this part of the picture is suspected of the wrong polarity.
constexpr double kSuspiciousRatio = 0.6;
// Where between these parts of a mask are transparent, its strokes are as likely as its holes.
constexpr double kFewTransparent = 0.4, kHalfTransparent = 0.5;
// A brush may be half-transparent and its rim soft: strokes begin at this part of the layer's most
// opaque pixel.
constexpr double kFaint = 0.25;

int percent(double ratio) { return static_cast<int>(std::lround(100 * ratio)); }

// The least and the largest value of a one-channel image.
std::pair<int, int> range_of(const Image& image) {
  return with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    const T* values = image.row<T>(0);
    const auto [least, largest] = std::minmax_element(values, values + image.size().area());
    return std::pair<int, int>(*least, *largest);
  });
}

// The part of the pixels that are fainter than strokes on a layer would be.
double transparent_part(const Image& alpha) {
  const double faint = kFaint * range_of(alpha).second;
  return with_depth(alpha, [&](auto depth) {
    using T = decltype(depth);
    const T* values = alpha.row<T>(0);
    const long long area = alpha.size().area();
    return double(std::count_if(values, values + area, [&](T a) { return a < faint; })) / area;
  });
}

// Alpha that is the same everywhere says nothing.
bool has_shape(const Picture& picture) {
  if (!picture.alpha) return false;
  const auto [least, largest] = range_of(*picture.alpha);
  return least != largest;
}

MaskPolarity by_transparency(const Image& alpha, std::vector<std::string>* warnings) {
  const double transparent = transparent_part(alpha);
  if (transparent > kHalfTransparent) {
    warn(warnings, "the mask is mostly transparent: what is painted on it, " +
                       std::to_string(percent(1 - transparent)) +
                       " %, was taken for the hole (mask.polarity alpha takes the rest)");
    return MaskPolarity::kOpaque;
  }
  if (transparent > kFewTransparent) {
    warn(warnings, "the transparent pixels of the mask, " + std::to_string(percent(transparent)) +
                       " %, were taken for the hole (mask.polarity opaque takes the rest)");
  }
  return MaskPolarity::kAlpha;
}

MaskPolarity resolved(const Picture& picture, MaskPolarity polarity,
                      std::vector<std::string>* warnings) {
  const bool needs_alpha = polarity == MaskPolarity::kAlpha || polarity == MaskPolarity::kOpaque;
  check(!needs_alpha || picture.alpha, "the mask has no alpha channel, expected one for ",
        "mask.polarity ", word_of(polarity));
  if (polarity != MaskPolarity::kAuto) return polarity;
  return has_shape(picture) ? by_transparency(*picture.alpha, warnings) : MaskPolarity::kWhite;
}

// One row of "how much of a hole": 0..max_value.
template <class T>
void hole_row(const Picture& picture, MaskPolarity polarity, bool uses_alpha, int y,
              std::vector<int>* row) {
  const int max = picture.image.max_value(), channels = picture.image.channels();
  const T* pixels = picture.image.row<T>(y);
  const T* alpha = uses_alpha ? picture.alpha->row<T>(y) : nullptr;
  for (int x = 0; x < picture.image.width(); ++x) {
    if (polarity == MaskPolarity::kAlpha || polarity == MaskPolarity::kOpaque) {
      (*row)[x] = polarity == MaskPolarity::kAlpha ? max - alpha[x] : alpha[x];
      continue;
    }
    // Rounded up: what is not black has some light.
    const int light = static_cast<int>((light_of(rgb_at(pixels, x, channels)) + 999) / 1000);
    const long long hole = polarity == MaskPolarity::kBlack ? max - light : light;
    (*row)[x] = static_cast<int>(alpha ? hole * alpha[x] / max : hole);  // transparent is known
  }
}

/// A mask cut at a threshold, and what the cut had to do with.
struct Cut {
  Mask mask;
  long long num_soft = 0;  ///< values neither 0 nor the largest there are
  long long num_left = 0;  ///< values above 0 that the threshold left out
  int largest = 0;
};

Cut cut(const Picture& picture, MaskPolarity polarity, double threshold) {
  const bool needs_alpha = polarity == MaskPolarity::kAlpha || polarity == MaskPolarity::kOpaque;
  const bool uses_alpha = needs_alpha || has_shape(picture);
  const int max = picture.image.max_value();
  Cut result{.mask = Mask(picture.image.size())};
  std::vector<int> row(result.mask.width());
  for (int y = 0; y < result.mask.height(); ++y) {
    with_depth(picture.image, [&](auto depth) {
      hole_row<decltype(depth)>(picture, polarity, uses_alpha, y, &row);
    });
    uint8_t* holes = result.mask.row(y);
    for (size_t x = 0; x < row.size(); ++x) {
      holes[x] = row[x] > threshold;
      result.num_soft += row[x] != 0 && row[x] != max;
      result.num_left += row[x] != 0 && !holes[x];
      result.largest = std::max(result.largest, row[x]);
    }
  }
  return result;
}

void warn_of_cut(const Cut& cut, int max, double threshold, std::vector<std::string>* warnings) {
  if (cut.num_soft == 0) return;
  std::ostringstream text, place;
  if (threshold == MaskOptions::kHalf) {
    place << "half";
  } else {
    place << threshold << " of 255";
  }
  if (cut.mask.bounds().empty()) {
    text << "no value of the mask lies above " << place.str() << ", the largest is " << cut.largest
         << " of " << max << ": see mask.threshold";
  } else {
    text << "the mask has " << cut.num_soft << " pixels that are neither hole nor known: they were "
         << "cut at " << place.str();
  }
  warn(warnings, text.str());
}

Mask by_light(const Picture& picture, const MaskOptions& options,
              std::vector<std::string>* warnings) {
  const MaskPolarity polarity = resolved(picture, options.polarity, warnings);
  const bool is_half = options.threshold == MaskOptions::kHalf;
  double threshold = options.threshold * picture.image.max_value() / 255;
  if (polarity == MaskPolarity::kOpaque && is_half) {
    threshold = kFaint * range_of(*picture.alpha).second;
    return cut(picture, polarity, threshold).mask;
  }
  Cut result = cut(picture, polarity, threshold);
  const bool is_plain = options.polarity == MaskPolarity::kAuto && polarity == MaskPolarity::kWhite;
  if (is_plain && is_half && result.num_left > 0) {
    if (!result.mask.bounds().empty()) check_no_labels(picture, result.mask);
    if (result.mask.bounds().empty()) {
      if (std::optional<Mask> painted = one_paint(picture, warnings)) return std::move(*painted);
    }
  }
  warn_of_cut(result, picture.image.max_value(), options.threshold, warnings);
  return std::move(result.mask);
}

}  // namespace

void warn(std::vector<std::string>* warnings, const std::string& text) {
  if (warnings) warnings->push_back(text);
}

Mask marked(const Picture& picture, const MaskOptions& options,
            std::vector<std::string>* warnings) {
  check_mask_options(options);
  Mask mask;
  if (!options.labels.values.empty()) {
    mask = with_labels(picture, options.labels.values, warnings);
  } else if (options.colour.is_given) {
    mask = with_colour(picture, options, warnings);
  } else {
    mask = by_light(picture, options, warnings);
  }
  if (mask.ratio() > kSuspiciousRatio) {
    warn(warnings, "the hole is " + std::to_string(percent(mask.ratio())) +
                       " % of the picture: if that is not meant, see mask.polarity");
  }
  return mask;
}

}  // namespace kintsugi
