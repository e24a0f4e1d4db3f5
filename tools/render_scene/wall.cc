#include "tools/render_scene/wall.h"

#include <cmath>

#include "tools/render_scene/noise.h"

namespace kintsugi::scene {
namespace {

constexpr double kSlab = 132, kBrickWidth = 52, kBrickHeight = 19, kJoint = 3.2;

// How far from the next joint of a row of pieces, and which piece.
struct Piece {
  int index;
  double offset;  // from its middle, in pixels
};

Piece piece_at(double place, double length) {
  const double index = std::floor(place / length);
  return {static_cast<int>(index), place - (index + 0.5) * length};
}

Colour slab(double y, double x) {
  const bool is_front = y >= kCopingFront;
  const Piece piece = piece_at(x + 40, kSlab);
  const double tone = 0.08 * (hash(piece.index, 1, 501) - 0.5);
  const double grain = 0.10 * fractal(x / 6, y / (is_front ? 6 : 3), 4, 511) +
                       0.07 * fractal(x / 60, y / 14, 3, 517);
  const double speckle = noise(x / 1.4, y / 1.1, 519) > 0.42 ? -0.10 : 0;
  Colour stone = Colour{0.70, 0.67, 0.61} * (1 + tone + grain + speckle);
  const double moss = smoothstep(0.22, 0.6, fractal(x / 70, y / 18, 4, 523));
  stone = mix(stone, {0.42, 0.46, 0.27}, 0.45 * moss);
  if (is_front) stone = stone * 0.66;
  const double edge = smoothstep(2.5, 0, std::abs(y - kCopingFront));
  stone = stone * (1 + 0.14 * edge);
  const double joint = smoothstep(1.8, 0.6, kSlab / 2 - std::abs(piece.offset));
  return mix(stone, {0.24, 0.22, 0.20}, 0.85 * joint);
}

Colour brick_colour(int column, int row) {
  const double kind = hash(column, row, 601), tone = hash(column, row, 603);
  const Colour red = mix({0.50, 0.21, 0.15}, {0.70, 0.36, 0.25}, tone);
  if (kind < 0.12) return mix({0.30, 0.17, 0.15}, {0.40, 0.25, 0.21}, tone);  // burnt
  if (kind > 0.88) return mix({0.72, 0.48, 0.34}, {0.79, 0.58, 0.43}, tone);  // pale
  return red;
}

Colour bricks(double y, double x) {
  // Hand-made: edges waver by a pixel.
  const double wavy_y = y + 0.9 * noise(x / 23, y / 23, 611);
  const double wavy_x = x + 0.9 * noise(x / 19, y / 19, 613);
  const Piece row = piece_at(wavy_y - kWallTop - 1.5, kBrickHeight);
  const double shift = row.index % 2 == 0 ? 0 : kBrickWidth / 2;  // running bond
  const Piece column = piece_at(wavy_x + shift, kBrickWidth);
  const double to_edge =
      std::fmin(kBrickHeight / 2 - std::abs(row.offset), kBrickWidth / 2 - std::abs(column.offset));
  const double grain =
      0.16 * fractal(x / 7, y / 5, 5, 617) + 0.10 * fractal(x / 40, y / 30, 2, 619);
  const Colour brick = brick_colour(column.index, row.index) * (1 + grain);
  const double mortar_grain = 0.14 * fractal(x / 3, y / 3, 3, 623);
  const Colour mortar = Colour{0.66, 0.63, 0.58} * (1 + mortar_grain);
  // The sun is up on the left: a brick's upper edge shines, the joint below it lies in shadow.
  const double inside = smoothstep(kJoint / 2 - 0.7, kJoint / 2 + 0.7, to_edge);
  const double shine = smoothstep(5.5, 2, to_edge) * (row.offset < 0 ? 0.10 : -0.12);
  const double shade = row.offset < 0 && to_edge < kJoint / 2 ? 0.80 : 1.0;
  return mix(mortar * shade, brick * (1 + shine), inside);
}

}  // namespace

Colour wall(double y, double x) {
  if (y < kWallTop) return slab(y, x);
  const double shadow =
      0.52 + 0.48 * smoothstep(kWallTop + 3, kWallTop + 20, y + 2 * noise(x / 15, 0, 631));
  const double dirt = 1 - 0.22 * smoothstep(0.0, 0.6, fractal(x / 120, y / 70, 4, 633));
  return bricks(y, x) * (shadow * dirt);
}

}  // namespace kintsugi::scene
