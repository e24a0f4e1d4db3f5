#include <algorithm>
#include <cmath>

#include "kintsugi/graph/infer_functions.h"
#include "kintsugi/graph/slices.h"

namespace kintsugi::graph::infer_functions {
namespace {

using Elements = std::vector<Dim>;

// A float constant that is a whole number, such as the 2.0 of `H * 2.0`, counts as an integer.
std::optional<Elements> elements_of(const ValueInfo& info) {
  if (info.elements || !info.constant || info.constant.size() > 64) return info.elements;
  const Tensor floats = info.constant.to(DataType::kFloat32);
  Elements elements;
  for (const float value : floats.values<float>()) {
    if (value != std::floor(value) || std::fabs(value) > 0x1p40f) return {};
    elements.push_back(static_cast<int64_t>(value));
  }
  return elements;
}

std::optional<Elements> arithmetic_elements(const Operands& in, const std::vector<Elements>& of) {
  const size_t count = std::max(of[0].size(), of[1].size());
  if ((of[0].size() != count && of[0].size() != 1) ||
      (of[1].size() != count && of[1].size() != 1)) {
    return {};
  }
  const bool is_float = is_floating(in[0].type);
  Elements result;
  for (size_t i = 0; i < count; ++i) {
    const Dim &a = of[0][of[0].size() == 1 ? 0 : i], &b = of[1][of[1].size() == 1 ? 0 : i];
    if (in.node.op == "Add") {
      result.push_back(a + b);
    } else if (in.node.op == "Sub") {
      result.push_back(a - b);
    } else if (in.node.op == "Mul") {
      result.push_back(a * b);
    } else if (in.node.op == "Equal") {
      const Dim difference = a - b;  // expressions that are not the same count as different
      result.push_back(difference == Dim(0) ? 1 : 0);
    } else if (in.node.op == "Div" && !(b == Dim(0))) {
      const Dim quotient = floor_div(a, b);
      if (is_float && !(quotient * b == a)) return {};  // a fraction
      result.push_back(quotient);
    } else {
      return {};
    }
  }
  return result;
}

std::optional<Elements> gathered(const Operands& in, const Elements& data) {
  if (in.shape(0).size() != 1 || !in[1].constant) return {};
  Elements result;
  for (const int64_t index : in.list(1)) {
    const auto count = static_cast<int64_t>(data.size());
    in.check(index >= -count && index < count, "index ", index, " is not within ", count);
    result.push_back(data[index < 0 ? index + count : index]);
  }
  return result;
}

std::optional<Elements> sliced(const Operands& in, const Elements& data) {
  if (in.shape(0).size() != 1 || in.list(1).size() != 1) return {};
  const int64_t step = in.has(4) ? in.list(4)[0] : 1;
  const AxisSlice slice =
      slice_axis(in.list(1)[0], in.list(2)[0], step, static_cast<int64_t>(data.size()));
  Elements result;
  for (int64_t i = 0; i < slice.count; ++i) result.push_back(data[slice.start + i * slice.step]);
  return result;
}

bool keeps_elements(std::string_view op) {
  for (const char* known : {"Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape", "Flatten",
                            "Floor", "Ceil", "Round"}) {
    if (op == known) return true;
  }
  return false;
}

}  // namespace

std::optional<Elements> elements(const Operands& in, const ValueInfo& output) {
  const std::string& op = in.node.op;
  if (op == "ConstantOfShape" && !is_floating(output.type)) {
    const Attribute* value = in.node.find("value");
    const int64_t fill = std::get<Tensor>(*value).to(DataType::kInt64).values<int64_t>()[0];
    return Elements(num_elements(sizes_of(output.shape)), Dim(fill));
  }
  std::vector<Elements> of;
  for (size_t i = 0; i < in.count(); ++i) {
    std::optional<Elements> one = in.has(i) ? elements_of(in[i]) : std::nullopt;
    if (!one && (i == 0 || op == "Concat")) return {};
    of.push_back(one.value_or(Elements{}));
  }
  if (of.empty()) return {};
  if (keeps_elements(op) && output.type != DataType::kBool) return of[0];
  if (op == "Gather") return gathered(in, of[0]);
  if (op == "Slice") return sliced(in, of[0]);
  if (op == "Concat" && output.shape.size() == 1) {
    for (size_t i = 1; i < of.size(); ++i) of[0].insert(of[0].end(), of[i].begin(), of[i].end());
    return of[0];
  }
  const bool has_all = in.count() >= 2 && !of[0].empty() && !of[1].empty();
  if (op == "Where" && has_all && in.count() == 3 && of[2].size() == of[0].size() &&
      of[1].size() == of[0].size()) {
    Elements result;
    for (size_t i = 0; i < of[0].size(); ++i) {
      if (!of[0][i].is_known()) return {};
      result.push_back(of[0][i] == Dim(0) ? of[2][i] : of[1][i]);
    }
    return result;
  }
  return in.count() == 2 && has_all ? arithmetic_elements(in, of) : std::nullopt;
}

}  // namespace kintsugi::graph::infer_functions
