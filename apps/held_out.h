#pragma once

#include <cstdint>
#include <memory>

#include "kintsugi/eval/holes.h"
#include "kintsugi/eval/pictures.h"
#include "kintsugi/train/run_folder.h"

namespace kintsugi::apps {

/// The pictures that a run was not trained on: of its data as it is now, those that the split by
/// names holds out for validation (train/split.h). Errors: a source that cannot be read, none held
/// out.
std::unique_ptr<eval::PictureSource> held_out_pictures(const train::Run& run);

/// Holes of the run's painters, each from its own stream of the seed. Errors: as train::Holes.
std::unique_ptr<eval::HoleSource> recipe_holes(const train::Run& run, uint64_t seed);

}  // namespace kintsugi::apps
