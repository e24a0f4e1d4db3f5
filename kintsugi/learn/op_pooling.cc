#include <limits>

#include "kintsugi/error.h"
#include "kintsugi/graph/windows.h"
#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

using graph::Windows;

// The padding of both axes that LibTorch can do itself, or none and what is to be done before.
struct Pads {
  std::vector<int64_t> inside, before;  // `before` last axis first, as constant_pad_nd takes it
};

Pads pads_of(const Tensor& x, const Windows& windows) {
  Pads pads{{0, 0}, {0, 0, 0, 0}};
  bool is_plain = true;
  for (size_t axis = 0; axis < 2; ++axis) {
    const auto [begin, end] = windows.pads(axis, x.size(static_cast<int64_t>(axis) + 2));
    is_plain = is_plain && begin == end && begin <= windows.kernel[axis] / 2;
    pads.inside[axis] = begin;
    pads.before[2 - 2 * axis] = begin;
    pads.before[3 - 2 * axis] = end;
  }
  if (is_plain) pads.before.assign(4, 0);
  if (!is_plain) pads.inside.assign(2, 0);
  return pads;
}

bool is_needed(const Pads& pads) { return pads.before != std::vector<int64_t>(4, 0); }

Tensor max_pool(const Tensor& x, const Windows& windows) {
  const Pads pads = pads_of(x, windows);
  constexpr double kLowest = -std::numeric_limits<double>::infinity();
  const Tensor padded = is_needed(pads) ? at::constant_pad_nd(x, pads.before, kLowest) : x;
  return at::max_pool2d(padded, windows.kernel, windows.strides, pads.inside, windows.dilations,
                        windows.is_ceil);
}

Tensor average_pool(const Tensor& x, const Windows& windows, bool counts_padding) {
  const Pads pads = pads_of(x, windows);
  const auto pool = [&](const Tensor& in, bool counts) {
    const Tensor padded = is_needed(pads) ? at::constant_pad_nd(in, pads.before, 0) : in;
    return at::avg_pool2d(padded, windows.kernel, windows.strides, pads.inside, windows.is_ceil,
                          counts);
  };
  if (!is_needed(pads) || counts_padding) return pool(x, counts_padding);
  return pool(x, true) / pool(torch::ones_like(x.detach()), true);
}

Tensors pool(const Call& call) {
  const std::vector<int64_t> kernel = call.node.integers("kernel_shape");
  check(kernel.size() == 2 && call[0].dim() == 4, graph::describe(call.node),
        ": only pictures [N, C, H, W] are pooled in training");
  const Windows windows(call.node, kernel);
  if (call.node.op == "MaxPool") return {max_pool(call[0], windows)};
  return {average_pool(call[0], windows, call.node.integer("count_include_pad", 0) != 0)};
}

Tensors global_pool(const Call& call) {
  std::vector<int64_t> axes;
  for (int64_t axis = 2; axis < call[0].dim(); ++axis) axes.push_back(axis);
  if (call.node.op == "GlobalMaxPool") return {at::amax(call[0], axes, true)};
  return {at::mean(call[0], axes, true)};
}

constexpr Function kPooling[] = {
    {"MaxPool", pool},
    {"AveragePool", pool},
    {"GlobalAveragePool", global_pool},
    {"GlobalMaxPool", global_pool},
};

}  // namespace

std::span<const Function> pooling_functions() { return kPooling; }

}  // namespace kintsugi::learn
