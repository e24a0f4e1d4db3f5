#include "kintsugi/engine/lower.h"

#include <functional>
#include <numeric>

namespace kintsugi::engine {
namespace {

std::map<std::string_view, const Lowering*> joined_tables() {
  std::map<std::string_view, const Lowering*> all;
  for (const auto family :
       {convolution_lowerings(), pooling_lowerings(), normalization_lowerings(), matrix_lowerings(),
        reduction_lowerings(), slicing_lowerings(), transpose_lowerings(), reshape_lowerings(),
        resize_lowerings(), pad_lowerings()}) {
    for (const Lowering& one : family) all[one.op] = &one;
  }
  return all;
}

}  // namespace

void lower(Compiler& compiler, const graph::Node& node) {
  static const std::map<std::string_view, const Lowering*> lowerings = joined_tables();
  const auto found = lowerings.find(node.op);
  const bool is_done = found == lowerings.end() ? lower_pointwise(compiler, node)
                                                : found->second->lower(compiler, node);
  if (!is_done) lower_reference(compiler, node);
}

int64_t num_elements_between(const Sizes& sizes, size_t first, size_t last) {
  return std::accumulate(sizes.begin() + static_cast<std::ptrdiff_t>(first),
                         sizes.begin() + static_cast<std::ptrdiff_t>(last), int64_t{1},
                         std::multiplies<>());
}

bool is_copyable(const Compiler& compiler, const graph::Node& node) {
  const DataType type = compiler.info(node.outputs[0]).type;
  return type == DataType::kFloat32 || type == DataType::kBool || type == DataType::kUInt8;
}

void add_copy(Compiler& compiler, const graph::Node& node, SlotId from, SlotId to,
              const StridedCopy& copy) {
  compiler.add({.op = node.op,
                .name = node.name,
                .how = "copy",
                .reads = {from},
                .writes = {to},
                .run = [=](const Memory& m) { copy.run(m.at(from), m.at(to)); }});
}

}  // namespace kintsugi::engine
