#pragma once

#include "kintsugi/base/random.h"

namespace kintsugi::data {

/// What random numbers of a run are for. The numbers are part of what a seed means: never change
/// them, only add.
enum class Purpose : uint64_t {
  kOrder = 1,      ///< counter: epoch
  kTransform = 2,  ///< counter: number of the picture since the first step
  kHole = 3,       ///< counter: likewise
  kValidationOrder = 4,
  kValidationHole = 5,  ///< counter: number of the pair
};

/// The generator of one thing that a run draws. It depends on nothing but these three, so that
/// neither threads nor a resumed run change what is drawn.
inline Random random_for(uint64_t seed, Purpose purpose, uint64_t counter) {
  return Random(mix_bits(seed) + static_cast<uint64_t>(purpose), counter);
}

}  // namespace kintsugi::data
