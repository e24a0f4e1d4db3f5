#include <algorithm>
#include <array>
#include <cmath>

#include "kintsugi/engine/convolution.h"
#include "kintsugi/engine/decomposition.h"
#include "kintsugi/engine/lower.h"
#include "kintsugi/graph/windows.h"

namespace kintsugi::engine {
namespace {

using graph::Node;

// The job but for its windows and its output; nothing when the node is no convolution of pictures
// with weights that are known.
std::optional<ConvolutionJob> job_of(Compiler& compiler, const Node& node) {
  const bool has_bias = node.has_input(2);
  ConvolutionJob job{.node = node,
                     .input = node.inputs[0],
                     .weights_name = node.inputs[1],
                     .weights = compiler.constant(node, 1),
                     .bias = compiler.constant(node, 2)};
  if (!job.weights || job.weights.sizes().size() != 4 || has_bias != static_cast<bool>(job.bias)) {
    return std::nullopt;
  }
  if (job.weights.type() != DataType::kFloat32) return std::nullopt;
  if (num_elements(compiler.sizes(node.outputs[0])) == 0) return std::nullopt;
  job.groups = node.integer("group", 1);
  return job;
}

// A border of zeros around a picture, put on by a Pad node that waits to be taken over.
void take_padding(Compiler& compiler, ConvolutionJob& job) {
  const Node* pad = compiler.deferred(job.input);
  if (!pad || pad->op != "Pad" || job.pads_begin[0] < 0) return;
  const Tensor pads = compiler.constant(*pad, 1);
  const auto amounts =
      pads.values<int64_t>();  // lower_pad puts off none but [0, 0, t, l, 0, 0, b, r]
  for (size_t axis = 0; axis < 2; ++axis) {
    job.pads_begin[axis] += amounts[2 + axis];
    job.pads_end[axis] += amounts[6 + axis];
  }
  compiler.take_over(*pad);
  job.input = pad->inputs[0];
}

// Weights and bias that give what a BatchNormalization right behind the convolution makes of its
// result: y = scale (x - mean) / sqrt(variance + epsilon) + bias.
void take_batch_norm(Compiler& compiler, ConvolutionJob& job, std::string& output) {
  const Node* norm = compiler.sole_consumer(output);
  if (!norm || norm->op != "BatchNormalization" || norm->outputs.size() != 1) return;
  std::array<Tensor, 5> known;
  for (size_t i = 1; i < 5; ++i) {
    known[i] = compiler.constant(*norm, i);
    if (!known[i] || known[i].type() != DataType::kFloat32) return;
  }
  const auto of = [&](size_t input, size_t c) { return known[input].values<float>()[c]; };
  const auto given = job.weights.values<float>();
  std::vector<float> weights(given.begin(), given.end()), bias;
  const size_t channels = known[1].size(), kernel = job.weights.sizes()[2] * job.weights.sizes()[3];
  for (size_t c = 0; c < channels; ++c) {
    const float factor = of(1, c) / std::sqrt(of(4, c) + norm->real("epsilon", 1e-5f));
    bias.push_back(of(2, c) + ((job.bias ? job.bias.values<float>()[c] : 0) - of(3, c)) * factor);
    // Output channels are the slowest axis of a convolution's weights, the second of its
    // transpose's.
    const size_t per_channel = job.is_transposed ? kernel : weights.size() / channels;
    const size_t repeats = weights.size() / channels / per_channel;
    for (size_t r = 0; r < repeats; ++r) {
      float* w = weights.data() + (r * channels + c) * per_channel;
      for (size_t i = 0; i < per_channel; ++i) w[i] *= factor;
    }
  }
  job.weights = Tensor(job.weights.sizes(), std::move(weights));
  job.bias = Tensor({static_cast<int64_t>(channels)}, std::move(bias));
  job.weights_name += "+" + norm->inputs[1];
  compiler.take_over(*norm);
  output = norm->outputs[0];
}

bool is_picture(const Sizes& sizes) { return sizes[1] <= 4; }

void add_and_define(Compiler& compiler, ConvolutionJob& job, std::string output) {
  job.output_sizes = compiler.sizes(output);
  job.is_picture = is_picture(job.output_sizes);
  job.activations = compiler.take_activations(output);
  add_convolution(compiler, job, [&](DataType type, int64_t block) {
    return compiler.define(output, type, block);
  });
}

// Interleaved phases: see decomposition.h.
void add_decomposed(Compiler& compiler, ConvolutionJob& job, const Decomposition& d,
                    std::string output) {
  const Sizes sizes = compiler.sizes(output);
  ConvolutionJob small{
      .node = job.node,
      .input = job.input,
      .weights_name = job.weights_name + ".decomposed",
      .weights = decomposed_weights(d, job.weights),
      .bias = job.bias ? decomposed_bias(d, job.bias) : Tensor(),
      .pads_begin = d.pads_begin,
      .pads_end = d.pads_end,
      .output_sizes = {sizes[0], d.num_phases() * sizes[1], d.counts[0], d.counts[1]},
      .activations = compiler.take_activations(output),
      .is_picture = is_picture(sizes),
      .flops = job.flops};
  SlotId phases = kNoSlot;
  add_convolution(compiler, small, [&](DataType type, int64_t block) {
    return phases = compiler.temporary({small.output_sizes, type, block});
  });
  const Storage from = compiler.storage(phases);
  const bool is_channels_last = from.block == from.sizes[1];
  const bool has_whole_blocks = sizes[1] % from.block == 0;
  const int64_t block = is_channels_last ? sizes[1] : has_whole_blocks ? from.block : 1;
  const SlotId plain_phases =
      is_channels_last || has_whole_blocks ? phases : compiler.converted(phases, from.type, 1);
  const SlotId to = compiler.define(output, from.type, block);
  compiler.add({.op = job.node.op,
                .name = job.node.name,
                .how = "interleave",
                .reads = {plain_phases},
                .writes = {to},
                .run = [=, source = compiler.storage(plain_phases),
                        target = compiler.storage(to)](const Memory& m) {
                  interleave(d, source, m.at(plain_phases), target, m.at(to));
                }});
}

// oneDNN's own transposed convolutions run at a third of a convolution's speed or less; idle taps
// of the decomposed form cost at most this much before that is the better bargain.
constexpr double kMaxWaste = 2.5;

bool is_decomposable(const ConvolutionJob& job, const Decomposition& d) {
  const auto is_negative = [](int64_t pad) { return pad < 0; };
  return job.groups == 1 && job.dilations == Sizes{1, 1} &&
         d.waste(job.weights.sizes()) <= kMaxWaste &&
         std::ranges::none_of(d.pads_begin, is_negative) &&
         std::ranges::none_of(d.pads_end, is_negative);
}

bool lower_conv(Compiler& compiler, const Node& node) {
  auto job = job_of(compiler, node);
  if (!job) return false;
  const Sizes& w = job->weights.sizes();
  const graph::Windows windows(node, {w[2], w[3]});
  const Sizes input = compiler.sizes(job->input);
  for (size_t axis = 0; axis < 2; ++axis) {
    std::tie(job->pads_begin[axis], job->pads_end[axis]) = windows.pads(axis, input[axis + 2]);
  }
  job->strides = windows.strides;
  job->dilations = windows.dilations;
  job->flops = convolution_flops(w, compiler.sizes(node.outputs[0]));
  take_padding(compiler, *job);
  std::string result = node.outputs[0];
  take_batch_norm(compiler, *job, result);
  add_and_define(compiler, *job, result);
  return true;
}

bool lower_conv_transpose(Compiler& compiler, const Node& node) {
  auto job = job_of(compiler, node);
  if (!job) return false;
  const Sizes& w = job->weights.sizes();
  const graph::Windows windows(node, {w[2], w[3]});
  const Sizes input = compiler.sizes(job->input), output = compiler.sizes(node.outputs[0]);
  for (size_t axis = 0; axis < 2; ++axis) {
    const auto [begin, end] = windows.transposed_pads(axis, input[axis + 2]);
    job->pads_begin[axis] = begin;
    // What oneDNN's formula needs for this output: output padding is padding taken away.
    job->pads_end[axis] = (input[axis + 2] - 1) * windows.strides[axis] + windows.span(axis) -
                          begin - output[axis + 2];
  }
  job->strides = windows.strides;
  job->dilations = windows.dilations;
  job->is_transposed = true;
  job->flops =
      2.0 * static_cast<double>(num_elements(input)) * static_cast<double>(w[1] * w[2] * w[3]);
  const Decomposition d(w, job->strides, job->pads_begin, input, output);
  const bool is_split = is_decomposable(*job, d);
  if (!is_split && (job->pads_end[0] < 0 || job->pads_end[1] < 0)) return false;
  std::string result = node.outputs[0];
  if (job->groups == 1) take_batch_norm(compiler, *job, result);
  if (is_split) {
    add_decomposed(compiler, *job, d, result);
  } else {
    add_and_define(compiler, *job, result);
  }
  return true;
}

constexpr Lowering kConvolution[] = {
    {"Conv", lower_conv},
    {"ConvTranspose", lower_conv_transpose},
};

}  // namespace

std::span<const Lowering> convolution_lowerings() { return kConvolution; }

}  // namespace kintsugi::engine
