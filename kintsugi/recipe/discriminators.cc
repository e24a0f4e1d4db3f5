#include "kintsugi/recipe/discriminators.h"

#include <optional>

namespace kintsugi::recipe {

graph::Graph build_discriminator(const Discriminator& discriminator, int64_t size, uint64_t seed) {
  graph::Builder b(discriminator.name, seed);
  const graph::Value picture = nets::pictures(b, "picture", 3, size);
  std::optional<graph::Builder::SpectralNorm> normalized;
  if (discriminator.spectral_norm) normalized.emplace(b);
  const auto judge = [&](const auto& network) { return network.judge(b, picture); };
  return nets::finish(b, std::visit(judge, discriminator.network));
}

}  // namespace kintsugi::recipe
