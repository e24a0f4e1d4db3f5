#include "kintsugi/engine/model.h"

#include <algorithm>
#include <mutex>

#include "kintsugi/error.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/passes.h"

namespace kintsugi::engine {
namespace {

constexpr size_t kMaxPlans = 16;  // the one that was used longest ago goes

struct CachedPlan {
  std::shared_ptr<const Plan> plan;
  uint64_t last_use = 0;
};

std::string names_of(const std::vector<graph::Port>& ports) {
  std::string names;
  for (const graph::Port& port : ports) names += (names.empty() ? "'" : ", '") + port.name + "'";
  return names.empty() ? "none" : names;
}

// `given` has a value for each of the model's inputs and no other.
template <class Value>
void check_names(const graph::Graph& graph, const std::map<std::string, Value>& given) {
  for (const graph::Port& port : graph.inputs) {
    check(given.contains(port.name), "input '", port.name,
          "' is missing, expected all of the model's inputs: ", names_of(graph.inputs));
  }
  for (const auto& [name, value] : given) {
    check(std::ranges::find(graph.inputs, name, &graph::Port::name) != graph.inputs.end(),
          "the model has no input '", name, "', expected ", names_of(graph.inputs));
  }
}

}  // namespace

struct Model::Shared {
  PackedWeights packed;
  std::mutex mutex;
  std::map<graph::SymbolValues, CachedPlan> plans;
  uint64_t num_uses = 0;
};

Model::Model(graph::Graph graph, const ModelOptions& options)
    : graph_(std::move(graph)),
      type_(compute_type(options.precision)),
      threads_(options.threads),
      shared_(std::make_unique<Shared>()) {
  check(threads_ >= 0, "threads is ", threads_, ", expected 0 or more");
  graph::fold_weights(graph_);  // kernels want weights that they can pack before they run
}

Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

std::shared_ptr<const Plan> Model::plan(const NamedSizes& sizes, const Progress& progress) const {
  check_names(graph_, sizes);
  graph::SymbolValues symbols;
  for (const graph::Port& port : graph_.inputs) {
    graph::match_sizes(port, sizes.at(port.name), symbols);
  }
  // Held while a plan is made: whoever asks for the same size would make the same one.
  const std::lock_guard lock(shared_->mutex);
  auto& plans = shared_->plans;
  CachedPlan& cached = plans[symbols];
  cached.last_use = ++shared_->num_uses;
  if (cached.plan) return cached.plan;
  try {
    cached.plan =
        std::make_shared<const Plan>(graph_, symbols, type_, threads_, shared_->packed, progress);
  } catch (...) {
    plans.erase(symbols);
    throw;
  }
  const auto plan = cached.plan;
  if (plans.size() > kMaxPlans) {
    const auto is_older = [](const auto& a, const auto& b) {
      return a.second.last_use < b.second.last_use;
    };
    plans.erase(std::min_element(plans.begin(), plans.end(), is_older));
  }
  return plan;
}

size_t Model::num_plans() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->plans.size();
}

NamedTensors Model::run(const NamedTensors& inputs, std::vector<StepTime>* profile,
                        const Progress& progress) const {
  NamedSizes sizes;
  for (const auto& [name, input] : inputs) sizes[name] = input.sizes();
  const auto plan = this->plan(sizes, progress);
  std::vector<Tensor> floats;
  std::vector<const float*> from;
  for (const graph::Port& port : graph_.inputs) {
    floats.push_back(inputs.at(port.name).to(DataType::kFloat32));
    from.push_back(floats.back().values<float>().data());
  }
  std::vector<std::vector<float>> results;
  std::vector<float*> to;
  for (size_t i = 0; i < graph_.outputs.size(); ++i) {
    results.emplace_back(static_cast<size_t>(num_elements(plan->output_sizes(i))));
    to.push_back(results.back().data());
  }
  plan->run(from, to, profile, progress);
  NamedTensors outputs;
  for (size_t i = 0; i < results.size(); ++i) {
    outputs[graph_.outputs[i].name] = Tensor(plan->output_sizes(i), std::move(results[i]));
  }
  return outputs;
}

}  // namespace kintsugi::engine
