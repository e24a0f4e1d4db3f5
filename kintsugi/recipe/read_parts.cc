#include "kintsugi/recipe/read_parts.h"

#include <algorithm>
#include <sstream>

#include "kintsugi/paint/painter.h"
#include "kintsugi/recipe/toml_reader.h"

namespace kintsugi::recipe {

namespace {

/// Where a key stands, or else its table.
std::string where_key(const toml::table& table, const char* key) {
  const toml::node* node = table.get(key);
  return where(node ? *node : table);
}

/// Errors: `value` is not a number from low to high.
template <class Number>
void expect_range(const toml::table& table, const char* key, Number value, double low,
                  double high) {
  check(value >= low && value <= high, where_key(table, key), key, " is ", value, ", expected ",
        low, " to ", high);
}

/// A painter's option as text, which is what painters read.
std::string text_of(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return *text;
  std::ostringstream out;
  node.visit([&](const auto& value) {
    if constexpr (toml::is_value<decltype(value)>) out << std::boolalpha << value.get();
  });
  check(!out.str().empty(), where(node), "a painter's option is a number or a text");
  return out.str();
}

const PainterKind& painter_kind(const std::vector<PainterKind>& kinds, const toml::table& table) {
  const toml::node* node = table.get("painter");
  check(node, where(table), "[[hole]] names no painter");
  std::string name;
  read_value(*node, "painter", name);
  std::vector<std::string> names;
  for (const PainterKind& kind : kinds) {
    if (kind.name == name) return kind;
    names.push_back(kind.name);
  }
  throw Error(where(*node) + "there is no painter '" + name + "'" + suggestion(name, names));
}

}  // namespace

Input read_input(const toml::table& table) {
  Input input;
  read_fields(table, input);
  expect_range(table, "size", input.size, 16, 4096);
  check(input.mean_colour.size() == 3, where(table), "mean_colour has ", input.mean_colour.size(),
        " numbers, expected 3");
  return input;
}

Data read_data(const toml::table& table) {
  Data data;
  read_fields(table, data);
  expect_range(table, "smallest_crop", data.smallest_crop, 0.05, 1);
  expect_range(table, "flip", data.flip, 0, 1);
  expect_range(table, "validation_share", data.validation_share, 0, 0.9);
  return data;
}

Hole read_hole(const toml::table& table) {
  const std::vector<PainterKind> kinds = painter_kinds();
  const PainterKind& kind = painter_kind(kinds, table);
  Hole hole = {.painter = kind.kind};
  std::vector<std::string> known = {"painter", "weight"};
  for (const PainterOption& option : kind.options) {
    known.push_back(toml_key(option.name));
    if (const toml::node* node = table.get(known.back())) {
      hole.settings.emplace_back(option.name, text_of(*node));
    }
  }
  for (const auto& [key, node] : table) {
    check(std::find(known.begin(), known.end(), key.str()) != known.end(), where(node),
          "there is no key '", key.str(), "' here", suggestion(key.str(), known));
  }
  if (const toml::node* node = table.get("weight")) read_value(*node, "weight", hole.weight);
  expect_range(table, "weight", hole.weight, 0, 1e9);
  return hole;
}

Discriminator read_discriminator(const toml::table& table) {
  Discriminator result;
  std::vector<std::string> own = keys_of<Discriminator>();
  std::vector<std::string> others = own;
  others.push_back("optimizer");
  read_part(table, "network", result.network, others);
  Discriminator::fields(result, [&](const char* name, auto& value, const char*) {
    const std::string key = toml_key(name);
    if (const toml::node* node = table.get(key)) read_value(*node, key, value);
  });
  expect_range(table, "steps", result.steps, 1, 100);
  expect_range(table, "gradient_penalty", result.gradient_penalty, 0, 1e9);
  expect_range(table, "weight", result.weight, 0, 1e9);
  const toml::node* optimizer = table.get("optimizer");
  check(optimizer && optimizer->is_table(), where(table), "discriminator '", result.name,
        "' has no optimizer, expected optimizer = { kind = \"adam\", ... }");
  read_part(*optimizer->as_table(), "kind", result.optimizer);
  return result;
}

Loss read_loss(const toml::table& table) {
  Loss loss;
  read_part(table, "term", loss.term, keys_of<Loss>());
  Loss::fields(loss, [&](const char* name, auto& value, const char*) {
    if (const toml::node* node = table.get(name)) read_value(*node, name, value);
  });
  if (loss.name.empty()) {
    loss.name = std::visit([](const auto& term) { return term.kName; }, loss.term);
  }
  return loss;
}

Schedule read_schedule(const toml::table& table) {
  Schedule schedule;
  read_fields(table, schedule);
  expect_range(table, "warm_up", schedule.warm_up, 0, 1e12);
  expect_range(table, "every", schedule.every, 1e-6, 1);
  expect_range(table, "factor", schedule.factor, 0, 1);
  return schedule;
}

Validation read_validation(const toml::table& table) {
  Validation validation;
  read_fields(table, validation);
  expect_range(table, "pairs", validation.pairs, 0, 1e6);
  return validation;
}

Phase read_phase(const toml::table& table) {
  Phase phase;
  read_fields(table, phase);
  expect_range(table, "share", phase.share, 0, 1);
  return phase;
}

}  // namespace kintsugi::recipe
