#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kintsugi/base/random.h"
#include "kintsugi/graph/graph.h"

/// Numbers of other people's code: weights and inputs by the formula of parity/README.md.
namespace kintsugi::nets::parity {

/// Uniform numbers in [0, 1) that depend on nothing but the tensor's name.
inline std::vector<float> uniform(const std::string& name, int64_t size) {
  uint64_t seed = 0xCBF29CE484222325u;  // FNV-1a
  for (unsigned char c : name) seed = (seed ^ c) * 0x100000001B3u;
  std::vector<float> result;
  for (int64_t j = 0; j < size; ++j) {
    const uint64_t z = mix_bits(seed + static_cast<uint64_t>(j + 1) * 0x9E3779B97F4A7C15u);
    result.push_back(static_cast<float>(z >> 40) * 0x1p-24f);
  }
  return result;
}

inline Tensor input(const std::string& name, const Sizes& sizes, float low = 0, float high = 1) {
  std::vector<float> values = uniform(name, num_elements(sizes));
  for (float& value : values) value = low + (high - low) * value;
  return Tensor(sizes, std::move(values));
}

inline Tensor weight(const std::string& name, const Sizes& sizes, double gain) {
  const double fan_in = static_cast<double>(num_elements(sizes)) / static_cast<double>(sizes.at(0));
  const float bound = static_cast<float>(std::sqrt(3 * gain / fan_in));
  if (name.ends_with("running_var")) return input(name, sizes, 0.5f, 1.5f);
  if (name.ends_with("running_mean")) return input(name, sizes, -0.1f, 0.1f);
  if (sizes.size() > 1) return input(name, sizes, -bound, bound);
  return name.ends_with("weight") ? input(name, sizes, 0.5f, 1.5f)
                                  : input(name, sizes, -0.1f, 0.1f);
}

/// Gives every weight of the graph the value that its name stands for.
inline void set_weights(graph::Graph& graph, double gain) {
  for (auto& [name, tensor] : graph.weights) tensor = weight(name, tensor.sizes(), gain);
}

/// A file of the shared folder; absent where there is none.
inline nlohmann::json read_json(const std::string& path) {
  std::ifstream file(std::string(KINTSUGI_SHARED) + path);
  return file ? nlohmann::json::parse(file) : nlohmann::json();
}

/// Compares a result with mean, deviation, extrema and the sampled values of a digest.
inline void expect_digest(const Tensor& result, const nlohmann::json& digest, double tolerance) {
  ASSERT_EQ(result.sizes(), digest.at("shape").get<Sizes>());
  const std::span<const float> values = result.values<float>();
  double sum = 0, squares = 0;
  for (float value : values) sum += value, squares += double(value) * value;
  const double mean = sum / static_cast<double>(values.size());
  const double deviation = std::sqrt(squares / static_cast<double>(values.size()) - mean * mean);
  EXPECT_NEAR(mean, digest.at("mean").get<double>(), tolerance);
  EXPECT_NEAR(deviation, digest.at("std").get<double>(), tolerance);
  EXPECT_NEAR(*std::min_element(values.begin(), values.end()), digest.at("min"), tolerance);
  EXPECT_NEAR(*std::max_element(values.begin(), values.end()), digest.at("max"), tolerance);
  for (size_t i = 0; i < digest.at("at").size(); ++i) {
    const size_t at = digest.at("at")[i];
    EXPECT_NEAR(values[at], digest.at("values")[i].get<double>(), tolerance) << "element " << at;
  }
}

}  // namespace kintsugi::nets::parity
