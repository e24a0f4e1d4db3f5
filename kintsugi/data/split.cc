#include "kintsugi/data/split.h"

#include <algorithm>

#include "kintsugi/base/random.h"
#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

// FNV-1a, mixed so that names that differ in one letter fall anywhere. In [0, 1).
double place_of(const std::string& name) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (const unsigned char byte : name) hash = (hash ^ byte) * 0x100000001B3u;
  return static_cast<double>(mix_bits(hash) >> 11) * 0x1p-53;
}

}  // namespace

Split split_by_name(int64_t count, const std::function<const std::string&(int64_t)>& name,
                    double share) {
  check(share >= 0 && share < 1, "the validation share is ", share, ", expected 0 to 1, without 1");
  Split split;
  std::vector<double> places(count);
  for (int64_t i = 0; i < count; ++i) {
    places[i] = place_of(name(i));
    (places[i] < share ? split.validation : split.training).push_back(i);
  }
  if (share == 0 || count < 2)
    return {.training = split.training.empty() ? split.validation : split.training};
  const auto nearer = [&](int64_t a, int64_t b) { return places[a] < places[b]; };
  if (split.validation.empty()) {
    const auto least = std::min_element(split.training.begin(), split.training.end(), nearer);
    split.validation = {*least};
    split.training.erase(least);
  } else if (split.training.empty()) {
    const auto most = std::max_element(split.validation.begin(), split.validation.end(), nearer);
    split.training = {*most};
    split.validation.erase(most);
  }
  return split;
}

}  // namespace kintsugi::data
