#include "kintsugi/base/paths.h"

#include <glob.h>

#include "kintsugi/error.h"

namespace kintsugi {

std::vector<std::filesystem::path> expanded(const std::string& pattern) {
  const bool has_wildcard = pattern.find_first_of("*?[") != pattern.npos;
  if (!has_wildcard || std::filesystem::exists(pattern)) return {pattern};
  glob_t found = {};
  std::vector<std::filesystem::path> paths;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  check(!paths.empty(), "nothing fits the pattern ", pattern);
  return paths;
}

}  // namespace kintsugi
