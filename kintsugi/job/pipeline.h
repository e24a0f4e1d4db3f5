#pragma once

#include "kintsugi/fill.h"

namespace kintsugi {

/// The numbers that 0 stands for, once it is known how many pictures there are. Errors: negative
/// numbers.
PipelineOptions resolved(PipelineOptions options, size_t num_pictures);

}  // namespace kintsugi
