#include "kintsugi/engine/winograd_tile.h"

#include <cstring>

#include "kintsugi/base/simd.h"
#include "kintsugi/engine/pointwise.h"
#include "kintsugi/engine/threads.h"

namespace kintsugi::engine::winograd {
namespace {

// GCC's and clang's vector type: eight floats at a time whatever the processor.
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(4), may_alias));

// One row of six, or a column: B^T x of Lavin and Gray's appendix.
KINTSUGI_INLINE void transform_input(const Lanes* x, int64_t step, Lanes* to) {
  const Lanes a = x[0], b = x[step], c = x[2 * step], d = x[3 * step], e = x[4 * step],
              f = x[5 * step];
  to[0] = 4 * a - 5 * c + e;
  to[step] = d + e - 4 * (b + c);
  to[2 * step] = e - d + 4 * (b - c);
  to[3 * step] = 2 * (d - b) - c + e;
  to[4 * step] = 2 * (b - d) - c + e;
  to[5 * step] = 4 * b - 5 * d + f;
}

// A^T m.
KINTSUGI_INLINE void transform_output(const Lanes* m, int64_t step, Lanes* to, int64_t to_step) {
  const Lanes a = m[0], b = m[step] + m[2 * step], c = m[step] - m[2 * step];
  const Lanes d = m[3 * step] + m[4 * step], e = m[3 * step] - m[4 * step], f = m[5 * step];
  to[0] = a + b + d;
  to[to_step] = c + 2 * e;
  to[2 * to_step] = b + 4 * d;
  to[3 * to_step] = c + 8 * e + f;
}

KINTSUGI_INLINE void load(const float* from, Lanes& to) { std::memcpy(&to, from, sizeof(to)); }
KINTSUGI_INLINE void store(const Lanes& from, float* to) { std::memcpy(to, &from, sizeof(from)); }

// The 36 transformed inputs of one tile, for all channels: to[product][channel]. `tile` is where a
// part of the kernel sees it.
KINTSUGI_SIMD void gather(const Convolution& c, const Tile& tile, const float* from, float* to,
                          int64_t to_stride) {
  const BlockedLoops& p = c.src;
  for (int64_t channel = 0; channel < c.in; channel += kLanes) {
    const float* plane =
        from + (tile.n * p.groups + channel / p.block) * p.plane() + channel % p.block;
    Lanes x[kProducts], rows[kProducts];
    for (int64_t i = 0; i < kIn; ++i) {
      const int64_t y = tile.y - c.pad_y + i * c.dilation;
      const bool is_row_inside = y >= 0 && y < p.height;
      for (int64_t j = 0; j < kIn; ++j) {
        const int64_t column = tile.x - c.pad_x + j * c.dilation;
        const bool is_inside = is_row_inside && column >= 0 && column < p.width;
        Lanes value = {};
        if (is_inside) load(plane + (y * p.width + column) * p.block, value);
        x[i * kIn + j] = value;
      }
    }
    for (int64_t j = 0; j < kIn; ++j) transform_input(x + j, kIn, rows + j);
    for (int64_t i = 0; i < kIn; ++i) transform_input(rows + i * kIn, 1, x + i * kIn);
    for (int64_t k = 0; k < kProducts; ++k) store(x[k], to + k * to_stride + channel);
  }
}

// kRows tiles times one panel of weights: result[row][kPanel].
KINTSUGI_SIMD void multiply(const float* tiles, const float* panel, int64_t depth, float* result,
                            int64_t result_stride) {
  Lanes sums[kRows][2] = {};
  for (int64_t c = 0; c < depth; ++c) {
    Lanes left, right;
    load(panel + c * kPanel, left);
    load(panel + c * kPanel + kLanes, right);
#pragma GCC unroll 6
    for (int64_t row = 0; row < kRows; ++row) {
      const float x = tiles[row * depth + c];
      sums[row][0] += left * x;
      sums[row][1] += right * x;
    }
  }
  for (int64_t row = 0; row < kRows; ++row) {
    store(sums[row][0], result + row * result_stride);
    store(sums[row][1], result + row * result_stride + kLanes);
  }
}

#ifdef KINTSUGI_AVX512
using WideLanes = float __attribute__((vector_size(kPanel * sizeof(float)), aligned(4), may_alias));

// 2 kRows tiles at a time: a panel is one register of AVX-512, and twelve sums hide its latency.
KINTSUGI_AVX512 void multiply_wide(const float* tiles, const float* panel, int64_t depth,
                                   float* result, int64_t result_stride) {
  WideLanes sums[2 * kRows] = {};
  for (int64_t c = 0; c < depth; ++c) {
    WideLanes weights;
    std::memcpy(&weights, panel + c * kPanel, sizeof(weights));
#pragma GCC unroll 12
    for (int64_t row = 0; row < 2 * kRows; ++row) sums[row] += weights * tiles[row * depth + c];
  }
#pragma GCC unroll 12
  for (int64_t row = 0; row < 2 * kRows; ++row) {
    std::memcpy(result + row * result_stride, &sums[row], sizeof(WideLanes));
  }
}
#endif

// `rows` tiles, a multiple of kRows, times one panel of weights.
void multiply_all(const float* tiles, int64_t rows, const float* panel, int64_t depth,
                  float* result, int64_t result_stride) {
  int64_t row = 0;
#ifdef KINTSUGI_AVX512
  static const bool is_wide = KINTSUGI_HAS_AVX512;
  for (; is_wide && row + 2 * kRows <= rows; row += 2 * kRows) {
    multiply_wide(tiles + row * depth, panel, depth, result + row * result_stride, result_stride);
  }
#endif
  for (; row < rows; row += kRows) {
    multiply(tiles + row * depth, panel, depth, result + row * result_stride, result_stride);
  }
}

// 16 outputs of kLanes channels from the 36 products: to[pixel][lane].
KINTSUGI_SIMD void finish(const float* products, int64_t stride, const float* bias, float* to) {
  Lanes m[kProducts], rows[kOut * kIn], result[kOut * kOut], shift;
  load(bias, shift);
  for (int64_t k = 0; k < kProducts; ++k) load(products + k * stride, m[k]);
  for (int64_t j = 0; j < kIn; ++j) transform_output(m + j, kIn, rows + j, kIn);
  for (int64_t i = 0; i < kOut; ++i) transform_output(rows + i * kIn, 1, result + i * kOut, 1);
  for (int64_t k = 0; k < kOut * kOut; ++k) store(result[k] + shift, to + k * kLanes);
}

void scatter(const Convolution& c, const Tile& tile, const float* products, int64_t stride,
             const float* bias, float* to) {
  const BlockedLoops& p = c.dst;
  float pixels[kOut * kOut * kLanes];
  for (int64_t channel = 0; channel < c.out; channel += kLanes) {
    finish(products + channel, stride, bias + channel, pixels);
    for (const graph::ElementOp& op : c.activations) {
      apply(op, pixels, pixels, pixels, pixels, kOut * kOut * kLanes);
    }
    float* plane = to + (tile.n * p.groups + channel / p.block) * p.plane() + channel % p.block;
    for (int64_t i = 0; i < kOut; ++i) {
      const int64_t y = tile.y + i * c.dilation;
      for (int64_t j = 0; j < kOut; ++j) {
        const int64_t x = tile.x + j * c.dilation;
        if (y >= p.height || x >= p.width) break;
        std::memcpy(plane + (y * p.width + x) * p.block, pixels + (i * kOut + j) * kLanes,
                    kLanes * sizeof(float));
      }
    }
  }
}

}  // namespace

void Convolution::list_tiles() {
  const int64_t span = kOut * dilation;
  for (int64_t n = 0; n < dst.n; ++n) {
    for (int64_t y = 0; y < dst.height; y += (y + 1) % dilation == 0 ? span - dilation + 1 : 1) {
      for (int64_t x = 0; x < dst.width; x += (x + 1) % dilation == 0 ? span - dilation + 1 : 1) {
        tiles.push_back({n, y, x});
      }
    }
  }
}

void Convolution::run(int64_t first, int64_t count, int64_t stride, const float* from,
                      const float* weights, const float* bias, float* scratch, float* to) const {
  float* transformed = scratch;                              // [kProducts, stride, depth]
  float* products = scratch + kProducts * stride * depth();  // [kProducts, stride, out]
  for (int64_t t = 0; t < count; ++t) {
    for (int64_t part = 0; part < parts_y * parts_x; ++part) {
      Tile seen = tiles[first + t];
      seen.y += 3 * dilation * (part / parts_x);
      seen.x += 3 * dilation * (part % parts_x);
      gather(*this, seen, from, transformed + t * depth() + part * in, stride * depth());
    }
  }
  const int64_t rows = (count + kRows - 1) / kRows * kRows;
  for (int64_t k = 0; k < kProducts; ++k) {
    for (int64_t o = 0; o < out; o += kPanel) {
      multiply_all(transformed + k * stride * depth(), rows, weights + (k * out + o) * depth(),
                   depth(), products + k * stride * out + o, out);
    }
  }
  for (int64_t t = 0; t < count; ++t) {
    scatter(*this, tiles[first + t], products + t * out, stride * out, bias, to);
  }
}

namespace {

// G of the appendix.
constexpr float kG[kIn][3] = {{1 / 4.f, 0, 0},
                              {-1 / 6.f, -1 / 6.f, -1 / 6.f},
                              {-1 / 6.f, 1 / 6.f, -1 / 6.f},
                              {1 / 24.f, 1 / 12.f, 1 / 6.f},
                              {1 / 24.f, -1 / 12.f, 1 / 6.f},
                              {0, 0, 1}};

using Panel = float[kPanel];

// G g G^T of one part for the output channels of a panel: to[product * to_stride + lane].
KINTSUGI_SIMD void transform_part(const Panel* taps, float* to, int64_t to_stride) {
  Panel rows[kIn * 3];
  for (int64_t i = 0; i < kIn; ++i) {
    for (int64_t j = 0; j < 3; ++j) {
      for (int64_t lane = 0; lane < kPanel; ++lane) {
        rows[i * 3 + j][lane] =
            kG[i][0] * taps[j][lane] + kG[i][1] * taps[3 + j][lane] + kG[i][2] * taps[6 + j][lane];
      }
    }
  }
  for (int64_t k = 0; k < kProducts; ++k) {
    const Panel* row = rows + k / kIn * 3;
    const float* g = kG[k % kIn];
    for (int64_t lane = 0; lane < kPanel; ++lane) {
      to[k * to_stride + lane] = g[0] * row[0][lane] + g[1] * row[1][lane] + g[2] * row[2][lane];
    }
  }
}

// The taps of a part, that start at (y, x) of the kernel, zeros beyond it.
void read_part(const float* weights, const Sizes& sizes, int64_t y, int64_t x, Panel* taps) {
  const int64_t height = sizes[2], width = sizes[3];
  for (int64_t i = 0; i < 9; ++i) {
    const int64_t row = y + i / 3, column = x + i % 3;
    for (int64_t lane = 0; lane < kPanel; ++lane) {
      taps[i][lane] = row < height && column < width
                          ? weights[(lane * sizes[1] * height + row) * width + column]
                          : 0;
    }
  }
}

}  // namespace

void transform_weights(const float* weights, const Sizes& sizes, float* to) {
  const int64_t out = sizes[0], in = sizes[1], taps_per_channel = sizes[2] * sizes[3];
  const int64_t parts_x = num_parts(sizes[3]), parts = num_parts(sizes[2]) * parts_x;
  parallel(out / kPanel, 1, [&](int64_t begin, int64_t end) {
    Panel taps[9];
    for (int64_t panel = begin; panel < end; ++panel) {
      float* target = to + panel * kPanel * parts * in;
      for (int64_t part = 0; part < parts; ++part) {
        for (int64_t c = 0; c < in; ++c, target += kPanel) {
          read_part(weights + (panel * kPanel * in + c) * taps_per_channel, sizes,
                    3 * (part / parts_x), 3 * (part % parts_x), taps);
          transform_part(taps, target, out * parts * in);
        }
      }
    }
  });
}

}  // namespace kintsugi::engine::winograd
