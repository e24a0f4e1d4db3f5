#include <algorithm>
#include <cmath>
#include <set>

#include "kintsugi/error.h"
#include "kintsugi/recipe/read_parts.h"
#include "kintsugi/recipe/suggest.h"
#include "kintsugi/recipe/toml_reader.h"

namespace kintsugi::recipe {

namespace {

using Names = std::vector<std::string>;

template <class Element>
Names names_of(const std::vector<Element>& elements, const std::string& path, const char* what) {
  Names names;
  for (const Element& element : elements) {
    check(std::find(names.begin(), names.end(), element.name) == names.end(), path, ": two ", what,
          " are called '", element.name, "'");
    names.push_back(element.name);
  }
  return names;
}

void expect_known(const Names& names, const Names& known, const std::string& where) {
  for (const std::string& name : names) {
    check(std::find(known.begin(), known.end(), name) != known.end(), where, " '", name, "'",
          suggestion(name, known));
  }
}

bool is_part_of_generator(const std::string& name) {
  return name == "generator" || name.starts_with("generator.");
}

/// What a phase may train that is no part of the generator.
Names others_of(const Names& train) {
  Names others;
  for (const std::string& name : train) {
    if (!is_part_of_generator(name)) others.push_back(name);
  }
  return others;
}

/// A recipe without phases trains everything from the first step to the last.
Phase only_phase(const Names& discriminators, const Names& losses) {
  Phase phase = {.losses = losses};
  phase.train.insert(phase.train.end(), discriminators.begin(), discriminators.end());
  return phase;
}

void check_losses(const Recipe& recipe, const Names& discriminators, const std::string& path) {
  for (const Loss& loss : recipe.losses) {
    if (const auto* term = std::get_if<AdversarialLoss>(&loss.term)) {
      expect_known({term->discriminator}, discriminators,
                   path + ": loss '" + loss.name + "' plays against");
    }
    std::visit(
        [&](const auto& term) {
          if constexpr (requires { term.layer_weights; }) {
            check(term.layer_weights.empty() || term.layer_weights.size() == term.layers.size(),
                  path, ": loss '", loss.name, "' has ", term.layer_weights.size(),
                  " layer_weights for ", term.layers.size(), " layers");
          }
        },
        loss.term);
  }
}

void check_phases(const Recipe& recipe, const Names& discriminators, const Names& losses,
                  const std::string& path) {
  names_of(recipe.phases, path, "phases");
  double sum = 0;
  for (const Phase& phase : recipe.phases) {
    sum += phase.share;
    const std::string where = path + ": phase '" + phase.name + "'";
    check(!phase.train.empty(), where, " trains nothing");
    expect_known(others_of(phase.train), discriminators, where + " trains");
    expect_known(phase.losses, losses, where + " names loss");
    const bool trains_generator = others_of(phase.train).size() < phase.train.size();
    check(!trains_generator || !phase.losses.empty() || recipe.losses.empty(), where,
          " trains the generator without any loss");
  }
  check(std::abs(sum - 1) < 1e-6, path, ": the phases' shares make ", sum, ", expected 1");
}

void check_numbers(const Training& training, const std::string& path) {
  check(training.steps >= 1 && training.batch >= 1 && training.checkpoint_every >= 1 &&
            training.validate_every >= 1,
        path, ": steps, batch, checkpoint_every and validate_every are at least 1");
  check(training.ema >= 0 && training.ema < 1, path, ": ema is ", training.ema,
        ", expected 0 to 1, without 1");
  check(training.clip_norm >= 0, path, ": clip_norm is ", training.clip_norm,
        ", expected 0 or more");
}

constexpr int64_t kMostOfAnything = 65536;  // channels, units, pixels

/// Every integer of a network is a number of channels, layers or pixels.
template <class... Networks>
void check_extents(const std::variant<Networks...>& network, const std::string& where) {
  const auto expect_extent = [&](const char* name, const auto& value, const char*) {
    if constexpr (std::is_same_v<decltype(value), const int64_t&>) {
      check(value >= 1 && value <= kMostOfAnything, where, toml_key(name), " is ", value,
            ", expected 1 to ", kMostOfAnything);
    }
  };
  std::visit(
      [&]<class Network>(const Network& options) { Network::fields(options, expect_extent); },
      network);
}

}  // namespace

void complete_and_check(Recipe& recipe, const std::string& path) {
  const Names discriminators = names_of(recipe.discriminators, path, "discriminators");
  const Names losses = names_of(recipe.losses, path, "losses");
  if (recipe.holes.empty()) recipe.holes.push_back({.painter = HoleKind::kStrokes});
  if (recipe.phases.empty()) recipe.phases.push_back(only_phase(discriminators, losses));
  check_numbers(recipe.training, path);
  check_extents(recipe.generator, path + ": generator.");
  for (const Discriminator& one : recipe.discriminators)
    check_extents(one.network, path + ": discriminator." + one.name + ".");
  check_losses(recipe, discriminators, path);
  check_phases(recipe, discriminators, losses, path);
}

}  // namespace kintsugi::recipe
