#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "kintsugi/nets/confidence.h"
#include "kintsugi/recipe/words.h"

namespace kintsugi::recipe {

// What [[loss]] may name as `term`; learn/losses.h has the formulas. Pictures are in the recipe's
// range; `of` says which of the generator's: raw (what it made, all over), composite, or coarse
// (the first stage's result, of generators that have two).

struct L1Loss {
  static constexpr const char* kName = "l1";
  Region region = Region::kAll;
  Output of = Output::kRaw;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("region", o.region, "hole, known or all: the mean is over these pixels");
    field("of", o.of, "raw, composite or coarse");
  }
};
struct MseLoss : L1Loss {
  static constexpr const char* kName = "mse";
};

/// Spatial variant reconstruction of GMCNN.
struct ConfidenceLoss : nets::ConfidenceOptions {
  static constexpr const char* kName = "confidence_l1";
  double known = 1;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    nets::ConfidenceOptions::fields(o, field);
    field("known", o.known, "weight of the known region's L1");
  }
};

/// The generator's part of the game, against one discriminator.
struct AdversarialLoss {
  static constexpr const char* kName = "adversarial";
  std::string discriminator = "discriminator";

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("discriminator", o.discriminator, "the name of one");
  }
};

/// Differences of activations of a feature network.
struct FeatureLoss {
  static constexpr const char* kName = "feature";
  FeatureNet features = FeatureNet::kVgg16;
  std::vector<std::string> layers = {};
  std::vector<double> layer_weights = {};
  Output of = Output::kComposite;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("features", o.features, "alexnet, squeezenet1_1, vgg13_bn, vgg16 or vgg19");
    field("layers", o.layers, "activations, such as conv3_2; none: every one");
    field("layer-weights", o.layer_weights, "one for each layer; none: all alike");
    field("of", o.of, "raw, composite or coarse");
  }
};
/// Differences of their Gram matrices.
struct StyleLoss : FeatureLoss {
  static constexpr const char* kName = "style";
};

/// ID-MRF (Wang et al. 2018, equations 1 to 3) of GMCNN.
struct IdMrfLoss {
  static constexpr const char* kName = "id_mrf";
  FeatureNet features = FeatureNet::kVgg19;
  std::vector<std::string> style_layers = {"conv3_2", "conv4_2"};
  std::vector<std::string> content_layers = {"conv4_2"};
  double style_weight = 1;
  double content_weight = 1;
  double bandwidth = 0.5;
  double epsilon = 1e-5;
  int64_t max_positions = 65 * 65;
  Output of = Output::kRaw;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("features", o.features, "vgg16 or vgg19");
    field("style-layers", o.style_layers, "activations that are compared as style");
    field("content-layers", o.content_layers, "activations that are compared as content");
    field("style-weight", o.style_weight, "of the style layers");
    field("content-weight", o.content_weight, "of the content layers");
    field("bandwidth", o.bandwidth, "h of the paper");
    field("epsilon", o.epsilon, "keeps the division from zero");
    field("max-positions", o.max_positions, "more than these are subsampled at random");
    field("of", o.of, "raw, composite or coarse");
  }
};

struct TotalVariationLoss {
  static constexpr const char* kName = "total_variation";
  Output of = Output::kRaw;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("of", o.of, "raw, composite or coarse");
  }
};

using LossTerm = std::variant<L1Loss, MseLoss, ConfidenceLoss, AdversarialLoss, FeatureLoss,
                              StyleLoss, IdMrfLoss, TotalVariationLoss>;

/// One [[loss]] of the generator.
struct Loss {
  std::string name = "";
  double weight = 1;
  LossTerm term;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("name", o.name, "what phases and logs call it; empty: as the term");
    field("weight", o.weight, "in the sum");
  }
};

}  // namespace kintsugi::recipe
