#pragma once

#include <filesystem>

#include "kintsugi/eval/evaluation.h"

namespace kintsugi::eval {

/// Writes each pair and its results into folders under `folder`: truth/, input/, mask/ and one a
/// method; <stem>.png in each. Errors when called: a folder or file that cannot be made.
Evaluation::OnResult save_results(const std::filesystem::path& folder);

}  // namespace kintsugi::eval
