#include <webp/decode.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <string_view>

#include "kintsugi/error.h"
#include "kintsugi/picture/codec.h"
#include "kintsugi/picture/pixel_rows.h"
#include "kintsugi/picture/raw_profile.h"

namespace kintsugi {
namespace {

constexpr float kLossyQuality = 95;  // of 100
constexpr int kLossyFormat = 1;      // of WebPBitstreamFeatures::format
constexpr size_t kHeader = 8;        // of a chunk: name, length

using Mux = std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)>;

Bytes read_chunk(const Mux& mux, const char* name) {
  WebPData chunk{};
  if (WebPMuxGetChunk(mux.get(), name, &chunk) != WEBP_MUX_OK) return {};
  return {chunk.bytes, chunk.bytes + chunk.size};
}

size_t length_at(ByteView bytes, size_t at) {
  return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | size_t{bytes[at + 3]} << 24;
}

/// The file without what follows the container's end, which libwebpmux does not suffer.
ByteView container(ByteView bytes) {
  const size_t size = kHeader + length_at(bytes, 4);
  return bytes.first(std::min(bytes.size(), size + size % 2));
}

Mux open_mux(ByteView bytes) {
  const ByteView file = container(bytes);
  const WebPData data{file.data(), file.size()};
  return Mux(WebPMuxCreate(&data, 0), WebPMuxDelete);
}

/// Names the chunks that have no field in Metadata, and what follows the container's end.
void warn_of_others(ByteView bytes, Warnings& warnings) {
  static constexpr std::string_view kKnown[] = {"VP8 ", "VP8L", "VP8X", "ALPH",
                                                "ICCP", "EXIF", "XMP "};
  const size_t end = container(bytes).size();
  std::vector<std::string> others;
  for (size_t at = kHeader + 4; at + kHeader <= end;) {  // the container's also says "WEBP"
    const std::string name(bytes.begin() + at, bytes.begin() + at + 4);
    if (std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown)) {
      const auto is_printed = [](unsigned char c) { return std::isprint(c); };
      others.push_back(std::all_of(name.begin(), name.end(), is_printed) ? name : "unnamed");
    }
    const size_t length = length_at(bytes, at + 4);
    at += kHeader + length + length % 2;
  }
  if (!others.empty()) warnings.push_back("WebP chunks are left out: " + listed(others));
  if (bytes.size() > end) {
    warnings.push_back("the " + std::to_string(bytes.size() - end) +
                       " bytes behind the end of the WebP are left out");
  }
}

Metadata read_metadata(ByteView bytes, Warnings& warnings) {
  const Mux mux = open_mux(bytes);
  if (!mux) {
    warnings.push_back("the WebP's container is damaged: its metadata is left out");
    return {};
  }
  warn_of_others(bytes, warnings);
  Metadata metadata;
  metadata.icc = read_chunk(mux, "ICCP");
  metadata.exif = without_exif_prefix(read_chunk(mux, "EXIF"));
  const Bytes xmp = read_chunk(mux, "XMP ");
  metadata.xmp.assign(xmp.begin(), xmp.end());
  return metadata;
}

long long num_frames(ByteView bytes) {
  const Mux mux = open_mux(bytes);
  int count = 0;
  if (mux) WebPMuxNumChunks(mux.get(), WEBP_CHUNK_ANMF, &count);
  return std::max(count, 2);  // what is said to move is refused in any case
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

WebPConfig encoder_config(bool has_loss) {
  WebPConfig config;
  WebPConfigInit(&config);
  config.exact = 1;  // keep colours under alpha 0
  if (has_loss) {
    config.quality = kLossyQuality;
    config.use_sharp_yuv = 1;
  } else {
    config.lossless = 1;
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
  if (features.has_animation) check_still("animated WebP", num_frames(bytes));
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
  picture.metadata = read_metadata(bytes, picture.warnings);
  return picture;
}

Bytes encode_webp(const Picture& picture, const Metadata& metadata, Warnings& warnings) {
  const Size size = picture.image.size();
  check(size.height <= WEBP_MAX_DIMENSION && size.width <= WEBP_MAX_DIMENSION, "the picture is ",
        size, ", WebP holds at most ", WEBP_MAX_DIMENSION, " pixels a side");
  Encoder encoder;
  Image image_storage, colour_storage, alpha_storage;
  const Image& image = with_8_bits(picture.image, image_storage);
  import_pixels(encoder.picture, with_3_channels(image, colour_storage),
                picture.alpha ? &with_8_bits(*picture.alpha, alpha_storage) : nullptr);
  if (!picture.is_lossless && !picture.wants_loss) {
    warnings.push_back(
        "the WebP is written without loss, so that known pixels stay: it may be several times as "
        "large as its source (wants_loss: smaller, but known pixels change)");
  }
  const WebPConfig config = encoder_config(picture.wants_loss);
  check(WebPEncode(&config, &encoder.picture), "cannot encode the WebP: libwebp's error ",
        encoder.picture.error_code);
  const ByteView encoded(encoder.memory.mem, encoder.memory.size);
  return with_metadata(encoded, metadata);
}

}  // namespace kintsugi
