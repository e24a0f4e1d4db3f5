#include <nlohmann/json.hpp>
#include <type_traits>

#include "kintsugi/fill.h"

namespace kintsugi {

std::string json_line(const FillResult& result) {
  nlohmann::ordered_json json;
  FillResult::fields(result, [&](const char* name, const auto& value) {
    if constexpr (HasWords<std::decay_t<decltype(value)>>) {
      json[name] = word_of(value);
    } else {
      json[name] = value;
    }
  });
  // File names are bytes; what is not UTF-8 in them becomes U+FFFD.
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace kintsugi
