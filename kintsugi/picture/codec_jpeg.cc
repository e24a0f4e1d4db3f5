#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/picture/codec.h"
#include "kintsugi/picture/exif_block.h"
#include "kintsugi/picture/jpeg_cmyk.h"
#include "kintsugi/picture/jpeg_directory.h"
#include "kintsugi/picture/jpeg_gain_map.h"
#include "kintsugi/picture/jpeg_metadata.h"
#include "kintsugi/picture/jpeg_pixels.h"
#include "kintsugi/picture/jpeg_segments.h"
#include "kintsugi/picture/jpeg_trailer.h"
#include "kintsugi/picture/jpeg_upright.h"
#include "kintsugi/picture/orientation.h"
#include "kintsugi/picture/pixel_rows.h"

namespace kintsugi {
namespace {

constexpr int kQuality = 95;  // of pictures that were no JPEG; chroma at full size
constexpr int kMostPixelsASide = 65500;

Metadata read_header(ByteView bytes, const ReadOptions& options) {
  JpegErrors errors;
  JpegReader reader(errors, bytes);
  check_pixels(reader.size().height, reader.size().width, options);
  return read_jpeg_metadata(reader);
}

/// Turns the file `bytes`, with what lies behind its first picture, and gives its pixels. A file
/// that cannot be turned without loss, since its blocks stick out of the picture, stays as it is.
JpegPixels decode_turned(Bytes& bytes, int orientation, const ReadOptions& options,
                         Picture& picture) {
  Bytes marked_upright = bytes;
  reset_jpeg_orientation(marked_upright, orientation);
  picture.metadata = read_header(marked_upright, options);
  std::string reason;
  std::optional<Bytes> turned = turn_jpeg(marked_upright, orientation, reason);
  JpegPixels pixels;
  if (!turned || !reason.empty()) pixels = decode_jpeg_pixels(bytes);  // says what is lost
  if (turned) {
    JpegPixels upright_pixels = decode_jpeg_pixels(*turned);
    pixels.samples = std::move(upright_pixels.samples);
    pixels.is_inverted = upright_pixels.is_inverted;
    bytes = with_jpeg_trailer(
        *std::move(turned), marked_upright,
        [&](ByteView map) { return turn_gain_map(map, orientation, options); },
        picture.source_warnings);
  } else {
    pixels.samples = upright(std::move(pixels.samples), orientation);
    picture.source_orientation = orientation;
  }
  picture.turned = orientation;
  return pixels;
}

void judge_damage(const JpegPixels& pixels, const ReadOptions& options, Warnings& warnings) {
  check(pixels.loss.empty() || options.accepts_damage, "broken JPEG: ", pixels.loss);
  if (!pixels.loss.empty()) warnings.push_back("this JPEG is damaged: " + pixels.loss);
  if (!pixels.note.empty()) warnings.push_back(pixels.note);
}

Picture decode(Bytes& bytes, const ReadOptions& options) {
  Picture picture{.format = PictureFormat::kJpeg, .is_lossless = false};
  if (close_jpeg(bytes))
    picture.warnings.push_back("the first picture of this JPEG has no end marker");
  picture.metadata = read_header(bytes, options);
  const int orientation = exif_orientation(picture.metadata.exif);
  JpegPixels pixels = orientation == 1 ? decode_jpeg_pixels(bytes)
                                       : decode_turned(bytes, orientation, options, picture);
  judge_damage(pixels, options, picture.warnings);
  if (pixels.samples.channels() == 4) {
    picture.image = rgb_of_cmyk(pixels.samples, pixels.is_inverted);
    picture.metadata.icc.clear();  // it is about CMYK; where the file is used again it stays
  } else {
    picture.image = std::move(pixels.samples);
  }
  picture.source = std::make_shared<const Bytes>(std::move(bytes));
  return picture;
}

}  // namespace

Picture decode_jpeg(Bytes bytes, const ReadOptions& options) {
  check_jpeg_kind(bytes);
  try {
    return decode(bytes, options);
  } catch (const JpegError& error) {
    const size_t at = bytes.size() - error.bytes_left();
    Bytes readable = options.accepts_damage ? jpeg_cut_before(bytes, at) : Bytes();
    if (readable.empty()) throw;
    Picture picture = decode(readable, options);
    picture.warnings.push_back("this JPEG is damaged: what follows byte " + std::to_string(at) +
                               " of " + std::to_string(bytes.size()) + " is lost: " + error.what());
    return picture;
  }
}

void leave_jpeg_source(const Picture& picture, Metadata& metadata, Warnings& warnings) {
  if (!picture.source || !is_jpeg(*picture.source)) return;
  JpegErrors errors;
  JpegReader reader(errors, *picture.source);
  if (reader->num_components == 4) {
    const bool has_profile = !read_jpeg_metadata(reader).icc.empty();
    warnings.push_back(std::string("CMYK is converted to RGB without a profile") +
                       (has_profile ? "; the CMYK profile is left out" : ""));
  }
  const JpegTrailer trailer = find_jpeg_trailer(*picture.source);
  if (trailer.bytes.empty()) return;
  const std::string content = trailer.content();
  warnings.push_back(std::to_string(trailer.bytes.size()) + " bytes behind the end of the JPEG" +
                     (content.empty() ? "" : " (" + content + ")") + " are left out");
  if (trailer.has_gain_map()) {
    warnings.push_back("HDR is lost: the gain map behind the picture is left out");
  }
  forget_jpeg_trailer(metadata.xmp);
}

Bytes encode_jpeg(const Picture& picture, const Metadata& metadata, Warnings& warnings) {
  Image storage;
  const Image& image = with_8_bits(picture.image, storage);
  check(image.height() <= kMostPixelsASide && image.width() <= kMostPixelsASide, "the picture is ",
        image.size(), ", JPEG holds at most ", kMostPixelsASide, " pixels a side");
  JpegErrors errors;
  JpegWriter writer(errors);
  errors.guarded([&] {
    set_jpeg_input(writer, image.size(), image.channels());
    jpeg_set_defaults(writer.get());
    jpeg_set_quality(writer.get(), kQuality, TRUE);
    for (int i = 0; i < writer->num_components; ++i) {
      writer->comp_info[i].h_samp_factor = writer->comp_info[i].v_samp_factor = 1;
    }
    writer->optimize_coding = TRUE;
    if (metadata.resolution) set_jpeg_resolution(writer, *metadata.resolution);
    jpeg_start_compress(writer.get(), TRUE);
  });
  write_jpeg_metadata(errors, writer, metadata, warnings);
  errors.guarded([&] {
    write_jpeg_rows(writer, image, {0, 0, image.height(), image.width()});
    jpeg_finish_compress(writer.get());
  });
  return writer.bytes();
}

}  // namespace kintsugi
