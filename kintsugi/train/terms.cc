#include "kintsugi/train/terms.h"

#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

#include "kintsugi/error.h"
#include "kintsugi/learn/feature_losses.h"
#include "kintsugi/learn/id_mrf.h"
#include "kintsugi/learn/losses.h"
#include "kintsugi/recipe/model.h"

namespace kintsugi::train {

using torch::Tensor;

namespace {

std::vector<Tensor> choose(const Activations& activations, const std::vector<std::string>& layers) {
  std::vector<Tensor> chosen;
  for (const std::string& layer : layers) chosen.push_back(activations.at(layer));
  return chosen;
}

void check_words(const recipe::Loss& loss) {
  std::visit(
      [&](const auto& term) {
        if constexpr (requires { term.region; }) learn::region(term.region);
        if constexpr (requires { term.of; }) {
          check(term.of == "raw" || term.of == "composite" || term.of == "coarse", "loss '",
                loss.name, "' is of '", term.of, "', expected raw, composite or coarse");
        }
      },
      loss.term);
}

}  // namespace

learn::GraphModule unit_module(const recipe::Recipe& recipe, torch::Device device) {
  graph::Builder b("unit");
  const int64_t size = recipe.input.size;
  const graph::Value x = b.input("x", {graph::Dim::symbol("N"), 3, size, size});
  b.output("result", recipe::out_of_range(b, x, recipe.input));
  return learn::GraphModule(b.finish(), {.device = device});
}

Terms::Terms(const recipe::Recipe& recipe, const data::FeatureFiles& files,
             const learn::ModuleOptions& options, Networks& networks)
    : losses_(recipe.losses),
      seed_(recipe.training.seed),
      features_(recipe, files, options),
      to_unit_(unit_module(recipe, options.device)),
      networks_(networks) {
  for (const recipe::Loss& loss : losses_) check_words(loss);
}

const recipe::Loss& Terms::find(const std::string& name) const {
  return *std::find_if(losses_.begin(), losses_.end(),
                       [&](const recipe::Loss& loss) { return loss.name == name; });
}

std::vector<std::string> Terms::without_judges() const {
  std::vector<std::string> names;
  for (const recipe::Loss& loss : losses_) {
    if (!std::holds_alternative<recipe::AdversarialLoss>(loss.term)) names.push_back(loss.name);
  }
  return names;
}

std::set<std::string> Terms::outputs_for(const std::vector<std::string>& losses) {
  std::set<std::string> outputs = {"truth"};
  for (const std::string& name : losses) {
    std::visit(
        [&](const auto& term) {
          if constexpr (requires { term.of; }) {
            outputs.insert(term.of);
          } else if constexpr (requires { term.discriminator; }) {
            outputs.insert(networks_.judge(term.discriminator).shown());
          } else {
            outputs.insert("raw");
          }
        },
        find(name).term);
  }
  return outputs;
}

std::vector<LossValue> Terms::operator()(const std::vector<std::string>& losses, Made& made) {
  std::vector<LossValue> values;
  for (const std::string& name : losses) {
    const recipe::Loss& loss = find(name);
    const Tensor number =
        std::visit([&](const auto& term) { return value(term, made); }, loss.term);
    values.push_back({name, loss.weight, number});
  }
  return values;
}

Tensor Terms::value(const recipe::L1Loss& term, Made& made) {
  return learn::l1_loss(made.outputs.at(term.of), made.outputs.at("truth"), made.scene.mask,
                        learn::region(term.region));
}

Tensor Terms::value(const recipe::MseLoss& term, Made& made) {
  return learn::mse_loss(made.outputs.at(term.of), made.outputs.at("truth"), made.scene.mask,
                         learn::region(term.region));
}

/// Both parts over their region's share of the picture, as in the authors' code, so that their
/// balance does not depend on the hole's size.
Tensor Terms::value(const recipe::ConfidenceLoss& term, Made& made) {
  const Tensor &raw = made.outputs.at("raw"), &truth = made.outputs.at("truth");
  const Tensor hole = learn::weighted_l1_loss(raw, truth, made.scene.confidence) /
                      made.scene.mask.mean().clamp_min(1e-6);
  return hole + term.known * learn::l1_loss(raw, truth, made.scene.mask, learn::Region::kKnown);
}

Tensor Terms::value(const recipe::AdversarialLoss& term, Made& made) {
  Judge& judge = networks_.judge(term.discriminator);
  judge.trainee().set_trained(false);
  return judge.generator_loss(made.outputs.at(judge.shown()), made.scene);
}

Tensor Terms::value(const recipe::FeatureLoss& term, Made& made) {
  const auto [result, truth] = compared(term, made);
  return learn::feature_loss(result, truth, term.layer_weights);
}

Tensor Terms::value(const recipe::StyleLoss& term, Made& made) {
  const auto [result, truth] = compared(term, made);
  return learn::style_loss(result, truth, term.layer_weights);
}

Tensor Terms::value(const recipe::IdMrfLoss& term, Made& made) {
  const Activations& result = activations(term.features, term.of, made);
  const Activations& truth = activations(term.features, "truth", made);
  learn::IdMrfOptions options = {
      .bandwidth = term.bandwidth, .epsilon = term.epsilon, .max_positions = term.max_positions};
  options.seed = seed_ ^ mix_bits(made.step);
  Tensor sum = torch::zeros({}, made.scene.image.options());
  const auto add = [&](const std::vector<std::string>& layers, double weight) {
    for (const std::string& layer : layers) {
      sum = sum + weight * learn::id_mrf_loss(result.at(layer), truth.at(layer), options);
    }
  };
  add(term.style_layers, term.style_weight);
  add(term.content_layers, term.content_weight);
  return sum;
}

Tensor Terms::value(const recipe::TotalVariationLoss& term, Made& made) {
  return learn::total_variation(made.outputs.at(term.of));
}

std::pair<std::vector<Tensor>, std::vector<Tensor>> Terms::compared(const recipe::FeatureLoss& term,
                                                                    Made& made) {
  const auto& layers = term.layers.empty() ? features_.layers(term.features) : term.layers;
  return {choose(activations(term.features, term.of, made), layers),
          choose(activations(term.features, "truth", made), layers)};
}

/// The truth's are without gradients.
const Activations& Terms::activations(const std::string& network, const std::string& of,
                                      Made& made) {
  const auto [found, is_new] = made.activations.try_emplace({network, of});
  if (!is_new) return found->second;
  if (of == "truth") {
    const torch::NoGradGuard no_gradients;
    found->second = features_(network, made.scene.image);
  } else {
    found->second = features_(network, to_unit_.forward(made.outputs.at(of)));
  }
  return found->second;
}

}  // namespace kintsugi::train
