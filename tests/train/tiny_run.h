#pragma once

#include <torch/types.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "kintsugi/base/random.h"
#include "kintsugi/train/feed.h"
#include "kintsugi/train/trainer.h"

namespace kintsugi::train {

/// A folder of its own, removed in the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = std::filesystem::temp_directory_path() / "kintsugi_run.XXXXXX";
    if (!mkdtemp(name.data())) throw std::runtime_error("cannot make a temporary folder");
    path = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path path;
};

/// GLCIC of 4 channels for pictures of 32 pixels, all that a run can have: three phases, a
/// discriminator of two steps, clipping, a schedule that listens to validations, a moving average.
inline constexpr const char* kTinyRecipe = R"(
steps = 12
batch = 2
seed = 3
checkpoint_every = 4
validate_every = 3
precision = "float32"
clip_norm = 5.0
ema = 0.9
[input]
size = 32
range = "unit"
hole = "mean"
[generator]
network = "glcic"
width = 4
[[hole]]
painter = "rectangle"
[[discriminator]]
name = "judge"
network = "glcic"
width = 4
crop = 16
loss = "bce"
steps = 2
optimizer = { kind = "adam", rate = 1e-3 }
[[loss]]
term = "mse"
region = "hole"
[[loss]]
term = "adversarial"
discriminator = "judge"
weight = 0.01
[optimizer]
kind = "adam"
rate = 1e-3
[schedule]
kind = "plateau"
warm_up = 2
patience = 0
[[phase]]
name = "completion"
share = 0.25
train = ["generator"]
losses = ["mse"]
[[phase]]
name = "discriminator"
share = 0.25
train = ["judge"]
[[phase]]
name = "joint"
share = 0.5
train = ["generator", "judge"]
losses = ["mse", "adversarial"]
)";

inline recipe::Recipe tiny_recipe(const recipe::Overrides& overrides = {}) {
  return recipe::parse_recipe(kTinyRecipe, "tiny.toml", overrides);
}

/// Pictures of one colour with a gradient, and a square hole; decided by their number.
inline Pictures drawn_pictures(const recipe::Recipe& recipe, int64_t first, int64_t count) {
  const int64_t size = recipe.input.size;
  Pictures pictures = {.images = torch::empty({count, 3, size, size}, torch::kUInt8),
                       .masks = torch::zeros({count, 1, size, size}, torch::kUInt8)};
  const torch::Tensor ramp = torch::arange(size, torch::kFloat32) / double(size);
  for (int64_t n = 0; n < count; ++n) {
    Random random(77, static_cast<uint64_t>(first + n));
    for (int64_t c = 0; c < 3; ++c) {
      const double base = random.uniform(0, 150), slope = random.uniform(0, 100);
      const torch::Tensor row = base + slope * ramp;
      pictures.images[n][c].copy_(row.expand({size, size}));
    }
    const int top = random.integer(0, static_cast<int>(size / 2));
    pictures.masks[n][0].narrow(0, top, size / 4).narrow(1, size / 4, size / 3).fill_(1);
  }
  return pictures;
}

/// Endless pictures, each batch decided by its number; two batches to validate on.
inline Feed drawn_feed(const recipe::Recipe& recipe) {
  const int64_t batch = recipe.training.batch;
  Feed feed;
  feed.open = [=](int64_t first) -> NextPictures {
    return [=, next = first]() mutable { return drawn_pictures(recipe, batch * next++, batch); };
  };
  for (int64_t i = 0; i < 2; ++i) {
    feed.validation.push_back(drawn_pictures(recipe, -1000 + batch * i, batch));
  }
  return feed;
}

}  // namespace kintsugi::train
