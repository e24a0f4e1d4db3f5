#include "kintsugi/engine/winograd.h"

#include <algorithm>

#include "kintsugi/engine/threads.h"
#include "kintsugi/engine/winograd_tile.h"

namespace kintsugi::engine {
namespace {

using winograd::kPanel;
using winograd::kProducts;
using winograd::kRows;

// Tiles that a thread takes at a time: the more, the less often it reads all weights; the fewer,
// the less memory they need.
constexpr int64_t kMaxTiles = 48, kMaxScratchBytes = 6 << 20;
constexpr int64_t kMaxWeights = 16 << 20;  // transformed ones of a layer

// The block that a picture of so many channels has here: what oneDNN's convolutions take, too.
int64_t native_block(int64_t channels) { return onednn::has_bf16() && channels % 16 == 0 ? 16 : 8; }

int64_t block_of_input(const Storage& storage) {
  const bool is_usable =
      storage.type == DataType::kFloat32 && storage.block % winograd::kLanes == 0;
  return is_usable ? storage.block : native_block(storage.sizes[1]);
}

winograd::Convolution convolution_of(const ConvolutionJob& job, const Storage& src,
                                     const Storage& dst) {
  winograd::Convolution c{.src = blocked_loops(src),
                          .dst = blocked_loops(dst),
                          .in = src.sizes[1],
                          .out = dst.sizes[1],
                          .parts_y = winograd::num_parts(job.weights.sizes()[2]),
                          .parts_x = winograd::num_parts(job.weights.sizes()[3]),
                          .dilation = job.dilations[0],
                          .pad_y = job.pads_begin[0],
                          .pad_x = job.pads_begin[1],
                          .activations = job.activations};
  c.list_tiles();
  return c;
}

SlotId packed_weights(Compiler& compiler, const ConvolutionJob& job) {
  const Sizes& w = job.weights.sizes();
  const int64_t parts = winograd::num_parts(w[2]) * winograd::num_parts(w[3]);
  const int64_t bytes = kProducts * parts * w[0] * w[1] * static_cast<int64_t>(sizeof(float));
  return compiler.weights(job.weights_name + ".winograd", bytes, [&](void* to) {
    winograd::transform_weights(job.weights.values<float>().data(), w, static_cast<float*>(to));
  });
}

SlotId bias_or_zeros(Compiler& compiler, const ConvolutionJob& job) {
  std::vector<float> values(static_cast<size_t>(job.output_sizes[1]), 0.f);
  if (job.bias) std::ranges::copy(job.bias.values<float>(), values.begin());
  const auto bytes = static_cast<int64_t>(values.size() * sizeof(float));
  return compiler.weights(job.weights_name + ".bias_or_zeros", bytes,
                          [&](void* to) { std::ranges::copy(values, static_cast<float*>(to)); });
}

// Tiles of a thread's turn: a multiple of kRows, small enough that all threads have work.
int64_t tiles_of_turn(const winograd::Convolution& c) {
  const auto count = static_cast<int64_t>(c.tiles.size());
  const auto bytes = c.scratch_size(1) * static_cast<int64_t>(sizeof(float));
  const int64_t share = std::min(count / (2 * num_threads()), kMaxScratchBytes / bytes);
  return std::clamp(share / kRows * kRows, kRows, kMaxTiles);
}

}  // namespace

bool is_winograd_faster(const Compiler& compiler, const ConvolutionJob& job) {
  const Sizes& w = job.weights.sizes();
  if (compiler.type() != DataType::kFloat32 || job.is_transposed || job.groups != 1 || w[2] < 3 ||
      w[3] < 3 || job.strides != Sizes{1, 1} || job.dilations[0] != job.dilations[1] ||
      w[1] % 8 != 0 || w[0] % kPanel != 0 || w[1] < 32 || w[0] < 32) {
    return false;
  }
  const Sizes& out = job.output_sizes;
  winograd::Convolution c{.dst = {out[0], 1, out[2], out[3], 1}, .dilation = job.dilations[0]};
  c.list_tiles();
  // Half the multiplications at least must go: the transforms cost something, too. Large weights
  // would grow by parts * 36 / 9 and take longer to read than to multiply.
  const int64_t parts = winograd::num_parts(w[2]) * winograd::num_parts(w[3]);
  if (kProducts * parts * w[0] * w[1] > kMaxWeights) return false;
  // Every turn reads all weights: with few tiles a turn there is too little to do with them.
  if (static_cast<int64_t>(c.tiles.size()) < 4 * kRows * num_threads()) return false;
  const auto products =
      static_cast<double>(kProducts * parts) * static_cast<double>(c.tiles.size());
  return products < 0.5 * static_cast<double>(w[2] * w[3] * out[0] * out[2] * out[3]);
}

void add_winograd(Compiler& compiler, const ConvolutionJob& job, const ResultSlot& result) {
  const int64_t src_block = block_of_input(compiler.storage(compiler.any(job.input)));
  const SlotId src = compiler.read(job.input, DataType::kFloat32, src_block);
  // Neighbours that keep channels last are met halfway.
  const int64_t out = job.output_sizes[1];
  const bool is_channels_last = src_block == job.weights.sizes()[1];
  const SlotId dst = result(DataType::kFloat32, is_channels_last ? out : native_block(out));
  const SlotId weights = packed_weights(compiler, job), bias = bias_or_zeros(compiler, job);
  const auto c = convolution_of(job, compiler.storage(src), compiler.storage(dst));
  const auto count = static_cast<int64_t>(c.tiles.size()), turn = tiles_of_turn(c);
  const int64_t size = c.scratch_size(turn);
  const SlotId room = compiler.scratch(num_threads() * size * static_cast<int64_t>(sizeof(float)));
  compiler.add({.op = job.node.op,
                .name = job.node.name,
                .how = "winograd",
                .flops = job.flops,
                .reads = {src, weights, bias},
                .writes = {dst, room},
                .run = [=](const Memory& m) {
                  parallel((count + turn - 1) / turn, 1, [&](int64_t begin, int64_t end) {
                    float* scratch = m.mutable_floats(room) + thread_index() * size;
                    for (int64_t i = begin; i < end; ++i) {
                      c.run(i * turn, std::min(turn, count - i * turn), turn, m.floats(src),
                            m.floats(weights), m.floats(bias), scratch, m.mutable_floats(dst));
                    }
                  });
                }});
}

}  // namespace kintsugi::engine
