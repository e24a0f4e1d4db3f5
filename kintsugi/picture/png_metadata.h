#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kintsugi/picture/png_chunks.h"
#include "kintsugi/picture/png_form.h"

namespace kintsugi {

/// Takes over the metadata of a PNG file. EXIF, XMP, IPTC and the colour profile go to fields of
/// their own, all other ancillary chunks are kept as they are. Damaged ones are left out with a
/// warning.
void read_png_metadata(const PngChunks& file, bool is_palette, Metadata& metadata,
                       Warnings& warnings);

/// What is written around the pixels, in this order; PLTE and tRNS are libpng's.
struct PngPlan {
  using Chunks = std::vector<std::pair<std::string, Bytes>>;
  Chunks before_palette, before_pixels, behind_pixels;
};

/// The chunks of `metadata` that hold for the filled picture in the form in which it is written.
/// tIME becomes now. Those that do not hold, and unknown ones that are not safe to copy, are named
/// in a warning.
PngPlan plan_png_chunks(const Metadata& metadata, const PngForm& form, Warnings& warnings);

/// Are there text chunks among them?
bool has_png_text(const Metadata& metadata);

/// The chunks of other kinds that no other format keeps, "bKGD, sCAL". What all formats say in
/// their own way is not among them, nor what speaks of the old file only.
std::string png_only_chunks(const Metadata& metadata);

/// The chunks that say how the colours are meant and that no other format keeps, "cICP, mDCV";
/// empty where the colours are sRGB's or a profile says the same. HEIC, AVIF and JPEG XL keep cICP.
std::string png_colour_chunks(const Metadata& metadata, bool keeps_cicp);

}  // namespace kintsugi
