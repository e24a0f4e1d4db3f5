#include "kintsugi/engine/model_io.h"

#include <algorithm>
#include <sstream>
#include <vector>

#include "kintsugi/error.h"
#include "kintsugi/options.h"

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
          .train_size_px = 512,
          .is_input_range_given = true,
          .is_output_range_given = true};
}

// The usual export of LaMa (lama_fp32.onnx): `image` [N, 3, 512, 512] in [0, 1], `mask`
// [N, 1, 512, 512] 1 = hole, and a result in [0, 255].
ModelIo lama() {
  return {.output_high = 255,
          .train_size_px = 512,
          .is_input_range_given = true,
          .is_output_range_given = true};
}

int64_t num_channels(const ModelIo& io) { return io.is_joined ? 4 : 3; }

bool is_picture(const graph::Shape& shape, int64_t channels) {
  if (shape.size() != 4) return false;
  return !shape[1].is_known() || shape[1] == graph::Dim(channels) ||
         is_channels_last(shape, channels);
}

// "image [N, 3, H, W], mask [N, 1, H, W]"
std::string list(const std::vector<graph::Port>& ports) {
  std::string text;
  for (const graph::Port& port : ports) {
    text += (text.empty() ? "" : ", ") + port.name + " " + graph::to_string(port.shape);
  }
  return text.empty() ? "none" : text;
}

// The one port that is a picture of so many channels for sure; empty where none or several are.
std::string sole_picture(const std::vector<graph::Port>& ports, int64_t channels) {
  std::string name;
  for (const graph::Port& port : ports) {
    const bool is_it = port.shape.size() == 4 && (port.shape[1] == graph::Dim(channels) ||
                                                  is_channels_last(port.shape, channels));
    if (is_it && !name.empty()) return "";
    if (is_it) name = port.name;
  }
  return name;
}

std::string option(const std::string& given, const ModelIo& io, const ModelIo& wanted) {
  return io == wanted ? "" : ": try model_io " + with_changes(given, io, wanted);
}

// `io` as far as the shapes of the model's inputs tell what is what.
ModelIo with_inputs_of(const graph::Graph& graph, const ModelIo& io) {
  const std::string image = sole_picture(graph.inputs, 3), mask = sole_picture(graph.inputs, 1);
  const std::string both = sole_picture(graph.inputs, 4);
  const auto name_of = [&](const std::string& found, const std::string& said) {
    const bool is_there =
        std::ranges::find(graph.inputs, said, &graph::Port::name) != graph.inputs.end();
    return !found.empty() ? found : is_there ? said : "NAME";
  };
  ModelIo wanted = io;
  if (graph.inputs.size() == 1 && !both.empty()) {
    wanted.is_joined = true;
    wanted.image = both;
  } else if (graph.inputs.size() == 2) {
    wanted.is_joined = false;
    wanted.image = name_of(image, io.image);
    wanted.mask = name_of(mask, io.mask);
  }
  return wanted;
}

void check_inputs(const ModelIo& io, const std::string& given, const graph::Graph& graph) {
  const std::string found =
      "; its inputs are " + list(graph.inputs) + option(given, io, with_inputs_of(graph, io));
  const size_t expected = io.is_joined ? 1 : 2;
  check(graph.inputs.size() == expected, "the model has ", graph.inputs.size(),
        " inputs, expected ", expected, found);
  const auto check_input = [&](const std::string& name, int64_t channels) {
    const auto has_name = [&](const graph::Port& port) { return port.name == name; };
    check(std::ranges::any_of(graph.inputs, has_name), "the model has no input '", name, "'",
          found);
    check(is_picture(graph.input(name).shape, channels), "input '", name, "' of the model is ",
          graph::to_string(graph.input(name).shape), ", expected [N, ", channels,
          ", H, W] or [N, H, W, ", channels, "]", found);
  };
  check_input(io.image, num_channels(io));
  if (!io.is_joined) check_input(io.mask, 1);
  const graph::Dim& n = graph.input(io.image).shape[0];
  check(!n.is_known() || n.value() == 1, "the model takes ", n.is_known() ? n.value() : 0,
        " pictures at a time, expected 1 or any number");
}

void check_result(const ModelIo& io, const std::string& given, const graph::Graph& graph) {
  check(!graph.outputs.empty(), "the model has no output");
  const graph::Port& result = output_of(io, graph);
  ModelIo wanted = io;
  if (const std::string other = sole_picture(graph.outputs, 3); !other.empty())
    wanted.output = other;
  check(result.shape.empty() || is_picture(result.shape, 3), "the model's result '", result.name,
        "' is ", graph::to_string(result.shape), ", expected [N, 3, H, W] or [N, H, W, 3]",
        option(given, io, wanted));
}

// Every field as "name=value".
std::vector<std::string> texts(const ModelIo& io) {
  std::vector<std::string> result;
  ModelIo::fields(io, [&](const char* name, const auto& value, const char*) {
    std::ostringstream text;
    text << name << "=" << std::boolalpha << value;
    result.push_back(text.str());
  });
  return result;
}

}  // namespace

ModelIo parse_model_io(const std::string& text) {
  ModelIo io;
  std::istringstream parts(text);
  bool is_first = true;
  for (std::string part; std::getline(parts, part, ','); is_first = false) {
    const size_t equals = part.find('=');
    if (equals != std::string::npos) {
      const std::string name = part.substr(0, equals);
      set(io, name, part.substr(equals + 1));
      io.is_input_range_given |= name == "input-low" || name == "input-high";
      io.is_output_range_given |= name == "output-low" || name == "output-high";
      continue;
    }
    check(is_first && (part == "mi-gan" || part == "lama"), "model-io has '", part,
          "', expected mi-gan, lama, or name=value");
    io = part == "lama" ? lama() : mi_gan();
  }
  return io;
}

std::string with_changes(const std::string& given, const ModelIo& io, const ModelIo& wanted) {
  std::vector<std::string> parts;
  std::istringstream in(given);
  for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
  const std::vector<std::string> before = texts(io), after = texts(wanted);
  for (size_t i = 0; i < after.size(); ++i) {
    if (after[i] == before[i]) continue;
    const std::string name = after[i].substr(0, after[i].find('=') + 1);
    std::erase_if(parts, [&](const std::string& part) { return part.starts_with(name); });
    parts.push_back(after[i]);
  }
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

bool is_channels_last(const graph::Shape& shape, int64_t channels) {
  return shape.size() == 4 && shape[3] == graph::Dim(channels) &&
         !(shape[1] == graph::Dim(channels));
}

ModelIo fitted_model_io(const std::string& given, const graph::Graph& graph) {
  const ModelIo io = parse_model_io(given);
  check(io.input_low != io.input_high && io.output_low != io.output_high,
        "model-io says that black and white are the same, expected two numbers");
  check_inputs(io, given, graph);
  check_result(io, given, graph);
  ModelIo fitted = io;
  const bool takes_bytes = graph.input(io.image).type == DataType::kUInt8;
  const bool gives_bytes = output_of(io, graph).type == DataType::kUInt8;
  if (takes_bytes && !io.is_input_range_given) fitted.input_high = 255;
  if (gives_bytes && !io.is_output_range_given) fitted.output_high = 255;
  return fitted;
}

const graph::Port& output_of(const ModelIo& io, const graph::Graph& graph) {
  return io.output.empty() ? graph.outputs.at(0) : graph.output(io.output);
}

}  // namespace kintsugi::engine
