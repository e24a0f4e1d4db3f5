#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "kintsugi/image/mask.h"
#include "kintsugi/image/mask_options.h"
#include "kintsugi/image/picture.h"

namespace kintsugi {

/// What a mask must fit: a picture's size, and how its pixels were turned when it was read.
struct PictureFrame {
  PictureFrame(Size upright) : size(upright) {}  // NOLINT: a size will do
  PictureFrame(const Picture& picture) : size(picture.image.size()), turned(picture.turned) {}

  Size size;
  int turned = 1;  ///< Picture::turned
};

/// The hole that a picture shows, as the options say, for a picture of `frame`.
///
/// By polarity: grey or RGB (by its luminance), 8 or 16 bits, cut at the threshold. Values between
/// the extremes give a warning that counts them, a hole of more than 60 % one that names
/// --mask-polarity. Where polarity is auto, the threshold half, and nothing reaches it, the
/// brighter of two colours is the hole, with a warning. `warnings` may be null.
///
/// A mask that has the size of the picture before it was turned upright is turned like it, with a
/// warning; one of another size is stretched where options.resize says so.
///
/// Errors: options that contradict each other, polarity alpha or opaque without an alpha channel,
/// another size without options.resize, more than two colours in auto where nothing reaches half,
/// labels in a picture with colours and no palette.
Mask mask_from_picture(const Picture& picture, const PictureFrame& frame,
                       const MaskOptions& options, std::vector<std::string>* warnings);

/// Reads a mask file: mask_from_picture. Messages and warnings name the file.
///
///   const Picture picture = read_picture("photo.jpg");
///   const Mask mask = read_mask("mask.png", picture, {}, nullptr);
Mask read_mask(const std::filesystem::path& path, const PictureFrame& frame,
               const MaskOptions& options, std::vector<std::string>* warnings,
               const ReadOptions& read_options = {});

}  // namespace kintsugi
