#include <png.h>

#include <bit>
#include <csetjmp>
#include <cstring>

#include "kintsugi/base/error.h"
#include "kintsugi/image/codec.h"
#include "kintsugi/image/pixel_rows.h"
#include "kintsugi/image/png_metadata.h"

namespace kintsugi {
namespace {

// Three times as fast as zlib's default 6, for files about 3 % larger.
constexpr int kCompressionLevel = 4;

/// What libpng's callbacks reach: the file, and what went wrong.
struct Stream {
  ByteView input;
  Bytes output;
  std::string error;
  Warnings warnings;
};

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  static_cast<Stream*>(png_get_error_ptr(png))->error = message;
  png_longjmp(png, 1);
}

void on_warning(png_structp png, png_const_charp message) {
  static_cast<Stream*>(png_get_error_ptr(png))->warnings.emplace_back(message);
}

void on_read(png_structp png, png_bytep to, size_t size) {
  ByteView& input = static_cast<Stream*>(png_get_io_ptr(png))->input;
  if (size > input.size()) png_error(png, "the file ends early");
  std::memcpy(to, input.data(), size);
  input = input.subspan(size);
}

void on_write(png_structp png, png_bytep from, size_t size) {
  Bytes& output = static_cast<Stream*>(png_get_io_ptr(png))->output;
  output.insert(output.end(), from, from + size);
}

void on_flush(png_structp) {}

/// libpng leaves by longjmp when something is wrong: `body` must own nothing that needs
/// destruction while it calls libpng.
template <class Body>
void guarded(png_structp png, const Stream& stream, const Body& body) {
  if (setjmp(png_jmpbuf(png))) throw Error("broken PNG: " + stream.error);
  body();
}

/// libpng asks for as much memory as a chunk says it is long, before it reads the chunk.
void check_chunk_lengths(ByteView file) {
  constexpr size_t kSignatureBytes = 8;
  constexpr size_t kOverheadBytes = 12;  // length, name, checksum
  for (file = file.subspan(kSignatureBytes); file.size() >= kOverheadBytes;) {
    const size_t length = png_get_uint_32(file.data());
    check(length <= file.size() - kOverheadBytes, "broken PNG: the file ends early");
    if (std::memcmp(file.data() + 4, "IEND", 4) == 0) return;
    file = file.subspan(kOverheadBytes + length);
  }
}

struct Reader {
  explicit Reader(ByteView bytes) : stream{.input = bytes} {
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &stream, on_error, on_warning);
    info = png_create_info_struct(png);
    png_set_read_fn(png, &stream, on_read);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // check_pixels has the say
    png_set_option(png, PNG_SKIP_sRGB_CHECK_PROFILE, PNG_OPTION_ON);
    keep_png_chunks(png);
  }
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
  Reader(const Reader&) = delete;

  Stream stream;
  png_structp png = nullptr;
  png_infop info = nullptr;
};

struct Writer {
  Writer() {
    png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &stream, on_error, on_warning);
    info = png_create_info_struct(png);
    png_set_write_fn(png, &stream, on_write, on_flush);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_compression_level(png, kCompressionLevel);
    keep_png_chunks(png);
  }
  ~Writer() { png_destroy_write_struct(&png, &info); }
  Writer(const Writer&) = delete;

  Stream stream;
  png_structp png = nullptr;
  png_infop info = nullptr;
};

/// Asks for 8 or 16 bits in the machine's byte order, and for colour keys and palettes expanded.
void set_transforms(Reader& reader) {
  png_set_expand(reader.png);
  if (std::endian::native == std::endian::little) png_set_swap(reader.png);
}

/// Interlaced files refine all rows several times, so they need them all at once; others come row
/// by row.
void read_rows(Reader& reader, int num_passes, Picture& picture, Bytes& rows) {
  const int height = picture.image.height();
  const size_t row_bytes = png_get_rowbytes(reader.png, reader.info);
  rows.resize(row_bytes * (num_passes > 1 ? height : 1));
  guarded(reader.png, reader.stream, [&] {
    for (int pass = 0; pass < num_passes; ++pass) {
      for (int y = 0; y < height; ++y) {
        uint8_t* row = rows.data() + (num_passes > 1 ? y * row_bytes : 0);
        png_read_row(reader.png, row, nullptr);
        if (pass == num_passes - 1) put_row(picture, y, row);
      }
    }
    png_read_end(reader.png, reader.info);
  });
}

/// The colours of a palette PNG; an RGB PNG may suggest some too, which are no palette.
void read_palette(Reader& reader, Picture& picture) {
  if (png_get_color_type(reader.png, reader.info) != PNG_COLOR_TYPE_PALETTE) return;
  png_colorp colours = nullptr;
  int num_colours = 0;
  png_get_PLTE(reader.png, reader.info, &colours, &num_colours);
  for (int i = 0; i < num_colours; ++i) {
    picture.palette.push_back({colours[i].red, colours[i].green, colours[i].blue});
  }
}

int colour_type(const Picture& picture) {
  return (picture.image.channels() == 3 ? PNG_COLOR_MASK_COLOR : 0) |
         (picture.alpha ? PNG_COLOR_MASK_ALPHA : 0);
}

}  // namespace

Picture decode_png(ByteView bytes, const ReadOptions& options) {
  check_chunk_lengths(bytes);
  Reader reader(bytes);
  guarded(reader.png, reader.stream, [&] { png_read_info(reader.png, reader.info); });
  const Size size{static_cast<int>(png_get_image_height(reader.png, reader.info)),
                  static_cast<int>(png_get_image_width(reader.png, reader.info))};
  check_pixels(size.height, size.width, options);
  Picture picture{.format = PictureFormat::kPng};
  read_palette(reader, picture);
  int num_passes = 1;
  guarded(reader.png, reader.stream, [&] {
    set_transforms(reader);
    num_passes = png_set_interlace_handling(reader.png);
    png_read_update_info(reader.png, reader.info);
  });
  allocate_pixels(picture, size, png_get_channels(reader.png, reader.info),
                  png_get_bit_depth(reader.png, reader.info));
  Bytes rows;
  read_rows(reader, num_passes, picture, rows);
  picture.metadata = read_png_metadata(reader.png, reader.info);
  return picture;
}

Bytes encode_png(const Picture& picture, const Metadata& metadata, Warnings& warnings) {
  Writer writer;
  PngMetadata png_metadata(metadata);
  const Image& image = picture.image;
  Bytes row(image.width() * size_t{1} * num_samples(picture) * (image.bits() / 8));
  guarded(writer.png, writer.stream, [&] {
    png_set_IHDR(writer.png, writer.info, image.width(), image.height(), image.bits(),
                 colour_type(picture), PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_metadata.hand_over(writer.png, writer.info);
    png_write_info(writer.png, writer.info);
    if (std::endian::native == std::endian::little) png_set_swap(writer.png);
    for (int y = 0; y < image.height(); ++y) {
      get_row(picture, y, row.data());
      png_write_row(writer.png, row.data());
    }
    png_write_end(writer.png, writer.info);
  });
  for (const std::string& warning : writer.stream.warnings) {
    warnings.push_back("PNG metadata: " + warning);
  }
  return std::move(writer.stream.output);
}

}  // namespace kintsugi
