#pragma once

#include <functional>
#include <string>

#include "kintsugi/base/random.h"
#include "kintsugi/mask.h"
#include "kintsugi/paint/range.h"

namespace kintsugi {

/// Was a hole ratio asked for? The preset 0..0 says no.
inline bool is_wanted(const Range& ratio) { return ratio.high > 0; }

/// What the next shape should be like, so that the mask comes to the wanted ratio.
struct ShapeWish {
  double area_px = 0;  ///< how many hole pixels are still missing: for shapes of a chosen area
  double scale = 1;    ///< 1, and less after shapes that were too large: for all other shapes
};

/// Draws one more shape into `mask`.
using AddShape = std::function<void(Mask& mask, const ShapeWish& wish, Random& random)>;

/// Adds shapes until the mask's hole ratio lies in the half-open range (low, high], as the bins of
/// the evaluation do: (0.01, 0.1], (0.1, 0.2] … The ratio aimed at is uniform in the range; a shape
/// that would go beyond the range is taken back, and the next ones are smaller.
///   painter   for the message
///   ratio     0 <= low < high <= 1
/// Errors: the range holds no whole pixel of this size; not reached after many shapes (what was
/// reached is in the message).
Mask paint_to_ratio(const std::string& painter, Size size, const Range& ratio, Random& random,
                    const AddShape& add);

/// The check that painters with a ratio make when they are made: 0 <= low < high <= 1, or 0..0.
void check_ratio(const Range& ratio);

}  // namespace kintsugi
