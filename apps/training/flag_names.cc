#include "apps/training/flag_names.h"

#include <regex>

namespace kintsugi::apps {

std::string with_flags(const std::string& message) {
  struct Name {
    const char *field, *flag;
  };
  constexpr Name kNames[] = {
      {"^override\\b", "--set"},
      {"^device is\\b", "--device is"},
      {"^checkpoint cannot\\b", "--checkpoint cannot"},
      {"\\bfeatures\\.(\\w+)(?= gives|: there is no file)", "--features $1=FILE"},
      {"\\ban empty pretrained goes\\b", "--set pretrained= goes"},
      {"\\bhole\\.region\\.bank\\b", "--set $&=FILE"}};
  std::string text = message;
  for (const Name& name : kNames)
    text = std::regex_replace(text, std::regex(name.field), name.flag);
  return text;
}

}  // namespace kintsugi::apps
