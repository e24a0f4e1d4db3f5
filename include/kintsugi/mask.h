#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <vector>

#include "kintsugi/image.h"
#include "kintsugi/progress.h"
#include "kintsugi/words.h"

namespace KINTSUGI_API kintsugi {

/// The values of a mask's bytes. Methods take whatever is not kKnown as unknown and write kHole.
inline constexpr uint8_t kKnown = 0;
inline constexpr uint8_t kHole = 1;     ///< to be filled
inline constexpr uint8_t kNeither = 2;  ///< not to be filled, and no source: a transparent pixel

/// Which pixels are to be filled: height x width bytes, 1 = hole, 0 = known, and in what a method
/// is given also 2 = neither. A plain value.
class Mask {
 public:
  Mask() = default;
  /// All known.
  explicit Mask(Size size) : size_(size), holes_(size.area()) {}

  Size size() const { return size_; }
  int height() const { return size_.height; }
  int width() const { return size_.width; }
  uint8_t* row(int y) { return holes_.data() + size_t{1} * y * size_.width; }
  const uint8_t* row(int y) const { return holes_.data() + size_t{1} * y * size_.width; }
  /// True where the pixel is not known: a hole, or neither.
  bool at(int y, int x) const { return row(y)[x] != kKnown; }
  /// True where the pixel is to be filled.
  bool is_hole(int y, int x) const { return row(y)[x] == kHole; }

  /// Number of hole pixels.
  long long num_holes() const;
  /// Number of known pixels: all but holes and what is neither.
  long long num_known() const;
  /// num_holes / number of pixels, in [0, 1].
  double ratio() const;
  /// The smallest box around all hole pixels; empty when there is none.
  Box bounds() const;
  /// The part inside `box`, which must lie inside the mask.
  Mask crop(const Box& box) const;

  bool operator==(const Mask&) const = default;

 private:
  Size size_;
  std::vector<uint8_t> holes_;
};

/// The holes grown by a disc of `radius_px` pixels (0 = unchanged); what is neither becomes known.
Mask dilate(const Mask& mask, int radius_px, const Progress& progress = {});

/// The mask as a picture: grey, 8 bits, the hole white.
Image image_of(const Mask& mask);

/// Which pixels of a mask picture are the hole.
enum class MaskPolarity {
  kAuto,    ///< where some pixels are more transparent than others: the opaque ones of a picture
            ///< that is mostly transparent, else the transparent ones; without such the white ones
  kWhite,   ///< the bright ones; transparent pixels count as black
  kBlack,   ///< the dark ones; transparent pixels count as white
  kAlpha,   ///< the transparent ones, whatever their colour
  kOpaque,  ///< those that are not transparent, whatever their colour: strokes on an empty layer
};

constexpr auto words(MaskPolarity) {
  return std::to_array<Word<MaskPolarity>>({{MaskPolarity::kAuto, "auto"},
                                            {MaskPolarity::kWhite, "white"},
                                            {MaskPolarity::kBlack, "black"},
                                            {MaskPolarity::kAlpha, "alpha"},
                                            {MaskPolarity::kOpaque, "opaque"}});
}

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
