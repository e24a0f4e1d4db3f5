#pragma once

#include <cstdint>
#include <variant>

#include "kintsugi/recipe/words.h"

namespace kintsugi::recipe {

// What an [optimizer] may name as `kind`; learn/optimizer.h has the formulas.

struct Adam {
  static constexpr const char* kName = "adam";
  double rate = 1e-4;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("rate", o.rate, "learning rate");
    field("beta1", o.beta1, "decay of the mean gradient");
    field("beta2", o.beta2, "decay of the mean squared gradient");
    field("epsilon", o.epsilon, "keeps the division from zero");
    field("weight-decay", o.weight_decay,
          "share of the weights added to the gradient; adamw takes "
          "it from the weights instead");
  }
};
struct AdamW : Adam {
  static constexpr const char* kName = "adamw";
};

struct Sgd {
  static constexpr const char* kName = "sgd";
  double rate = 1e-3;
  double momentum = 0;
  bool nesterov = false;
  double weight_decay = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("rate", o.rate, "learning rate");
    field("momentum", o.momentum, "decay of the summed gradient");
    field("nesterov", o.nesterov, "look ahead along the momentum");
    field("weight-decay", o.weight_decay, "share of the weights added to the gradient");
  }
};

struct Adadelta {
  static constexpr const char* kName = "adadelta";
  double rate = 1;
  double rho = 0.9;
  double epsilon = 1e-6;
  double weight_decay = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("rate", o.rate, "what its own rate is multiplied by");
    field("rho", o.rho, "decay of the mean squares");
    field("epsilon", o.epsilon, "keeps the division from zero");
    field("weight-decay", o.weight_decay, "share of the weights added to the gradient");
  }
};

struct RmsProp {
  static constexpr const char* kName = "rmsprop";
  double rate = 1e-3;
  double alpha = 0.99;
  double epsilon = 1e-8;
  double momentum = 0;
  double weight_decay = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("rate", o.rate, "learning rate");
    field("alpha", o.alpha, "decay of the mean squared gradient");
    field("epsilon", o.epsilon, "keeps the division from zero");
    field("momentum", o.momentum, "decay of the summed step");
    field("weight-decay", o.weight_decay, "share of the weights added to the gradient");
  }
};

using Optimizer = std::variant<Adam, AdamW, Sgd, Adadelta, RmsProp>;

/// Section [schedule]: how the learning rates of all optimizers change.
struct Schedule {
  ScheduleKind kind = ScheduleKind::kConstant;
  int64_t warm_up = 0;
  double factor = 0.1;
  double every = 0.3;
  int64_t patience = 5;
  double minimum = 0;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("kind", o.kind, "constant; plateau; cosine: to the minimum at the end; step");
    field("warm-up", o.warm_up, "steps over which it rises from 0");
    field("factor", o.factor, "plateau and step: what it is multiplied by");
    field("every", o.every, "step: after each such share of the run");
    field("patience", o.patience, "plateau: validations without a better loss that are borne");
    field("minimum", o.minimum, "least share of the rate");
  }
};

}  // namespace kintsugi::recipe
