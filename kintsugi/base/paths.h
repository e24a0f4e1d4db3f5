#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kintsugi {

/// The paths that a pattern with *, ? or [ stands for, sorted; any other text, and a pattern that
/// is itself the name of something, stands for itself. Errors: a pattern that nothing fits.
std::vector<std::filesystem::path> expanded(const std::string& pattern);

}  // namespace kintsugi
