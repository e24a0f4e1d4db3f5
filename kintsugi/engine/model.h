#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kintsugi/base/precision.h"
#include "kintsugi/base/tensor.h"
#include "kintsugi/engine/plan.h"
#include "kintsugi/graph/graph.h"

namespace kintsugi::engine {

struct ModelOptions {
  std::optional<Precision> precision;  // none: bf16 where the processor is fast at it, else f32
  int threads = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("precision", o.precision, "f32, bf16, or auto: bf16 where the processor is fast at it");
    field("threads", o.threads, "threads of one run; 0 = all cores");
  }
};

/// Inputs or outputs of a model by name: {{"image", x}, {"mask", m}}.
using NamedTensors = std::map<std::string, Tensor>;
using NamedSizes = std::map<std::string, Sizes>;

/// A network ready to run. Plans are made when a size is first seen and kept. Any number of threads
/// may run it at once; only who moves it must be alone with it.
class Model {
 public:
  /// Errors: bf16 on a processor without it, a negative number of threads.
  explicit Model(graph::Graph graph, const ModelOptions& options = {});
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  /// Runs the network: its outputs by name, which are f32, for all of its inputs, which are f32 or
  /// of the ports' types. `progress` may stop it. Errors: an input that is missing or that the
  /// network does not have (both say which there are), sizes that do not fit.
  NamedTensors run(const NamedTensors& inputs, std::vector<StepTime>* profile = nullptr,
                   const Progress& progress = {}) const;

  /// The plan for inputs of these sizes; `progress` may stop the making of it. Errors: as of `run`.
  std::shared_ptr<const Plan> plan(const NamedSizes& sizes, const Progress& progress = {}) const;

  /// How many plans are kept now.
  size_t num_plans() const;

  const graph::Graph& graph() const { return graph_; }
  DataType type() const { return type_; }

 private:
  struct Shared;  // what runs at the same time share: plans and packed weights

  graph::Graph graph_;
  DataType type_;
  int threads_;
  std::unique_ptr<Shared> shared_;
};

}  // namespace kintsugi::engine
