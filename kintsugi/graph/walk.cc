#include "kintsugi/graph/walk.h"

namespace kintsugi::graph {

Tensor picked(const Tensor& x, const Sizes& sizes, const Sizes& strides, int64_t start) {
  const auto pick = [&](auto values) {
    using T = typename decltype(values)::value_type;
    std::vector<T> result;
    result.reserve(num_elements(sizes));
    walk<1>(sizes, {strides}, [&](const auto& at) { result.push_back(values[at[0]]); }, {start});
    return Tensor(sizes, std::move(result));
  };
  return x.type() == DataType::kFloat32 ? pick(x.values<float>()) : pick(x.values<int64_t>());
}

}  // namespace kintsugi::graph
