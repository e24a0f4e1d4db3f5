#include <algorithm>
#include <cstring>
#include <exception>

#include "kintsugi/error.h"
#include "kintsugi/picture/codec.h"
#include "kintsugi/picture/file_kind.h"
#include "kintsugi/picture/heif_metadata.h"
#include "kintsugi/picture/pixel_rows.h"

namespace kintsugi {
namespace {

// libx265 codes without loss about as small whatever its preset: take the fastest.
constexpr const char* kHevcPreset = "ultrafast";
constexpr int kAomSpeed = 8;
constexpr int kMostBits = 12;

constexpr heif_channel kColourChannels[] = {heif_channel_R, heif_channel_G, heif_channel_B};
// Colours are coded as they are: green in place of luma, blue and red of chroma.
constexpr heif_channel kCodedChannels[] = {heif_channel_Cr, heif_channel_Y, heif_channel_Cb};

using HeifEncoder = HeifOwner<heif_encoder, heif_encoder_release>;
using HeifOptions = HeifOwner<heif_encoding_options, heif_encoding_options_free>;

heif_compression_format codec_of(PictureFormat format) {
  return format == PictureFormat::kAvif ? heif_compression_AV1 : heif_compression_HEVC;
}

/// Full-range values of one depth as those of another; there and back again changes none.
int rescaled(int64_t value, int max, int new_max) {
  return static_cast<int>((value * new_max + max / 2) / max);
}

/// Value by value from a plane of `bits` into channel `to` of an image.
void take_plane(const heif_image* from, heif_channel channel, Image& image, int to) {
  int stride = 0;
  const uint8_t* plane = heif_image_get_plane_readonly(from, channel, &stride);
  const int bits = heif_image_get_bits_per_pixel_range(from, channel);
  check(plane && bits >= 1 && bits <= 16 && heif_image_get_width(from, channel) == image.width() &&
            heif_image_get_height(from, channel) == image.height(),
        "its pixels are not of the size that its header says");
  const int max = (1 << bits) - 1;
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < image.height(); ++y, plane += stride) {
      T* row = image.row<T>(y) + to;
      for (int x = 0; x < image.width(); ++x, row += image.channels()) {
        uint16_t value = plane[x];
        if (bits > 8) std::memcpy(&value, plane + 2 * x, 2);
        *row = static_cast<T>(rescaled(std::min<int>(value, max), max, image.max_value()));
      }
    }
  });
}

/// The inverse.
void give_plane(const Image& image, int from, heif_image* to, heif_channel channel, int bits) {
  check_heif(heif_image_add_plane(to, channel, image.width(), image.height(), bits),
             "not enough memory to encode the picture");
  int stride = 0;
  uint8_t* plane = heif_image_get_plane(to, channel, &stride);
  const int max = (1 << bits) - 1;
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < image.height(); ++y, plane += stride) {
      const T* row = image.row<T>(y) + from;
      for (int x = 0; x < image.width(); ++x, row += image.channels()) {
        const auto value = static_cast<uint16_t>(rescaled(*row, image.max_value(), max));
        if (bits > 8) {
          std::memcpy(plane + 2 * x, &value, 2);
        } else {
          plane[x] = static_cast<uint8_t>(value);
        }
      }
    }
  });
}

bool looks_grey(const Image& image) {
  return with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < image.height(); ++y) {
      const T* row = image.row<T>(y);
      for (int x = 0; x < image.width(); ++x, row += 3) {
        if (row[0] != row[1] || row[1] != row[2]) return false;
      }
    }
    return true;
  });
}

Image first_channel(const Image& image) {
  Image grey(image.size(), 1, image.bits());
  with_depth(image, [&](auto depth) {
    using T = decltype(depth);
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) grey.row<T>(y)[x] = image.row<T>(y)[3 * x];
    }
  });
  return grey;
}

/// Decodes pixels into the picture.
void take_pixels(const heif_image_handle* handle, Size size, Picture& picture) {
  heif_image* decoded = nullptr;
  check_heif(heif_decode_image(handle, &decoded, heif_colorspace_RGB, heif_chroma_444, nullptr),
             "its pixels cannot be decoded");
  const HeifImage image(decoded);
  const bool has_alpha = heif_image_has_channel(image.get(), heif_channel_Alpha);
  int bits = heif_image_get_bits_per_pixel_range(image.get(), heif_channel_R);
  if (has_alpha) {
    bits = std::max(bits, heif_image_get_bits_per_pixel_range(image.get(), heif_channel_Alpha));
  }
  allocate_pixels(picture, size, has_alpha ? 4 : 3, bits > 8 ? 16 : 8);
  if (bits > 8) picture.file_bits = bits;
  for (int c = 0; c < 3; ++c) take_plane(image.get(), kColourChannels[c], picture.image, c);
  if (has_alpha) take_plane(image.get(), heif_channel_Alpha, *picture.alpha, 0);
}

HeifEncoder lossless_encoder(heif_context* context, PictureFormat format) {
  heif_encoder* encoder = nullptr;
  const heif_error error = heif_context_get_encoder_for_format(context, codec_of(format), &encoder);
  HeifEncoder owner(encoder);
  check(owner != nullptr, "cannot write ", name_of(format), ": this libheif has no encoder for ",
        format == PictureFormat::kAvif ? "AV1" : "HEVC", ", expected one (", error.message, ")");
  const std::string what = std::string("cannot write ") + name_of(format) + " without loss";
  check_heif(heif_encoder_set_lossless(encoder, 1), what);
  check_heif(heif_encoder_set_parameter_string(encoder, "chroma", "444"), what);
  // Speed is no matter of right or wrong: another encoder may call it otherwise.
  if (format == PictureFormat::kAvif) {
    heif_encoder_set_parameter_integer(encoder, "speed", kAomSpeed);
  } else {
    heif_encoder_set_parameter_string(encoder, "preset", kHevcPreset);
  }
  return owner;
}

/// Bits of a channel to write: the file's own where the format has them.
int coded_bits(const Picture& picture, Warnings& warnings) {
  if (picture.image.bits() == 8) return 8;
  const int bits = picture.file_bits ? std::min(picture.file_bits, kMostBits) : kMostBits;
  if (picture.format == PictureFormat::kHeic || bits == kMostBits) return bits;
  // For 10 bits libheif 1.15 asks libaom for a profile that holds no such picture, which can end
  // in abort().
  warnings.push_back("AVIF is written with 12 bits a channel in place of " + std::to_string(bits) +
                     ": no value changes by a step of those");
  return kMostBits;
}

HeifImage coded_image(const Picture& picture, int bits) {
  const bool is_grey = picture.image.channels() == 1;
  heif_image* image = nullptr;
  check_heif(heif_image_create(picture.image.width(), picture.image.height(),
                               is_grey ? heif_colorspace_monochrome : heif_colorspace_YCbCr,
                               is_grey ? heif_chroma_monochrome : heif_chroma_444, &image),
             "cannot encode the picture");
  HeifImage owner(image);
  if (is_grey) {
    give_plane(picture.image, 0, image, heif_channel_Y, bits);
  } else {
    for (int c = 0; c < 3; ++c) give_plane(picture.image, c, image, kCodedChannels[c], bits);
  }
  if (picture.alpha) give_plane(*picture.alpha, 0, image, heif_channel_Alpha, bits);
  return owner;
}

/// Nothing may be thrown through libheif's C functions.
heif_error append(heif_context*, const void* data, size_t size, void* file) try {
  const auto* bytes = static_cast<const uint8_t*>(data);
  static_cast<Bytes*>(file)->insert(static_cast<Bytes*>(file)->end(), bytes, bytes + size);
  return {heif_error_Ok, heif_suberror_Unspecified, ""};
} catch (const std::exception&) {
  return {heif_error_Memory_allocation_error, heif_suberror_Unspecified, "not enough memory"};
}

}  // namespace

Picture decode_heif(ByteView bytes, PictureFormat format, const ReadOptions& options) {
  const std::string broken = std::string("broken ") + name_of(format);
  check(!is_heif_sequence(bytes), "this is an animated ", name_of(format),
        ", expected a still picture");
  const HeifContext context(heif_context_alloc());
  check_heif(heif_context_read_from_memory_without_copy(context.get(), bytes.data(), bytes.size(),
                                                        nullptr),
             broken);
  heif_image_handle* primary = nullptr;
  check_heif(heif_context_get_primary_image_handle(context.get(), &primary), broken);
  const HeifHandle handle(primary);
  const Size size{heif_image_handle_get_height(primary), heif_image_handle_get_width(primary)};
  check_pixels(size.height, size.width, options);
  Picture picture{.format = format};
  take_pixels(primary, size, picture);
  if (codes_grey(bytes) && looks_grey(picture.image)) picture.image = first_channel(picture.image);
  if (heif_image_handle_is_premultiplied_alpha(primary)) divide_by_alpha(picture);
  picture.metadata = read_heif_metadata(bytes, primary);
  const HeifNclx nclx = nclx_of(primary);
  picture.is_lossless = nclx && nclx->matrix_coefficients == heif_matrix_coefficients_RGB_GBR;
  const std::string left_out = left_out_of_heif(bytes, context.get(), primary);
  if (!left_out.empty()) {
    picture.warnings.push_back("of this " + std::string(name_of(format)) +
                               " the main picture alone is kept; left out: " + left_out);
  }
  return picture;
}

Bytes encode_heif(const Picture& picture, const Metadata& metadata, Warnings& warnings) {
  const HeifContext context(heif_context_alloc());
  const HeifEncoder encoder = lossless_encoder(context.get(), picture.format);
  const HeifImage image = coded_image(picture, coded_bits(picture, warnings));
  const HeifNclx nclx = set_heif_profiles(image.get(), metadata);
  const HeifOptions options(heif_encoding_options_alloc());
  options->output_nclx_profile = nclx.get();
  options->save_two_colr_boxes_when_ICC_and_nclx_available = 1;
  options->macOS_compatibility_workaround_no_nclx_profile = 0;
  heif_image_handle* coded = nullptr;
  const std::string what = std::string("cannot write ") + name_of(picture.format);
  check_heif(
      heif_context_encode_image(context.get(), image.get(), encoder.get(), options.get(), &coded),
      what);
  const HeifHandle handle(coded);
  add_heif_metadata(context.get(), coded, metadata);
  Bytes file;
  heif_writer writer{1, append};
  check_heif(heif_context_write(context.get(), &writer, &file), what);
  return file;
}

}  // namespace kintsugi
