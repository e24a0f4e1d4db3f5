#include <webp/decode.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <memory>

#include "kintsugi/base/error.h"
#include "kintsugi/image/codec.h"
#include "kintsugi/image/pixel_rows.h"
#include "kintsugi/image/raw_profile.h"

namespace kintsugi {
namespace {

constexpr float kLossyQuality = 95;  // of 100: near the loss of the source, which is unknown
constexpr int kLossyFormat = 1;      // of WebPBitstreamFeatures::format

using Mux = std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)>;

Bytes read_chunk(const Mux& mux, const char* name) {
  WebPData chunk{};
  if (WebPMuxGetChunk(mux.get(), name, &chunk) != WEBP_MUX_OK) return {};
  return {chunk.bytes, chunk.bytes + chunk.size};
}

Metadata read_metadata(ByteView bytes) {
  const WebPData file{bytes.data(), bytes.size()};
  const Mux mux(WebPMuxCreate(&file, 0), WebPMuxDelete);
  if (!mux) return {};  // a damaged container whose picture can be read all the same
  Metadata metadata;
  metadata.icc = read_chunk(mux, "ICCP");
  metadata.exif = without_exif_prefix(read_chunk(mux, "EXIF"));
  const Bytes xmp = read_chunk(mux, "XMP ");
  metadata.xmp.assign(xmp.begin(), xmp.end());
  return metadata;
}

void add_chunk(const Mux& mux, const char* name, ByteView content) {
  if (content.empty()) return;
  const WebPData chunk{content.data(), content.size()};
  check(WebPMuxSetChunk(mux.get(), name, &chunk, 0) == WEBP_MUX_OK, "cannot add ", name,
        " to the WebP");
}

/// The encoded picture in a container with its metadata.
Bytes with_metadata(ByteView encoded, const Metadata& metadata) {
  const Mux mux(WebPMuxNew(), WebPMuxDelete);
  const WebPData picture{encoded.data(), encoded.size()};
  check(mux && WebPMuxSetImage(mux.get(), &picture, 0) == WEBP_MUX_OK, "cannot assemble the WebP");
  add_chunk(mux, "ICCP", metadata.icc);
  add_chunk(mux, "EXIF", metadata.exif);
  add_chunk(mux, "XMP ",
            {reinterpret_cast<const uint8_t*>(metadata.xmp.data()), metadata.xmp.size()});
  WebPData file{};
  check(WebPMuxAssemble(mux.get(), &file) == WEBP_MUX_OK, "cannot assemble the WebP");
  const std::unique_ptr<WebPData, decltype(&WebPDataClear)> owner(&file, WebPDataClear);
  return {file.bytes, file.bytes + file.size};
}

WebPConfig encoder_config(bool is_lossless) {
  WebPConfig config;
  WebPConfigInit(&config);
  if (is_lossless) {
    config.lossless = 1;
    config.exact = 1;  // keep colours under alpha 0
  } else {
    config.quality = kLossyQuality;
    config.use_sharp_yuv = 1;
  }
  return config;
}

struct Encoder {
  Encoder() {
    WebPPictureInit(&picture);
    WebPMemoryWriterInit(&memory);
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &memory;
  }
  ~Encoder() {
    WebPPictureFree(&picture);
    WebPMemoryWriterClear(&memory);
  }
  Encoder(const Encoder&) = delete;

  WebPPicture picture;
  WebPMemoryWriter memory;
};

/// `rgb` with 8 bits and three channels, alpha (may be null) with 8 bits.
void import_pixels(WebPPicture& to, const Image& rgb, const Image* alpha) {
  to.width = rgb.width();
  to.height = rgb.height();
  to.use_argb = 1;
  check(WebPPictureAlloc(&to), "not enough memory to encode a WebP of ", rgb.size());
  for (int y = 0; y < rgb.height(); ++y) {
    const uint8_t* colours = rgb.row<uint8_t>(y);
    uint32_t* row = to.argb + size_t{1} * y * to.argb_stride;
    for (int x = 0; x < rgb.width(); ++x, colours += 3) {
      const uint32_t opacity = alpha ? alpha->row<uint8_t>(y)[x] : 255;
      row[x] = opacity << 24 | colours[0] << 16 | colours[1] << 8 | colours[2];
    }
  }
}

}  // namespace

Picture decode_webp(ByteView bytes, const ReadOptions& options) {
  WebPBitstreamFeatures features;
  const VP8StatusCode header = WebPGetFeatures(bytes.data(), bytes.size(), &features);
  check(header != VP8_STATUS_NOT_ENOUGH_DATA, "broken WebP: the file ends early");
  check(header == VP8_STATUS_OK, "broken WebP: its header cannot be read");
  check(!features.has_animation, "this is an animated WebP, expected a still picture");
  check_pixels(features.height, features.width, options);
  const int samples = features.has_alpha ? 4 : 3;
  Picture picture{.format = PictureFormat::kWebp, .is_lossless = features.format != kLossyFormat};
  allocate_pixels(picture, {features.height, features.width}, samples, 8);
  Bytes rows(size_t{1} * features.height * features.width * samples);
  const auto decode = features.has_alpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
  check(decode(bytes.data(), bytes.size(), rows.data(), rows.size(), features.width * samples),
        "broken WebP: its pixels are damaged or the file ends early");
  for (int y = 0; y < features.height; ++y) {
    put_row(picture, y, rows.data() + size_t{1} * y * features.width * samples);
  }
  picture.metadata = read_metadata(bytes);
  return picture;
}

Bytes encode_webp(const Picture& picture, const Metadata& metadata, Warnings&) {
  const Size size = picture.image.size();
  check(size.height <= WEBP_MAX_DIMENSION && size.width <= WEBP_MAX_DIMENSION, "the picture is ",
        size, ", WebP holds at most ", WEBP_MAX_DIMENSION, " pixels a side");
  Encoder encoder;
  Image image_storage, colour_storage, alpha_storage;
  const Image& image = with_8_bits(picture.image, image_storage);
  import_pixels(encoder.picture, with_3_channels(image, colour_storage),
                picture.alpha ? &with_8_bits(*picture.alpha, alpha_storage) : nullptr);
  const WebPConfig config = encoder_config(picture.is_lossless);
  check(WebPEncode(&config, &encoder.picture), "cannot encode the WebP: libwebp's error ",
        encoder.picture.error_code);
  const ByteView encoded(encoder.memory.mem, encoder.memory.size);
  return with_metadata(encoded, metadata);
}

}  // namespace kintsugi
