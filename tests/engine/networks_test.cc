#include <gtest/gtest.h>

#include "engine/compare.h"
#include "kintsugi/engine/model.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/nets/gmcnn.h"
#include "kintsugi/nets/list.h"

// CTest runs these again with oneDNN limited to SSE 4.1 and to AVX2 (tests/CMakeLists.txt), so that
// what it falls back on is right, too.
namespace kintsugi::engine {
namespace {

// Fresh batch norms change nothing: all lists of numbers get some noise.
void shake(Graph& graph) {
  uint64_t seed = 1;
  for (auto& [name, weight] : graph.weights) {
    if (weight.sizes().size() != 1 || weight.type() != DataType::kFloat32) continue;
    const auto old = weight.values<float>();
    const Tensor noise = random_tensor(weight.sizes(), seed++);
    std::vector<float> values(old.begin(), old.end());
    for (size_t i = 0; i < values.size(); ++i) {
      values[i] += 0.1f * (noise.values<float>()[i] + 1);  // variances stay positive
    }
    weight = Tensor(weight.sizes(), std::move(values));
  }
}

void expect_equal(Graph graph, int64_t side) {
  shake(graph);
  NamedTensors inputs;
  for (const graph::Port& port : graph.inputs) {
    const graph::SymbolValues symbols{{"N", 1}, {"H", side}, {"W", side}};
    const Sizes sizes = graph::sizes_of(graph::substitute(port.shape, symbols));
    inputs[port.name] = random_tensor(sizes, inputs.size() + 1);
  }
  const Model model(graph, {.precision = Precision::kF32, .threads = 2});
  const NamedTensors found = model.run(inputs);
  const auto expected = graph::run_reference(graph, inputs);
  for (const auto& [name, tensor] : expected) {
    EXPECT_EQ(found.at(name).sizes(), tensor.sizes());
    EXPECT_LE(relative_difference(tensor, found.at(name)), 2e-4f) << name;
  }
}

class NetworksTest : public testing::TestWithParam<nets::Network> {};

TEST_P(NetworksTest, EqualsTheReference) {
  const nets::Network& network = GetParam();
  expect_equal(network.build(/*seed=*/5), network.name == "alexnet" ? 64 : 32);
}

// Those of the list, but for GMCNN's generator: it pads by 48 at a quarter of the size, and takes
// minutes in the interpreter. Narrow ones follow.
std::vector<nets::Network> all_but_gmcnn() {
  std::vector<nets::Network> list = nets::all_networks();
  std::erase_if(list, [](const nets::Network& network) {
    return network.name == "gmcnn" || network.name == "gmcnn-se" || network.name == "gmcnn-a2";
  });
  return list;
}

INSTANTIATE_TEST_SUITE_P(List, NetworksTest, testing::ValuesIn(all_but_gmcnn()),
                         [](const auto& one) {
                           std::string name(one.param.name);
                           std::erase(name, '-');
                           return name;
                         });

TEST(GmcnnTest, NarrowGeneratorsEqualTheReference) {
  const std::pair<nets::GmcnnOptions, int64_t> cases[] = {
      {{.width = 8, .padding = nets::Border::kReflect}, 200},
      {{.width = 8,
        .attention = nets::GmcnnAttention::kSqueezeExcite,
        .padding = nets::Border::kZeros},
       32},
      {{.width = 8, .attention = nets::GmcnnAttention::kDouble, .padding = nets::Border::kZeros},
       32},
  };
  for (const auto& [options, side] : cases) {
    SCOPED_TRACE(word_of(options.attention));
    Builder b("gmcnn", /*seed=*/5);
    using graph::Dim;
    const Value x = b.input("x", {Dim::symbol("N"), 4, Dim::symbol("H"), Dim::symbol("W")});
    b.output("result", nets::gmcnn_generator(b, x, options));
    expect_equal(b.finish(), side);
  }
}

}  // namespace
}  // namespace kintsugi::engine
