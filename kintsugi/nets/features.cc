#include "kintsugi/nets/features.h"

#include "kintsugi/error.h"

namespace kintsugi::nets {

graph::Value Features::operator[](std::string_view name) const {
  std::string known;
  for (const Tap& tap : taps) {
    if (tap.name == name) return tap.value;
    known += " " + tap.name;
  }
  throw Error("there is no activation '" + std::string(name) + "', expected one of" + known);
}

void output_taps(graph::Builder& b, const Features& features) {
  for (const Tap& tap : features.taps) b.output(tap.name, tap.value);
}

}  // namespace kintsugi::nets
