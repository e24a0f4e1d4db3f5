#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "kintsugi/data/picture_source.h"
#include "kintsugi/eval/holes.h"
#include "kintsugi/paint/painter.h"

namespace kintsugi::eval {

/// What says which pictures are measured on, and with which holes.
struct PairRequest {
  std::string data;                  ///< pictures (data::open_pictures); empty: those that
  std::string run;                   ///< this training run held out
  std::string masks;                 ///< a word of HoleKind, or masks (read_holes); empty: holes
                                     ///< as the run's recipe paints them
  PainterSettings painter_settings;  ///< where `masks` is a kind
  MaskOptions mask;                  ///< where `masks` is files
  int size_px = 0;                   ///< 0: the run's, or pictures as they are
  uint64_t seed = 1;                 ///< of painted holes
};

struct PairSource {
  std::unique_ptr<data::PictureSource> pictures;
  std::unique_ptr<HoleSource> holes;  ///< null where none are needed
  int size_px = 0;
};

/// Errors: nothing says which pictures; where `needs_holes`, nothing says which holes, or `masks`
/// is neither a kind nor files; options for holes of another sort.
PairSource pair_source(const PairRequest& request, bool needs_holes);

}  // namespace kintsugi::eval
