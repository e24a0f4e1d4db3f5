#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kintsugi/nets/network.h"

namespace kintsugi::nets {

/// An activation inside a feature network, for losses and metrics that compare pictures by it.
struct Tap {
  std::string name;    // as papers say it: "conv3_2", its activation included
  graph::Value value;  // [N, C, h, w]
};

/// What a feature network gives: every activation in order, and what comes out at the end.
struct Features {
  std::vector<Tap> taps;
  graph::Value last;

  /// The tap called `name`. Errors: there is none; says which there are.
  graph::Value operator[](std::string_view name) const;
};

/// Gives every tap its name as an output.
void output_taps(graph::Builder& b, const Features& features);

}  // namespace kintsugi::nets
