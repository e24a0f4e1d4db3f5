#pragma once

#include <span>
#include <vector>

#include "kintsugi/base/tensor.h"
#include "kintsugi/engine/pointwise_op.h"

namespace kintsugi::engine {

/// Whether `apply` has code for operations of this kind.
bool can_apply(graph::ElementKind kind);

/// Applies `op` to operands a, b and c (as many as it takes) of `count` elements each.
void apply(const graph::ElementOp& op, const float* a, const float* b, const float* c,
           float* result, int64_t count);

/// A chain of pointwise operations that is computed in one pass over memory, a block of elements at
/// a time. Registers are numbered: first the inputs, then what each instruction gives; the last
/// instruction's register is the result.
struct PointwiseProgram {
  struct Input {
    DataType type = DataType::kFloat32;  // or kBFloat16
    Sizes strides;                       // of elements, along `extents`; 0 repeats
  };
  struct Instruction {
    graph::ElementOp op;
    int a = 0, b = 0, c = 0;
  };

  Sizes extents;  // of the result, in the order in which it lies in memory, dense
  DataType result_type = DataType::kFloat32;
  std::vector<Input> inputs;
  std::vector<Instruction> instructions;

  /// Joins neighbouring loops that every input walks through as if they were one.
  void simplify();
  /// Computes all elements; `inputs` has one address each.
  void run(std::span<const void* const> input_addresses, void* result) const;
};

}  // namespace kintsugi::engine
