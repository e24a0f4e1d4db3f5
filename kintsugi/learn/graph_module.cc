#include "kintsugi/learn/graph_module.h"

#include "kintsugi/base/random.h"
#include "kintsugi/error.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/reference.h"
#include "kintsugi/learn/operators.h"
#include "kintsugi/learn/program.h"

namespace kintsugi::learn {
namespace {

// Integers that say what to do with pictures: axes, sizes, indices.
bool is_description(const torch::Tensor& x) {
  return x.defined() && x.scalar_type() == torch::kInt64 && x.is_cpu();
}

Tensors run_reference(const Step& step, const Tensors& inputs) {
  std::vector<Tensor> ours;
  for (const torch::Tensor& input : inputs) {
    ours.push_back(input.defined() ? from_torch(input) : Tensor());
  }
  Tensors results;
  for (const Tensor& result : graph::run_node(*step.node, ours)) {
    results.push_back(to_torch(result));
  }
  return results;
}

bool has_bfloat16_instructions() {
#ifdef __x86_64__
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

// The names of all weights in the order in which nodes read them.
std::vector<std::string> weights_in_order(const graph::Graph& graph) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const graph::Node& node : graph.nodes) {
    for (const std::string& input : node.inputs) {
      if (graph.weights.contains(input) && seen.insert(input).second) names.push_back(input);
    }
  }
  for (const auto& [name, weight] : graph.weights) {  // such as one that is an output itself
    if (seen.insert(name).second) names.push_back(name);
  }
  return names;
}

}  // namespace

Precision native_precision(torch::Device device) {
  const bool is_native = !device.is_cpu() || has_bfloat16_instructions();
  return is_native ? Precision::kBf16 : Precision::kF32;
}

GraphModule::GraphModule(const graph::Graph& graph, const ModuleOptions& options)
    : program_(std::make_unique<Program>(graph)), options_(options) {
  held_.resize(static_cast<size_t>(program_->num_slots()));
  const std::set<std::string> learned = graph::learned_weights(graph);
  for (const std::string& name : weights_in_order(graph)) {
    const torch::Tensor weight = to_torch(graph.weights.find(name)->second);
    if (learned.contains(name)) {
      parameters_.emplace_back(name, weight.to(scalar_type()));
    } else {
      buffers_.emplace_back(name, weight.is_floating_point() ? weight.to(scalar_type()) : weight);
    }
  }
  for (const graph::Node& node : program_->graph().nodes) {
    if (node.op != "Constant") continue;
    torch::Tensor value = to_torch(graph::constant_value(node));
    if (value.is_floating_point()) value = value.to(scalar_type());
    held_[static_cast<size_t>(program_->slot(node.outputs[0]))] = value;
  }
  to(options.device);
  set_requires_grad(true);
}

GraphModule::GraphModule(GraphModule&&) noexcept = default;
GraphModule& GraphModule::operator=(GraphModule&&) noexcept = default;
GraphModule::~GraphModule() = default;

torch::ScalarType GraphModule::scalar_type() const {
  return options_.is_double ? torch::kFloat64 : torch::kFloat32;
}

torch::Tensor GraphModule::received(const torch::Tensor& input) const {
  if (!input.is_floating_point()) return input;
  const torch::Tensor x = input.to(options_.device, scalar_type());
  const bool is_picture = options_.is_channels_last && x.dim() == 4;
  return is_picture ? x.contiguous(torch::MemoryFormat::ChannelsLast) : x;
}

Tensors GraphModule::run(const Step& step, const Tensors& values, const Pass& pass) const {
  Tensors inputs;
  bool has_descriptions_only = true;
  for (const int slot : step.inputs) {
    inputs.push_back(slot < 0 ? torch::Tensor() : values[static_cast<size_t>(slot)]);
    const torch::Tensor& input = inputs.back();
    has_descriptions_only = has_descriptions_only && (!input.defined() || is_description(input));
  }
  try {
    if (has_descriptions_only) {
      Tensors results = run_reference(step, inputs);
      for (torch::Tensor& result : results) result = received(result);
      return results;
    }
    check(step.function->run != nullptr, graph::describe(*step.node), ": works on integers only");
    return step.function->run({*step.node, inputs, pass});
  } catch (const c10::Error& error) {
    throw Error(graph::describe(*step.node) + ": " + error.what_without_backtrace());
  }
}

// What `updates` move is kept for the backward pass as it was.
void GraphModule::hold_still(Tensors& values) const {
  for (const auto& [weight, value] : program_->graph().updates) {
    torch::Tensor& held = values[static_cast<size_t>(program_->slot(weight))];
    held = held.clone();
  }
}

void GraphModule::update(const Tensors& values) {
  const torch::NoGradGuard no_gradients;
  for (const auto& [weight, value] : program_->graph().updates) {
    const auto to = static_cast<size_t>(program_->slot(weight));
    held_[to].copy_(values[static_cast<size_t>(program_->slot(value))]);
  }
}

TensorMap GraphModule::forward(const TensorMap& inputs, const ForwardOptions& options) {
  const bool has_updates = is_training_ && options.updates_statistics;
  const Route& route = program_->route(options.outputs, has_updates);
  Tensors values = held_;
  if (has_updates) hold_still(values);
  graph::SymbolValues symbols;
  for (const std::string& name : route.inputs) {
    const auto found = inputs.find(name);
    check(found != inputs.end(), "input '", name, "' of ", program_->graph().name, " is missing");
    graph::match_sizes(program_->graph().input(name), found->second.sizes().vec(), symbols);
    values[static_cast<size_t>(program_->slot(name))] = received(found->second);
  }
  const uint64_t stream = mix_bits(options_.seed) ^ mix_bits(step_ + 1);
  const Pass pass{is_training_, options.updates_statistics, options_.precision,
                  mix_bits(stream + pass_)};
  if (is_training_) ++pass_;
  for (size_t i = 0; i < route.steps.size(); ++i) {
    const Step& step = program_->steps()[static_cast<size_t>(route.steps[i])];
    Tensors results = run(step, values, pass);
    for (size_t k = 0; k < step.outputs.size() && k < results.size(); ++k) {
      if (step.outputs[k] < 0) continue;
      values[static_cast<size_t>(step.outputs[k])] = std::move(results[k]);
    }
    for (const int slot : route.releases[i]) values[static_cast<size_t>(slot)].reset();
  }
  if (has_updates) update(values);
  TensorMap outputs;
  for (const graph::Port& port : program_->graph().outputs) {
    if (!options.outputs.empty() && !options.outputs.contains(port.name)) continue;
    outputs[port.name] = widened(values[static_cast<size_t>(program_->slot(port.name))]);
  }
  return outputs;
}

torch::Tensor GraphModule::forward(const torch::Tensor& input, const std::string& output) {
  const graph::Graph& graph = program_->graph();
  check(graph.inputs.size() == 1, graph.name, " has ", graph.inputs.size(), " inputs, expected 1");
  return forward({{graph.inputs[0].name, input}}, {.outputs = {output}}).at(output);
}

void GraphModule::set_step(uint64_t step) {
  step_ = step;
  pass_ = 0;
}

void GraphModule::set_requires_grad(bool is_wanted, const std::string& prefix) {
  for (auto& [name, parameter] : parameters_) {
    if (name.starts_with(prefix)) parameter.requires_grad_(is_wanted);
  }
}

void GraphModule::to(torch::Device device) {
  options_.device = device;
  const auto move = [&](torch::Tensor& x) {
    const bool is_wanted = x.requires_grad();
    x = x.detach().to(device).requires_grad_(is_wanted);
  };
  for (NamedTensors* tensors : {&parameters_, &buffers_}) {
    for (auto& [name, tensor] : *tensors) {
      if (tensor.is_floating_point()) move(tensor);
      held_[static_cast<size_t>(program_->slot(name))] = tensor;
    }
  }
  for (torch::Tensor& constant : held_) {  // a single number may stay on the CPU
    const bool is_data = constant.defined() && constant.is_floating_point() && constant.dim() > 0;
    if (is_data && constant.device() != device) constant = constant.to(device);
  }
}

NamedTensors GraphModule::all_weights() const {
  NamedTensors all = parameters_;
  all.insert(all.end(), buffers_.begin(), buffers_.end());
  return all;
}

std::map<std::string, Tensor> GraphModule::weights() const { return from_torch(all_weights()); }

void GraphModule::load(const std::map<std::string, Tensor>& weights) {
  copy_into(all_weights(), weights, "weights of " + program_->graph().name);
}

graph::Graph GraphModule::graph() const {
  graph::Graph graph = program_->graph();
  for (auto& [name, weight] : weights()) graph.weights[name] = weight;
  return graph;
}

const graph::Graph& GraphModule::description() const { return program_->graph(); }

}  // namespace kintsugi::learn
