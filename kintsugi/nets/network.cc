#include "kintsugi/nets/network.h"

namespace kintsugi::nets {

using graph::Builder;
using graph::Dim;
using graph::Value;

Value seen(Builder& b, const Painted& input) {
  return input.has_mask ? b.concat({input.picture, input.mask}, 1) : input.picture;
}

Value mix(Builder& b, const Value& known, const Value& painted, const Value& mask) {
  return b.add(b.multiply(known, b.subtract(1, mask)), b.multiply(painted, mask));
}

Value pictures(Builder& b, const std::string& name, int64_t channels) {
  return b.input(name, {Dim::symbol("N"), channels, Dim::symbol("H"), Dim::symbol("W")});
}

Value pictures(Builder& b, const std::string& name, int64_t channels, int64_t size) {
  return b.input(name, {Dim::symbol("N"), channels, size, size});
}

graph::Graph finish(Builder& b, const Value& value) {
  b.output("result", value);
  return b.finish();
}

}  // namespace kintsugi::nets
