#pragma once

#include "kintsugi/graph/builder.h"

namespace kintsugi::nets {

/// LPIPS v0.1 on SqueezeNet 1.1 (Zhang et al. 2018, eq. 1): how different two pictures look. The
/// activations of squeezenet_features, scaled to length 1 at every position, are subtracted and
/// squared; each tap's channels are weighted by `lin0.model.1.weight` … `lin6.model.1.weight`
/// [1, C, 1, 1], and the means over positions are summed.
///   first, second  [N, 3, H, W]  RGB in [0, 1]
///   return         [N, 1, 1, 1]  0 = alike
graph::Value lpips_squeeze(graph::Builder& b, graph::Value first, graph::Value second);

}  // namespace kintsugi::nets
