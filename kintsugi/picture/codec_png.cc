#include <png.h>

#include <algorithm>
#include <bit>
#include <csetjmp>
#include <cstring>

#include "kintsugi/error.h"
#include "kintsugi/picture/codec.h"
#include "kintsugi/picture/pixel_rows.h"
#include "kintsugi/picture/png_chunks.h"
#include "kintsugi/picture/png_form.h"
#include "kintsugi/picture/png_metadata.h"

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
  constexpr size_t kMostWarnings = 8;
  Warnings& warnings = static_cast<Stream*>(png_get_error_ptr(png))->warnings;
  if (std::strstr(message, "CRC error")) return;  // read_png_metadata names the chunk
  if (warnings.size() == kMostWarnings) return;
  if (std::find(warnings.begin(), warnings.end(), message) == warnings.end()) {
    warnings.emplace_back(message);
  }
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

struct Reader {
  explicit Reader(ByteView bytes) : stream{.input = bytes} {
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &stream, on_error, on_warning);
    info = png_create_info_struct(png);
    png_set_read_fn(png, &stream, on_read);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // check_pixels has the say
    // All ancillary chunks but tRNS are png_metadata's.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
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

/// Notes how the file held its pixels, so that it can be written so again.
void read_form(Reader& reader, Picture& picture) {
  const int colour_type = png_get_color_type(reader.png, reader.info);
  const int bit_depth = png_get_bit_depth(reader.png, reader.info);
  if (colour_type == PNG_COLOR_TYPE_GRAY && bit_depth < 8) picture.stored_bits = bit_depth;
  if (colour_type != PNG_COLOR_TYPE_PALETTE) return;
  png_colorp colours = nullptr;
  png_bytep alpha = nullptr;
  int num_colours = 0, num_alpha = 0;
  png_get_PLTE(reader.png, reader.info, &colours, &num_colours);
  for (int i = 0; i < num_colours; ++i) {
    picture.palette.push_back({colours[i].red, colours[i].green, colours[i].blue});
  }
  if (png_get_tRNS(reader.png, reader.info, &alpha, &num_alpha, nullptr)) {
    picture.palette_alpha.assign(alpha, alpha + num_alpha);
  }
}

void write_header(const Writer& writer, const Picture& picture, const PngForm& form) {
  png_set_IHDR(writer.png, writer.info, picture.image.width(), picture.image.height(),
               form.bit_depth, form.colour_type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  if (form.palette.empty()) return;
  png_set_PLTE(writer.png, writer.info, form.palette.data(), static_cast<int>(form.palette.size()));
  if (form.palette_alpha.empty()) return;
  png_set_tRNS(writer.png, writer.info, form.palette_alpha.data(),
               static_cast<int>(form.palette_alpha.size()), nullptr);
}

void write_chunks(const Writer& writer, const PngPlan::Chunks& chunks) {
  for (const auto& [name, content] : chunks) {
    png_write_chunk(writer.png, reinterpret_cast<png_const_bytep>(name.c_str()), content.data(),
                    content.size());
  }
}

bool has_duplicates(std::vector<std::array<uint8_t, 3>> colours) {
  std::sort(colours.begin(), colours.end());
  return std::adjacent_find(colours.begin(), colours.end()) != colours.end();
}

/// The numbers of a palette PNG's pixels.
Image read_numbers(ByteView bytes, Size size) {
  Reader reader(bytes);
  int num_passes = 1;
  guarded(reader.png, reader.stream, [&] {
    png_read_info(reader.png, reader.info);
    png_set_packing(reader.png);
    num_passes = png_set_interlace_handling(reader.png);
    png_read_update_info(reader.png, reader.info);
  });
  Picture numbers{.image = Image(size, 1)};
  Bytes rows;
  read_rows(reader, num_passes, numbers, rows);
  return std::move(numbers.image);
}

}  // namespace

Picture decode_png(ByteView bytes, const ReadOptions& options) {
  const PngChunks file = cut_png(bytes);
  check_still("animated PNG", num_png_frames(file));
  Reader reader(bytes);
  guarded(reader.png, reader.stream, [&] { png_read_info(reader.png, reader.info); });
  const Size size{static_cast<int>(png_get_image_height(reader.png, reader.info)),
                  static_cast<int>(png_get_image_width(reader.png, reader.info))};
  check_pixels(size.height, size.width, options);
  Picture picture{.format = PictureFormat::kPng};
  read_form(reader, picture);
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
  if (has_duplicates(picture.palette)) picture.palette_numbers = read_numbers(bytes, size);
  for (const std::string& warning : reader.stream.warnings) {
    picture.warnings.push_back("the PNG is damaged: " + warning);
  }
  read_png_metadata(file, !picture.palette.empty(), picture.metadata, picture.warnings);
  return picture;
}

Bytes encode_png(const Picture& picture, const Metadata& metadata, Warnings& warnings) {
  const PngForm form(picture, warnings);
  const PngPlan plan = plan_png_chunks(metadata, form, warnings);
  const Image& image = picture.image;
  Writer writer;
  Bytes row(form.row_bytes(picture));
  guarded(writer.png, writer.stream, [&] {
    write_header(writer, picture, form);
    png_write_info_before_PLTE(writer.png, writer.info);
    write_chunks(writer, plan.before_palette);
    png_write_info(writer.png, writer.info);
    write_chunks(writer, plan.before_pixels);
    if (form.bit_depth < 8) png_set_packing(writer.png);
    if (std::endian::native == std::endian::little) png_set_swap(writer.png);
    for (int y = 0; y < image.height(); ++y) {
      form.get_row(picture, y, row.data());
      png_write_row(writer.png, row.data());
    }
    write_chunks(writer, plan.behind_pixels);
    png_write_end(writer.png, writer.info);
  });
  for (const std::string& warning : writer.stream.warnings) warnings.push_back("PNG: " + warning);
  return std::move(writer.stream.output);
}

}  // namespace kintsugi
