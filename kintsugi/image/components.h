#pragma once

#include <functional>
#include <limits>
#include <vector>

#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi {

/// Holes that are looked at together.
struct HoleGroup {
  Box box;                  ///< the smallest box around them
  long long num_holes = 0;  ///< hole pixels in it
  /// Side of the largest hole: of its box, but at most twice the root of its area, so that a
  /// scratch is not as large as it is long.
  int side_px = 0;
  bool operator==(const HoleGroup&) const = default;
};

/// Both groups as one.
HoleGroup joined(const HoleGroup& a, const HoleGroup& b);

/// The holes of a mask, those nearer to each other than about 32 pixels grouped. The boxes do not
/// overlap nor touch: each 8-connected hole lies in exactly one. From top to bottom. Costs one pass
/// over the mask's bytes and a thousandth of its memory, whatever the mask looks like.
std::vector<HoleGroup> hole_groups(const Mask& mask, const Progress& progress = {});

/// The groups of a mask's holes, any two joined where one `crop` around both has no more pixels
/// than two crops, and no side above `longest_px`. Holes whose boxes overlap are joined anyway.
std::vector<HoleGroup> groups_to_crop(const Mask& mask,
                                      const std::function<Box(const HoleGroup&)>& crop,
                                      int longest_px = std::numeric_limits<int>::max(),
                                      const Progress& progress = {});

/// Joins groups, two at a time, until `should_join(a, b)` is false for all pairs. Pairs whose
/// `reach` does not overlap are not asked: that keeps thousands of specks cheap.
std::vector<HoleGroup> join_groups(
    std::vector<HoleGroup> groups, const std::function<Box(const HoleGroup&)>& reach,
    const std::function<bool(const HoleGroup&, const HoleGroup&)>& should_join,
    const Progress& progress = {});

}  // namespace kintsugi
