#include "kintsugi/image/components.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kintsugi/image/runs.h"

namespace kintsugi {
namespace {

// Components are found among square cells of pixels, not among pixels: noise in a mask can make
// millions of components of pixels, and holes this near to each other are filled together anyway.
constexpr int kCellSide = 32;

// What is known of the hole pixels in one cell. An empty box = none.
struct Grid {
  int height, width;
  std::vector<HoleGroup> cells;
  HoleGroup& at(int y, int x) { return cells[size_t{1} * y * width + x]; }
};

int side_of(const HoleGroup& group) {
  const double root = std::sqrt(static_cast<double>(group.num_holes));
  return std::min(std::max(group.box.height(), group.box.width()), static_cast<int>(2 * root));
}

Grid grid_of(const Mask& mask, const Progress& progress) {
  Grid grid{
      (mask.height() + kCellSide - 1) / kCellSide, (mask.width() + kCellSide - 1) / kCellSide, {}};
  grid.cells.resize(size_t{1} * grid.height * grid.width);
  for (int y = 0; y < mask.height(); ++y) {
    progress.ask();
    for_each_run(mask.row(y), mask.width(), [&](int left, int right) {
      for (int x = left / kCellSide; x <= (right - 1) / kCellSide; ++x) {
        const Box part{y, std::max(left, x * kCellSide), y + 1,
                       std::min(right, (x + 1) * kCellSide)};
        HoleGroup& cell = grid.at(y / kCellSide, x);
        cell = joined(cell, {part, part.width(), 0});
      }
    });
  }
  return grid;
}

// Takes the 8-connected component of cells that holds (y, x) out of the grid.
HoleGroup take_component(Grid& grid, int y, int x) {
  HoleGroup group;
  std::vector<std::pair<int, int>> open;
  const auto take = [&](int cell_y, int cell_x) {
    if (cell_y < 0 || cell_x < 0 || cell_y >= grid.height || cell_x >= grid.width) return;
    HoleGroup& cell = grid.at(cell_y, cell_x);
    if (cell.num_holes == 0) return;
    group = joined(group, cell);
    cell.num_holes = 0;
    open.push_back({cell_y, cell_x});
  };
  take(y, x);
  while (!open.empty()) {
    const auto [centre_y, centre_x] = open.back();
    open.pop_back();
    for (int i = 0; i < 9; ++i) take(centre_y + i / 3 - 1, centre_x + i % 3 - 1);
  }
  group.side_px = side_of(group);
  return group;
}

// One sweep from top to bottom; true when something was joined.
bool join_once(std::vector<HoleGroup>& groups, const std::function<Box(const HoleGroup&)>& reach,
               const std::function<bool(const HoleGroup&, const HoleGroup&)>& should_join,
               const Progress& progress) {
  std::vector<std::pair<Box, HoleGroup>> open;
  for (const HoleGroup& group : groups) open.push_back({reach(group), group});
  std::stable_sort(open.begin(), open.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.top, a.first.left) < std::pair(b.first.top, b.first.left);
  });
  for (size_t i = 0; i < open.size(); ++i) {
    progress.ask();
    auto& [box, group] = open[i];
    if (group.num_holes == 0) continue;
    for (size_t j = i + 1; j < open.size() && open[j].first.top < box.bottom; ++j) {
      HoleGroup& other = open[j].second;
      if (other.num_holes == 0 || !box.overlaps(open[j].first) || !should_join(group, other))
        continue;
      group = joined(group, other);
      box = reach(group);
      other.num_holes = 0;
    }
  }
  const size_t before = groups.size();
  groups.clear();
  for (const auto& [box, group] : open) {
    if (group.num_holes > 0) groups.push_back(group);
  }
  return groups.size() < before;
}

}  // namespace

HoleGroup joined(const HoleGroup& a, const HoleGroup& b) {
  if (a.num_holes == 0) return b;
  return {a.box.joined(b.box), a.num_holes + b.num_holes, std::max(a.side_px, b.side_px)};
}

std::vector<HoleGroup> hole_groups(const Mask& mask, const Progress& progress) {
  Grid grid = grid_of(mask, progress);
  std::vector<HoleGroup> groups;
  for (int y = 0; y < grid.height; ++y) {
    for (int x = 0; x < grid.width; ++x) {
      if (grid.at(y, x).num_holes > 0) groups.push_back(take_component(grid, y, x));
    }
  }
  const auto with_rim = [&](const HoleGroup& group) { return group.box.grown(1, mask.size()); };
  return join_groups(
      std::move(groups), with_rim, [](const auto&, const auto&) { return true; }, progress);
}

std::vector<HoleGroup> groups_to_crop(const Mask& mask,
                                      const std::function<Box(const HoleGroup&)>& crop,
                                      int longest_px, const Progress& progress) {
  const auto should_join = [&](const HoleGroup& a, const HoleGroup& b) {
    if (a.box.overlaps(b.box)) return true;
    const Size both = crop(joined(a, b)).size();
    return std::max(both.height, both.width) <= longest_px &&
           both.area() <= crop(a).size().area() + crop(b).size().area();
  };
  return join_groups(hole_groups(mask, progress), crop, should_join, progress);
}

std::vector<HoleGroup> join_groups(
    std::vector<HoleGroup> groups, const std::function<Box(const HoleGroup&)>& reach,
    const std::function<bool(const HoleGroup&, const HoleGroup&)>& should_join,
    const Progress& progress) {
  while (join_once(groups, reach, should_join, progress)) {
  }
  std::stable_sort(groups.begin(), groups.end(), [](const HoleGroup& a, const HoleGroup& b) {
    return std::pair(a.box.top, a.box.left) < std::pair(b.box.top, b.box.left);
  });
  return groups;
}

}  // namespace kintsugi
