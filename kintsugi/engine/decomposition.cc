#include "kintsugi/engine/decomposition.h"

#include <cstring>

#include "kintsugi/engine/threads.h"

namespace kintsugi::engine {

Decomposition::Decomposition(const Sizes& weights, const Sizes& strides_, const Sizes& pads_,
                             const Sizes& input, const Sizes& output)
    : strides(strides_), pads(pads_) {
  for (size_t axis = 0; axis < 2; ++axis) {
    const int64_t s = strides[axis], extent = output[axis + 2];
    taps.push_back((weights[axis + 2] + s - 1) / s);
    first.push_back(pads[axis] / s);
    counts.push_back((extent - 1 + pads[axis]) / s - first[axis] + 1);
    pads_begin.push_back(taps[axis] - 1 - first[axis]);
    pads_end.push_back(first[axis] + counts[axis] - input[axis + 2]);
  }
}

double Decomposition::waste(const Sizes& weights) const {
  return static_cast<double>(taps[0] * taps[1] * num_phases()) /
         static_cast<double>(weights[2] * weights[3]);
}

Tensor decomposed_weights(const Decomposition& d, const Tensor& weights) {
  const Sizes& w = weights.sizes();  // [I, O, kH, kW]
  const auto from = weights.values<float>();
  const Sizes sizes{d.num_phases() * w[1], w[0], d.taps[0], d.taps[1]};
  std::vector<float> result(num_elements(sizes), 0.f);
  float* to = result.data();
  for (int64_t phase = 0; phase < d.num_phases(); ++phase) {
    for (int64_t out = 0; out < w[1]; ++out) {
      for (int64_t in = 0; in < w[0]; ++in) {
        for (int64_t y = 0; y < d.taps[0]; ++y) {
          for (int64_t x = 0; x < d.taps[1]; ++x, ++to) {
            const int64_t ky = phase / d.strides[1] + d.strides[0] * (d.taps[0] - 1 - y);
            const int64_t kx = phase % d.strides[1] + d.strides[1] * (d.taps[1] - 1 - x);
            if (ky >= w[2] || kx >= w[3]) continue;  // this phase has a tap less
            *to = from[((in * w[1] + out) * w[2] + ky) * w[3] + kx];
          }
        }
      }
    }
  }
  return Tensor(sizes, std::move(result));
}

Tensor decomposed_bias(const Decomposition& d, const Tensor& bias) {
  const auto values = bias.values<float>();
  std::vector<float> result;
  for (int64_t phase = 0; phase < d.num_phases(); ++phase) {
    result.insert(result.end(), values.begin(), values.end());
  }
  const Sizes sizes{static_cast<int64_t>(result.size())};
  return Tensor(sizes, std::move(result));
}

void interleave(const Decomposition& d, const Storage& phases, const void* from,
                const Storage& result, void* to) {
  const BlockedLoops src = blocked_loops(phases), dst = blocked_loops(result);
  const int64_t bytes = size_bytes(result.type) * dst.block;  // of one pixel
  const int64_t src_bytes = size_bytes(result.type) * src.block;
  const bool is_channels_last = src.block != dst.block;  // then a pixel holds all phases
  const int64_t phases_x = d.strides[1];
  parallel(dst.n * dst.groups * dst.height, 4, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t n = row / (dst.groups * dst.height), group = row / dst.height % dst.groups;
      const int64_t at_y = row % dst.height + d.pads[0], y = at_y / d.strides[0] - d.first[0];
      auto* out = static_cast<std::byte*>(to) + row * dst.width * bytes;
      for (int64_t phase_x = 0; phase_x < phases_x; ++phase_x) {
        const int64_t phase = at_y % d.strides[0] * phases_x + phase_x;
        const int64_t plane = is_channels_last ? n : n * src.groups + phase * dst.groups + group;
        const auto* in = static_cast<const std::byte*>(from) +
                         (plane * src.height + y) * src.width * src_bytes +
                         (is_channels_last ? phase * bytes : 0);
        // The first column of this phase: x + pad = phase_x modulo the stride.
        const int64_t first = ((phase_x - d.pads[1]) % phases_x + phases_x) % phases_x;
        for (int64_t x = first; x < dst.width; x += phases_x) {
          const int64_t q = (x + d.pads[1]) / phases_x - d.first[1];
          std::memcpy(out + x * bytes, in + q * src_bytes, static_cast<size_t>(bytes));
        }
      }
    }
  });
}

}  // namespace kintsugi::engine
