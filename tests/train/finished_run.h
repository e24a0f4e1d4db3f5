#pragma once

#include "kintsugi/data/run_folder.h"
#include "tests/train/tiny_run.h"

namespace kintsugi::train {

/// A finished run in a folder.
struct FinishedRun {
  explicit FinishedRun(const recipe::Recipe& recipe) {
    data::create_run(folder.path, {.recipe = recipe, .settings = {}});
    Trainer trainer(recipe, data::checkpoints_of(folder.path), {});
    trainer.run(drawn_feed(recipe));
  }
  TemporaryFolder folder;
};

}  // namespace kintsugi::train
