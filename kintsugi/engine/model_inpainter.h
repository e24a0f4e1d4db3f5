#pragma once

#include <memory>
#include <string>

#include "kintsugi/engine/model.h"
#include "kintsugi/engine/model_io.h"
#include "kintsugi/image/inpainter.h"

namespace kintsugi::engine {

struct ModelInpainterOptions {
  std::string hd = "crop";
  int train_size_px = 0;
  double context = 0.75;
  std::string model_io;
  ModelOptions model;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("hd", o.hd,
          "large pictures: crop (around each hole), resize (the crop to the model's training size) "
          "or whole");
    field("train-size", o.train_size_px,
          "side that the model was trained at; 0 = what it says, or 256");
    field("context", o.context, "known pixels around a hole, times the hole's side");
    field("model-io", o.model_io,
          "inputs and outputs of a foreign model: mi-gan, lama, or name=value, ...");
    ModelOptions::fields(o.model, field);
  }
};

/// Fills pictures with a network. Holes are grouped; each group is cropped with context, at least
/// at the size that the model was trained at, and filled on its own; only hole pixels are written.
///
/// The graph takes `image` [N, 3, H, W] RGB in [0, 1] and `mask` [N, 1, H, W], 1 = hole, and gives
/// `result` [N, 3, H, W], unless options.model_io says otherwise. Crops are padded by their edges
/// to a multiple of the graph's metadata "multiple" (default 8), or resized where the graph has a
/// fixed size.
class ModelInpainter : public Inpainter {
 public:
  /// Errors: a graph with other inputs, options out of range.
  explicit ModelInpainter(graph::Graph graph, const ModelInpainterOptions& options = {});

  Image fill(const Image& image, const Mask& mask) const override;

  const Model& model() const { return model_; }

 private:
  Image fill_crop(const Image& crop, const Mask& mask) const;
  Image run(const Image& rgb, const Mask& mask) const;

  ModelInpainterOptions options_;
  ModelIo io_;
  Model model_;
  int train_size_px_ = 256, multiple_ = 8;
  Size fixed_size_;  // of the graph's input; 0 where any will do
};

}  // namespace kintsugi::engine
