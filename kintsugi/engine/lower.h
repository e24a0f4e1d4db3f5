#pragma once

#include "kintsugi/engine/compiler.h"

/// Lowerings: each adds the steps that do a node's work and defines its outputs; false when the
/// node is beyond it (the reference interpreter's kernel then runs).
namespace kintsugi::engine {

using Lowering = bool (*)(Compiler&, const graph::Node&);

/// The lowering of an operator, or null.
Lowering find_lowering(std::string_view op);

bool lower_conv(Compiler& compiler, const graph::Node& node);
bool lower_conv_transpose(Compiler& compiler, const graph::Node& node);
bool lower_pointwise(Compiler& compiler, const graph::Node& node);
bool lower_gemm(Compiler& compiler, const graph::Node& node);
bool lower_matmul(Compiler& compiler, const graph::Node& node);
bool lower_softmax(Compiler& compiler, const graph::Node& node);
bool lower_instance_norm(Compiler& compiler, const graph::Node& node);
bool lower_reduce(Compiler& compiler, const graph::Node& node);
bool lower_pool(Compiler& compiler, const graph::Node& node);
bool lower_pad(Compiler& compiler, const graph::Node& node);
bool lower_resize(Compiler& compiler, const graph::Node& node);
bool lower_view(Compiler& compiler, const graph::Node& node);
bool lower_concat(Compiler& compiler, const graph::Node& node);
bool lower_split(Compiler& compiler, const graph::Node& node);
bool lower_slice(Compiler& compiler, const graph::Node& node);
bool lower_transpose(Compiler& compiler, const graph::Node& node);
bool lower_expand(Compiler& compiler, const graph::Node& node);
bool lower_depth_to_space(Compiler& compiler, const graph::Node& node);

/// Runs the reference interpreter's kernel for one node.
void lower_reference(Compiler& compiler, const graph::Node& node);

}  // namespace kintsugi::engine
