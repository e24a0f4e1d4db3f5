#pragma once

#include <cstdint>
#include <vector>

#include "kintsugi/image.h"
#include "kintsugi/mask.h"
#include "kintsugi/progress.h"

namespace kintsugi::fill {

/// Values of a pixel in a level: red, green, blue and texture (the mean gradient around it, which
/// tells grass from a lawn-green wall even where a coarse level has blurred both: Newson et al.
/// 2014). Four, so that a pixel is one 64-bit word for the vector units.
inline constexpr int kLevelChannels = 4;
/// 8-bit values are held as multiples of 1/2, so that votes are not rounded to whole steps.
inline constexpr int kLevelScale = 2;
inline constexpr int kLevelMax = 255 * kLevelScale;
/// A known pixel counts this much in the difference of two patches, an estimated one 1: the known
/// surroundings decide, and a wrong guess inside the hole does not confirm itself.
inline constexpr int kKnownWeight = 3;

/// One resolution of the picture while it is being completed. Positions are linear indices
/// y * width + x, for pixels and for the centres of patches alike.
struct Level {
  Size size;
  int patch_radius = 3;
  std::vector<int16_t> pixels;     ///< [H, W, 4], 0..kLevelMax; under the hole the current estimate
  std::vector<int16_t> weights;    ///< [H, W, 4] kKnownWeight where known, 1 in the hole, else 0
  Mask hole;                       ///< 1 = to be filled, 2 = neither that nor known
  std::vector<uint8_t> is_source;  ///< [H, W] 1 = a patch centred here is all known
  std::vector<uint8_t> is_target;  ///< [H, W] 1 = a patch centred here touches the hole
  std::vector<float> confidence;   ///< [H, W] 1 at the rim, falling into the hole (Wexler's alpha)
  Box targets;                     ///< the smallest box around all target centres
  int num_sources = 0;

  const int16_t* pixel(int index) const { return &pixels[size_t{1} * index * kLevelChannels]; }
  int16_t* pixel(int index) { return &pixels[size_t{1} * index * kLevelChannels]; }
};

/// More than any picture has.
inline constexpr int kMostLevels = 32;

/// Continues the known colours into a thin hole, from its rim inwards and then smoothed.
void continue_smoothly(Level& level, const Progress& progress = {});

/// The levels of a picture, the finest (the picture's own size) first. Each next one has half the
/// size; the last is where the hole is about a patch wide. There is always at least one; all of
/// them have sources unless the finest has none.
///   image   grey or RGB, 8 or 16 bits
std::vector<Level> make_levels(const Image& image, const Mask& mask, int patch_radius,
                               int most_levels = kMostLevels, const Progress& progress = {});

/// Half the side of the patches for a picture: that of `patch_size`, smaller in a small picture.
int patch_radius(Size size, int patch_size);

}  // namespace kintsugi::fill
