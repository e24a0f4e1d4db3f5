#include <algorithm>

#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

Tensors reshape(const Call& call) {
  Sizes sizes = call.list(1);
  if (!call.node.integer("allowzero", 0)) {
    for (size_t i = 0; i < sizes.size(); ++i) {
      if (sizes[i] == 0) sizes[i] = call[0].size(static_cast<int64_t>(i));
    }
  }
  return {call[0].reshape(sizes)};
}

Tensors flatten(const Call& call) {
  const int64_t axis = call.axis(call.node.integer("axis", 1));
  const Sizes in = call[0].sizes().vec();
  return {call[0].reshape({num_elements(Sizes(in.begin(), in.begin() + axis)),
                           num_elements(Sizes(in.begin() + axis, in.end()))})};
}

Tensors squeeze(const Call& call) {
  std::vector<int64_t> axes = call.has(1) ? call.list(1) : call.node.integers("axes");
  for (int64_t& axis : axes) axis = call.axis(axis);
  Sizes sizes;
  for (int64_t i = 0; i < call[0].dim(); ++i) {
    const bool is_named = std::find(axes.begin(), axes.end(), i) != axes.end();
    const bool goes = axes.empty() ? call[0].size(i) == 1 : is_named;
    if (!goes) sizes.push_back(call[0].size(i));
  }
  return {call[0].reshape(sizes)};
}

Tensors unsqueeze(const Call& call) {
  std::vector<int64_t> axes = call.has(1) ? call.list(1) : call.node.integers("axes");
  const int64_t rank = call[0].dim() + static_cast<int64_t>(axes.size());
  for (int64_t& axis : axes) axis = axis < 0 ? axis + rank : axis;
  std::sort(axes.begin(), axes.end());
  Tensor x = call[0];
  for (const int64_t axis : axes) x = x.unsqueeze(axis);
  return {x};
}

constexpr Function kReshape[] = {
    {"Reshape", reshape},
    {"Flatten", flatten},
    {"Squeeze", squeeze},
    {"Unsqueeze", unsqueeze},
};

}  // namespace

std::span<const Function> reshape_functions() { return kReshape; }

}  // namespace kintsugi::learn
