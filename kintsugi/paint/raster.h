#pragma once

#include <span>

#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace kintsugi {

/// A place in a picture, in pixels: the centre of the pixel in row 3, column 5 is {3, 5}.
struct Point {
  double y = 0, x = 0;
};

/// `radius_along_px` lies along the direction that is turned by `angle` radians from the x axis
/// towards the y axis (clockwise, as y points down), `radius_across_px` across it.
struct Ellipse {
  Point centre;
  double radius_along_px = 0, radius_across_px = 0, angle = 0;
};

/// These make holes of all pixels whose centre lies in the shape or on its rim. Shapes may reach
/// over the picture's edge. Coordinates and radii are first rounded to 1/16 pixel, and from there
/// on all is exact integer arithmetic: the same pixels on every machine.
void fill_box(Mask& mask, const Box& box);
void fill_disc(Mask& mask, Point centre, double radius_px);
/// A line from `from` to `to`, 2 radius_px thick, with round ends. A radius of 0.5 pixels or more
/// leaves no gap.
void fill_capsule(Mask& mask, Point from, Point to, double radius_px);
/// Capsules from point to point: a thick line with round joints. One point is a disc.
void fill_polyline(Mask& mask, std::span<const Point> points, double radius_px);
void fill_ellipse(Mask& mask, const Ellipse& ellipse);

}  // namespace kintsugi
