#include "kintsugi/graph/operators.h"

#include <map>

#include "kintsugi/graph/families.h"

namespace kintsugi::graph {

const std::vector<Operator>& all_operators() {
  static const auto list = [] {
    std::vector<Operator> all;
    for (const auto family :
         {unary_operators(), arithmetic_operators(), selection_operators(), convolution_operators(),
          pooling_operators(), normalization_operators(), matrix_operators(), reduction_operators(),
          slicing_operators(), transpose_operators(), reshape_operators(), resize_operators(),
          constant_operators()}) {
      all.insert(all.end(), family.begin(), family.end());
    }
    return all;
  }();
  return list;
}

const Operator* find_operator(std::string_view name) {
  static const auto by_name = [] {
    std::map<std::string_view, const Operator*> map;
    for (const Operator& one : all_operators()) map[one.name] = &one;
    return map;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

std::optional<ElementOp> element_op(const Node& node) {
  const Operator* known = find_operator(node.op);
  if (!known || !known->element.is_given()) return std::nullopt;
  const auto number = [&](const Parameter& parameter) {
    return parameter.attribute.empty() ? 0 : node.real(parameter.attribute, parameter.otherwise);
  };
  return ElementOp{known->element.kind, number(known->element.p), number(known->element.q)};
}

}  // namespace kintsugi::graph
