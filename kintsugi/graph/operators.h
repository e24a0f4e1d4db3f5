#pragma once

#include <string_view>
#include <vector>

#include "kintsugi/error.h"
#include "kintsugi/graph/elementwise.h"
#include "kintsugi/graph/infer.h"

namespace kintsugi::graph {

/// A node and what is known of its inputs: what an operator's shape inference sees.
class Operands {
 public:
  Operands(const Node& its_node, const std::vector<const ValueInfo*>& inputs)
      : node(its_node), inputs_(inputs) {}

  const Node& node;

  size_t count() const { return inputs_.size(); }
  bool has(size_t index) const { return index < inputs_.size() && inputs_[index]; }
  /// Input number `index`. Errors: it is left out.
  const ValueInfo& operator[](size_t index) const;
  /// The shape of input `index`. Errors: another rank than `rank` (where given), or left out.
  const Shape& shape(size_t index) const { return (*this)[index].shape; }
  const Shape& shape(size_t index, size_t rank) const;
  /// Errors: input `index` is there and not [channels].
  void expect_channels(size_t index, const Dim& channels) const;
  /// A small list of integers that an input holds. Errors: it is not known before running.
  std::vector<int64_t> list(size_t index) const;
  /// Throws NotYetKnown, naming input `index`, unless `is_known`.
  void need(bool is_known, size_t index) const;
  /// `axis` counted from the front. Errors: not within the rank.
  size_t axis(int64_t axis, size_t rank) const;
  std::vector<size_t> axes(const std::vector<int64_t>& axes, size_t rank) const;

  /// Throws an Error that starts with the node's name.
  template <class... Parts>
  void check(bool ok, const Parts&... parts) const {
    if (!ok) kintsugi::check(false, describe(node), ": ", parts...);
  }

 private:
  const std::vector<const ValueInfo*>& inputs_;
};

/// The type and shape of a node's outputs.
using InferFunction = std::vector<ValueInfo> (*)(const Operands&);

/// The integers in a node's only output as expressions, for operators that shapes are computed
/// with; nothing where the inputs' are not known.
using Elements = std::vector<Dim>;
using ElementsFunction = std::optional<Elements> (*)(const Operands&, const ValueInfo& output);

/// A node ready to run: what an operator's reference kernel sees. Inputs hold f32 or i64 only
/// (other types were converted); one that is left out is an absent tensor.
struct KernelCall {
  const Node& node;
  std::vector<Tensor> inputs;
  std::vector<Sizes> output_sizes;  // as inferred

  bool has(size_t index) const { return index < inputs.size() && inputs[index]; }
  bool is_float() const { return inputs.at(0).type() == DataType::kFloat32; }
};

using Kernel = std::vector<Tensor> (*)(const KernelCall&);

/// How an operator moves the rows and columns of a picture: what receptive fields follow from.
enum class Positions : uint8_t {
  kMixed,     // a position may depend on all of every input, which is always a safe answer
  kKept,      // a position depends on the same position of the inputs alone
  kChannels,  // the same where the attribute `axis` names the channels; else mixed
  kWindows,   // a position depends on a window: Conv and its like (windows.h)
  kPadded,
  kSliced,
  kResized,
  kSizesOnly,  // on no element at all
};

/// An attribute that is a number of an ElementOp, and ONNX's default. Without a name: 0.
struct Parameter {
  std::string_view attribute = {};
  float otherwise = 0;
};

/// What an operator does with each element, if it works element by element.
struct ElementRule {
  float (*function)(float x, float p, float q) = nullptr;  // of operators with one operand
  ElementKind kind = ElementKind::kNone;                   // the name that engines know it by
  Parameter p = {}, q = {};

  constexpr bool is_given() const { return function || kind != ElementKind::kNone; }
};

/// All that this room knows about one operator: a line in its family's table.
struct Operator {
  std::string_view name;
  size_t min_inputs, max_inputs;
  InferFunction infer;
  Kernel run;
  Positions positions = Positions::kMixed;
  ElementsFunction elements = nullptr;  // null: what its result holds is not followed
  ElementRule element = {};
};

/// The operator called `name`, or null.
const Operator* find_operator(std::string_view name);

/// Every operator: the families' tables, one after the other.
const std::vector<Operator>& all_operators();

}  // namespace kintsugi::graph
