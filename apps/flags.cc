#include "apps/flags.h"

namespace kintsugi::apps {

std::map<std::string, std::string> files_by_name(const std::string& flag,
                                                 const std::vector<std::string>& texts) {
  std::map<std::string, std::string> files;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    check(equals != text.npos && equals > 0, "found ", flag, " ", text, ", expected NAME=FILE");
    files[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return files;
}

}  // namespace kintsugi::apps
