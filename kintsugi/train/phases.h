#pragma once

#include <cstdint>
#include <vector>

#include "kintsugi/recipe/recipe.h"

namespace kintsugi::train {

/// A phase with its part of the run's steps: begin <= step < end.
struct Phase : recipe::Phase {
  int64_t begin = 0, end = 0;
};

/// The phases of a run in order; together they have all of its steps. A phase whose share is less
/// than half a step has none.
std::vector<Phase> phases_of(const recipe::Recipe& recipe);

/// The phase of a step, 0 <= step < recipe.training.steps.
const Phase& phase_at(const std::vector<Phase>& phases, int64_t step);

/// Whether the phase trains `name`: a discriminator, or "generator" (a part of it is enough).
bool trains(const recipe::Phase& phase, const std::string& name);

/// How many batches a step of the phase uses: one, or as many as its busiest discriminator has
/// steps. The last one also serves the generator.
int64_t batches_a_step(const recipe::Recipe& recipe, const recipe::Phase& phase);

}  // namespace kintsugi::train
