#pragma once

#include <string>
#include <variant>

#include "kintsugi/graph/graph.h"
#include "kintsugi/nets/approx_attention.h"
#include "kintsugi/nets/context.h"
#include "kintsugi/nets/glcic.h"
#include "kintsugi/nets/gmcnn.h"
#include "kintsugi/nets/unet_patchgan.h"
#include "kintsugi/recipe/optimizers.h"
#include "kintsugi/recipe/words.h"

namespace kintsugi::recipe {

// What [[discriminator]] may name as `network`.

/// GLCIC's pair, joined: the whole picture, and a square of it around the hole.
struct GlcicJudge : nets::GlcicDiscriminatorOptions {
  static constexpr const char* kName = "glcic";
  int64_t crop = 128;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    nets::GlcicDiscriminatorOptions::fields(o, field);
    field("crop", o.crop, "side of the square around the hole, pixels");
  }
};

/// GMCNN's critic, of the whole picture or of its hole alone.
struct GmcnnJudge : nets::GmcnnDiscriminatorOptions {
  static constexpr const char* kName = "gmcnn";
  std::string view = "picture";

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    nets::GmcnnDiscriminatorOptions::fields(o, field);
    field("view", o.view, "picture: global; hole: local, zeros around the hole");
  }
};

struct UnetGlobalJudge : nets::GlobalDiscriminatorOptions {
  static constexpr const char* kName = "unet-global";
};
struct UnetPatchJudge : nets::PatchDiscriminatorOptions {
  static constexpr const char* kName = "unet-patch";
};

/// Report 000's pair: the values of both are joined before the loss.
struct UnetJudge {
  static constexpr const char* kName = "unet";
  int64_t global_width = 64;
  int64_t global_max_width = 512;
  int64_t receptive_field = 40;
  int64_t patch_width = 32;
  int64_t patch_max_width = 64;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("global-width", o.global_width, "channels of the global one's first layer");
    field("global-max-width", o.global_max_width, "its most channels");
    field("receptive-field", o.receptive_field, "side of the patch that one value judges, pixels");
    field("patch-width", o.patch_width, "channels of the patch one's first layer");
    field("patch-max-width", o.patch_max_width, "its most channels");
  }
};

struct AttentionJudge : nets::AttentionDiscriminatorOptions {
  static constexpr const char* kName = "attention";
};
/// Of the 48 x 48 block in the middle.
struct ContextCenterJudge : nets::ContextOptions {
  static constexpr const char* kName = "context-center";
};
struct ContextPatchJudge : nets::ContextOptions {
  static constexpr const char* kName = "context-patch";
};

using Judge = std::variant<GlcicJudge, GmcnnJudge, UnetJudge, UnetGlobalJudge, UnetPatchJudge,
                           AttentionJudge, ContextCenterJudge, ContextPatchJudge>;

/// One [[discriminator]]: a network, its loss, and how it is trained.
struct Discriminator {
  std::string name = "discriminator";
  GanLoss loss = GanLoss::kBce;
  Shown shown = Shown::kComposite;
  double weight = 1;
  double gradient_penalty = 0;
  PenaltyMask penalty_mask = PenaltyMask::kNone;
  int64_t steps = 1;
  Judge network;
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
  }
};

/// The discriminator's graph for pictures of `size`:
///   picture  [N, 3, size, size]  in the recipe's range
///   local    [N, 3, crop, crop]  of "glcic" alone: the square around the hole
///   mask     [N, 1, size, size]  of a view of the hole alone: 1 = hole
///   result   [N, ...]            its values, see nets/
///   global, patches              of "unet" alone: what is joined to result
/// Errors: a size that the network cannot work with.
graph::Graph build_discriminator(const Discriminator& discriminator, int64_t size, uint64_t seed);

}  // namespace kintsugi::recipe
