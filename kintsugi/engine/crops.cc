#include "kintsugi/engine/crops.h"

#include <algorithm>
#include <cmath>

#include "kintsugi/image/components.h"

namespace kintsugi::engine {
namespace {

constexpr int kMinContextPx = 32;

int longest(Size size) { return std::max(size.height, size.width); }

int rounded_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

Size scaled(Size size, double scale) {
  const auto extent = [scale](int from) {
    return std::max(1, static_cast<int>(std::lround(from * scale)));
  };
  return {extent(size.height), extent(size.width)};
}

// `box` grown evenly to at least `wanted`, moved and cut to stay inside.
Box at_least(Box box, Size wanted, Size size) {
  const auto grow = [](int& from, int& to, int side, int extent) {
    const int missing = std::min(side, extent) - (to - from);
    if (missing <= 0) return;
    from = std::clamp(from - missing / 2, 0, extent - (to - from + missing));
    to = from + std::min(side, extent);
  };
  grow(box.top, box.bottom, wanted.height, size.height);
  grow(box.left, box.right, wanted.width, size.width);
  return box;
}

int context_px(int side_px, const CropLimits& limits) {
  const double context = std::max<double>(kMinContextPx, std::ceil(limits.context * side_px));
  return static_cast<int>(std::min(context, 1e6));
}

Box box_around(const Box& hole, int side_px, Size size, const CropLimits& limits) {
  Box box = hole.grown(context_px(side_px, limits), size);
  box = at_least(box, {limits.train_size_px, limits.train_size_px}, size);
  if (limits.fixed.area() == 0) return box;
  const double scale =
      std::max(1. * box.height() / limits.fixed.height, 1. * box.width() / limits.fixed.width);
  return at_least(box, scaled(limits.fixed, scale), size);
}

// The size that the network sees, and its input's.
Crop crop_of(const Box& hole, const Box& box, const CropLimits& limits, int max_size_px) {
  Crop crop{hole, box, box.size(), {}};
  const int side = longest(crop.scaled);
  if (limits.fixed.area() > 0) {
    crop.scaled = scaled(box.size(), std::min(1. * limits.fixed.height / box.height(),
                                              1. * limits.fixed.width / box.width()));
    crop.padded = limits.fixed;
    return crop;
  }
  if (side > max_size_px) crop.scaled = scaled(box.size(), 1. * max_size_px / side);
  if (side < limits.minimum_px) crop.scaled = scaled(box.size(), 1. * limits.minimum_px / side);
  const auto pad = [&](int extent) {
    return rounded_up(std::max(extent, limits.minimum_px), limits.multiple);
  };
  crop.padded = {pad(crop.scaled.height), pad(crop.scaled.width)};
  return crop;
}

// Parts of a box none of whose sides is above `side`.
std::vector<Box> tiles(const Box& box, int side) {
  const int rows = (box.height() + side - 1) / side, columns = (box.width() + side - 1) / side;
  std::vector<Box> result;
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) {
      result.push_back({box.top + box.height() * i / rows, box.left + box.width() * j / columns,
                        box.top + box.height() * (i + 1) / rows,
                        box.left + box.width() * (j + 1) / columns});
    }
  }
  return result;
}

// The hole pixels of a group, in one box, or in several where thin holes reach far.
std::vector<Box> parts_of(const HoleGroup& group, const Mask& mask, const CropLimits& limits) {
  const int room = limits.max_size_px - 2 * context_px(group.side_px, limits);
  if (longest(group.box.size()) <= room || room < group.side_px) return {group.box};
  std::vector<Box> parts;
  for (const Box& tile : tiles(group.box, room)) {
    Box hole = mask.crop(tile).bounds();
    if (hole.empty()) continue;
    hole = {hole.top + tile.top, hole.left + tile.left, hole.bottom + tile.top,
            hole.right + tile.left};
    parts.push_back(hole);
  }
  return parts;
}

}  // namespace

std::vector<Crop> crops_of(const Mask& mask, HdMode hd, const CropLimits& limits,
                           const Progress& progress) {
  const Size size = mask.size();
  const Box all{0, 0, size.height, size.width};
  if (hd == HdMode::kWhole) return {crop_of(mask.bounds(), all, limits, longest(size))};
  const auto box = [&](const HoleGroup& group) {
    return box_around(group.box, group.side_px, size, limits);
  };
  const int max_size_px = hd == HdMode::kResize ? limits.train_size_px : limits.max_size_px;
  std::vector<Crop> crops;
  for (const HoleGroup& group : groups_to_crop(mask, box, limits.max_size_px, progress)) {
    for (const Box& hole : parts_of(group, mask, limits)) {
      crops.push_back(
          crop_of(hole, box_around(hole, group.side_px, size, limits), limits, max_size_px));
    }
  }
  return crops;
}

}  // namespace kintsugi::engine
