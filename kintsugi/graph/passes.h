#pragma once

#include "kintsugi/graph/graph.h"

/// Rewrites of a graph that keep its results; each works in place. What lies between a layer and
/// its batch norm or activation is the engine's affair (lower_convolution.cc).
namespace kintsugi::graph {

/// Makes weights of what is computed from weights alone and takes no more room than they do: casts,
/// transposes, scales of weights. Needs no size of a picture.
void fold_weights(Graph& graph);

/// Takes out nodes and weights that no output needs.
void remove_dead_code(Graph& graph);

}  // namespace kintsugi::graph
