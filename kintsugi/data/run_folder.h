#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "kintsugi/recipe/recipe.h"

namespace kintsugi::data {

/// Files with weights by the name of what they are for: vgg19.
using FeatureFiles = std::map<std::string, std::string>;

/// What a run was started with besides its recipe.
struct RunSettings {
  std::vector<std::string> data;  // sources of pictures
  FeatureFiles features;
  std::string device = "auto";
  int threads = 0;   // 0: one per core
  std::string from;  // the run or model that the weights come from; for the record
};

/// A run and its folder:
///   recipe.toml    the effective recipe, every number written out
///   run.json       RunSettings, with paths that hold anywhere, and the recipe's name
///   checkpoints/   see checkpoint.h
///   metrics.jsonl, events.out.tfevents.*, samples/   see run_log.h
struct Run {
  recipe::Recipe recipe;
  RunSettings settings;
};

/// Whether there is a run in the folder.
bool holds_run(const std::filesystem::path& folder);

/// Begins a run. Errors: the folder holds one already, it cannot be written.
void create_run(const std::filesystem::path& folder, const Run& run);

/// Writes the settings and the recipe of a run anew.
void update_run(const std::filesystem::path& folder, const Run& run);

/// Errors: the folder holds no run, a damaged file.
Run read_run(const std::filesystem::path& folder);

/// Where its checkpoints are.
std::filesystem::path checkpoints_of(const std::filesystem::path& folder);

/// Holds a run while it is trained, so that no second process trains it. Errors: another one does.
class RunLock {
 public:
  explicit RunLock(const std::filesystem::path& folder);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace kintsugi::data
