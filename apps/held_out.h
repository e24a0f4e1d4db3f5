#pragma once

#include <memory>

#include "kintsugi/data/run_folder.h"
#include "kintsugi/eval/pictures.h"

namespace kintsugi::apps {

/// The pictures that a run was not trained on: of its data as it is now, those that the split by
/// names holds out for validation (data/split.h). Errors: a source that cannot be read, none held
/// out.
std::unique_ptr<eval::PictureSource> held_out_pictures(const data::Run& run);

}  // namespace kintsugi::apps
