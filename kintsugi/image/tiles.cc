#include "kintsugi/image/tiles.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>
#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/base/parallel.h"
#include "kintsugi/image/pieces.h"
#include "kintsugi/image/runs.h"

namespace kintsugi {
namespace {

constexpr int kOverlapPx = 8;  // of what neighbouring tiles fill of a hole that is cut
constexpr int kSparse = 16;    // a hole with fewer than 1 / kSparse of its box's pixels is cut
constexpr int kLongest = 4;    // times a tile's side: so is one that is longer
constexpr int kShared = -1;    // the tile of a place, in which all smaller holes lie

Box box_of(const Run& run) { return {run.y, run.left, run.y + 1, run.right}; }

// 8-connected holes, as sets of runs: a union-find whose roots know their holes' box and pixels.
class Holes {
 public:
  explicit Holes(const Mask& mask, const Progress& progress) {
    size_t above = 0, row = 0;
    for (int y = 0; y < mask.height(); ++y) {
      progress.ask();
      for_each_run(mask.row(y), mask.width(), [&](int left, int right) {
        runs.push_back({y, left, right});
      });
      connect(above, row);
      above = std::exchange(row, runs.size());
    }
    boxes_.resize(runs.size());
    pixels_.resize(runs.size());
    for (size_t i = 0; i < runs.size(); ++i) {
      progress.ask(i);
      const int root = root_of(static_cast<int>(i));
      boxes_[root] = pixels_[root] ? boxes_[root].joined(box_of(runs[i])) : box_of(runs[i]);
      pixels_[root] += runs[i].right - runs[i].left;
    }
  }

  std::vector<Run> runs;

  int root_of(int i) {
    while (parents_[i] != i) i = parents_[i] = parents_[parents_[i]];
    return i;
  }
  const Box& box(int root) const { return boxes_[root]; }
  long long pixels(int root) const { return pixels_[root]; }

 private:
  // Joins the runs [row, end) with those of the row above, [above, row), that touch them.
  void connect(size_t above, size_t row) {
    for (size_t i = parents_.size(); i < runs.size(); ++i) parents_.push_back(static_cast<int>(i));
    for (size_t i = row; i < runs.size(); ++i) {
      while (above < row && runs[above].right < runs[i].left) ++above;
      for (size_t j = above; j < row && runs[j].left <= runs[i].right; ++j) {
        parents_[root_of(static_cast<int>(i))] = root_of(static_cast<int>(j));
      }
    }
  }

  std::vector<int> parents_;
  std::vector<Box> boxes_;
  std::vector<long long> pixels_;
};

bool is_cut(const Box& box, long long pixels, int side_px) {
  const int longest = std::max(box.height(), box.width());
  if (longest <= side_px) return false;
  return longest > kLongest * side_px || pixels * kSparse < box.size().area();
}

// What a tile's method is to fill: its own holes and a little beyond.
Mask mask_of(const Tile& tile, const Mask& mask, const Box& crop) {
  Mask part = mask.crop(crop);
  const Box inner = tile.box.grown(kOverlapPx, mask.size());
  for (int y = 0; y < part.height(); ++y) {
    for (int x = 0; x < part.width(); ++x) {
      uint8_t& value = part.row(y)[x];
      if (value == kHole && !inner.contains(crop.top + y, crop.left + x)) value = kNeither;
    }
  }
  for (const Run& run : tile.runs) {
    std::memset(part.row(run.y - crop.top) + run.left - crop.left, kHole, run.right - run.left);
  }
  return part;
}

class InTiles : public Inpainter {
 public:
  InTiles(std::unique_ptr<Inpainter> method, const TileOptions& options)
      : method_(std::move(method)), options_(options) {}

  Filled fill(const Image& image, const Mask& mask, const Progress& progress) const override {
    check_fillable(image, mask);
    progress.ask();
    Filled result{image, {}};
    const std::vector<Tile> tiles = tiles_of(mask, options_.side_px, progress);
    std::vector<Outcome> outcomes(tiles.size());
    parallel_for(static_cast<int>(tiles.size()), options_.threads, [&](int i) {
      const Progress part = progress.part(1.0 / static_cast<double>(tiles.size()));
      outcomes[i] = fill_tile(tiles[i], image, mask, part, result.image);
      part.at(1);
    });
    for (const Outcome& outcome : outcomes) add_warnings(outcome.warnings, result.warnings);
    if (std::ranges::find(outcomes, true, &Outcome::is_lost) != outcomes.end()) {
      const auto mean = mean_known(image, mask, progress);
      for (size_t i = 0; i < tiles.size(); ++i) {
        if (outcomes[i].is_lost) paint(tiles[i], mean, result.image);
      }
    }
    progress.at(1);
    return result;
  }

 private:
  struct Outcome {
    bool is_lost = false;  // there is nothing known in reach
    std::vector<std::string> warnings;
  };

  Outcome fill_tile(const Tile& tile, const Image& image, const Mask& mask,
                    const Progress& progress, Image& result) const {
    const Box crop = with_known_pixels(tile.box.grown(options_.margin_px, mask.size()), mask);
    const Mask part = mask_of(tile, mask, crop);
    if (part.num_known() == 0) return {.is_lost = true, .warnings = {}};
    Filled filled = method_->fill(image.crop(crop), part, progress);
    const size_t pixel_bytes = image.row_bytes() / image.width();
    for (const Run& run : tile.runs) {
      std::memcpy(
          result.row<uint8_t>(run.y) + run.left * pixel_bytes,
          filled.image.row<uint8_t>(run.y - crop.top) + (run.left - crop.left) * pixel_bytes,
          (run.right - run.left) * pixel_bytes);
    }
    return {.is_lost = false, .warnings = std::move(filled.warnings)};
  }

  static void paint(const Tile& tile, const std::vector<int>& colour, Image& result) {
    for (const Run& run : tile.runs) {
      for (int x = run.left; x < run.right; ++x) {
        for (int c = 0; c < result.channels(); ++c) result.set(run.y, x, c, colour[c]);
      }
    }
  }

  std::unique_ptr<Inpainter> method_;
  TileOptions options_;
};

}  // namespace

std::vector<Tile> tiles_of(const Mask& mask, int side_px, const Progress& progress) {
  Holes holes(mask, progress);
  const int columns = (mask.width() + side_px - 1) / side_px;
  std::map<std::pair<long long, int>, Tile> tiles;  // by place, and by hole where one is too large
  const auto add = [&](int y, int x, int hole, const Run& run) {
    Tile& tile = tiles[{1LL * (y / side_px) * columns + x / side_px, hole}];
    tile.box = tile.runs.empty() ? box_of(run) : tile.box.joined(box_of(run));
    tile.runs.push_back(run);
  };
  for (size_t i = 0; i < holes.runs.size(); ++i) {
    progress.ask(i);
    const Run& run = holes.runs[i];
    const int root = holes.root_of(static_cast<int>(i));
    const Box& box = holes.box(root);
    if (is_cut(box, holes.pixels(root), side_px)) {
      for (int left = run.left, right; left < run.right; left = right) {
        right = std::min(run.right, (left / side_px + 1) * side_px);
        add(run.y, left, kShared, {run.y, left, right});
      }
    } else {
      const bool is_long = std::max(box.height(), box.width()) > side_px;
      add((box.top + box.bottom) / 2, (box.left + box.right) / 2, is_long ? root : kShared, run);
    }
  }
  std::vector<Tile> result;
  for (auto& [place, tile] : tiles) result.push_back(std::move(tile));
  return result;
}

std::unique_ptr<Inpainter> in_tiles(std::unique_ptr<Inpainter> method, const TileOptions& options) {
  check(options.side_px >= 1 && options.margin_px >= 1, "tiles are ", options.side_px,
        " pixels wide with a margin of ", options.margin_px, ", expected 1 or more of both");
  return std::make_unique<InTiles>(std::move(method), options);
}

}  // namespace kintsugi
