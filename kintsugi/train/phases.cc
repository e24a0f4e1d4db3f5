#include "kintsugi/train/phases.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace kintsugi::train {

std::vector<Phase> phases_of(const recipe::Recipe& recipe) {
  std::vector<Phase> phases;
  double share = 0;
  int64_t begin = 0;
  for (const recipe::Phase& phase : recipe.phases) {
    share += phase.share;
    const int64_t end = std::llround(std::min(share, 1.0) * double(recipe.training.steps));
    phases.push_back({phase, begin, end});
    begin = end;
  }
  phases.back().end = recipe.training.steps;
  return phases;
}

const Phase& phase_at(const std::vector<Phase>& phases, int64_t step) {
  const auto found =
      std::find_if(phases.begin(), phases.end(), [&](const Phase& one) { return step < one.end; });
  assert(found != phases.end());
  return *found;
}

bool trains(const recipe::Phase& phase, const std::string& name) {
  return std::any_of(phase.train.begin(), phase.train.end(), [&](const std::string& one) {
    return one == name || (name == "generator" && one.starts_with("generator."));
  });
}

int64_t batches_a_step(const recipe::Recipe& recipe, const recipe::Phase& phase) {
  int64_t count = 1;
  for (const recipe::Discriminator& one : recipe.discriminators) {
    if (trains(phase, one.name)) count = std::max(count, one.steps);
  }
  return count;
}

}  // namespace kintsugi::train
