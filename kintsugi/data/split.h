#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace kintsugi::data {

/// Indices of the pictures on both sides, rising.
struct Split {
  std::vector<int64_t> training, validation;
};

/// Splits pictures by a hash of their names alone, so that each stays on its side when others are
/// added or the order changes. If no name falls on one side, the one nearest to it goes there; with
/// a `share` of 0, or a single picture, there is no validation side.
///   share   of the pictures that validate, in [0, 1)
Split split_by_name(int64_t count, const std::function<const std::string&(int64_t)>& name,
                    double share);

}  // namespace kintsugi::data
