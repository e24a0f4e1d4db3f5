#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "kintsugi/engine/pointwise_op.h"
#include "kintsugi/engine/storage.h"

namespace kintsugi::engine::winograd {

constexpr int64_t kOut = 4;               // outputs of a tile along one axis
constexpr int64_t kIn = 6;                // inputs
constexpr int64_t kProducts = kIn * kIn;  // matrix products
constexpr int64_t kLanes = 8;             // channels that are transformed together
constexpr int64_t kPanel = 16;            // output channels of one panel of weights
constexpr int64_t kRows = 6;              // tiles that one inner loop multiplies

/// A tile's first output pixel.
struct Tile {
  int64_t n, y, x;
};

/// One convolution by F(4x4, 3x3): what the inner loops need to know. Kernels of other sizes are
/// cut into parts of 3x3, filled up with zeros. Each part sees the picture shifted, as further
/// input channels would: the sum over parts costs no transform of its own.
struct Convolution {
  BlockedLoops src, dst;    // blocks are multiples of kLanes
  int64_t in = 0, out = 0;  // channels: multiples of kLanes and kPanel
  int64_t parts_y = 1, parts_x = 1;
  int64_t dilation = 1, pad_y = 0, pad_x = 0;
  std::vector<graph::ElementOp> activations;
  std::vector<Tile> tiles;

  /// Lists the tiles: those of every dilation-th pixel belong together.
  void list_tiles();
  /// Floats of scratch for `count` tiles, which is a multiple of kRows.
  int64_t scratch_size(int64_t count) const { return kProducts * count * (depth() + out); }
  /// Terms of the sum behind each product.
  int64_t depth() const { return parts_y * parts_x * in; }
  /// Convolves tiles [first, first + count); `stride` is `count` rounded up to kRows.
  void run(int64_t first, int64_t count, int64_t stride, const float* from, const float* weights,
           const float* bias, float* scratch, float* to) const;
};

/// How many parts of 3 cover so many taps.
inline int64_t num_parts(int64_t taps) { return (taps + 2) / 3; }

/// Weights of `sizes` [out, in, kH, kW], transformed, in panels:
/// [kProducts, out/kPanel, parts_y, parts_x, in, kPanel].
void transform_weights(const float* weights, const Sizes& sizes, float* to);

}  // namespace kintsugi::engine::winograd
