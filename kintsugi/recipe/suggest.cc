#include "kintsugi/recipe/suggest.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace kintsugi::recipe {

size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);  // distances from a's first letters to b's first j
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::string* nearest = nullptr;
  size_t best = std::max<size_t>(2, word.size() / 2);
  std::string all;
  for (const std::string& name : known) {
    all += (all.empty() ? "" : ", ") + name;
    const size_t distance = edit_distance(word, name);
    if (distance > best || (nearest && distance == best)) continue;
    best = distance;
    nearest = &name;
  }
  if (nearest) return ", did you mean '" + *nearest + "'?";
  return ", expected one of " + all;
}

}  // namespace kintsugi::recipe
