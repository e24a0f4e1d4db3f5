#include "kintsugi/fill/patch_blend.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kintsugi/base/parallel.h"

namespace kintsugi::fill {
namespace {

constexpr int kMaxRounds = 80;
constexpr double kSmallResidual = 1e-3;  // mean square, relative to that of the start

// The unknown pixels of one channel and the linear system A u = b that they obey.
struct System {
  std::vector<int> at;                     // index in the votes of each unknown
  std::vector<std::array<int, 4>> beside;  // unknown to the left, right, above, below; -1 = none
  std::vector<float> diagonal, right_side, value;

  // out = A v
  void apply(const std::vector<float>& v, std::vector<float>& out) const {
    for (size_t i = 0; i < at.size(); ++i) {
      float sum = diagonal[i] * v[i];
      for (const int j : beside[i]) sum -= j >= 0 ? v[j] : 0;
      out[i] = sum;
    }
  }
};

System make_system(const Votes& votes, const Mask& hole, float pull, int channels, int c) {
  const int height = hole.height(), width = hole.width();
  System system;
  std::vector<int> unknown(hole.size().area(), -1);
  for (int i = 0; i < hole.size().area(); ++i) {
    if (!hole.row(0)[i]) continue;
    unknown[i] = static_cast<int>(system.at.size());
    system.at.push_back(i);
  }
  const auto vote = [&](const std::vector<float>& values, int i) {
    return values[i * channels + c];
  };
  for (const int i : system.at) {
    const int y = i / width, x = i % width;
    std::array<int, 4> beside{-1, -1, -1, -1};
    float diagonal = pull, right_side = pull * vote(votes.colour, i);
    const auto add = [&](bool is_inside, int side, int j, float difference) {
      if (!is_inside) return;
      beside[side] = unknown[j];
      diagonal += 1;
      right_side += difference + (unknown[j] < 0 ? vote(votes.colour, j) : 0);
    };
    add(x > 0, 0, i - 1, x > 0 ? vote(votes.right, i - 1) : 0);
    add(x + 1 < width, 1, i + 1, -vote(votes.right, i));
    add(y > 0, 2, i - width, y > 0 ? vote(votes.down, i - width) : 0);
    add(y + 1 < height, 3, i + width, -vote(votes.down, i));
    system.beside.push_back(beside);
    system.diagonal.push_back(diagonal);
    system.right_side.push_back(right_side);
    system.value.push_back(vote(votes.colour, i));
  }
  return system;
}

double dot(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * b[i];
  return sum;
}

// Conjugate gradients from the voted colours.
void solve(System& system) {
  const size_t count = system.at.size();
  std::vector<float> product(count), residual(count);
  system.apply(system.value, product);
  for (size_t i = 0; i < count; ++i) residual[i] = system.right_side[i] - product[i];
  std::vector<float> direction = residual;
  double error = dot(residual, residual);
  const double enough = error * kSmallResidual * kSmallResidual;
  for (int round = 0; round < kMaxRounds && error > enough; ++round) {
    system.apply(direction, product);
    const float step = static_cast<float>(error / dot(direction, product));
    for (size_t i = 0; i < count; ++i) {
      system.value[i] += step * direction[i];
      residual[i] -= step * product[i];
    }
    const double next = dot(residual, residual);
    const float keep = static_cast<float>(next / error);
    error = next;
    for (size_t i = 0; i < count; ++i) direction[i] = residual[i] + keep * direction[i];
  }
}

}  // namespace

void blend(const Votes& votes, const Mask& mask, float pull, int threads, Image& image) {
  const Mask hole = mask.crop(votes.box);
  const int channels = image.channels(), width = hole.width();
  parallel_for(channels, threads, [&](int c) {
    System system = make_system(votes, hole, pull, channels, c);
    solve(system);
    for (size_t i = 0; i < system.at.size(); ++i) {
      const int value = static_cast<int>(std::lround(system.value[i]));
      image.set(votes.box.top + system.at[i] / width, votes.box.left + system.at[i] % width, c,
                std::clamp(value, 0, image.max_value()));
    }
  });
}

}  // namespace kintsugi::fill
