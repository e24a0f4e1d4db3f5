#include "kintsugi/engine/model_io.h"

#include <sstream>

#include "kintsugi/base/error.h"
#include "kintsugi/base/options.h"

namespace kintsugi::engine {
namespace {

// MI-GAN's own export (scripts/create_onnx_pipeline.py of its repository): `image` and `mask` are
// bytes of any size, 255 where the picture is known, and so is `result`, the known pixels put back.
// It scales to its 512 pixels by itself.
ModelIo mi_gan() {
  return {.is_one_known = true,
          .input_high = 255,
          .mask_high = 255,
          .output_high = 255,
          .train_size_px = 512};
}

// The usual export of LaMa (lama_fp32.onnx): `image` [N, 3, 512, 512] in [0, 1], `mask`
// [N, 1, 512, 512] 1 = hole, and a result in [0, 255].
ModelIo lama() { return {.output_high = 255, .train_size_px = 512}; }

void check_picture(const graph::Graph& graph, const std::string& name, int64_t channels) {
  const graph::Port& port = graph.input(name);
  const bool fits = port.shape.size() == 4 &&
                    (!port.shape[1].is_known() || port.shape[1] == graph::Dim(channels));
  check(fits, "input '", name, "' of the model is ", graph::to_string(port.shape),
        ", expected [N, ", channels, ", H, W]");
}

}  // namespace

ModelIo parse_model_io(const std::string& text) {
  ModelIo io;
  std::istringstream parts(text);
  bool is_first = true;
  for (std::string part; std::getline(parts, part, ','); is_first = false) {
    const size_t equals = part.find('=');
    if (equals != std::string::npos) {
      set(io, part.substr(0, equals), part.substr(equals + 1));
      continue;
    }
    check(is_first && (part == "mi-gan" || part == "lama"), "model-io has '", part,
          "', expected mi-gan, lama, or name=value");
    io = part == "lama" ? lama() : mi_gan();
  }
  return io;
}

void check_model_io(const ModelIo& io, const graph::Graph& graph) {
  const size_t expected = io.is_joined ? 1 : 2;
  check(graph.inputs.size() == expected, "the model has ", graph.inputs.size(),
        " inputs, expected ", expected);
  check_picture(graph, io.image, io.is_joined ? 4 : 3);
  const graph::Dim& n = graph.input(io.image).shape[0];
  check(!n.is_known() || n.value() == 1, "the model takes ", n.is_known() ? n.value() : 0,
        " pictures at a time, expected 1 or any number");
  if (!io.is_joined) check_picture(graph, io.mask, 1);
  check(!graph.outputs.empty(), "the model has no output");
}

size_t output_of(const ModelIo& io, const graph::Graph& graph) {
  if (io.output.empty()) return 0;
  const graph::Port& port = graph.output(io.output);
  return static_cast<size_t>(&port - graph.outputs.data());
}

}  // namespace kintsugi::engine
