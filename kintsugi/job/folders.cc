#include "kintsugi/job/folders.h"

#include <algorithm>
#include <cctype>

#include "kintsugi/error.h"
#include "kintsugi/picture.h"

namespace kintsugi {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool is_one_of(const fs::path& folder, const std::vector<fs::path>& others) {
  std::error_code ignored;
  return std::any_of(others.begin(), others.end(),
                     [&](const fs::path& other) { return fs::equivalent(folder, other, ignored); });
}

/// Sorted; `error` says whether all were found.
std::vector<fs::path> pictures_of(const fs::path& folder, std::error_code& error) {
  std::vector<fs::path> pictures;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (is_hidden(entry.path()) || !format_of_name(entry.path()) || entry.is_directory()) continue;
    pictures.push_back(entry.path());
  }
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

}  // namespace

std::vector<fs::path> pictures_in(const fs::path& folder) {
  std::error_code error;
  const std::vector<fs::path> pictures = pictures_of(folder, error);
  check(!error, "cannot read the folder ", folder, ": ", error.message());
  return pictures;
}

std::vector<fs::path> picture_folders_in(const fs::path& folder,
                                         const std::vector<fs::path>& others) {
  std::vector<fs::path> folders;
  std::error_code ignored;
  const auto skip_unreadable = fs::directory_options::skip_permission_denied;
  for (auto entry = fs::recursive_directory_iterator(folder, skip_unreadable);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (!entry->is_directory() || entry->is_symlink()) continue;
    if (is_hidden(entry->path()) || is_one_of(entry->path(), others)) {
      entry.disable_recursion_pending();
    } else if (!pictures_of(entry->path(), ignored).empty()) {
      folders.push_back(entry->path().lexically_relative(folder));
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::string near_mask_name(const fs::path& picture, const fs::path& folder) {
  const std::string stem = lower(picture.stem());
  std::string nearest;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename();
    const bool is_near = lower(name).starts_with(stem) && !is_hidden(entry.path()) &&
                         name != picture.filename().string();
    if (!is_near || entry.is_directory()) continue;
    const auto rank = [](const std::string& text) { return std::pair(text.size(), text); };
    if (nearest.empty() || rank(name) < rank(nearest)) nearest = name;
  }
  return nearest;
}

}  // namespace kintsugi
