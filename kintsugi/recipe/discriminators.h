#pragma once

#include <string>

#include "kintsugi/graph/graph.h"
#include "kintsugi/nets/list.h"
#include "kintsugi/recipe/optimizers.h"
#include "kintsugi/recipe/words.h"

namespace kintsugi::recipe {

/// One [[discriminator]]: a network, its loss, and how it is trained.
struct Discriminator {
  std::string name = "discriminator";
  GanLoss loss = GanLoss::kBce;
  Shown shown = Shown::kComposite;
  double weight = 1;
  double gradient_penalty = 0;
  PenaltyMask penalty_mask = PenaltyMask::kNone;
  int64_t steps = 1;
  bool spectral_norm = false;
  nets::Discriminator network;
  Optimizer optimizer;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("name", o.name, "what losses and phases call it");
    field("loss", o.loss, "bce, bce_logits, least_squares, hinge or wasserstein");
    field("shown", o.shown, "composite: with the known pixels; raw: as the generator made it");
    field("weight", o.weight, "of its own loss");
    field("gradient-penalty", o.gradient_penalty, "weight of WGAN-GP's penalty; 0: none");
    field("penalty-mask", o.penalty_mask, "the gradient is multiplied by: none, hole, confidence");
    field("steps", o.steps, "of it for each step of the generator");
    field("spectral-norm", o.spectral_norm,
          "weights are divided by their largest singular value (Miyato et al. 2018)");
  }
};

/// The discriminator's graph for pictures of `size`:
///   picture  [N, 3, size, size]  in the recipe's range
///   local    [N, 3, crop, crop]  if it asks for it: a square around the hole
///   mask     [N, 1, size, size]  likewise: 1 = hole
///   result   [N, ...]            its values, see nets/
/// Errors: a size that the network cannot work with.
graph::Graph build_discriminator(const Discriminator& discriminator, int64_t size, uint64_t seed);

}  // namespace kintsugi::recipe
