#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kintsugi/base/precision.h"
#include "kintsugi/engine/packed_weights.h"
#include "kintsugi/engine/program.h"
#include "kintsugi/graph/graph.h"
#include "kintsugi/progress.h"

namespace kintsugi::engine {

/// The type that convolutions compute in for a precision; for none it is bf16 where the processor
/// has AMX or AVX512_BF16, else f32. Errors: bf16 on a processor without AVX-512, naming what was
/// found.
DataType compute_type(std::optional<Precision> precision);

/// How long one step of a run took, and what it was (see Step).
struct StepTime {
  std::string op, name, how;
  double flops = 0, time_ms = 0;
};

/// A graph compiled for one set of input sizes. Any number of threads may run it at once: weights
/// are shared, each run has memory of its own, which the plan keeps for the next run.
class Plan {
 public:
  /// Compiles `graph`, as it is, for inputs of these sizes: batch norms and
  /// activations are folded into what is before them on the way (lower_convolution.cc).
  /// `threads` is for which number of threads oneDNN's primitives are made (0 = all cores).
  /// `progress` may stop that.
  Plan(const graph::Graph& graph, const graph::SymbolValues& symbols, DataType type, int threads,
       PackedWeights& packed, const Progress& progress = {});

  /// Runs it. Inputs and outputs are row-major f32 in the graph's order; the caller owns both.
  /// `progress` is asked before each step.
  void run(const std::vector<const float*>& inputs, const std::vector<float*>& outputs,
           std::vector<StepTime>* profile = nullptr, const Progress& progress = {}) const;

  const std::vector<Step>& steps() const { return program_.steps; }
  Sizes input_sizes(size_t index) const {
    return program_.slots[program_.inputs[index]].storage.sizes;
  }
  Sizes output_sizes(size_t index) const {
    return program_.slots[program_.outputs[index]].storage.sizes;
  }
  /// Memory of one run, without inputs, outputs and weights.
  int64_t arena_bytes() const { return program_.arena_bytes; }
  /// Multiplications and additions that the operators are defined by.
  double flops() const;

 private:
  Program program_;
  int threads_;
  mutable std::mutex mutex_;
  mutable std::vector<Buffer> free_arenas_;
};

}  // namespace kintsugi::engine
