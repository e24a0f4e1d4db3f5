#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "kintsugi/graph/infer.h"

namespace kintsugi::graph {

/// Input rows (or columns) first..last that something depends on; nothing when first > last.
struct Span {
  int64_t first = INT64_MAX, last = INT64_MIN;

  void join(const Span& other) {
    first = std::min(first, other.first);
    last = std::max(last, other.last);
  }
  int64_t length() const { return last < first ? 0 : last - first + 1; }
};

/// What every position of a value along one axis of the picture depends on. One entry stands for
/// all positions alike.
using Reach = std::vector<Span>;

inline Span hull(const Reach& reach) {
  Span all;
  for (const Span& span : reach) all.join(span);
  return all;
}

/// Follows one axis (2: rows, 3: columns) through a graph whose sizes are all known.
class Follower {
 public:
  Follower(const Graph& graph, const ValueInfos& infos, size_t axis) : infos_(infos), axis_(axis) {
    for (const Port& port : graph.inputs) {
      const Shape& shape = infos.at(port.name).shape;
      if (shape.size() != 4) continue;
      Reach& reach = reaches_[port.name];
      for (int64_t i = 0; i < shape[axis].value(); ++i) reach.push_back({i, i});
    }
    for (const Node& node : graph.nodes) follow(node);
  }

  int64_t field(const std::string& value) const {
    int64_t longest = 0;
    const auto found = reaches_.find(value);
    if (found == reaches_.end()) return 0;
    for (const Span& span : found->second) longest = std::max(longest, span.length());
    return longest;
  }

 private:
  int64_t extent(const std::string& value) const {
    const Shape& shape = infos_.at(value).shape;
    return shape.size() == 4 ? shape[axis_].value() : 1;
  }

  const Reach& reach(const std::string& value) {
    return reaches_.try_emplace(value, Reach{Span{}}).first->second;
  }

  // Every position depends on all of every input.
  Reach mixed(const Node& node) {
    Span all;
    for (const std::string& input : node.inputs) all.join(hull(reach(input)));
    return {all};
  }

  // Output position i takes from the inputs' position i; other extents are broadcast.
  Reach joined(const Node& node, int64_t count) {
    Reach result(count);
    for (const std::string& input : node.inputs) {
      const Reach& from = reach(input);
      const bool is_aligned = static_cast<int64_t>(from.size()) == count;
      const Span all = is_aligned ? Span{} : hull(from);
      for (int64_t i = 0; i < count; ++i) result[i].join(is_aligned ? from[i] : all);
    }
    return result;
  }

  Reach convolved(const Node& node, int64_t count);
  Reach padded(const Node& node, int64_t count);
  Reach sliced(const Node& node, int64_t count);
  Reach resized(const Node& node, int64_t count);
  void follow(const Node& node);
  Reach reach_of(const Node& node, const std::string& output);

  const ValueInfos& infos_;
  size_t axis_;
  std::map<std::string, Reach> reaches_;
};

}  // namespace kintsugi::graph
