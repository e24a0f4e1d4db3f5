#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "kintsugi/error.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/reference.h"
#include "kintsugi/nets/list.h"
#include "nets/parity.h"

namespace kintsugi::nets::tools {

/// Sizes of an output for inputs with these extents.
inline Sizes output_sizes(const graph::Graph& graph, const graph::SymbolValues& symbols,
                          const std::string& output = "result") {
  return graph::sizes_of(graph::infer(graph, symbols).at(output).shape);
}

/// Random inputs in [low, high] with these extents for the graph's symbols.
inline std::map<std::string, Tensor> inputs_for(const graph::Graph& graph,
                                                const graph::SymbolValues& symbols, float low = 0,
                                                float high = 1) {
  std::map<std::string, Tensor> inputs;
  for (const graph::Port& port : graph.inputs) {
    const Sizes sizes = graph::sizes_of(graph::substitute(port.shape, symbols));
    inputs[port.name] = parity::input(port.name, sizes, low, high);
  }
  return inputs;
}

inline Tensor run(const graph::Graph& graph, const std::map<std::string, Tensor>& inputs,
                  const std::string& output = "result") {
  return graph::run_reference(graph, inputs).at(output);
}

inline float smallest(const Tensor& tensor) {
  const std::span<const float> values = tensor.values<float>();
  return *std::min_element(values.begin(), values.end());
}

inline float largest(const Tensor& tensor) {
  const std::span<const float> values = tensor.values<float>();
  return *std::max_element(values.begin(), values.end());
}

/// Mean and population deviation of all elements.
inline std::pair<double, double> mean_and_deviation(const Tensor& tensor) {
  double sum = 0, squares = 0;
  for (float value : tensor.values<float>()) sum += value, squares += double(value) * value;
  const double count = static_cast<double>(tensor.size()), mean = sum / count;
  return {mean, std::sqrt(squares / count - mean * mean)};
}

/// The message of the Error that `make` throws; empty when it throws none.
template <class Make>
std::string error_of(const Make& make) {
  try {
    make();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace kintsugi::nets::tools
