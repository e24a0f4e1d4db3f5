#include "kintsugi/learn/program.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi::learn {
namespace {

const Function* function_of(const graph::Node& node) {
  const Function* function = find_function(node.op);
  check(function != nullptr, graph::describe(node), ": operator ", node.op,
        " cannot be trained: LibTorch is not taught it");
  return function;
}

}  // namespace

Program::Program(graph::Graph graph) : graph_(std::move(graph)) {
  for (const graph::Port& port : graph_.inputs) slot_of(port.name);
  for (const auto& [name, weight] : graph_.weights) slot_of(name);
  graph_.weights.clear();
  for (const graph::Node& node : graph_.nodes) {
    const bool is_constant = node.op == "Constant";
    Step step{&node, function_of(node), {}, {}};
    for (const std::string& input : node.inputs) {
      step.inputs.push_back(input.empty() ? -1 : slot_of(input));
    }
    for (const std::string& output : node.outputs) {
      step.outputs.push_back(output.empty() ? -1 : slot_of(output));
    }
    if (!is_constant) steps_.push_back(std::move(step));
  }
}

int Program::slot_of(const std::string& name) {
  return slots_.emplace(name, static_cast<int>(slots_.size())).first->second;
}

int Program::slot(const std::string& name) const {
  const auto found = slots_.find(name);
  check(found != slots_.end(), "there is no value '", name, "'");
  return found->second;
}

const Route& Program::route(const std::set<std::string>& outputs, bool has_updates) {
  const std::pair key(outputs, has_updates);
  auto found = routes_.find(key);
  if (found == routes_.end()) found = routes_.emplace(key, make_route(outputs, has_updates)).first;
  return found->second;
}

Route Program::make_route(const std::set<std::string>& outputs, bool has_updates) const {
  std::set<int> needed;  // slots
  for (const graph::Port& port : graph_.outputs) {
    if (outputs.empty() || outputs.contains(port.name)) needed.insert(slot(port.name));
  }
  for (const std::string& output : outputs) graph_.output(output);  // an Error if there is none
  if (has_updates) {
    for (const auto& [weight, value] : graph_.updates) needed.insert(slot(value));
  }
  Route route;
  for (size_t i = steps_.size(); i-- > 0;) {
    const auto is_needed = [&](int output) { return needed.contains(output); };
    if (std::none_of(steps_[i].outputs.begin(), steps_[i].outputs.end(), is_needed)) continue;
    route.steps.push_back(static_cast<int>(i));
    std::vector<int> last_uses;  // walking backwards, the first use seen is the last
    for (const int input : steps_[i].inputs) {
      if (input >= 0 && needed.insert(input).second) last_uses.push_back(input);
    }
    for (const int output : steps_[i].outputs) {
      if (output >= 0 && !needed.contains(output)) last_uses.push_back(output);
    }
    route.releases.push_back(std::move(last_uses));
  }
  std::reverse(route.steps.begin(), route.steps.end());
  std::reverse(route.releases.begin(), route.releases.end());
  for (const graph::Port& port : graph_.inputs) {
    if (needed.contains(slot(port.name))) route.inputs.insert(port.name);
  }
  return route;
}

}  // namespace kintsugi::learn
