#include "apps/field_flags.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>

#include "kintsugi/engine/model_inpainter.h"
#include "kintsugi/fill.h"
#include "kintsugi/mask.h"

namespace kintsugi::apps {
namespace {

// By field. A name of one word is a word of every message too: it counts only where a message
// begins with it, "page is 0, expected 1 or more".
using Flags = std::map<std::string, std::string>;

// A mask's fields are told by their place, mask.polarity, not by a word in their name.
std::string mask_field(std::string flag) {
  for (const std::string part : {"mask-", "-mask"}) {
    if (const size_t at = flag.find(part); at != flag.npos) flag.erase(at, part.size());
  }
  return "mask." + flag;
}

template <class Options>
void add_fields(Flags& flags) {
  Options options;
  Options::fields(options, [&](const char* name, auto&, const char*) {
    std::string field = name;
    std::replace(field.begin(), field.end(), '-', '_');
    flags[field] = std::string("--") + name;
  });
}

Flags list_flags() {
  Flags flags{{"wants_loss", "--lossy"}, {"feather_px", "--feather"}};
  add_fields<FillOptions>(flags);
  add_fields<PipelineOptions>(flags);
  add_fields<engine::ModelInpainterOptions>(flags);
  MaskOptions mask;
  MaskOptions::fields(mask, [&](const char* name, auto&, const char*) {
    flags[mask_field(name)] = std::string("--") + name;
  });
  for (const auto& [field, flag] : std::initializer_list<std::pair<const char*, const char*>>{
           {"holes.ratio", "--ratio"},
           {"holes.settings", "--set"},
           {"is_recursive", "--recursive"},
           {"holes.kind", "--mask-kind"},
           {"list.output", "-o"},
           {"pairs.masks", "--masks"},
           {"pairs.data", "--data"},
           {"pairs.run", "--run"},
           {"bench_inputs.size", "--size"}}) {
    flags[field] = flag;
  }
  return flags;
}

bool is_one_word(const std::string& name) { return name.find_first_of("._") == name.npos; }

bool is_of_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

}  // namespace

std::string with_flag_names(const std::string& message) {
  static const Flags flags = list_flags();
  std::string text;
  for (size_t i = 0; i < message.size();) {
    size_t end = i;
    while (end < message.size() && (is_of_name(message[end]) || message[end] == '.')) ++end;
    std::string name = message.substr(i, end - i);
    while (name.ends_with('.')) name.pop_back();
    if (name.empty()) name = message[i];
    const bool begins = i == 0 && message.compare(name.size(), 4, " is ") == 0;
    const auto flag = flags.find(name);
    text += flag != flags.end() && (begins || !is_one_word(name)) ? flag->second : name;
    i += name.size();
  }
  return text;
}

std::string with_training_flags(const std::string& message) {
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
