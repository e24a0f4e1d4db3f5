#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "kintsugi/image/mask.h"
#include "kintsugi/image/picture.h"

namespace kintsugi {

/// Which pixels of a mask picture are the hole.
enum class MaskPolarity {
  kAuto,   ///< the transparent ones where any pixel is transparent, else the white ones
  kWhite,  ///< the bright ones; transparent pixels count as black
  kBlack,  ///< the dark ones; transparent pixels count as white
  kAlpha,  ///< the transparent ones, whatever their colour
};

/// "auto", "white", "black", "alpha"; reading anything else is an Error.
std::istream& operator>>(std::istream& in, MaskPolarity& polarity);
std::ostream& operator<<(std::ostream& out, MaskPolarity polarity);

struct MaskOptions {
  MaskPolarity polarity = MaskPolarity::kAuto;
  int dilate_px = 0;
  bool resize = false;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("mask-polarity", o.polarity,
          "what marks the hole: white, black, alpha (transparent), or auto: transparent where the "
          "mask has transparency, else white");
    field("dilate", o.dilate_px, "grow the hole by so many pixels, against residue at its edge");
    field("resize-mask", o.resize, "fit a mask of another size to the picture");
  }
};

/// The hole that a mask picture shows: grey, RGB (by its luminance), 8 or 16 bits. Values between
/// the extremes are cut at half, with a warning that counts them; a hole of more than 60 % gives a
/// warning that names --mask-polarity. `warnings` may be null.
/// Errors: polarity alpha without an alpha channel.
Mask mask_from_picture(const Picture& picture, MaskPolarity polarity,
                       std::vector<std::string>* warnings);

/// The mask brought to the size of its picture and dilated, as the options say.
/// Errors: another size than `wanted` without options.resize, a negative dilation.
Mask fit_mask(Mask mask, Size wanted, const MaskOptions& options);

/// Reads a mask file for a picture of size `wanted`: mask_from_picture, then fit_mask. Messages and
/// warnings name the file.
Mask read_mask(const std::filesystem::path& path, Size wanted, const MaskOptions& options,
               std::vector<std::string>* warnings, const ReadOptions& read_options = {});

}  // namespace kintsugi
