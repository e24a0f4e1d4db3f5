#pragma once

#include <span>

#include "kintsugi/engine/compiler.h"
#include "kintsugi/engine/strided_copy.h"

/// Lowerings come in families, cut as graph/op_*.cc: each lower_*.cc ends in its table; lower.cc
/// joins the tables.
namespace kintsugi::engine {

/// How an operator becomes steps: adds those that do a node's work and defines its outputs; false
/// when the node is beyond it (the reference interpreter's kernel then runs).
struct Lowering {
  std::string_view op;
  bool (*lower)(Compiler& compiler, const graph::Node& node);
};

/// Adds the steps of a node: its lowering's, those of a pass over elements, or the reference
/// interpreter's kernel.
void lower(Compiler& compiler, const graph::Node& node);

/// A node that works element by element, whatever its name; false for others.
bool lower_pointwise(Compiler& compiler, const graph::Node& node);

/// Runs the reference interpreter's kernel for one node.
void lower_reference(Compiler& compiler, const graph::Node& node);

// What families share.

/// The number of elements of the axes first .. last - 1.
int64_t num_elements_between(const Sizes& sizes, size_t first, size_t last);

/// Whether the engine keeps a node's first output as f32 or bf16 numbers that may be copied as
/// they are.
bool is_copyable(const Compiler& compiler, const graph::Node& node);

/// Adds a step that copies elements from one slot to another.
void add_copy(Compiler& compiler, const graph::Node& node, SlotId from, SlotId to,
              const StridedCopy& copy);

// The tables.

std::span<const Lowering> convolution_lowerings();
std::span<const Lowering> pooling_lowerings();
std::span<const Lowering> normalization_lowerings();
std::span<const Lowering> matrix_lowerings();
std::span<const Lowering> reduction_lowerings();
std::span<const Lowering> slicing_lowerings();
std::span<const Lowering> transpose_lowerings();
std::span<const Lowering> reshape_lowerings();
std::span<const Lowering> resize_lowerings();
std::span<const Lowering> pad_lowerings();

}  // namespace kintsugi::engine
