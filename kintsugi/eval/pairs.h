#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "kintsugi/data/picture_source.h"
#include "kintsugi/eval/holes.h"
#include "kintsugi/eval/pictures.h"

namespace kintsugi::eval {

/// A picture with a hole, as every method sees it.
struct Pair {
  std::string name;
  Image truth;  ///< RGB, 8 bits
  Image input;  ///< the same, mid-grey (128) under the hole: nobody may look there
  Mask mask;    ///< 1 = hole; at least one
};

/// The picture with its hole painted mid-grey. Errors: sizes differ, no hole.
Pair with_hole(std::string name, Image truth, Mask mask);

/// A pair as a file keeps it: whose picture, and which hole.
struct PairEntry {
  std::string picture;
  Size size;
  std::array<int, 3> mean_rgb = {};  ///< by which another picture of the same name is found out
  std::vector<int> runs;  ///< row by row, lengths of known and hole pixels in turn, known first
};

/// What a file of pairs says.
struct PairList {
  int size_px = 0;  ///< of prepared()
  std::vector<PairEntry> pairs;
};

/// JSON, format version 1. Errors: unreadable, another version, runs that do not fill the picture.
PairList read_pairs(const std::filesystem::path& path);
void write_pairs(const std::filesystem::path& path, const PairList& list);

/// A picture that could not be used, or whose mask should be looked at, and why.
struct BadPicture {
  std::string name, reason;
};

/// What became of a source of pictures.
struct PairRun {
  PairList pairs;
  std::vector<BadPicture> bad;
  std::vector<BadPicture> warnings;  ///< about masks of pictures that were used
};

/// What is done with a pair. An Error thrown here makes the picture a bad one.
using UsePair = std::function<void(const Pair& pair)>;

/// Gives each picture of the source a hole and calls use(pair), until `count` pairs were used (0 =
/// all of them). Pictures that cannot be read, painted or used are counted as bad.
PairRun new_pairs(const data::PictureSource& pictures, const HoleSource& holes, int size_px,
                  int count, const UsePair& use);

/// The pairs of a list again, in the order of the source. What the source lacks, or has as another
/// picture, is counted as bad.
PairRun same_pairs(const data::PictureSource& pictures, const PairList& list, const UsePair& use);

}  // namespace kintsugi::eval
