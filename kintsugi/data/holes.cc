#include "kintsugi/data/holes.h"

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

std::unique_ptr<Painter> painter_of(const recipe::Hole& hole) {
  const bool has_bank = std::any_of(hole.settings.begin(), hole.settings.end(), [](const auto& s) {
    return s.first == "bank" && !s.second.empty();
  });
  check(hole.painter != HoleKind::kRegion || has_bank,
        "the recipe's painter region needs a bank of silhouettes, a folder, tar archive or packed "
        "file: give hole.region.bank");
  return make_painter({hole.painter, hole.settings});
}

}  // namespace

Holes::Holes(const std::vector<recipe::Hole>& holes) {
  double sum = 0;
  for (const recipe::Hole& hole : holes) {
    check(hole.weight >= 0, "the painter ", word_of(hole.painter), " has the weight ", hole.weight,
          ", expected 0 or more");
    if (hole.weight == 0) continue;
    sum += hole.weight;
    choices_.push_back({sum, painter_of(hole)});
  }
  check(!choices_.empty(), "the recipe has no painter of holes, expected a [[hole]]");
}

Mask Holes::paint(Size size, Random& random) const {
  const double at = random.uniform() * choices_.back().up_to;
  for (const Choice& choice : choices_) {
    if (at < choice.up_to) return choice.painter->paint(size, random);
  }
  return choices_.back().painter->paint(size, random);
}

}  // namespace kintsugi::data
