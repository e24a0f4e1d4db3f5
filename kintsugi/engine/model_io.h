#pragma once

#include <string>

#include "kintsugi/graph/graph.h"

namespace kintsugi::engine {

/// How a model takes a picture and a mask, and how it gives the result.
struct ModelIo {
  std::string image = "image", mask = "mask";  // names of inputs
  std::string output;                          // name of the result; empty for the first output
  bool is_joined = false;               // one input of four channels, called `image`: RGB and mask
  bool is_one_known = false;            // the mask is 1 where the picture is known, not in the hole
  bool is_hole_cleared = false;         // the picture is 0 under the hole
  float input_low = 0, input_high = 1;  // what black and white are in the picture
  float mask_high = 1;                  // what the mask's 1 is
  float output_low = 0, output_high = 1;  // what black and white are in the result
  int train_size_px = 256;  // where neither the model's metadata nor a fixed size says it
  bool is_input_range_given = false, is_output_range_given = false;  // said by somebody

  bool operator==(const ModelIo&) const = default;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("image", o.image, "name of the input for the picture");
    field("mask", o.mask, "name of the input for the mask");
    field("output", o.output, "name of the result; empty for the first output");
    field("joined", o.is_joined, "picture and mask are one input of four channels");
    field("one-is-known", o.is_one_known, "the mask is 1 where the picture is known");
    field("clear-hole", o.is_hole_cleared, "the picture is black under the hole");
    field("input-low", o.input_low, "black in the picture");
    field("input-high", o.input_high, "white in the picture");
    field("mask-high", o.mask_high, "the mask's 1");
    field("output-low", o.output_low, "black in the result");
    field("output-high", o.output_high, "white in the result");
    field("size", o.train_size_px, "side of the pictures that the model was trained on");
  }
};

/// What `text` says: "" (Kintsugi's own models), a preset ("mi-gan", "lama"), or fields after an
/// optional preset: "lama,output-high=1". Errors: unknown presets, fields, values.
ModelIo parse_model_io(const std::string& text);

/// The text for model_io that turns `io`, which `given` says, into `wanted`: "lama" and another
/// white give "lama,output-high=1".
std::string with_changes(const std::string& given, const ModelIo& io, const ModelIo& wanted);

/// Whether a picture of so many channels lies as [N, H, W, C] in a value of this shape.
bool is_channels_last(const graph::Shape& shape, int64_t channels);

/// What `given` says of this model. Inputs and results of bytes are 0..255, where it does not say
/// otherwise. Errors, beside those of parse_model_io: black and white are the same; the graph lacks
/// the inputs that it names, or they, or the output, are no pictures of that many channels. They
/// list what the model has and name the option that works.
ModelIo fitted_model_io(const std::string& given, const graph::Graph& graph);

/// The output that holds the result. Errors: there is none of that name.
const graph::Port& output_of(const ModelIo& io, const graph::Graph& graph);

}  // namespace kintsugi::engine
