#pragma once

#include <array>
#include <iosfwd>
#include <vector>

namespace kintsugi {

/// Which pixels of a mask picture are the hole.
enum class MaskPolarity {
  kAuto,    ///< where some pixels are more transparent than others: the opaque ones of a picture
            ///< that is mostly transparent, else the transparent ones; without such the white ones
  kWhite,   ///< the bright ones; transparent pixels count as black
  kBlack,   ///< the dark ones; transparent pixels count as white
  kAlpha,   ///< the transparent ones, whatever their colour
  kOpaque,  ///< those that are not transparent, whatever their colour: strokes on an empty layer
};

/// "auto", "white", "black", "alpha", "opaque"; reading anything else is an Error.
std::istream& operator>>(std::istream& in, MaskPolarity& polarity);
std::ostream& operator<<(std::ostream& out, MaskPolarity polarity);

/// The colour that marks the hole, 8 bits a channel; none is given unless one is.
struct MaskColour {
  bool is_given = false;
  std::array<int, 3> rgb = {};
  bool operator==(const MaskColour&) const = default;
};

/// "#ff0000", "ff0000" or "#f00"; reading anything else is an Error.
std::istream& operator>>(std::istream& in, MaskColour& colour);
std::ostream& operator<<(std::ostream& out, const MaskColour& colour);

/// The labels that mark the hole: numbers of a palette, or grey values as they are stored.
struct MaskLabels {
  std::vector<int> values;
  bool operator==(const MaskLabels&) const = default;
};

/// "15" or "1,15"; reading anything but numbers of 0..65535 is an Error.
std::istream& operator>>(std::istream& in, MaskLabels& labels);
std::ostream& operator<<(std::ostream& out, const MaskLabels& labels);

/// How a mask picture is read.
struct MaskOptions {
  static constexpr double kHalf = 127.5;
  static constexpr int kToleranceByFile = -1;

  MaskPolarity polarity = MaskPolarity::kAuto;
  double threshold = kHalf;
  MaskLabels labels = {};
  MaskColour colour = {};
  int tolerance = kToleranceByFile;
  int dilate_px = 0;
  bool resize = false;
  bool operator==(const MaskOptions&) const = default;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field(
        "mask-polarity", o.polarity,
        "what marks the hole: white, black, alpha (transparent), opaque (strokes on a transparent "
        "layer), or auto: by transparency where the mask has some, else white");
    field("mask-threshold", o.threshold,
          "what is brighter is the hole, 0 to 255 at any depth; 0: all that is not black");
    field("mask-label", o.labels,
          "the hole is what has this label in a label image, or one of several (1,15): number in "
          "the palette or grey value");
    field("mask-colour", o.colour,
          "the hole is what has this colour, as ff0000; without a mask, in the picture itself");
    field("mask-tolerance", o.tolerance,
          "how far each of red, green and blue may be from --mask-colour, 0 to 255; -1: 8, or 48 "
          "in JPEG and lossy WebP");
    field("dilate", o.dilate_px, "grow the hole by so many pixels, against residue at its edge");
    field("resize-mask", o.resize, "fit a mask of another size to the picture");
  }
};

/// Errors: numbers out of range; more than one of polarity (or threshold), labels and colour.
void check_mask_options(const MaskOptions& options);

}  // namespace kintsugi
