#pragma once

#include <cstdint>
#include <vector>

#include "kintsugi/engine/model.h"
#include "kintsugi/image.h"

namespace kintsugi::engine {

/// The inputs that a model is timed with: N = 1, `size` for every other extent that is open. Inputs
/// of one channel are masks: a square hole in the middle, of a quarter of the area. All others are
/// random numbers in [0, 1), or `picture`, scaled, where it is not empty.
/// Errors: the model takes another size only.
NamedTensors bench_inputs(const graph::Graph& graph, int64_t size, const Image& picture);

/// The side of pictures that a model is timed with where nobody says one: its only one, or 256.
int64_t usual_size(const graph::Graph& graph);

struct BenchTimes {
  double median_ms = 0, min_ms = 0;
  double peak_mb = 0;  ///< the most memory that the process held while the model was made and run
  double gflops = 0;   ///< operations that the operators are defined by, over min_ms
};

/// Runs the model once to warm up, then `rounds` times.
BenchTimes measure(const Model& model, const NamedTensors& inputs, int rounds);

/// Lets peak_mb begin anew with what the process holds now.
void forget_peak_memory();

/// How far two results of a model are apart.
struct BenchDifference {
  double relative = 0;  ///< largest difference over the largest magnitude
  double psnr_db = 0;   ///< of values in [0, 1]; 999 where all are equal
};
BenchDifference difference(const Tensor& expected, const Tensor& found);

}  // namespace kintsugi::engine
