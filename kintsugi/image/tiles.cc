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
  explicit Holes(const Mask& mask) {
    size_t above = 0, row = 0;
    for (int y = 0; y < mask.height(); ++y) {
      for_each_run(mask.row(y), mask.width(), [&](int left, int right) {
        runs.push_back({y, left, right});
      });
      connect(above, row);
      above = std::exchange(row, runs.size());
    }
    boxes_.resize(runs.size());
    pixels_.resize(runs.size());
    for (size_t i = 0; i < runs.size(); ++i) {
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

  Image fill(const Image& image, const Mask& mask) const override {
    check_fillable(image, mask);
    Image result = image;
    const std::vector<Tile> tiles = tiles_of(mask, options_.side_px);
    std::vector<uint8_t> is_lost(tiles.size());
    parallel_for(static_cast<int>(tiles.size()), options_.threads,
                 [&](int i) { is_lost[i] = !fill_tile(tiles[i], image, mask, &result); });
    if (std::find(is_lost.begin(), is_lost.end(), 1) == is_lost.end()) return result;
    const auto mean = mean_known(image, mask);
    for (size_t i = 0; i < tiles.size(); ++i) {
      for (const Run& run : tiles[i].runs) {
        for (int x = run.left; is_lost[i] && x < run.right; ++x) {
          for (int c = 0; c < image.channels(); ++c) result.set(run.y, x, c, mean[c]);
        }
      }
    }
    return result;
  }

 private:
  // False where there is nothing known in reach.
  bool fill_tile(const Tile& tile, const Image& image, const Mask& mask, Image* result) const {
    const Box crop = with_known_pixels(tile.box.grown(options_.margin_px, mask.size()), mask);
    const Mask part = mask_of(tile, mask, crop);
    if (part.num_known() == 0) return false;
    const Image filled = method_->fill(image.crop(crop), part);
    const size_t pixel_bytes = image.row_bytes() / image.width();
    for (const Run& run : tile.runs) {
      std::memcpy(result->row<uint8_t>(run.y) + run.left * pixel_bytes,
                  filled.row<uint8_t>(run.y - crop.top) + (run.left - crop.left) * pixel_bytes,
                  (run.right - run.left) * pixel_bytes);
    }
    return true;
  }

  std::unique_ptr<Inpainter> method_;
  TileOptions options_;
};

}  // namespace

std::vector<Tile> tiles_of(const Mask& mask, int side_px) {
  Holes holes(mask);
  const int columns = (mask.width() + side_px - 1) / side_px;
  std::map<std::pair<long long, int>, Tile> tiles;  // by place, and by hole where one is too large
  const auto add = [&](int y, int x, int hole, const Run& run) {
    Tile& tile = tiles[{1LL * (y / side_px) * columns + x / side_px, hole}];
    tile.box = tile.runs.empty() ? box_of(run) : tile.box.joined(box_of(run));
    tile.runs.push_back(run);
  };
  for (size_t i = 0; i < holes.runs.size(); ++i) {
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
