#pragma once

#include <memory>
#include <string>

#include "kintsugi/paint/painter.h"
#include "kintsugi/paint/range.h"
#include "kintsugi/words.h"

namespace kintsugi {

class SilhouetteBank;

// The painters one by one, with options as C++ values; `make_painter` is the way in for text.
// A `ratio` is the wanted part of hole pixels, in (low, high]; 0..0 asks for none.

/// One square in the middle of the picture.
struct CentreOptions {
  Lengths side = {0.5, 0.5};

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("side", o.side, "side of the square: fraction of the shorter side, or px");
  }
};
std::unique_ptr<Painter> centre_painter(const CentreOptions& options = {});

/// Squares at random places that may overlap. Pathak et al. 2016 call it "random block".
struct BlocksOptions {
  Range count = {1, 9};
  Lengths side = {0.1, 0.3};
  double max_ratio = 0.25;
  Range ratio;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("count", o.count, "how many squares");
    field("side", o.side, "their sides: fraction of the shorter side, or px");
    field("max-ratio", o.max_ratio, "squares that would cover more than this are left out");
    field("ratio", o.ratio, "wanted hole ratio (sets count and max-ratio aside)");
  }
};
std::unique_ptr<Painter> blocks_painter(const BlocksOptions& options = {});

/// How a rectangle's upper-left corner is drawn.
enum class BoxCorner { kGaussian, kUniform };
constexpr auto words(BoxCorner) {
  return std::to_array<Word<BoxCorner>>(
      {{BoxCorner::kGaussian, "gaussian"}, {BoxCorner::kUniform, "uniform"}});
}

/// Rectangles. The presets are report 001's: one, sides of 10 to 20 px of 64, each coordinate of
/// its upper-left corner from the normal distribution N(25, 10) px of 64, moved inside if need be.
struct RectangleOptions {
  Range count = {1, 1};
  Lengths side = {10 / 64.0, 20 / 64.0};
  BoxCorner corner = BoxCorner::kGaussian;
  double mean = 25 / 64.0;
  double deviation = 10 / 64.0;
  Range ratio;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("count", o.count, "how many rectangles");
    field("side", o.side, "height and width: fraction of the picture's, or px");
    field("corner", o.corner, "upper-left corner: gaussian or uniform");
    field("mean", o.mean, "mean of a gaussian corner, fraction of the picture");
    field("deviation", o.deviation, "standard deviation of a gaussian corner, likewise");
    field("ratio", o.ratio, "wanted hole ratio (sets count and side aside)");
  }
};
std::unique_ptr<Painter> rectangle_painter(const RectangleOptions& options = {});

/// Silhouettes of objects from a bank, such as report 000's from PASCAL VOC, at random places.
struct RegionOptions {
  std::string bank;
  Range count = {1, 1};
  Lengths size = {0.3, 0.7};
  bool flip = true;
  Range ratio;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("bank", o.bank,
          "folder, tar archive or packed file of pictures, white = object (needed)");
    field("count", o.count, "how many silhouettes");
    field("size", o.size, "their longer side: fraction of the picture's shorter one, or px");
    field("flip", o.flip, "mirror half of them");
    field("ratio", o.ratio, "wanted hole ratio (sets count and size aside)");
  }
};
/// `options.bank` is not looked at: painters may share one bank, which they keep alive.
std::unique_ptr<Painter> region_painter(const RegionOptions& options,
                                        std::shared_ptr<const SilhouetteBank> bank);
/// Reads the bank that `options.bank` names, once.
std::unique_ptr<Painter> region_painter(const RegionOptions& options);

/// Free-form brush strokes, as drawn to rub something out: lines that turn at round joints, and
/// here and there a filled ellipse (after Yu et al. 2019, algorithm 1, and Suvorov et al. 2022).
struct StrokesOptions {
  Range count = {1, 5};
  Range joints = {3, 9};
  Lengths length = {0.05, 0.25};
  Lengths width = {0.03, 0.1};
  double turn = 100;
  double ellipses = 0.25;
  Range ratio;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("count", o.count, "how many strokes and ellipses");
    field("joints", o.joints, "straight pieces of a stroke");
    field("length", o.length, "length of a piece: fraction of the shorter side, or px");
    field("width", o.width, "width of a stroke: fraction of the shorter side, or px");
    field("turn", o.turn, "sharpest turn at a joint, in degrees");
    field("ellipses", o.ellipses, "probability of an ellipse instead of a stroke");
    field("ratio", o.ratio, "wanted hole ratio (sets count aside)");
  }
};
std::unique_ptr<Painter> strokes_painter(const StrokesOptions& options = {});

/// Lines of lettering over a picture, such as captions and watermarks, in the stroke font of
/// stroke_font.h: words of random capitals, digits and punctuation.
struct TextOptions {
  Range count = {2, 6};
  Lengths height = {0.04, 0.12};
  Range weight = {0.1, 0.2};
  Range slant = {-0.1, 0.3};
  double tilt = 12;
  Range ratio;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("count", o.count, "how many lines");
    field("height", o.height, "height of a capital: fraction of the shorter side, or px");
    field("weight", o.weight, "thickness of the letters, as a fraction of their height");
    field("slant", o.slant, "lean of the letters: columns to the right per row up");
    field("tilt", o.tilt, "steepest angle of a line, in degrees");
    field("ratio", o.ratio, "wanted hole ratio (sets count aside)");
  }
};
std::unique_ptr<Painter> text_painter(const TextOptions& options = {});

/// Damage of old photographs and films: long thin curved lines, hairs, specks of dust.
struct ScratchesOptions {
  Range count = {3, 10};
  Range dust = {10, 60};
  Lengths length = {0.2, 1.0};
  Lengths width = {0.002, 0.008};
  Lengths speck = {0.002, 0.012};
  double bend = 60;
  Range ratio;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("count", o.count, "how many scratches");
    field("dust", o.dust, "how many specks and hairs");
    field("length", o.length, "length of a scratch: fraction of the shorter side, or px");
    field("width", o.width, "width of a scratch, likewise; never below one pixel");
    field("speck", o.speck, "diameter of a speck, likewise");
    field("bend", o.bend, "how far a scratch turns from end to end, in degrees");
    field("ratio", o.ratio, "wanted hole ratio (sets count aside, keeps the mixture)");
  }
};
std::unique_ptr<Painter> scratches_painter(const ScratchesOptions& options = {});

}  // namespace kintsugi
