#include "apps/flags.h"

#include <filesystem>

namespace kintsugi::apps {

std::map<std::string, std::string> files_by_name(const std::string& flag,
                                                 const std::vector<std::string>& texts) {
  std::map<std::string, std::string> files;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    check(equals != text.npos && equals > 0, "found ", flag, " ", text, ", expected NAME=FILE");
    const std::string path = text.substr(equals + 1);
    check(std::filesystem::exists(path), flag, " ", text, ": there is no file ", path);
    files[text.substr(0, equals)] = path;
  }
  return files;
}

}  // namespace kintsugi::apps
