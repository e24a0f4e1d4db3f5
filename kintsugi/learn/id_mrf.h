#pragma once

#include <torch/types.h>

#include <cstdint>

namespace kintsugi::learn {

struct IdMrfOptions {
  double bandwidth = 0.5;           // h of equation 2
  double epsilon = 1e-5;            // of equation 2
  int64_t max_positions = 65 * 65;  // of larger features this many positions are drawn
  uint64_t seed = 0;                // of the sampling; give another one every step
};

/// Implicit diversified Markov random field (ID-MRF; Wang et al. 2018, section 3.2) of one layer,
/// as the authors' code has it with patches of 1 x 1. Features are shifted by the mean of `truth`'s
/// channels at each position and then normalized there; for positions v of `result`, s of `truth`:
///
///   d(v, s)  = (1 - cos(v, s)) / 2
///   RS(v, s) = exp((1 - d(v, s) / (min_s d(v, s) + epsilon)) / h), over s normalized to sum 1
///   loss     = sum over the batch of -log(mean over s of max over v of RS(v, s))
///
/// `truth` carries no gradient.
///   result, truth  [N, C, H, W]
torch::Tensor id_mrf_loss(const torch::Tensor& result, const torch::Tensor& truth,
                          const IdMrfOptions& options = {});

}  // namespace kintsugi::learn
