#pragma once

#include <string_view>
#include <vector>

#include "kintsugi/error.h"
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

using InferFunction = std::vector<ValueInfo> (*)(const Operands&);

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

/// All that this room knows about one operator.
struct Operator {
  std::string_view name;
  size_t min_inputs, max_inputs;
  InferFunction infer;
  Kernel run;
};

/// The operator called `name`, or null.
const Operator* find_operator(std::string_view name);

/// Every operator: the one list.
const std::vector<Operator>& all_operators();

}  // namespace kintsugi::graph
