#include "kintsugi/fill/patch_vote.h"

#include <algorithm>
#include <climits>
#include <cmath>

#include "kintsugi/base/parallel.h"
#include "kintsugi/fill/large_vector.h"

namespace kintsugi::fill {
namespace {

// A patch over a pixel: the known pixel that it puts there, how much it counts, and whether it
// reaches the pixel's right and lower neighbours too.
struct Ballot {
  int source;
  float weight;
  bool has_right, has_down;
};

constexpr int kMaxBallots = 15 * 15;

// The ballots at pixel (y, x); returns how many.
int ballots_at(const Level& level, const PatchField& field, int y, int x, float softness,
               Ballot* ballots) {
  const int radius = level.patch_radius, width = level.size.width;
  const Box centres = Box{y, x, y + 1, x + 1}.grown(radius, level.size);
  int count = 0;
  int32_t smallest = INT32_MAX, distances[kMaxBallots];
  float sum = 0;
  for (int cy = centres.top; cy < centres.bottom; ++cy) {
    for (int cx = centres.left; cx < centres.right; ++cx) {
      const int centre = cy * width + cx;
      if (!level.is_target[centre]) continue;
      smallest = std::min(smallest, field.distance[centre]);
      sum += static_cast<float>(field.distance[centre]);
      distances[count] = field.distance[centre];
      ballots[count++] = {field.source[centre] + (y - cy) * width + x - cx,
                          level.confidence[centre], x < cx + radius, y < cy + radius};
    }
  }
  // By the mean of the distances here, since what is a small one depends on how busy the picture
  // is; from the smallest, so that some ballot always counts fully. The 1 is for a mean of 0.
  const float scale = softness * (sum / static_cast<float>(std::max(count, 1)) + 1.0f);
  for (int i = 0; i < count; ++i) {
    ballots[i].weight *= std::exp(-static_cast<float>(distances[i] - smallest) / scale);
  }
  return count;
}

// A weighted mean of pixels while it is being summed.
struct Mean {
  float sum[kLevelChannels] = {}, weight = 0;

  template <class Value>
  void add(float w, int channels, const Value& value) {
    weight += w;
    for (int c = 0; c < channels; ++c) sum[c] += w * value(c);
  }
  float operator[](int c) const { return weight > 0 ? sum[c] / weight : 0; }
};

// One row of count_votes.
template <class T>
void count_row(const Level& level, const PatchField& field, float softness, const Image& image,
               int y, Votes& votes) {
  const int width = level.size.width, channels = image.channels();
  const T* pixels = image.row<T>(0);
  const auto at = [&](int index, int c) {
    return static_cast<float>(pixels[size_t{1} * index * channels + c]);
  };
  Ballot ballots[kMaxBallots];
  size_t out = size_t{1} * (y - votes.box.top) * votes.box.width() * channels;
  for (int x = votes.box.left; x < votes.box.right; ++x, out += channels) {
    const int num_ballots = ballots_at(level, field, y, x, softness, ballots);
    Mean colour, right, down;
    for (int i = 0; i < num_ballots; ++i) {
      const auto [from, weight, has_right, has_down] = ballots[i];
      const auto difference = [&, source = from](int other) {
        return [&at, source, other](int c) { return at(source + other, c) - at(source, c); };
      };
      colour.add(weight, channels, [&, source = from](int c) { return at(source, c); });
      if (has_right) right.add(weight, channels, difference(1));
      if (has_down) down.add(weight, channels, difference(width));
    }
    // Known pixels around the hole are what the blending must meet; their differences into the hole
    // are voted on like the others.
    const bool is_hole = level.hole.is_hole(y, x);
    for (int c = 0; c < channels; ++c) {
      votes.colour[out + c] = is_hole ? colour[c] : at(y * width + x, c);
      votes.right[out + c] = right[c];
      votes.down[out + c] = down[c];
    }
  }
}

}  // namespace

void vote(Level& level, const PatchField& field, const VoteOptions& options,
          const Progress& progress) {
  const Box box = level.hole.bounds();
  parallel_for(box.height(), options.threads, [&](int row) {
    progress.ask();
    Ballot ballots[kMaxBallots];
    const int y = box.top + row;
    for (int x = box.left; x < box.right; ++x) {
      if (!level.hole.is_hole(y, x)) continue;
      const int num_ballots = ballots_at(level, field, y, x, options.softness, ballots);
      Mean mean;
      for (int i = 0; i < num_ballots; ++i) {
        const int16_t* pixel = level.pixel(ballots[i].source);
        mean.add(ballots[i].weight, kLevelChannels, [&](int c) { return pixel[c]; });
      }
      int16_t* pixel = level.pixel(y * level.size.width + x);
      for (int c = 0; c < kLevelChannels; ++c) pixel[c] = static_cast<int16_t>(mean[c] + 0.5f);
    }
  });
}

Votes count_votes(const Level& level, const PatchField& field, const VoteOptions& options,
                  const Image& image, const Progress& progress) {
  Votes votes{level.hole.bounds().grown(1, level.size), {}, {}, {}};
  const size_t count = votes.box.size().area() * image.channels();
  for (auto* values : {&votes.colour, &votes.right, &votes.down}) {
    *values = large_vector(count, 0.0f, progress);
  }
  parallel_for(votes.box.height(), options.threads, [&](int row) {
    progress.ask();
    with_depth(image, [&](auto depth) {
      count_row<decltype(depth)>(level, field, options.softness, image, votes.box.top + row, votes);
    });
  });
  return votes;
}

}  // namespace kintsugi::fill
