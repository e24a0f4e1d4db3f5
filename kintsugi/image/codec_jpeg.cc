#include <algorithm>

#include "kintsugi/base/error.h"
#include "kintsugi/image/codec.h"
#include "kintsugi/image/exif_block.h"
#include "kintsugi/image/jpeg_io.h"
#include "kintsugi/image/jpeg_metadata.h"
#include "kintsugi/image/jpeg_upright.h"
#include "kintsugi/image/orientation.h"
#include "kintsugi/image/pixel_rows.h"

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

/// libjpeg divides by these numbers when it encodes.
void check_quantization(JpegReader& reader) {
  for (const JQUANT_TBL* table : reader->quant_tbl_ptrs) {
    if (!table) continue;
    const bool has_zero = std::count(table->quantval, table->quantval + DCTSIZE2, 0) > 0;
    check(!has_zero, "broken JPEG: a quantization table holds 0, expected 1 or more");
  }
}

Image decode_pixels(ByteView bytes) {
  JpegErrors errors;
  JpegReader reader(errors, bytes);
  const bool is_grey = reader->num_components == 1;
  reader->out_color_space = is_grey ? JCS_GRAYSCALE : JCS_RGB;
  errors.guarded([&] { jpeg_start_decompress(reader.get()); });
  Image image(reader.size(), is_grey ? 1 : 3, 8);
  errors.guarded([&] {
    while (reader->output_scanline < reader->output_height) {
      JSAMPROW row = image.row<uint8_t>(reader->output_scanline);
      jpeg_read_scanlines(reader.get(), &row, 1);
    }
    jpeg_finish_decompress(reader.get());
  });
  check_quantization(reader);
  return image;
}

/// Turns the file `bytes` and gives its pixels.
Image decode_turned(Bytes& bytes, int orientation, Warnings& warnings) {
  reset_jpeg_orientation(bytes, orientation);
  std::string reason;
  if (std::optional<Bytes> turned = turn_jpeg(bytes, orientation, reason)) {
    bytes = std::move(*turned);
    return decode_pixels(bytes);
  }
  Image image = upright(decode_pixels(bytes), orientation);
  bytes = encode_jpeg_turned(bytes, orientation, image);
  warnings.push_back("this JPEG cannot be turned upright without loss (" + reason +
                     "): all of it is encoded anew, with its own quantization tables");
  return image;
}

}  // namespace

Picture decode_jpeg(Bytes bytes, const ReadOptions& options) {
  Picture picture{.format = PictureFormat::kJpeg, .is_lossless = false};
  picture.metadata = read_header(bytes, options);
  const int orientation = exif_orientation(picture.metadata.exif);
  if (orientation == 1) {
    picture.image = decode_pixels(bytes);
  } else {
    picture.turned = orientation;
    picture.image = decode_turned(bytes, orientation, picture.source_warnings);
    picture.metadata = read_header(bytes, options);
  }
  picture.source = std::make_shared<const Bytes>(std::move(bytes));
  return picture;
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
