#pragma once

#include <torch/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "kintsugi/base/precision.h"
#include "kintsugi/graph/graph.h"
#include "kintsugi/learn/tensors.h"

namespace kintsugi::learn {

class Program;
struct Pass;
struct Step;

/// What is fast on `device`: bf16 where it computes in it natively (any GPU, processors with
/// AVX512_BF16), else f32; without such instructions bf16 is slower than f32 and small convolutions
/// are summed in bf16.
Precision native_precision(torch::Device device);

struct ModuleOptions {
  /// kBf16: convolutions and matrix products compute in bf16 and activations are kept in bf16;
  /// weights, their gradients, normalization statistics and the network's outputs are f32.
  Precision precision = Precision::kF32;
  bool is_double = false;         // all in f64, which checks of gradients need
  bool is_channels_last = false;  // pictures in memory as [N, H, W, C]; what bf16 is fast with
  uint64_t seed = 0;              // of dropout
  torch::Device device = torch::kCPU;
};

/// How one forward pass differs from the module's usual ways.
struct ForwardOptions {
  std::set<std::string> outputs = {};  // computes only these and what they need; empty: all
  bool updates_statistics = true;      // training: batch norms and spectral norms move theirs
};

/// A Graph that LibTorch executes, with gradients: one function per node, no second description of
/// the network. Its weights belong to it; they are f32 and keep the names of the graph.
///
/// Copies of a module would share weights, so it can only be moved. One thread at a time.
class GraphModule {
 public:
  /// Errors: an operator that LibTorch is not taught here (names node and operator).
  explicit GraphModule(const graph::Graph& graph, const ModuleOptions& options = {});
  GraphModule(GraphModule&&) noexcept;
  GraphModule& operator=(GraphModule&&) noexcept;
  ~GraphModule();

  /// The graph's outputs by name, f32, connected to `inputs` and the parameters for gradients as
  /// far as those require them. `inputs` are moved to the module's device.
  /// Errors: an input is missing or its sizes do not fit; an output is unknown; a node's message.
  TensorMap forward(const TensorMap& inputs, const ForwardOptions& options = {});

  /// The same for a graph with one input, of which `output` is wanted.
  torch::Tensor forward(const torch::Tensor& input, const std::string& output = "result");

  /// Training: batch norms use the batch's statistics and move the running ones by 0.1 towards them
  /// (variance unbiased, as PyTorch does), dropout drops. Evaluation, the state after construction:
  /// running statistics, no dropout.
  void train(bool is_training = true) { is_training_ = is_training; }
  void eval() { is_training_ = false; }
  bool is_training() const { return is_training_; }

  /// Says which step of training follows. What dropout drops depends on the seed of the options,
  /// the node's name, this number and how many passes there were since this call, and on nothing
  /// else: a resumed run drops the same.
  void set_step(uint64_t step);

  /// Learned weights in the order in which the graph first uses them, under their names; leaves
  /// of the autograd graph, requires_grad on unless frozen.
  const NamedTensors& parameters() const { return parameters_; }
  /// Running statistics of batch norms and what the graph's `updates` move, likewise.
  const NamedTensors& buffers() const { return buffers_; }

  /// Whether gradients are wanted for the parameters whose names start with `prefix`. They are for
  /// all at first. Gradients pass through a frozen module to its inputs.
  void set_requires_grad(bool is_wanted, const std::string& prefix = "");

  /// Moves weights and constants; parameters() gives other tensors afterwards, so make optimizers
  /// after this.
  void to(torch::Device device);
  torch::Device device() const { return options_.device; }
  const ModuleOptions& options() const { return options_; }

  /// Parameters and buffers by name, as files hold them.
  std::map<std::string, Tensor> weights() const;
  /// Takes over weights by name, in place. Errors: missing or unexpected names, other sizes; the
  /// module is unchanged then.
  void load(const std::map<std::string, Tensor>& weights);

  /// The graph with the present weights, for export.
  graph::Graph graph() const;
  /// The graph as it was given, without a copy of the weights.
  const graph::Graph& description() const;

 private:
  torch::ScalarType scalar_type() const;
  torch::Tensor received(const torch::Tensor& input) const;
  std::vector<torch::Tensor> run(const Step& step, const std::vector<torch::Tensor>& values,
                                 const Pass& pass) const;
  void hold_still(std::vector<torch::Tensor>& values) const;
  void update(const std::vector<torch::Tensor>& values);
  NamedTensors all_weights() const;

  std::unique_ptr<Program> program_;
  ModuleOptions options_;
  bool is_training_ = false;
  uint64_t step_ = 0, pass_ = 0;
  NamedTensors parameters_, buffers_;
  std::vector<torch::Tensor> held_;  // by value: weights and constants; others are undefined
};

}  // namespace kintsugi::learn
