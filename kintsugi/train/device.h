#pragma once

#include <string>

#include "kintsugi/learn/graph_module.h"
#include "kintsugi/recipe/recipe.h"

namespace kintsugi::train {

/// Where and how the networks of a run compute. `device`: "auto" (a GPU if LibTorch has one),
/// "cpu", "cuda" or "cuda:1". Errors: another word, no such device.
learn::ModuleOptions module_options(const recipe::Recipe& recipe, const std::string& device);

/// "cpu, f32, 2 threads": what a run says about itself.
std::string describe(const learn::ModuleOptions& options);

}  // namespace kintsugi::train
