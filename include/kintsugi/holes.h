#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "kintsugi/words.h"

namespace KINTSUGI_API kintsugi {

/// Kinds of holes that are painted at random.
enum class HoleKind {
  kCentre,             ///< one square in the middle
  kBlocks,             ///< overlapping squares, up to a quarter of the picture
  kRectangle,          ///< a rectangle
  kRectangleGaussian,  ///< the same under the name of report 001's protocol
  kRegion,             ///< silhouettes of objects from a bank
  kStrokes,            ///< free-form brush strokes and ellipses
  kText,               ///< lines of lettering
  kScratches,          ///< thin curved lines and dust
};

constexpr auto words(HoleKind) {
  return std::to_array<Word<HoleKind>>({{HoleKind::kCentre, "centre"},
                                        {HoleKind::kBlocks, "blocks"},
                                        {HoleKind::kRectangle, "rectangle"},
                                        {HoleKind::kRectangleGaussian, "rectangle-gaussian"},
                                        {HoleKind::kRegion, "region"},
                                        {HoleKind::kStrokes, "strokes"},
                                        {HoleKind::kText, "text"},
                                        {HoleKind::kScratches, "scratches"}});
}

/// Which holes are painted: a kind, and its options by name as text ("ratio", "0.1..0.2"), which
/// `kintsugi mask --help` lists; the others keep their presets.
struct PaintedHoles {
  HoleKind kind = HoleKind::kStrokes;
  std::vector<std::pair<std::string, std::string>> settings = {};
};

}  // namespace kintsugi
