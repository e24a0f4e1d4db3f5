#pragma once

#include <algorithm>
#include <istream>
#include <ostream>

#include "kintsugi/base/random.h"

namespace kintsugi {

/// Numbers from `low` to `high`, an option that is written "0.1..0.2", or "5" for 5..5.
struct Range {
  double low = 0, high = 0;
  bool operator==(const Range&) const = default;
  /// Uniform in [low, high).
  double pick(Random& random) const { return random.uniform(low, high); }
  /// Uniform over the integers from low to high, both included; beyond a thousand million they
  /// are cut off.
  int pick_integer(Random& random) const {
    constexpr double kMost = 1e9;
    return random.integer(static_cast<int>(std::clamp(low, -kMost, kMost)),
                          static_cast<int>(std::clamp(high, -kMost, kMost)));
  }
};

/// Lengths from `low` to `high`: fractions of a side of the picture, "0.1..0.3", or pixels,
/// "10px..20px". So one option fits pictures of every size, and a paper's own numbers fit too.
struct Lengths {
  double low = 0, high = 0;
  bool is_px = false;
  bool operator==(const Lengths&) const = default;
  /// The shortest and the longest in pixels where the side that fractions refer to has `side_px`.
  Range in_px(int side_px) const;
  double pick_px(int side_px, Random& random) const { return in_px(side_px).pick(random); }
};

/// Text forms. Reading throws an Error that shows what was found and an example of what is
/// expected: not a number, low above high, pixels mixed with fractions, a negative length.
std::istream& operator>>(std::istream& in, Range& range);
std::ostream& operator<<(std::ostream& out, const Range& range);
std::istream& operator>>(std::istream& in, Lengths& lengths);
std::ostream& operator<<(std::ostream& out, const Lengths& lengths);

}  // namespace kintsugi
