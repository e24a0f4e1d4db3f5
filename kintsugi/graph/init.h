#pragma once

#include <cstdint>
#include <string_view>

#include "kintsugi/base/tensor.h"

namespace kintsugi::graph {

/// How a fresh weight is drawn.
struct Init {
  enum class Kind { kConstant, kUniform, kNormal, kHe, kXavier };
  Kind kind = Kind::kConstant;
  double value = 0;  // the constant, the bound, the deviation; not for kHe and kXavier

  static Init zeros() { return {Kind::kConstant, 0}; }
  static Init ones() { return {Kind::kConstant, 1}; }
  static Init constant(double value) { return {Kind::kConstant, value}; }
  /// Uniform in [-bound, bound].
  static Init uniform(double bound) { return {Kind::kUniform, bound}; }
  static Init normal(double deviation) { return {Kind::kNormal, deviation}; }
  /// Normal with variance 2 / fan in (He et al. 2015).
  static Init he() { return {Kind::kHe}; }
  /// Uniform with variance 2 / (fan in + fan out) (Glorot and Bengio 2010).
  static Init xavier() { return {Kind::kXavier}; }
};

/// The same everywhere: 64-bit FNV-1a.
uint64_t hash_name(std::string_view text);

/// A fresh weight called `name`: what it holds depends on the seed, the name, the sizes and `init`,
/// not on what was drawn before. `weight` is [out, in, ...]; fan in is the size of weight[0].
Tensor fresh_weight(std::string_view name, const Sizes& sizes, const Init& init, uint64_t seed);

}  // namespace kintsugi::graph
