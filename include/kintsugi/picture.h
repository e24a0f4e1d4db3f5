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

#include "kintsugi/image.h"
#include "kintsugi/mask.h"

namespace KINTSUGI_API kintsugi {

/// The formats that are read and written.
enum class PictureFormat { kPng, kJpeg, kWebp, kTiff, kBmp, kHeic, kAvif, kJxl };

/// What a resolution counts pixels in; kNone where a file names no unit.
enum class LengthUnit { kNone, kInch, kCentimetre, kMetre };

/// How large a picture is meant to be shown or printed: pixels in a length, across and down. With
/// LengthUnit::kNone only x : y has a meaning, the shape of a pixel.
struct Resolution {
  double x = 0, y = 0;
  LengthUnit unit = LengthUnit::kInch;

  bool operator==(const Resolution&) const = default;
};

/// The same resolution in another unit; kNone stays kNone. PNG and BMP round to whole pixels a
/// metre, so a number of pixels an inch is taken for whole where that rounding allows it.
Resolution in_unit(const Resolution& resolution, LengthUnit unit);

/// What a picture file carries beside its pixels. The bytes are kept as they were found, but for
/// the orientation, which is applied to the pixels and reset to "upright".
struct Metadata {
  std::vector<uint8_t> icc;              ///< ICC profile
  std::vector<uint8_t> exif;             ///< TIFF-structured EXIF block
  std::vector<uint8_t> iptc;             ///< IPTC-IIM block
  std::string xmp;                       ///< XMP packet
  std::optional<Resolution> resolution;  ///< of the upright picture
  /// All other ancillary chunks of a PNG, text among them, in the file's order: name, content.
  /// Writing a PNG keeps those that still hold (png_metadata.h).
  std::vector<std::pair<std::string, std::vector<uint8_t>>> png_chunks;
  std::vector<std::pair<std::string, std::vector<uint8_t>>> png_chunks_behind;  ///< the pixels
};

/// A picture file in memory: upright pixels, and all that must survive the way back to a file.
struct Picture {
  Image image;                 ///< grey (1 channel) or RGB (3), 8 or 16 bits
  std::optional<Image> alpha;  ///< 1 channel, the image's size and bits; not premultiplied
  PictureFormat format = PictureFormat::kPng;
  Metadata metadata;
  bool is_lossless = true;  ///< false where the source was coded with loss, as far as it tells
  int turned = 1;           ///< EXIF's orientation of the stored pixels (orientation.h), now undone
  int page = 1;             ///< that was read of a TIFF, from 1
  bool wants_loss = false;  ///< write WebP with loss: a smaller file, but known pixels change too
  /// Bits of a channel in a HEIC, AVIF or JPEG XL that has neither 8 nor 16, which `image` holds
  /// scaled to its range; else 0.
  int file_bits = 0;
  /// 1, 2 or 4 where the file holds grey of so few bits; a PNG or TIFF is written so again, each
  /// pixel rounded to the nearest of its greys. 0: as many bits as the image.
  int stored_bits = 0;
  /// The colours of a palette PNG by their numbers, which are labels in some masks; else empty.
  std::vector<std::array<uint8_t, 3>> palette;
  /// The pixels' numbers in the palette, 1 channel of 8 bits, where it holds a colour twice.
  std::optional<Image> palette_numbers;
  std::vector<uint8_t> palette_alpha;  ///< of its first colours; the others are opaque
  /// The file itself where it holds what is wanted again when it is written in its own format: a
  /// JPEG's coefficients, a TIFF's other pages or numbers that an Image cannot hold. Else null.
  std::shared_ptr<const std::vector<uint8_t>> source;
  /// EXIF's orientation of the source's pixels where they are not upright as `image` is: a JPEG
  /// that cannot be turned without loss keeps its coefficients and its tag.
  int source_orientation = 1;
  /// What reading had to give up and what should be said when the picture is written again, such
  /// as further pages of a TIFF. encode_picture passes it on.
  std::vector<std::string> warnings;
  /// The same about `source`: said only when it is used.
  std::vector<std::string> source_warnings;
};

/// What is asked of a file that is read.
struct ReadOptions {
  long long max_pixels = 200'000'000;  ///< checked from the header, before anything is decoded
  int page = 1;                        ///< of a file of several pages (TIFF), from 1
  /// Whether a file whose data is damaged or ends early is read as far as it goes, with a warning
  /// that says so. What is lost holds made-up pixels: no good as truth or for training.
  bool accepts_damage = false;
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

/// What a format is called: "PNG".
const char* name_of(PictureFormat format);

/// A picture file in memory.
struct EncodedPicture {
  std::vector<uint8_t> bytes;
  /// What the format cannot hold and, where the changed pixels are given, how many known ones a
  /// format with loss changed, measured in the result.
  std::vector<std::string> warnings;
};

/// Encodes a picture in `picture.format` with its metadata, all pixels anew.
EncodedPicture encode_picture(const Picture& picture);

/// The same where only the hole of `changed` differs from the source file and everything else is as
/// it was read: for a JPEG written as JPEG, blocks that no changed pixel touches keep their exact
/// coefficients. Errors: the mask has another size.
EncodedPicture encode_picture(const Picture& picture, const Mask& changed);

/// encode_picture into a file, atomically, in the format that its name asks for, or in
/// picture.format where the name asks for none of ours. Returns the warnings.
std::vector<std::string> write_picture(const std::filesystem::path& path, const Picture& picture);
std::vector<std::string> write_picture(const std::filesystem::path& path, const Picture& picture,
                                       const Mask& changed);

/// What a mask must fit: a picture's size, and how its pixels were turned when it was read.
struct PictureFrame {
  PictureFrame(Size upright) : size(upright) {}  // NOLINT: a size will do
  PictureFrame(const Picture& picture) : size(picture.image.size()), turned(picture.turned) {}

  Size size;
  int turned = 1;  ///< Picture::turned
};

/// A mask that was read: a Mask, wherever one is asked for, with what there is to say of it.
struct ReadMask : Mask {
  std::vector<std::string> warnings;
};

/// The hole that a picture shows, as the options say, for a picture of `frame`.
///
/// By polarity: grey or RGB (by its luminance), 8 or 16 bits, cut at the threshold. Values between
/// the extremes give a warning that counts them, a hole of more than 60 % one that names
/// mask.polarity. Where polarity is auto, the threshold half, and nothing reaches it, the
/// brighter of two colours is the hole, with a warning.
///
/// A mask that has the size of the picture before it was turned upright is turned like it, with a
/// warning; one of another size is stretched where options.resize says so.
///
/// Errors: options that contradict each other, polarity alpha or opaque without an alpha channel,
/// another size without options.resize, more than two colours in auto where nothing reaches half,
/// labels in a picture with colours and no palette.
ReadMask mask_from_picture(const Picture& picture, const PictureFrame& frame,
                           const MaskOptions& options = {});

/// Reads a mask file: mask_from_picture. Messages and warnings name the file.
///
///   const Picture picture = read_picture("photo.jpg");
///   const Mask mask = read_mask("mask.png", picture);
ReadMask read_mask(const std::filesystem::path& path, const PictureFrame& frame,
                   const MaskOptions& options = {}, const ReadOptions& read_options = {});

}  // namespace kintsugi
