#include "kintsugi/graph/builder.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi::graph {
namespace {

std::vector<int64_t> twice(int64_t value) { return {value, value}; }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), ::tolower);
  return text;
}

Attributes window_attributes(const ConvOptions& o) {
  Attributes attributes = {
      {"strides", twice(o.stride)}, {"dilations", twice(o.dilation)}, {"group", o.groups}};
  if (o.is_same) {
    attributes["auto_pad"] = std::string("SAME_UPPER");
  } else {
    attributes["pads"] = std::vector<int64_t>(4, o.padding);
  }
  return attributes;
}

Attributes window_attributes(const PoolOptions& o) {
  return {{"kernel_shape", twice(o.kernel)},
          {"strides", twice(o.stride)},
          {"pads", std::vector<int64_t>(4, o.padding)},
          {"ceil_mode", int64_t{o.is_ceil}}};
}

}  // namespace

Builder::Builder(std::string name, uint64_t seed) : seed_(seed) { graph_.name = std::move(name); }

Builder::Scope::Scope(Builder& builder, const std::string& name)
    : builder_(builder), length_(builder.prefix_.size()) {
  if (!name.empty()) builder_.prefix_ += name + ".";
}

Value Builder::input(const std::string& name, Shape shape, DataType type) {
  check(!infos_.contains(name), "the graph has two values called '", name, "'");
  infos_[name] = {type, shape, {}, {}};
  graph_.inputs.push_back({name, type, std::move(shape)});
  return {name};
}

void Builder::output(const std::string& name, const Value& value) {
  // An output's name is the caller's to choose: an Identity carries it, which passes take out.
  check(!infos_.contains(name), "the graph has two values called '", name, "'");
  graph_.nodes.push_back({"Identity", unique(name + ".identity"), {value.name}, {name}, {}});
  infos_[name] = info(value);
  graph_.outputs.push_back({name, info(value).type, shape(value)});
}

void Builder::metadata(const std::string& key, const std::string& value) {
  graph_.metadata[key] = value;
}

Value Builder::weight(const std::string& name, const Sizes& sizes, const Init& init) {
  const std::string full = prefix_ + name;
  const auto found = graph_.weights.find(full);
  if (found != graph_.weights.end()) {
    check(found->second.sizes() == sizes, "weight ", full, " is ", to_string(found->second.sizes()),
          ", asked for again as ", to_string(sizes));
    return {full};
  }
  check(!infos_.contains(full), "the graph has two values called '", full, "'");
  const Tensor& tensor = graph_.weights[full] = fresh_weight(full, sizes, init, seed_);
  infos_[full] = info_of(tensor);
  return {full};
}

Value Builder::buffer(const std::string& name, Tensor fresh) {
  const std::string full = prefix_ + name;
  if (!graph_.weights.contains(full)) {
    check(!infos_.contains(full), "the graph has two values called '", full, "'");
    infos_[full] = info_of(fresh);
    graph_.weights[full] = std::move(fresh);
  }
  return {full};
}

Value Builder::constant(Tensor value) { return op("Constant", {}, {{"value", std::move(value)}}); }

int64_t Builder::extent(const Value& value, size_t axis) const {
  const Shape& its = shape(value);
  check(axis < its.size() && its[axis].is_known(), "value '", value.name, "' is ", to_string(its),
        ", expected a known extent number ", axis);
  return its[axis].value();
}

std::string Builder::unique(const std::string& name) {
  std::string candidate = name;
  while (infos_.contains(candidate) || counts_.contains(candidate)) {
    candidate = name + "_" + std::to_string(++counts_[name]);
  }
  counts_[candidate];
  return candidate;
}

std::vector<Value> Builder::node(const std::string& op, const std::vector<Value>& inputs,
                                 Attributes attributes, size_t num_outputs) {
  Node node{op, unique(prefix_ + lower(op)), {}, {}, std::move(attributes)};
  std::vector<const ValueInfo*> infos;
  for (const Value& value : inputs) {
    check(value.name.empty() || infos_.contains(value.name), describe(node),
          ": there is no value '", value.name, "'");
    node.inputs.push_back(value.name);
    infos.push_back(value.name.empty() ? nullptr : &info(value));
  }
  while (!node.inputs.empty() && node.inputs.back().empty()) {
    node.inputs.pop_back();
    infos.pop_back();
  }
  for (size_t i = 0; i < num_outputs; ++i) {
    node.outputs.push_back(node.name + (i ? ".out" + std::to_string(i) : ".out"));
  }
  std::vector<ValueInfo> results = infer_node(node, infos);
  std::vector<Value> values;
  for (size_t i = 0; i < num_outputs; ++i) {
    infos_[node.outputs[i]] = std::move(results.at(i));
    values.push_back({node.outputs[i]});
  }
  graph_.nodes.push_back(std::move(node));
  return values;
}

Value Builder::op(const std::string& op, const std::vector<Value>& inputs, Attributes attributes) {
  return node(op, inputs, std::move(attributes))[0];
}

Value Builder::conv(const Value& x, const Value& weight, const Value& bias,
                    const ConvOptions& options) {
  return op("Conv", {x, weight, bias}, window_attributes(options));
}

Value Builder::conv_transpose(const Value& x, const Value& weight, const Value& bias,
                              const ConvOptions& options) {
  return op("ConvTranspose", {x, weight, bias}, window_attributes(options));
}

Value Builder::max_pool(const Value& x, const PoolOptions& options) {
  return op("MaxPool", {x}, window_attributes(options));
}

Value Builder::average_pool(const Value& x, const PoolOptions& options) {
  return op("AveragePool", {x}, window_attributes(options));
}

Value Builder::clip(const Value& x, float low, float high) {
  return op("Clip", {x, constant(low), constant(high)});
}

Value Builder::concat(const std::vector<Value>& values, int64_t axis) {
  return op("Concat", values, {{"axis", axis}});
}

Value Builder::slice(const Value& x, int64_t axis, int64_t start, int64_t end) {
  return op("Slice", {x, constant(std::vector<int64_t>{start}), constant(std::vector<int64_t>{end}),
                      constant(std::vector<int64_t>{axis})});
}

Value Builder::reshape(const Value& x, const std::vector<int64_t>& sizes) {
  return op("Reshape", {x, constant(sizes)});
}

Value Builder::transpose(const Value& x, const std::vector<int64_t>& order) {
  return op("Transpose", {x}, {{"perm", order}});
}

Value Builder::pad(const Value& x, const Padding& p, const std::string& mode) {
  const Value pads = constant(std::vector<int64_t>{0, 0, p.top, p.left, 0, 0, p.bottom, p.right});
  return op("Pad", {x, pads}, {{"mode", mode}});
}

Value Builder::resize(const Value& x, const Value& scales, const Value& sizes,
                      Attributes attributes) {
  return op("Resize", {x, {}, scales, sizes}, std::move(attributes));
}

Value Builder::upsample_nearest(const Value& x, float scale) {
  const Value scales = constant(Tensor({4}, std::vector<float>{1, 1, scale, scale}));
  return resize(x, scales, {},
                {{"mode", std::string("nearest")},
                 {"coordinate_transformation_mode", std::string("asymmetric")},
                 {"nearest_mode", std::string("floor")}});
}

Value Builder::upsample_linear(const Value& x, float scale, bool is_corner_aligned) {
  const Value scales = constant(Tensor({4}, std::vector<float>{1, 1, scale, scale}));
  const std::string mode = is_corner_aligned ? "align_corners" : "pytorch_half_pixel";
  return resize(x, scales, {},
                {{"mode", std::string("linear")}, {"coordinate_transformation_mode", mode}});
}

Value Builder::resize_linear(const Value& x, int64_t height, int64_t width) {
  const Value batch = op("Shape", {x}, {{"start", int64_t{0}}, {"end", int64_t{2}}});
  const Value sizes = concat({batch, constant(std::vector<int64_t>{height, width})}, 0);
  return resize(x, {}, sizes,
                {{"mode", std::string("linear")},
                 {"coordinate_transformation_mode", std::string("pytorch_half_pixel")}});
}

Value Builder::reduce_mean(const Value& x, const std::vector<int64_t>& axes) {
  return op("ReduceMean", {x}, {{"axes", axes}});
}

Value Builder::dropout(const Value& x, float ratio) { return op("Dropout", {x, constant(ratio)}); }

Graph Builder::finish() {
  check(!graph_.outputs.empty(), "the graph has no outputs");
  infos_.clear();
  counts_.clear();
  return std::move(graph_);
}

}  // namespace kintsugi::graph
