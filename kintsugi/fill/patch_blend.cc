#include "kintsugi/fill/patch_blend.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kintsugi/base/parallel.h"
#include "kintsugi/fill/large_vector.h"

namespace kintsugi::fill {
namespace {

constexpr float kLargeMisfit = 0.15f;  // of the range: rather an edge than a seam
constexpr float kMembranePull = 1e-4f;
constexpr int kMaxRounds = 80;
constexpr double kSmallResidual = 1e-3;  // mean square, relative to that of the start

// The unknown pixels of one channel and the linear system A u = b that they obey.
struct System {
  struct Neighbours {
    std::array<int, 4> index{-1, -1, -1, -1};  // unknown to the left, right, above, below
    std::array<float, 4> weight{};
  };
  std::vector<int> at;  // index in the votes of each unknown
  std::vector<Neighbours> beside;
  std::vector<float> diagonal, right_side, value;

  // out = A v
  void apply(const std::vector<float>& v, std::vector<float>& out) const {
    for (size_t i = 0; i < at.size(); ++i) {
      float sum = diagonal[i] * v[i];
      for (int side = 0; side < 4; ++side) {
        if (beside[i].index[side] >= 0) sum -= beside[i].weight[side] * v[beside[i].index[side]];
      }
      out[i] = sum;
    }
  }
};

// How far to trust the voted difference of two neighbours: much where the voted colours nearly have
// it, a seam to be spread out; little where they are far from it, an edge that must not smear.
float trust(const Votes& votes, const std::vector<float>& difference, int from, int to,
            int channels, float large) {
  float sum = 0;
  for (int c = 0; c < channels; ++c) {
    const float misfit = votes.colour[to * channels + c] - votes.colour[from * channels + c] -
                         difference[from * channels + c];
    sum += misfit * misfit;
  }
  const float doubt = 1 + sum / (static_cast<float>(channels) * large * large);
  return 1 / (doubt * doubt);
}

System make_system(const Votes& votes, const Mask& hole, float pull, float large, int channels,
                   int c, const Progress& progress) {
  const int height = hole.height(), width = hole.width();
  System system;
  std::vector<int> unknown = large_vector(static_cast<size_t>(hole.size().area()), -1, progress);
  for (int i = 0; i < hole.size().area(); ++i) {
    if (hole.row(0)[i] != kHole) continue;
    unknown[i] = static_cast<int>(system.at.size());
    system.at.push_back(i);
  }
  for (const int i : system.at) {
    progress.ask(system.beside.size());
    const int y = i / width, x = i % width;
    System::Neighbours beside;
    float diagonal = pull, right_side = pull * votes.colour[i * channels + c];
    // The pair's difference is voted at its upper or left pixel; this is `i` or the neighbour `j`.
    const auto add = [&](int side, int j, const std::vector<float>& difference) {
      if (hole.row(0)[j] == kNeither) return;
      const int from = std::min(i, j), to = std::max(i, j);
      const float weight = trust(votes, difference, from, to, channels, large);
      const float voted = difference[from * channels + c];
      diagonal += weight;
      right_side += weight * (i == from ? -voted : voted);
      if (unknown[j] < 0) right_side += weight * votes.colour[j * channels + c];
      beside.index[side] = unknown[j];
      beside.weight[side] = weight;
    };
    if (x > 0) add(0, i - 1, votes.right);
    if (x + 1 < width) add(1, i + 1, votes.right);
    if (y > 0) add(2, i - width, votes.down);
    if (y + 1 < height) add(3, i + width, votes.down);
    system.beside.push_back(beside);
    system.diagonal.push_back(diagonal);
    system.right_side.push_back(right_side);
    system.value.push_back(votes.colour[i * channels + c]);
  }
  return system;
}

double dot(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * b[i];
  return sum;
}

// Conjugate gradients from the voted colours.
void solve(System& system, const Progress& progress) {
  const size_t count = system.at.size();
  std::vector<float> product = large_vector(count, 0.0f, progress);
  std::vector<float> residual = large_vector(count, 0.0f, progress);
  system.apply(system.value, product);
  for (size_t i = 0; i < count; ++i) residual[i] = system.right_side[i] - product[i];
  std::vector<float> direction = residual;
  double error = dot(residual, residual);
  const double enough = error * kSmallResidual * kSmallResidual;
  for (int round = 0; round < kMaxRounds && error > enough; ++round) {
    progress.at(static_cast<double>(round) / kMaxRounds);
    system.apply(direction, product);
    progress.ask();
    const float step = static_cast<float>(error / dot(direction, product));
    for (size_t i = 0; i < count; ++i) {
      system.value[i] += step * direction[i];
      residual[i] -= step * product[i];
    }
    progress.ask();
    const double next = dot(residual, residual);
    const float keep = static_cast<float>(next / error);
    error = next;
    for (size_t i = 0; i < count; ++i) direction[i] = residual[i] + keep * direction[i];
  }
}

}  // namespace

void blend(const Votes& votes, const Mask& mask, float pull, int threads, Image& image,
           const Progress& progress) {
  const Mask hole = mask.crop(votes.box);
  const int channels = image.channels(), width = hole.width();
  const float large = kLargeMisfit * static_cast<float>(image.max_value());
  parallel_for(channels, threads, [&](int c) {
    const Progress part = progress.part(1.0 / channels);
    System system = make_system(votes, hole, pull, large, channels, c, part);
    solve(system, part);
    for (size_t i = 0; i < system.at.size(); ++i) {
      part.ask(i);
      const int value = static_cast<int>(std::lround(system.value[i]));
      image.set(votes.box.top + system.at[i] / width, votes.box.left + system.at[i] % width, c,
                std::clamp(value, 0, image.max_value()));
    }
    part.at(1);
  });
}

Image membrane(const Image& image, const Mask& mask, int threads, const Progress& progress) {
  const int channels = image.channels();
  Votes votes{{0, 0, image.height(), image.width()}, {}, {}, {}};
  const size_t count = image.size().area() * channels;
  for (auto* values : {&votes.colour, &votes.right, &votes.down}) {
    *values = large_vector(count, 0.0f, progress);
  }
  for (int c = 0; c < channels; ++c) {
    double sum = 0;
    for (size_t i = c; i < count; i += channels) {
      const int pixel = static_cast<int>(i / channels);
      progress.ask(pixel);
      if (mask.row(0)[pixel] != kKnown) continue;
      votes.colour[i] = static_cast<float>(image.at(0, pixel, c));
      sum += votes.colour[i];
    }
    const double mean = sum / static_cast<double>(mask.num_known());
    for (size_t i = c; i < count; i += channels) {
      if (mask.row(0)[i / channels] != kKnown) votes.colour[i] = static_cast<float>(mean);
    }
  }
  Image result = image;
  blend(votes, mask, kMembranePull, threads, result, progress);
  return result;
}

}  // namespace kintsugi::fill
