#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kintsugi/mask.h"
#include "kintsugi/picture.h"

namespace kintsugi {

// Private to this room: what the pixels of a mask picture mean. Masks are of the picture's size and
// not yet dilated; `warnings` may be null.

/// The hole by the options' labels or colour, else by polarity and threshold.
Mask marked(const Picture& picture, const MaskOptions& options, std::vector<std::string>* warnings);

// mask_paints.cc, by colour:

/// The pixels of --mask-label: numbers of the palette, grey values where there is none.
Mask with_labels(const Picture& picture, const std::vector<int>& labels,
                 std::vector<std::string>* warnings);

/// The pixels of --mask-colour that are not wholly transparent.
Mask with_colour(const Picture& picture, const MaskOptions& options,
                 std::vector<std::string>* warnings);

/// Of a mask without a value above half: the hole where it was painted in one colour, nothing where
/// it is all of one colour. Errors: several colours, as label images have them.
std::optional<Mask> one_paint(const Picture& picture, std::vector<std::string>* warnings);

/// An Error where a mask cut at half looks like a label image: areas below half that are larger
/// than the hole, or coloured. The hole would be the labels with high numbers only.
void check_no_labels(const Picture& picture, const Mask& mask);

/// Appends unless `warnings` is null.
void warn(std::vector<std::string>* warnings, const std::string& text);

}  // namespace kintsugi
