#include "kintsugi/train/checkpoint.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/base/safetensors.h"
#include "kintsugi/error.h"

namespace kintsugi::train {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr int kFormat = 1;

json to_json(const RunState& state) {
  json object = {{"step", state.step},
                 {"phase", state.phase},
                 {"next_batch", state.next_batch},
                 {"schedule", state.schedule},
                 {"validated", json::object()},
                 {"best_step", state.best_step},
                 {"num_worse", state.num_worse}};
  for (const auto& [name, value] : state.validated) {
    if (std::isfinite(value)) object["validated"][name] = value;
  }
  if (state.best) object["best"] = *state.best;
  return object;
}

RunState state_of(const json& object) {
  RunState state = {.step = object.at("step"),
                    .phase = object.at("phase"),
                    .next_batch = object.at("next_batch"),
                    .schedule = object.at("schedule"),
                    .validated = object.at("validated"),
                    .best = std::nullopt,
                    .best_step = object.at("best_step"),
                    .num_worse = object.at("num_worse")};
  if (object.contains("best")) state.best = object["best"].get<double>();
  return state;
}

void check_finite(const Checkpoint& checkpoint) {
  for (const auto& [name, tensor] : checkpoint.tensors) {
    if (tensor.type() != DataType::kFloat32) continue;
    const auto values = tensor.values<float>();
    const bool is_finite =
        std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
    check(is_finite, "after step ", checkpoint.state.step, " ", name,
          " holds a number that is not finite; nothing is written, the last checkpoint is from "
          "before");
  }
}

json read_json(const fs::path& path) {
  const std::vector<uint8_t> bytes = read_file(path);
  const json object = json::parse(bytes, nullptr, /*allow_exceptions=*/false);
  check(object.is_object(), path.string(), " is no checkpoint: it is not JSON");
  const int format = object.value("format", 0);
  check(format == kFormat, path.string(), " has format ", format, ", expected ", kFormat);
  return object;
}

}  // namespace

std::string checkpoint_name(int64_t step) {
  char name[40];
  std::snprintf(name, sizeof name, "step-%08lld", static_cast<long long>(step));
  return name;
}

void write_checkpoint(const fs::path& folder, const std::string& name,
                      const Checkpoint& checkpoint) {
  check_finite(checkpoint);
  // A file of its own for every step: an older checkpoint of this name keeps the one it names.
  const std::string file = name == checkpoint_name(checkpoint.state.step)
                               ? name
                               : name + "-" + checkpoint_name(checkpoint.state.step);
  write_safetensors(folder / (file + ".safetensors"), {.tensors = checkpoint.tensors});
  json object = to_json(checkpoint.state);
  object["format"] = kFormat;
  object["tensors"] = file + ".safetensors";
  object["name"] = checkpoint.recipe.name;
  object["recipe"] = to_toml(checkpoint.recipe);
  const std::string text = object.dump(2) + "\n";
  write_file(folder / (name + ".json"),
             {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

Checkpoint read_checkpoint(const fs::path& folder, const std::string& name) {
  const fs::path path = folder / (name + ".json");
  check(fs::exists(path), "there is no checkpoint ", path.string());
  try {
    const json object = read_json(path);
    const TensorFile file = read_safetensors(folder / object.at("tensors").get<std::string>());
    return {.recipe = recipe::parse_recipe(object.at("recipe").get<std::string>(),
                                           object.at("name").get<std::string>()),
            .state = state_of(object),
            .tensors = file.tensors};
  } catch (const json::exception& error) {
    throw Error(path.string() + " is no checkpoint: " + error.what());
  }
}

std::vector<std::string> checkpoint_names(const fs::path& folder) {
  std::vector<std::string> names;
  if (!fs::is_directory(folder)) return names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const fs::path& path = entry.path();
    const std::string name = path.stem();
    if (path.extension() == ".json" && name.starts_with("step-")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

void keep_last(const fs::path& folder, size_t count) {
  std::vector<std::string> names = checkpoint_names(folder);
  const size_t num_old = names.size() - std::min(count, names.size());
  for (size_t i = 0; i < num_old; ++i) fs::remove(folder / (names[i] + ".json"));
  std::set<std::string> used;
  names.erase(names.begin(), names.begin() + num_old);
  if (fs::exists(folder / "best.json")) names.push_back("best");
  for (const std::string& name : names) {
    used.insert(name + ".json");
    used.insert(read_json(folder / (name + ".json")).at("tensors").get<std::string>());
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (!used.contains(entry.path().filename())) fs::remove(entry.path());
  }
}

}  // namespace kintsugi::train
