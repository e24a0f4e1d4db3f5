#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kintsugi/base/tensor.h"
#include "kintsugi/engine/plan.h"
#include "kintsugi/graph/graph.h"

namespace kintsugi::engine {

struct ModelOptions {
  std::string precision = "auto";
  int threads = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("precision", o.precision, "f32, bf16, or auto: bf16 where the processor is fast at it");
    field("threads", o.threads, "threads of one run; 0 = all cores");
  }
};

/// A network ready to run. Plans are made when a size is first seen and kept. Any number of threads
/// may run it at once.
class Model {
 public:
  /// Errors: an unknown precision, or bf16 on a processor without it.
  explicit Model(graph::Graph graph, const ModelOptions& options = {});

  /// Runs the network. `inputs` are f32 or of the ports' types, in the graph's order; so are the
  /// results, which are f32. `progress` may stop it. Errors: sizes or types that do not fit.
  std::vector<Tensor> run(const std::vector<Tensor>& inputs,
                          std::vector<StepTime>* profile = nullptr,
                          const Progress& progress = {}) const;

  /// The plan for inputs of these sizes; `progress` may stop the making of it. Errors: sizes that do
  /// not fit the graph.
  std::shared_ptr<const Plan> plan(const std::vector<Sizes>& sizes,
                                   const Progress& progress = {}) const;

  /// How many plans are kept now.
  size_t num_plans() const;

  const graph::Graph& graph() const { return graph_; }
  DataType type() const { return type_; }

 private:
  static constexpr size_t kMaxPlans = 16;  // the one that was used longest ago goes

  struct CachedPlan {
    std::shared_ptr<const Plan> plan;
    uint64_t last_use = 0;
  };

  graph::Graph graph_;
  DataType type_;
  int threads_;
  mutable PackedWeights packed_;
  mutable std::mutex mutex_;
  mutable std::map<graph::SymbolValues, CachedPlan> plans_;
  mutable uint64_t num_uses_ = 0;
};

}  // namespace kintsugi::engine
