#pragma once

#include <memory>

#include "kintsugi/data/picture_source.h"
#include "kintsugi/data/run_folder.h"

namespace kintsugi::data {

/// The pictures that a run was not trained on: of its data as it is now, those that the split by
/// names holds out for validation (split.h). Errors: a source that cannot be read, none held out.
std::unique_ptr<PictureSource> held_out_pictures(const Run& run);

}  // namespace kintsugi::data
