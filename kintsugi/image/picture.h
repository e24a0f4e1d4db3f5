#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kintsugi/image/image.h"
#include "kintsugi/image/mask.h"

namespace kintsugi {

enum class PictureFormat { kPng, kJpeg, kWebp, kTiff, kBmp, kHeic, kAvif, kJxl };

/// What a picture file carries beside its pixels. The bytes are kept as they were found, but for
/// the orientation, which is applied to the pixels and reset to "upright".
struct Metadata {
  std::vector<uint8_t> icc;                               ///< ICC profile
  std::vector<uint8_t> exif;                              ///< TIFF-structured EXIF block
  std::vector<uint8_t> iptc;                              ///< IPTC-IIM block
  std::string xmp;                                        ///< XMP packet
  std::vector<std::pair<std::string, std::string>> text;  ///< PNG text: keyword, UTF-8 value
  /// PNG chunks that are copied from PNG to PNG as they are (gAMA, cHRM, sRGB, pHYs, cICP): name,
  /// content.
  std::vector<std::pair<std::string, std::vector<uint8_t>>> png_chunks;
};

/// A picture file in memory: upright pixels, and all that must survive the way back to a file.
struct Picture {
  Image image;                 ///< grey (1 channel) or RGB (3), 8 or 16 bits
  std::optional<Image> alpha;  ///< 1 channel, the image's size and bits; not premultiplied
  PictureFormat format = PictureFormat::kPng;
  Metadata metadata;
  bool is_lossless = true;  ///< false where the source was coded with loss, as far as it tells
  /// Bits of a channel in a HEIC, AVIF or JPEG XL that has neither 8 nor 16, which `image` holds
  /// scaled to its range; else 0.
  int file_bits = 0;
  int turned = 1;  ///< EXIF's orientation of the stored pixels (orientation.h), now undone
  /// The colours of a palette PNG by their numbers, which are labels in some masks; else empty.
  std::vector<std::array<uint8_t, 3>> palette;
  /// The file itself where the format's own coefficients are wanted again (JPEG), else null.
  std::shared_ptr<const std::vector<uint8_t>> source;
  /// What reading had to give up and what should be said when the picture is written again, such
  /// as further pages of a TIFF. encode_picture passes it on.
  std::vector<std::string> warnings;
  /// The same about `source`: said only when it is used.
  std::vector<std::string> source_warnings;
};

struct ReadOptions {
  long long max_pixels = 200'000'000;  ///< checked from the header, before anything is decoded
};

/// Reads a picture file upright, as a person sees it. Format by content, not by name.
/// Errors: missing, a directory, truncated, corrupt, not one of the formats, CMYK, too many pixels.
Picture read_picture(const std::filesystem::path& path, const ReadOptions& options = {});

/// The same from memory; `name` is for messages.
Picture decode_picture(std::vector<uint8_t> bytes, const std::string& name,
                       const ReadOptions& options = {});

/// Nothing, where the library can read picture files. Errors: it was built without image libraries;
/// `path` is for the message.
void require_codecs(const std::filesystem::path& path);

/// The format that a file name asks for by its extension (any case), if it is one of ours.
std::optional<PictureFormat> format_of_name(const std::filesystem::path& path);

/// Encodes a picture in `picture.format` with its metadata.
///   changed   pixels that differ from the source file; everything else is as it was read. For a
///             JPEG written as JPEG, blocks that no changed pixel touches keep their exact
///             coefficients; null = no such promise: encode all pixels.
/// Warnings about what the format cannot hold are appended to `warnings` (may be null).
std::vector<uint8_t> encode_picture(const Picture& picture, const Mask* changed,
                                    std::vector<std::string>* warnings);

/// encode_picture into a file, atomically.
void write_picture(const std::filesystem::path& path, const Picture& picture, const Mask* changed,
                   std::vector<std::string>* warnings);

}  // namespace kintsugi
