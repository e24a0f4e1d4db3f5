#include "kintsugi/data/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"

namespace kintsugi::data {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

void write_text(const fs::path& path, const std::string& text) {
  write_file(path, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

/// A path that holds wherever the run is resumed.
std::string anywhere(const std::string& path) {
  return path.empty() ? path : fs::absolute(path).lexically_normal().string();
}

std::string to_json(const Run& run) {
  const RunSettings& settings = run.settings;
  json object = {{"format", 1},
                 {"name", run.recipe.name},
                 {"data", json::array()},
                 {"features", json::object()},
                 {"device", settings.device},
                 {"threads", settings.threads},
                 {"from", anywhere(settings.from)}};
  for (const std::string& source : settings.data) object["data"].push_back(anywhere(source));
  for (const auto& [name, path] : settings.features) object["features"][name] = anywhere(path);
  return object.dump(2) + "\n";
}

}  // namespace

bool holds_run(const fs::path& folder) { return fs::exists(folder / "recipe.toml"); }

fs::path checkpoints_of(const fs::path& folder) { return folder / "checkpoints"; }

void create_run(const fs::path& folder, const Run& run) {
  check(!holds_run(folder), folder.string(), " holds a run already, expected a folder without one");
  std::error_code error;
  fs::create_directories(checkpoints_of(folder), error);
  check(!error, "cannot make the folder ", folder.string(), ": ", error.message());
  update_run(folder, run);
}

void update_run(const fs::path& folder, const Run& run) {
  write_text(folder / "run.json", to_json(run));
  write_text(folder / "recipe.toml", to_toml(run.recipe));  // last: now there is a run
}

Run read_run(const fs::path& folder) {
  check(holds_run(folder), folder.string(), " holds no run: there is no recipe.toml");
  const fs::path path = folder / "run.json";
  try {
    const json object = json::parse(read_file(path));
    const std::vector<uint8_t> toml = read_file(folder / "recipe.toml");
    Run run;
    run.recipe = recipe::parse_recipe({reinterpret_cast<const char*>(toml.data()), toml.size()},
                                      object.at("name").get<std::string>());
    run.settings = {.data = object.at("data"),
                    .features = object.at("features"),
                    .device = object.at("device"),
                    .threads = object.at("threads"),
                    .from = object.at("from")};
    return run;
  } catch (const json::exception& error) {
    throw Error(path.string() + " cannot be read: " + error.what());
  }
}

RunLock::RunLock(const fs::path& folder)
    : descriptor_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  const bool is_held = descriptor_ >= 0 && flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
  if (!is_held && descriptor_ >= 0) close(descriptor_);
  check(is_held, folder.string(), " is being trained by another process");
}

RunLock::~RunLock() { close(descriptor_); }

}  // namespace kintsugi::data
