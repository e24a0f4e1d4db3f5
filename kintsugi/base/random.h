#pragma once

#include <cstdint>

namespace kintsugi {

/// SplitMix64's three mixing steps (Steele, Lea, Flood 2014): a good 64-bit hash of `z`.
constexpr uint64_t mix_bits(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/// A seeded generator whose numbers are the same on every machine and with every compiler, and
/// whose whole state is two integers that may be saved. `Random(seed, stream)` gives independent
/// streams of one seed, so that what item 7 draws does not depend on how much item 6 drew.
class Random {
 public:
  explicit Random(uint64_t seed, uint64_t stream = 0)
      : key_(mix_bits(seed + 0x9E3779B97F4A7C15u) ^ mix_bits(stream * 0xD1B54A32D192ED03u + 1)) {}

  /// The next 64 random bits.
  uint64_t bits() { return mix_bits(key_ + ++count_ * 0x9E3779B97F4A7C15u); }

  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

  /// Uniform in [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Uniform over the integers low..high, both included.
  int integer(int low, int high) {
    return low + static_cast<int>(uniform() * (static_cast<double>(high) - low + 1));
  }

  /// Normal with the given mean and standard deviation (Box and Muller 1958).
  double normal(double mean, double deviation);

  /// How many numbers have been drawn; together with the seed and the stream this is the state.
  uint64_t count() const { return count_; }

 private:
  uint64_t key_;
  uint64_t count_ = 0;
};

}  // namespace kintsugi
