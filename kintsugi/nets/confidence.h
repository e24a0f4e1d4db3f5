#pragma once

#include <array>
#include <cstdint>

#include "kintsugi/nets/network.h"
#include "kintsugi/words.h"

namespace kintsugi::nets {

/// The blur: exp(-(x² + y²) / 2s²) or exp(-(|x| + |y|) / s).
enum class BlurKernel { kGaussian, kLaplacian };

constexpr auto words(BlurKernel) {
  return std::to_array<Word<BlurKernel>>(
      {{BlurKernel::kGaussian, "gaussian"}, {BlurKernel::kLaplacian, "laplacian"}});
}

struct ConfidenceOptions {
  int64_t size = 65;
  double scale = 40;
  int64_t rounds = 7;
  BlurKernel kernel = BlurKernel::kGaussian;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("size", o.size, "side of the blur's kernel, odd");
    field("scale", o.scale, "standard deviation of the Gaussian; of the Laplacian, its decay");
    field("rounds", o.rounds, "how often confidence spreads into the hole (the report: 3)");
    field("kernel", o.kernel, "gaussian or laplacian");
  }
};

/// How sure the reconstruction loss is of each pixel in the hole (equation 4 of GMCNN, Wang et al.
/// 2018): 0 outside, high at the rim, lower inside. Mw_0 = 0, Mw_i = (g * (1 - M + Mw_{i-1})) M.
///   mask    [N, 1, H, W]  1 = hole, 0 = known
///   return  [N, 1, H, W]  in [0, 1]
graph::Value confidence_mask(graph::Builder& b, graph::Value mask,
                             const ConfidenceOptions& options = {});

struct ConfidenceFamily : Family {
  static std::vector<Network> networks();
};

}  // namespace kintsugi::nets
