#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "kintsugi/base/random.h"
#include "kintsugi/engine/plan.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/graph/reference.h"

namespace kintsugi::engine {

using graph::Builder;
using graph::Graph;
using graph::Value;

/// Numbers in [-1, 1) from a seed.
inline Tensor random_tensor(const Sizes& sizes, uint64_t seed = 1) {
  Random random(seed);
  std::vector<float> values(static_cast<size_t>(num_elements(sizes)));
  for (float& value : values) value = static_cast<float>(random.uniform(-1, 1));
  return Tensor(sizes, std::move(values));
}

/// Random inputs for every port, whose shapes are known.
inline std::map<std::string, Tensor> random_inputs(const Graph& graph) {
  std::map<std::string, Tensor> inputs;
  uint64_t seed = 1;
  for (const graph::Port& port : graph.inputs) {
    inputs[port.name] = random_tensor(graph::sizes_of(port.shape), seed++);
  }
  return inputs;
}

inline std::map<std::string, Tensor> run_plan(const Plan& plan, const Graph& graph,
                                              const std::map<std::string, Tensor>& inputs) {
  std::vector<const float*> from;
  for (const graph::Port& port : graph.inputs) {
    from.push_back(inputs.at(port.name).values<float>().data());
  }
  std::vector<std::vector<float>> results;
  std::vector<float*> to;
  for (size_t i = 0; i < graph.outputs.size(); ++i) {
    results.emplace_back(static_cast<size_t>(num_elements(plan.output_sizes(i))));
  }
  for (auto& result : results) to.push_back(result.data());
  plan.run(from, to);
  std::map<std::string, Tensor> outputs;
  for (size_t i = 0; i < graph.outputs.size(); ++i) {
    outputs[graph.outputs[i].name] = Tensor(plan.output_sizes(i), std::move(results[i]));
  }
  return outputs;
}

/// The largest difference of two tensors over the largest magnitude of the first.
inline float relative_difference(const Tensor& expected, const Tensor& found) {
  const auto a = expected.values<float>(), b = found.values<float>();
  float difference = 0, magnitude = 1e-6f;
  for (size_t i = 0; i < a.size(); ++i) {
    const float one = std::fabs(a[i] - b[i]);
    difference = std::isnan(one) ? INFINITY : std::max(difference, one);
    magnitude = std::max(magnitude, std::fabs(a[i]));
  }
  return difference / magnitude;
}

/// Expects the plan to give what the reference interpreter gives, for random inputs.
inline void expect_equal_to_reference(const Graph& graph, float tolerance = 2e-5f,
                                      bool may_use_reference = false) {
  PackedWeights packed;
  const Plan plan(graph, {}, DataType::kFloat32, 2, packed);
  for (const Step& step : plan.steps()) {
    EXPECT_TRUE(may_use_reference || step.how != "reference") << step.op << " is a slow path";
  }
  const auto inputs = random_inputs(graph);
  const auto expected = graph::run_reference(graph, inputs);
  const auto found = run_plan(plan, graph, inputs);
  for (const auto& [name, tensor] : expected) {
    ASSERT_EQ(found.at(name).sizes(), tensor.sizes());
    EXPECT_LE(relative_difference(tensor.to(DataType::kFloat32), found.at(name)), tolerance)
        << name;
  }
}

}  // namespace kintsugi::engine
