#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kintsugi/engine/crops.h"
#include "kintsugi/engine/model.h"
#include "kintsugi/engine/model_io.h"
#include "kintsugi/engine/result_check.h"
#include "kintsugi/inpainter.h"

namespace kintsugi::engine {

struct ModelInpainterOptions {
  HdMode hd = HdMode::kCrop;
  int train_size_px = 0, max_size_px = 0;
  double context = 0.5;
  bool keeps_seam = false;
  std::string model_io;
  ModelOptions model;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("hd", o.hd,
          "large pictures: crop (around each hole), resize (the crop to the model's training size) "
          "or whole");
    field("train-size", o.train_size_px,
          "side that the model was trained at; 0 = what it says, or 256");
    field("max-size", o.max_size_px,
          "crops larger than this are filled at this size; 0 = twice the training size");
    field("context", o.context, "known pixels around a hole, times the hole's side");
    field("keep-seam", o.keeps_seam,
          "leave what the model gives as it is, not made to fit the known pixels around it");
    field("model-io", o.model_io,
          "inputs and outputs of a foreign model: mi-gan, lama, or name=value, ...");
    ModelOptions::fields(o.model, field);
  }
};

/// Fills pictures with a network. Holes are grouped; each group is cropped with context, at least
/// at the size that the model was trained at, and filled on its own (crops.h); only hole pixels are
/// written, and they are made to fit the known ones beside them (seam.h). Crops of the same size go
/// through the network together, as many as make up the largest crop.
///
/// The graph takes `image` [N, 3, H, W] RGB in [0, 1] and `mask` [N, 1, H, W], 1 = hole, and gives
/// `result` [N, 3, H, W], unless options.model_io says otherwise; any of them may be channels last,
/// [N, H, W, 3], and is then taken so. What sizes it takes is in its
/// metadata: "size" (of training; default 256, or its own where that is fixed), "minimum" (1),
/// "multiple" (8).
class ModelInpainter : public Inpainter {
 public:
  /// `name` is the model's in messages. Errors: a graph with other inputs, options out of range.
  explicit ModelInpainter(graph::Graph graph, const ModelInpainterOptions& options = {},
                          std::string name = "the model");

  /// Errors beside those of every method: results that are no numbers.
  /// At most one warning a picture: the model means other numbers than options.model_io says
  /// (result_check.h). Stops between two layers of the network, and between all else.
  Filled fill(const Image& image, const Mask& mask, const Progress& progress = {}) const override;

  const Model& model() const { return model_; }

 private:
  void fill_batch(std::span<const Crop> crops, const Image& image, const Mask& mask,
                  const Progress& progress, ResultCheck& check, Image& result) const;
  Tensor result_of(const std::vector<Image>& images, const std::vector<Mask>& masks, Size padded,
                   const Progress& progress) const;
  Tensor run(const std::vector<Image>& images, const std::vector<Mask>& masks, Size padded,
             const Progress& progress) const;
  size_t batch_size(Size padded) const;

  ModelInpainterOptions options_;
  std::string name_;
  Model model_;
  ModelIo io_;
  CropLimits limits_;
  std::string result_;  // name of the graph's output
};

}  // namespace kintsugi::engine
