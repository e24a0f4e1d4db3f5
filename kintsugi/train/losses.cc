#include "kintsugi/train/losses.h"

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

}  // namespace

learn::GraphModule unit_module(const recipe::Recipe& recipe, torch::Device device) {
  graph::Builder b("unit");
  const int64_t size = recipe.input.size;
  const graph::Value x = b.input("x", {graph::Dim::symbol("N"), 3, size, size});
  b.output("result", recipe::out_of_range(b, x, recipe.input));
  return learn::GraphModule(b.finish(), {.device = device});
}

Losses::Losses(const recipe::Recipe& recipe, const data::FeatureFiles& files,
               const learn::ModuleOptions& options, Networks& networks)
    : losses_(recipe.losses),
      seed_(recipe.training.seed),
      features_(recipe, files, options),
      to_unit_(unit_module(recipe, options.device)),
      networks_(networks) {}

const recipe::Loss& Losses::find(const std::string& name) const {
  return *std::find_if(losses_.begin(), losses_.end(),
                       [&](const recipe::Loss& loss) { return loss.name == name; });
}

std::vector<std::string> Losses::without_discriminators() const {
  std::vector<std::string> names;
  for (const recipe::Loss& loss : losses_) {
    if (!std::holds_alternative<recipe::AdversarialLoss>(loss.term)) names.push_back(loss.name);
  }
  return names;
}

std::set<std::string> Losses::outputs_for(const std::vector<std::string>& losses) {
  std::set<std::string> outputs = {"truth"};
  for (const std::string& name : losses) {
    std::visit(
        [&](const auto& term) {
          if constexpr (requires { term.of; }) {
            outputs.insert(word_of(term.of));
          } else if constexpr (requires { term.discriminator; }) {
            outputs.insert(networks_.discriminator(term.discriminator).shown());
          } else {
            outputs.insert("raw");
          }
        },
        find(name).term);
  }
  return outputs;
}

std::vector<LossValue> Losses::operator()(const std::vector<std::string>& losses,
                                          GeneratorOutput& output) {
  std::vector<LossValue> values;
  for (const std::string& name : losses) {
    const recipe::Loss& loss = find(name);
    const Tensor number =
        std::visit([&](const auto& term) { return value(term, output); }, loss.term);
    values.push_back({name, loss.weight, number});
  }
  return values;
}

Tensor Losses::value(const recipe::L1Loss& term, GeneratorOutput& output) {
  return learn::l1_loss(output.outputs.at(word_of(term.of)), output.outputs.at("truth"),
                        output.scene.mask, term.region);
}

Tensor Losses::value(const recipe::MseLoss& term, GeneratorOutput& output) {
  return learn::mse_loss(output.outputs.at(word_of(term.of)), output.outputs.at("truth"),
                         output.scene.mask, term.region);
}

/// Both parts over their region's share of the picture, as in the authors' code, so that their
/// balance does not depend on the hole's size.
Tensor Losses::value(const recipe::ConfidenceLoss& term, GeneratorOutput& output) {
  const Tensor &raw = output.outputs.at("raw"), &truth = output.outputs.at("truth");
  const Tensor hole = learn::weighted_l1_loss(raw, truth, output.scene.confidence) /
                      output.scene.mask.mean().clamp_min(1e-6);
  return hole + term.known * learn::l1_loss(raw, truth, output.scene.mask, learn::Region::kKnown);
}

Tensor Losses::value(const recipe::AdversarialLoss& term, GeneratorOutput& output) {
  Discriminator& discriminator = networks_.discriminator(term.discriminator);
  discriminator.trainee().set_trained(false);
  return discriminator.generator_loss(output.outputs.at(discriminator.shown()), output.scene);
}

Tensor Losses::value(const recipe::FeatureLoss& term, GeneratorOutput& output) {
  const auto [result, truth] = compared(term, output);
  return learn::feature_loss(result, truth, term.layer_weights);
}

Tensor Losses::value(const recipe::StyleLoss& term, GeneratorOutput& output) {
  const auto [result, truth] = compared(term, output);
  return learn::style_loss(result, truth, term.layer_weights);
}

Tensor Losses::value(const recipe::IdMrfLoss& term, GeneratorOutput& output) {
  const Activations& result = activations(term.features, word_of(term.of), output);
  const Activations& truth = activations(term.features, "truth", output);
  learn::IdMrfOptions options = {
      .bandwidth = term.bandwidth, .epsilon = term.epsilon, .max_positions = term.max_positions};
  options.seed = seed_ ^ mix_bits(output.step);
  Tensor sum = torch::zeros({}, output.scene.image.options());
  const auto add = [&](const std::vector<std::string>& layers, double weight) {
    for (const std::string& layer : layers) {
      sum = sum + weight * learn::id_mrf_loss(result.at(layer), truth.at(layer), options);
    }
  };
  add(term.style_layers, term.style_weight);
  add(term.content_layers, term.content_weight);
  return sum;
}

Tensor Losses::value(const recipe::TotalVariationLoss& term, GeneratorOutput& output) {
  return learn::total_variation(output.outputs.at(word_of(term.of)));
}

std::pair<std::vector<Tensor>, std::vector<Tensor>> Losses::compared(
    const recipe::FeatureLoss& term, GeneratorOutput& output) {
  const auto& layers = term.layers.empty() ? features_.layers(term.features) : term.layers;
  return {choose(activations(term.features, word_of(term.of), output), layers),
          choose(activations(term.features, "truth", output), layers)};
}

/// The truth's are without gradients.
const Activations& Losses::activations(recipe::FeatureNet network, const std::string& of,
                                       GeneratorOutput& output) {
  const auto [found, is_new] = output.activations.try_emplace({network, of});
  if (!is_new) return found->second;
  if (of == "truth") {
    const torch::NoGradGuard no_gradients;
    found->second = features_(network, output.scene.image);
  } else {
    found->second = features_(network, to_unit_.forward(output.outputs.at(of)));
  }
  return found->second;
}

}  // namespace kintsugi::train
