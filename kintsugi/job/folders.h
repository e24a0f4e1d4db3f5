#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kintsugi {

// What lies in folders of pictures. Hidden files and folders are none.

/// The picture files of one folder by their names, sorted. Errors: it cannot be read.
std::vector<std::filesystem::path> pictures_in(const std::filesystem::path& folder);

/// The folders in a folder, at any depth, that hold pictures, relative to it and sorted; not those
/// in `others`, where masks come from or results go, nor what may not be read.
std::vector<std::filesystem::path> picture_folders_in(
    const std::filesystem::path& folder, const std::vector<std::filesystem::path>& others);

/// A file of `folder` whose name is nearly that of a mask for `picture`: of other case, with more
/// behind the name, or of a format that is not read. Empty if there is none.
std::string near_mask_name(const std::filesystem::path& picture,
                           const std::filesystem::path& folder);

}  // namespace kintsugi
