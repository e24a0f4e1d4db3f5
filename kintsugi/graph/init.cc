#include "kintsugi/graph/init.h"

#include <algorithm>
#include <cmath>

#include "kintsugi/base/random.h"

namespace kintsugi::graph {

uint64_t hash_name(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

Tensor fresh_weight(std::string_view name, const Sizes& sizes, const Init& init, uint64_t seed) {
  Random random(seed, hash_name(name));
  const auto count = static_cast<double>(std::max<int64_t>(1, num_elements(sizes)));
  const auto first = static_cast<double>(sizes.empty() ? 1 : std::max<int64_t>(1, sizes[0]));
  const auto second = static_cast<double>(sizes.size() < 2 ? 1 : std::max<int64_t>(1, sizes[1]));
  const double fan_in = count / first, fan_out = count / second;
  const auto draw = [&]() -> double {
    switch (init.kind) {
      case Init::Kind::kConstant:
        return init.value;
      case Init::Kind::kUniform:
        return random.uniform(-init.value, init.value);
      case Init::Kind::kNormal:
        return random.normal(0, init.value);
      case Init::Kind::kHe:
        return random.normal(0, std::sqrt(2 / fan_in));
      case Init::Kind::kXavier:
        break;
    }
    const double bound = std::sqrt(6 / (fan_in + fan_out));
    return random.uniform(-bound, bound);
  };
  std::vector<float> values(num_elements(sizes));
  std::generate(values.begin(), values.end(), [&] { return static_cast<float>(draw()); });
  return Tensor(sizes, std::move(values));
}

}  // namespace kintsugi::graph
