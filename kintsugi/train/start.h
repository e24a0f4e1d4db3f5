#pragma once

#include <map>
#include <string>

#include "kintsugi/base/tensor.h"
#include "kintsugi/train/checkpoint.h"
#include "kintsugi/train/features.h"
#include "kintsugi/train/networks.h"

/// Weights to begin a run with.
namespace kintsugi::train {

using Weights = std::map<std::string, Tensor>;

/// The generator's weights in a checkpoint: the moving average, if there is one.
Weights generator_weights(const Checkpoint& checkpoint);

/// The generator's weights of a run (its folder; the best ones, or else the last) or of a model
/// (.onnx, .safetensors). Errors: neither of them, nothing there yet.
Weights weights_of(const std::string& run_or_model);

/// `weights` of a generator, with all that a feature network's file has under the same names.
/// Errors: none or only a part of the encoder is there, other sizes.
Weights with_pretrained(Weights weights, const std::string& features);

/// Gives a new run the weights that its recipe (training.start_from, training.pretrained) asks for.
/// Errors: as above; names or sizes that are not the generator's; pretrained weights without a
/// file.
void start_weights(const recipe::Recipe& recipe, const data::FeatureFiles& features,
                   Networks& networks);

}  // namespace kintsugi::train
