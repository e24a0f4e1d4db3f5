#include "tools/render_scene/ball.h"

#include <cmath>
#include <numbers>

#include "tools/render_scene/noise.h"

namespace kintsugi::scene {
namespace {

struct Vector {
  double x, y, z;  // to the right, down, towards the eye
};

double dot(const Vector& a, const Vector& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

constexpr Vector kSun = {-0.557, -0.743, 0.371};
// The ball's axis and two directions at right angles to it.
constexpr Vector kAxis = {0.36, -0.80, 0.48}, kSide = {0.912, 0.410, 0},
                 kBack = {-0.197, 0.438, 0.877};

constexpr Colour kWhite = {0.95, 0.94, 0.90};
constexpr Colour kStripes[] = {{0.83, 0.13, 0.12}, kWhite, {0.98, 0.76, 0.11}, kWhite,
                               {0.09, 0.34, 0.68}, kWhite};

Vector normal_at(double y, double x) {
  const double nx = (x - kBallX) / kBallRadius, ny = (y - kBallY) / kBallRadius;
  return {nx, ny, std::sqrt(std::fmax(0, 1 - nx * nx - ny * ny))};
}

Colour paint_at(const Vector& normal) {
  if (dot(normal, kAxis) > 0.965) return kWhite;  // the cap where the stripes meet
  const double angle = std::atan2(dot(normal, kBack), dot(normal, kSide));
  const double turn = angle / (2 * std::numbers::pi) + 1;
  return kStripes[static_cast<int>(turn * 6) % 6];
}

}  // namespace

bool is_ball(double y, double x) { return std::hypot(y - kBallY, x - kBallX) < kBallRadius; }

Colour ball(double y, double x) {
  const Vector normal = normal_at(y, x);
  const double facing = dot(normal, kSun);
  const double light = 0.34 + 0.72 * std::fmax(0, facing);
  // The wall throws some warm light back from below.
  const Colour bounce = Colour{0.10, 0.08, 0.06} * std::fmax(0, normal.y);
  const Vector mirrored = {2 * facing * normal.x - kSun.x, 2 * facing * normal.y - kSun.y,
                           2 * facing * normal.z - kSun.z};
  const double shine = std::pow(std::fmax(0, mirrored.z), 42);
  const Colour painted = paint_at(normal) * light + bounce;
  return mix(painted, {1, 1, 0.98}, 0.75 * shine);
}

double light_beside_ball(double y, double x) {
  // A flat ellipse to the lower right, dark where the ball touches the slab.
  const double dy = (y - (kBallY + kBallRadius)) / 10, dx = (x - kBallX - 22) / 74;
  const double cast = 0.55 * smoothstep(1.15, 0.55, std::hypot(dy, dx));
  const double touch = 0.35 * smoothstep(1, 0, std::hypot(dy / 0.8, (x - kBallX) / 34));
  return 1 - cast - touch * (1 - cast);
}

}  // namespace kintsugi::scene
