#pragma once

#include "kintsugi/graph/graph.h"

/// Rewrites of a graph that keep its results. Each works in place; `optimize` runs them all in an
/// order in which they help each other.
namespace kintsugi::graph {

/// Puts numbers for symbols of the inputs, so that what depends on sizes alone becomes constant.
void bind_symbols(Graph& graph, const SymbolValues& symbols);

/// Makes weights of everything that does not depend on the inputs: Constant nodes, arithmetic on
/// weights, small tensors computed from known sizes.
void fold_constants(Graph& graph);

/// Makes weights of what is computed from weights alone and takes no more room than they do: casts,
/// transposes, scales of weights. Needs no size of a picture.
void fold_weights(Graph& graph);

/// Takes out nodes and weights that no output needs.
void remove_dead_code(Graph& graph);

/// Takes out nodes that do nothing when a network runs: Identity, Dropout, Casts to the same type.
/// An output of the graph keeps its name.
void remove_identities(Graph& graph);

/// Multiplies batch norms into the Conv or ConvTranspose before them, where nobody else reads what
/// lies between.
void fold_batch_norm(Graph& graph);

/// Marks a Conv, ConvTranspose or Gemm whose only reader is an activation: the activation's node
/// goes and the attribute `kintsugi_activation` (with `kintsugi_alpha`, `kintsugi_low`,
/// `kintsugi_high` as it needs) names it. For engines: such a graph is not ONNX any more, though
/// the reference interpreter runs it.
void fuse_activations(Graph& graph);

/// All of the above but fuse_activations and bind_symbols.
void optimize(Graph& graph);

}  // namespace kintsugi::graph
