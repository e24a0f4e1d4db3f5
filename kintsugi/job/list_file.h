#pragma once

#include <filesystem>
#include <vector>

#include "kintsugi/fill.h"

namespace kintsugi {

/// Whether a file on the command line is a list of jobs: its name ends in .txt or .list.
bool is_list_file(const std::filesystem::path& path);

/// Reads `image mask output` lines; `#` starts a comment, "quotes" hold names with blanks. Names
/// are relative to the list's folder. Where a line names no output it is the picture's name in
/// `output`, a folder. Errors name the line.
std::vector<FileJob> read_list_file(const std::filesystem::path& path,
                                    const std::filesystem::path& output);

}  // namespace kintsugi
