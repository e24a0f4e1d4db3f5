#include "kintsugi/graph/receptive_field.h"

#include <algorithm>

#include "kintsugi/base/error.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/resampling.h"
#include "kintsugi/graph/slices.h"
#include "kintsugi/graph/windows.h"

namespace kintsugi::graph {
namespace {

// Input rows (or columns) first..last that something depends on; nothing when first > last.
struct Span {
  int64_t first = INT64_MAX, last = INT64_MIN;

  void join(const Span& other) {
    first = std::min(first, other.first);
    last = std::max(last, other.last);
  }
  int64_t length() const { return last < first ? 0 : last - first + 1; }
};

// What every position of a value along one axis of the picture depends on. One entry stands for all
// positions alike.
using Reach = std::vector<Span>;

Span hull(const Reach& reach) {
  Span all;
  for (const Span& span : reach) all.join(span);
  return all;
}

// Follows one axis (2: rows, 3: columns) through a graph whose sizes are all known.
class Follower {
 public:
  Follower(const Graph& graph, const ValueInfos& infos, size_t axis) : infos_(infos), axis_(axis) {
    for (const Port& port : graph.inputs) {
      const Shape& shape = infos.at(port.name).shape;
      if (shape.size() != 4) continue;
      Reach& reach = reaches_[port.name];
      for (int64_t i = 0; i < shape[axis].value(); ++i) reach.push_back({i, i});
    }
    for (const Node& node : graph.nodes) follow(node);
  }

  int64_t field(const std::string& value) const {
    int64_t longest = 0;
    const auto found = reaches_.find(value);
    if (found == reaches_.end()) return 0;
    for (const Span& span : found->second) longest = std::max(longest, span.length());
    return longest;
  }

 private:
  int64_t extent(const std::string& value) const {
    const Shape& shape = infos_.at(value).shape;
    return shape.size() == 4 ? shape[axis_].value() : 1;
  }

  const Reach& reach(const std::string& value) {
    return reaches_.try_emplace(value, Reach{Span{}}).first->second;
  }

  // Every position depends on all of every input.
  Reach mixed(const Node& node) {
    Span all;
    for (const std::string& input : node.inputs) all.join(hull(reach(input)));
    return {all};
  }

  // Output position i takes from the inputs' position i; other extents are broadcast.
  Reach joined(const Node& node, int64_t count) {
    Reach result(count);
    for (const std::string& input : node.inputs) {
      const Reach& from = reach(input);
      const bool is_aligned = static_cast<int64_t>(from.size()) == count;
      const Span all = is_aligned ? Span{} : hull(from);
      for (int64_t i = 0; i < count; ++i) result[i].join(is_aligned ? from[i] : all);
    }
    return result;
  }

  Reach convolved(const Node& node, int64_t count);
  Reach padded(const Node& node, int64_t count);
  Reach sliced(const Node& node, int64_t count);
  Reach resized(const Node& node, int64_t count);
  void follow(const Node& node);

  const ValueInfos& infos_;
  size_t axis_;
  std::map<std::string, Reach> reaches_;
};

Reach Follower::convolved(const Node& node, int64_t count) {
  const Reach& from = reach(node.inputs.at(0));
  const auto in = static_cast<int64_t>(from.size());
  Sizes kernel = node.integers("kernel_shape");
  if (node.op.starts_with("Conv")) {
    const Sizes weight = sizes_of(infos_.at(node.inputs.at(1)).shape);
    kernel.assign(weight.begin() + 2, weight.end());
  }
  const Windows windows(node, kernel);
  const size_t axis = axis_ - 2;
  const bool is_transposed = node.op == "ConvTranspose";
  const int64_t pad =
      is_transposed ? windows.transposed_pads(axis, in).first : windows.pads(axis, in).first;
  Reach result(count);
  const int64_t num_windows = is_transposed ? in : count;
  for (int64_t w = 0; w < num_windows; ++w) {
    for (int64_t tap = 0; tap < windows.kernel[axis]; ++tap) {
      const int64_t at = w * windows.strides[axis] + tap * windows.dilations[axis] - pad;
      if (at < 0 || at >= (is_transposed ? count : in)) continue;
      result[is_transposed ? at : w].join(from[is_transposed ? w : at]);
    }
  }
  return result;
}

Reach Follower::padded(const Node& node, int64_t count) {
  const Reach& from = reach(node.inputs.at(0));
  const Tensor pads = infos_.at(node.inputs.at(1)).constant;
  if (node.has_input(3) || !pads) return mixed(node);
  const int64_t before = pads.to(DataType::kInt64).values<int64_t>()[axis_];
  const auto in = static_cast<int64_t>(from.size());
  Reach result(count);
  for (int64_t i = 0; i < count; ++i) {
    // Reflected and repeated borders show pixels near the border; the field away from it is what
    // counts, so they add nothing.
    if (i - before >= 0 && i - before < in) result[i] = from[i - before];
  }
  return result;
}

Reach Follower::sliced(const Node& node, int64_t count) {
  const Reach& from = reach(node.inputs.at(0));
  const auto list = [&](size_t index) {
    const Tensor integers = infos_.at(node.inputs[index]).constant.to(DataType::kInt64);
    return Sizes(integers.values<int64_t>().begin(), integers.values<int64_t>().end());
  };
  if (!node.has_input(3)) return mixed(node);
  const Sizes starts = list(1), ends = list(2), axes = list(3);
  Reach result = from;
  for (size_t i = 0; i < axes.size(); ++i) {
    if ((axes[i] + 4) % 4 != static_cast<int64_t>(axis_)) continue;
    const int64_t step = node.has_input(4) ? list(4)[i] : 1;
    const AxisSlice cut = slice_axis(starts[i], ends[i], step, static_cast<int64_t>(from.size()));
    result.clear();
    for (int64_t at = 0; at < cut.count; ++at) result.push_back(from[cut.start + at * cut.step]);
  }
  result.resize(count);
  return result;
}

Reach Follower::resized(const Node& node, int64_t count) {
  const Reach& from = reach(node.inputs.at(0));
  const auto in = static_cast<int64_t>(from.size());
  double scale = static_cast<double>(count) / static_cast<double>(in);
  if (node.has_input(2)) {
    const Tensor scales = infos_.at(node.inputs[2]).constant;
    if (scales && scales.size() == 4) scale = scales.to(DataType::kFloat32).values<float>()[axis_];
  }
  Reach result;
  for (const ResizeTap& tap : resize_taps(node, in, count, scale)) {
    result.push_back(from[tap.first]);
    if (tap.weight != 0) result.back().join(from[tap.second]);
  }
  return result;
}

// Operators whose value at a position depends on that position alone.
bool is_pointwise(const Node& node) {
  static const char* const kOthers[] = {"MatMul",
                                        "Gemm",
                                        "Reshape",
                                        "Flatten",
                                        "Transpose",
                                        "Gather",
                                        "Split",
                                        "Tile",
                                        "Expand",
                                        "Squeeze",
                                        "Unsqueeze",
                                        "Softmax",
                                        "LogSoftmax",
                                        "InstanceNormalization",
                                        "Shape",
                                        "Size",
                                        "LayerNormalization",
                                        "GlobalAveragePool",
                                        "GlobalMaxPool",
                                        "ArgMax",
                                        "ArgMin",
                                        "Range",
                                        "DepthToSpace",
                                        "SpaceToDepth",
                                        "ConstantOfShape"};
  return !node.op.starts_with("Reduce") &&
         std::find(std::begin(kOthers), std::end(kOthers), node.op) == std::end(kOthers);
}

// Softmax over channels, and splits of channels, leave the positions alone, too.
bool is_over_channels(const Node& node) {
  const bool has_axis = node.op == "Softmax" || node.op == "LogSoftmax" || node.op == "Split";
  return has_axis && node.integer("axis", node.op == "Split" ? 0 : -1) == 1;
}

void Follower::follow(const Node& node) {
  for (const std::string& output : node.outputs) {
    if (output.empty()) continue;
    const int64_t count = extent(output);
    const bool is_picture = infos_.at(output).shape.size() == 4 && !node.inputs.empty() &&
                            infos_.at(node.inputs[0]).shape.size() == 4;
    Reach result;
    if (node.op == "Shape" || node.op == "Size") {
      result = {Span{}};  // sizes, not pixels
    } else if (is_picture && (node.op == "Conv" || node.op == "ConvTranspose" ||
                              node.op == "MaxPool" || node.op == "AveragePool")) {
      result = convolved(node, count);
    } else if (is_picture && node.op == "Pad") {
      result = padded(node, count);
    } else if (is_picture && node.op == "Slice") {
      result = sliced(node, count);
    } else if (is_picture && node.op == "Resize") {
      result = resized(node, count);
    } else if (is_picture && (is_pointwise(node) || is_over_channels(node)) &&
               !(node.op == "Concat" && node.integer("axis", 0) != 1)) {
      result = joined(node, count);
    } else {
      result = mixed(node);
    }
    reaches_[output] = std::move(result);
  }
}

// Sizes for the symbols of all inputs: `side` for H and W, 1 for N.
SymbolValues sizes_for(const Graph& graph, int64_t side) {
  SymbolValues symbols;
  for (const Port& port : graph.inputs) {
    for (size_t i = 0; i < port.shape.size(); ++i) {
      const Dim rest = port.shape[i].substitute(symbols);
      if (!rest.is_known()) symbols.try_emplace(rest.to_string(), i >= 2 ? side : 1);
    }
  }
  return symbols;
}

bool has_free_sides(const Graph& graph) {
  for (const Port& port : graph.inputs) {
    if (port.shape.size() == 4 && !(port.shape[2].is_known() && port.shape[3].is_known()))
      return true;
  }
  return false;
}

std::map<std::string, ReceptiveField> fields_at(const Graph& graph, int64_t side) {
  const ValueInfos infos = infer(graph, sizes_for(graph, side));
  int64_t rows = 0, columns = 0;
  for (const Port& port : graph.inputs) {
    const Shape& shape = infos.at(port.name).shape;
    if (shape.size() != 4) continue;
    rows = std::max(rows, shape[2].value());
    columns = std::max(columns, shape[3].value());
  }
  const Follower vertical(graph, infos, 2), horizontal(graph, infos, 3);
  std::map<std::string, ReceptiveField> fields;
  for (const Port& port : graph.outputs) {
    ReceptiveField field{vertical.field(port.name), horizontal.field(port.name)};
    field.is_whole = field.height >= rows && field.width >= columns;
    fields[port.name] = field;
  }
  return fields;
}

}  // namespace

std::map<std::string, ReceptiveField> receptive_fields(const Graph& graph) {
  // Large enough that no field of an ordinary stack reaches both borders, or else it is whole.
  constexpr int64_t kFirst = 512, kLast = 4096;
  std::map<std::string, ReceptiveField> fields;
  for (int64_t side = kFirst; side <= kLast; side *= 2) {
    fields = fields_at(graph, side);
    const bool is_settled =
        std::none_of(fields.begin(), fields.end(), [](const auto& f) { return f.second.is_whole; });
    if (is_settled || !has_free_sides(graph)) break;
  }
  return fields;
}

}  // namespace kintsugi::graph
