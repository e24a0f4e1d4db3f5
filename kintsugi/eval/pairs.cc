#include "kintsugi/eval/pairs.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "kintsugi/error.h"

namespace kintsugi::eval {
namespace {

constexpr uint8_t kMidGrey = 128;

std::vector<int> runs_of(const Mask& mask) {
  std::vector<int> runs = {0};
  bool is_hole = false;
  const uint8_t* pixels = mask.row(0);
  for (long long i = 0; i < mask.size().area(); ++i) {
    if ((pixels[i] != 0) != is_hole) {
      runs.push_back(0);
      is_hole = !is_hole;
    }
    ++runs.back();
  }
  return runs;
}

Mask mask_of(const PairEntry& entry) {
  Mask mask(entry.size);
  uint8_t* pixels = mask.row(0);
  for (size_t i = 0; i < entry.runs.size(); ++i) {
    pixels = std::fill_n(pixels, entry.runs[i], static_cast<uint8_t>(i % 2));
  }
  return mask;
}

std::array<int, 3> mean_rgb(const Image& image) {
  std::array<long long, 3> sums = {};
  const uint8_t* values = image.row<uint8_t>(0);
  for (long long i = 0; i < 3 * image.size().area(); ++i) sums[i % 3] += values[i];
  std::array<int, 3> means;
  for (int c = 0; c < 3; ++c) means[c] = static_cast<int>(sums[c] / image.size().area());
  return means;
}

// Decoders may differ by a rounding, so the means may by one.
void check_same_picture(const PairEntry& entry, const Image& image) {
  check(image.size() == entry.size, "is ", image.size(), ", its pair is ", entry.size);
  const std::array<int, 3> found = mean_rgb(image);
  for (int c = 0; c < 3; ++c)
    check(std::abs(found[c] - entry.mean_rgb[c]) <= 1,
          "is another picture than the one its pair was made with");
}

// Calls body(); an Error of it makes the picture a bad one.
template <class Body>
void note_errors(PairRun& run, const std::string& picture, const Body& body) {
  try {
    body();
  } catch (const Error& error) {
    run.bad.push_back({picture, error.what()});
  }
}

}  // namespace

Pair with_hole(std::string name, Image truth, Mask mask) {
  check(mask.size() == truth.size(), "the mask is ", mask.size(), ", the picture ", truth.size(),
        ": expected equal sizes");
  check(mask.num_holes() > 0, "the mask has no hole");
  Pair pair{std::move(name), std::move(truth), {}, std::move(mask)};
  pair.input = pair.truth;
  for (int y = 0; y < pair.mask.height(); ++y)
    for (int x = 0; x < pair.mask.width(); ++x)
      if (pair.mask.at(y, x)) std::fill_n(pair.input.row<uint8_t>(y) + 3 * x, 3, kMidGrey);
  return pair;
}

PairRun new_pairs(const data::PictureSource& pictures, const HoleSource& holes, int size_px,
                  int count, const UsePair& use) {
  PairRun run{.pairs = {.size_px = size_px, .pairs = {}}, .bad = {}, .warnings = {}};
  const auto is_enough = [&] {
    return count > 0 && static_cast<int>(run.pairs.pairs.size()) >= count;
  };
  for (int64_t index = 0; index < pictures.size() && !is_enough(); ++index) {
    const std::string& name = pictures.name(index);
    note_errors(run, name, [&] {
      const Picture picture = pictures.read(index);
      Image truth = prepared(picture.image, size_px);
      PictureFrame frame(truth.size());
      if (truth.size() == picture.image.size()) frame.turned = picture.turned;
      std::vector<std::string> warnings;
      Mask mask = holes.hole(name, static_cast<int>(index), frame, warnings);
      for (std::string& text : warnings) run.warnings.push_back({name, std::move(text)});
      const Pair pair = with_hole(name, std::move(truth), std::move(mask));
      use(pair);
      run.pairs.pairs.push_back(
          {name, pair.truth.size(), mean_rgb(pair.truth), runs_of(pair.mask)});
    });
  }
  return run;
}

PairRun same_pairs(const data::PictureSource& pictures, const PairList& list, const UsePair& use) {
  PairRun run{.pairs = {.size_px = list.size_px, .pairs = {}}, .bad = {}, .warnings = {}};
  std::map<std::string, const PairEntry*> wanted;
  for (const PairEntry& entry : list.pairs) wanted.emplace(entry.picture, &entry);
  for (int64_t index = 0; index < pictures.size() && !wanted.empty(); ++index) {
    const auto found = wanted.find(pictures.name(index));
    if (found == wanted.end()) continue;
    const PairEntry& entry = *found->second;
    wanted.erase(found);
    note_errors(run, entry.picture, [&] {
      Image truth = prepared(pictures.read(index).image, list.size_px);
      check_same_picture(entry, truth);
      use(with_hole(entry.picture, std::move(truth), mask_of(entry)));
      run.pairs.pairs.push_back(entry);
    });
  }
  for (const auto& [name, entry] : wanted) run.bad.push_back({name, "is not in the source"});
  return run;
}

}  // namespace kintsugi::eval
