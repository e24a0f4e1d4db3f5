#pragma once

#include <span>

#include "kintsugi/base/random.h"
#include "kintsugi/image.h"

namespace kintsugi::data {

/// One step of a policy.
struct AugmentStep {
  /// What Cubuk et al. 2019, table 6, call it: "Posterize".
  const char* operation;
  double probability;
  int magnitude;  ///< 0..9, of the operation's range; operations without one do not look at it
};

/// Two steps, one after the other.
struct SubPolicy {
  AugmentStep first, second;
};

/// The 25 sub-policies found for ImageNet (Cubuk et al. 2019, table 9).
std::span<const SubPolicy> imagenet_policy();

/// One operation at a magnitude (see AugmentStep), in place, on an RGB image of 8 bits. `random`
/// decides the sign where an operation has one. Shears of 0 to 0.3, rotations of 0 to 30 degrees,
/// enhancements by 1 -+ 0 to 0.9, posterizing to 8 to 4 bits, solarizing from 256 down to 0.
/// Errors: an unknown name.
void augment(Image& image, const char* operation, int magnitude, Random& random);

/// The recipe's "autoaugment": a rotation (half the time, up to 15 degrees either way), a blur (one
/// time in five, 0.1 to 1.5 px), as report 002 has them, and one sub-policy.
Image autoaugmented(Image image, Random& random);

}  // namespace kintsugi::data
