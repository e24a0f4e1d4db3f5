#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kintsugi/picture.h"

namespace kintsugi {

// Private to this room: what picture.cc needs of every format. A decoder gets a whole file and
// gives its pixels as they are stored; turning them upright is picture.cc's, except in a JPEG,
// whose coefficients turn too. Errors do not name the file: picture.cc puts the name in front.

using Bytes = std::vector<uint8_t>;
using ByteView = std::span<const uint8_t>;
using Warnings = std::vector<std::string>;

/// An Error when a header announces more pixels than the caller allows, or none at all. Every
/// decoder calls it before it makes room for pixels.
void check_pixels(long long height, long long width, const ReadOptions& options);

/// An Error for a picture that moves; `kind` is "animated WebP" or the like.
void check_still(std::string_view kind, long long num_frames);

/// Names of a list for a message, each once, with commas; "and others" from the ninth on.
std::string listed(const std::vector<std::string>& names);

/// The picture in a file of this format. Errors: broken, more pixels than the options allow, of a
/// kind that is not read; the message names it.
Picture decode_png(ByteView bytes, const ReadOptions& options);
Picture decode_jpeg(Bytes bytes, const ReadOptions& options);
Picture decode_webp(ByteView bytes, const ReadOptions& options);
Picture decode_tiff(Bytes bytes, const ReadOptions& options);
Picture decode_bmp(ByteView bytes, const ReadOptions& options);
/// HEIC or AVIF, as `format` says.
Picture decode_heif(ByteView bytes, PictureFormat format, const ReadOptions& options);
Picture decode_jxl(ByteView bytes, const ReadOptions& options);

/// A file of this format, whatever picture.format says. `metadata` stands in for picture.metadata,
/// which may hold a preview of the unfilled picture. Errors: the format cannot hold such a size.
Bytes encode_png(const Picture& picture, const Metadata& metadata, Warnings& warnings);
/// From pixels alone, at quality 95 and 4:4:4. For a picture with a source see jpeg_coefficients.h.
Bytes encode_jpeg(const Picture& picture, const Metadata& metadata, Warnings& warnings);
/// Says what of picture.source, if that is a JPEG, is lost where the pixels alone are encoded, and
/// takes out of `metadata` what speaks of it.
void leave_jpeg_source(const Picture& picture, Metadata& metadata, Warnings& warnings);
Bytes encode_webp(const Picture& picture, const Metadata& metadata, Warnings& warnings);
/// With the other pages of its source, and its numbers where no pixel `changed` (null = all did).
Bytes encode_tiff(const Picture& picture, const Metadata& metadata, const Mask* changed,
                  Warnings& warnings);
/// What is lost of a TIFF's source when the picture is written in another format.
void leave_tiff_source(const Picture& picture, Warnings& warnings);
Bytes encode_bmp(const Picture& picture, const Metadata& metadata, Warnings& warnings);
/// HEIC or AVIF, as picture.format says; without loss, as JPEG XL.
Bytes encode_heif(const Picture& picture, const Metadata& metadata, Warnings& warnings);
Bytes encode_jxl(const Picture& picture, const Metadata& metadata, Warnings& warnings);

}  // namespace kintsugi
