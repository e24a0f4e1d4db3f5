#pragma once

#include <array>
#include <vector>

#include "kintsugi/image.h"
#include "kintsugi/mask.h"
#include "kintsugi/progress.h"
#include "kintsugi/words.h"

namespace kintsugi::engine {

/// Which pictures a network takes, and which it likes.
struct CropLimits {
  int train_size_px = 256;  ///< crops are at least so large, where the picture is
  int max_size_px = 512;    ///< no side that the network is given is larger
  int minimum_px = 1;       ///< of both sides that the network is given
  int multiple = 8;         ///< so are they
  Size fixed;               ///< the network takes this size only; 0 where any will do
  double context = 0.5;     ///< known pixels around a hole, times the hole's side
};

/// A part of the picture to fill, and how the network sees it.
struct Crop {
  Box hole;     ///< only hole pixels in here are written
  Box box;      ///< what is cut out of the picture
  Size scaled;  ///< the size to which that is scaled
  Size padded;  ///< the network's input: its lower and right edges repeated
};

/// How large pictures go through a network.
enum class HdMode {
  kCrop,    ///< around each hole. Holes near each other share a crop; long thin ones get several;
            ///< crops above max_size_px are scaled down to it
  kResize,  ///< the same crops, scaled down to the training size
  kWhole,   ///< the picture is one crop, at its own size
};

constexpr auto words(HdMode) {
  return std::to_array<Word<HdMode>>(
      {{HdMode::kCrop, "crop"}, {HdMode::kResize, "resize"}, {HdMode::kWhole, "whole"}});
}

/// How holes are cut out of the picture. In a fixed size, crops are as nearly of its shape as the
/// picture allows, and scaled to fit in. Pictures below the minimum are scaled up to it.
std::vector<Crop> crops_of(const Mask& mask, HdMode hd, const CropLimits& limits,
                           const Progress& progress = {});

}  // namespace kintsugi::engine
