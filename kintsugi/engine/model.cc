#include "kintsugi/engine/model.h"

#include <algorithm>

#include "kintsugi/error.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/passes.h"

namespace kintsugi::engine {

Model::Model(graph::Graph graph, const ModelOptions& options)
    : graph_(std::move(graph)),
      type_(compute_type(precision_of(options.precision))),
      threads_(options.threads) {
  check(threads_ >= 0, "threads is ", threads_, ", expected 0 or more");
  graph::fold_weights(graph_);  // kernels want weights that they can pack before they run
}

std::shared_ptr<const Plan> Model::plan(const std::vector<Sizes>& sizes,
                                       const Progress& progress) const {
  check(sizes.size() == graph_.inputs.size(), "the model has ", graph_.inputs.size(),
        " inputs, found ", sizes.size());
  graph::SymbolValues symbols;
  for (size_t i = 0; i < sizes.size(); ++i) graph::match_sizes(graph_.inputs[i], sizes[i], symbols);
  // Held while a plan is made: whoever asks for the same size would make the same one.
  const std::lock_guard lock(mutex_);
  CachedPlan& cached = plans_[symbols];
  cached.last_use = ++num_uses_;
  if (cached.plan) return cached.plan;
  try {
    cached.plan = std::make_shared<const Plan>(graph_, symbols, type_, threads_, packed_, progress);
  } catch (...) {
    plans_.erase(symbols);
    throw;
  }
  const auto plan = cached.plan;
  if (plans_.size() > kMaxPlans) {
    const auto is_older = [](const auto& a, const auto& b) {
      return a.second.last_use < b.second.last_use;
    };
    plans_.erase(std::min_element(plans_.begin(), plans_.end(), is_older));
  }
  return plan;
}

size_t Model::num_plans() const {
  const std::lock_guard lock(mutex_);
  return plans_.size();
}

std::vector<Tensor> Model::run(const std::vector<Tensor>& inputs,
                               std::vector<StepTime>* profile, const Progress& progress) const {
  std::vector<Sizes> sizes;
  std::vector<Tensor> floats;
  std::vector<const float*> from;
  for (const Tensor& input : inputs) {
    sizes.push_back(input.sizes());
    floats.push_back(input.to(DataType::kFloat32));
    from.push_back(floats.back().values<float>().data());
  }
  const auto plan = this->plan(sizes, progress);
  std::vector<std::vector<float>> results;
  std::vector<float*> to;
  for (size_t i = 0; i < graph_.outputs.size(); ++i) {
    results.emplace_back(static_cast<size_t>(num_elements(plan->output_sizes(i))));
    to.push_back(results.back().data());
  }
  plan->run(from, to, profile, progress);
  std::vector<Tensor> outputs;
  for (size_t i = 0; i < results.size(); ++i) {
    outputs.emplace_back(plan->output_sizes(i), std::move(results[i]));
  }
  return outputs;
}

}  // namespace kintsugi::engine
