#include "kintsugi/picture.h"

#include <algorithm>
#include <cctype>
#include <new>
#include <string_view>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"
#include "kintsugi/picture/changed_pixels.h"
#include "kintsugi/picture/codec.h"
#include "kintsugi/picture/exif_block.h"
#include "kintsugi/picture/file_kind.h"
#include "kintsugi/picture/format_limits.h"
#include "kintsugi/picture/jpeg_coefficients.h"
#include "kintsugi/picture/orientation.h"

namespace kintsugi {
namespace {

Picture decode_stored(Bytes bytes, const ReadOptions& options) {
  check(!bytes.empty(), "the file is empty");
  const std::optional<PictureFormat> format = format_of_bytes(bytes);
  if (!format) throw Error("this is " + foreign_kind(bytes));
  switch (*format) {
    case PictureFormat::kPng:
      return decode_png(bytes, options);
    case PictureFormat::kJpeg:
      return decode_jpeg(std::move(bytes), options);
    case PictureFormat::kWebp:
      return decode_webp(bytes, options);
    case PictureFormat::kTiff:
      return decode_tiff(std::move(bytes), options);
    case PictureFormat::kHeic:
    case PictureFormat::kAvif:
      return decode_heif(bytes, *format, options);
    case PictureFormat::kJxl:
      return decode_jxl(bytes, options);
    case PictureFormat::kBmp:
      break;
  }
  return decode_bmp(bytes, options);
}

/// Turns the pixels as the metadata says, and the metadata with them.
void turn_upright(Picture& picture) {
  Metadata& metadata = picture.metadata;
  const int orientation = exif_orientation(metadata.exif);
  if (orientation != 1) {
    picture.turned = orientation;
    picture.image = upright(std::move(picture.image), orientation);
    if (picture.alpha) picture.alpha = upright(std::move(*picture.alpha), orientation);
    if (picture.palette_numbers) {
      picture.palette_numbers = upright(std::move(*picture.palette_numbers), orientation);
    }
    reset_exif_orientation(metadata.exif, orientation);
    if (orientation >= 5 && metadata.resolution) {
      std::swap(metadata.resolution->x, metadata.resolution->y);
    }
    metadata.exif.resize(drop_exif_thumbnail(metadata.exif));  // it lies on its side now
  }
  reset_xmp_orientation({reinterpret_cast<uint8_t*>(metadata.xmp.data()), metadata.xmp.size()});
}

Bytes encode_pixels(const Picture& picture, const Metadata& metadata, const Mask* changed,
                    Warnings& warnings) {
  switch (picture.format) {
    case PictureFormat::kPng:
      return encode_png(picture, metadata, warnings);
    case PictureFormat::kJpeg:
      return encode_jpeg(picture, metadata, warnings);
    case PictureFormat::kWebp:
      return encode_webp(picture, metadata, warnings);
    case PictureFormat::kTiff:
      return encode_tiff(picture, metadata, changed, warnings);
    case PictureFormat::kHeic:
    case PictureFormat::kAvif:
      return encode_heif(picture, metadata, warnings);
    case PictureFormat::kJxl:
      return encode_jxl(picture, metadata, warnings);
    case PictureFormat::kBmp:
      break;
  }
  return encode_bmp(picture, metadata, warnings);
}

/// Others say it in EXIF alone.
bool has_resolution_field(PictureFormat format) {
  return format == PictureFormat::kPng || format == PictureFormat::kJpeg ||
         format == PictureFormat::kTiff || format == PictureFormat::kBmp;
}

/// With what the source's coefficients give, if they can; else from the pixels.
Bytes encode_as_source(const Picture& picture, const Mask* changed, Warnings& said) {
  if (can_patch_jpeg(picture)) {
    try {
      return patch_jpeg(picture, changed, said);
    } catch (const Error& error) {
      said.push_back(std::string("all of the JPEG is encoded anew: ") + error.what());
    }
  }
  Metadata metadata = picture.metadata;
  if (!changed || !changed->bounds().empty()) {
    metadata.exif.resize(drop_exif_thumbnail(metadata.exif));  // it shows what has been filled
  }
  leave_jpeg_source(picture, metadata, said);
  if (!has_resolution_field(picture.format) && metadata.resolution &&
      metadata.resolution != exif_resolution(metadata.exif)) {
    put_exif_resolution(*metadata.resolution, metadata.exif);
  }
  return encode_pixels(picture, metadata, changed, said);
}

EncodedPicture encoded(const Picture& picture, const Mask* changed) {
  const Size size = picture.image.size();
  check(!picture.image.empty(), "there is no picture to encode");
  check(!picture.alpha || picture.alpha->size() == size, "alpha is ",
        picture.alpha ? picture.alpha->size() : size, ", expected the picture's ", size);
  check(!changed || changed->size() == size, "the mask of changed pixels is ",
        changed ? changed->size() : size, ", expected the picture's ", size);
  EncodedPicture file{{}, picture.warnings};
  warn_of_losses(picture, file.warnings);
  if (picture.format != PictureFormat::kTiff) leave_tiff_source(picture, file.warnings);
  file.bytes = encode_as_source(picture, changed, file.warnings);
  if (changed && is_lossy_write(picture)) {
    warn_of_changed_pixels(picture, *changed, file.bytes, file.warnings);
  }
  return file;
}

std::vector<std::string> write(const std::filesystem::path& path, const Picture& picture,
                               const Mask* changed) {
  const PictureFormat format = format_of_name(path).value_or(picture.format);
  const auto write_encoded = [&](const Picture& written) {
    EncodedPicture file = encoded(written, changed);
    write_file(path, file.bytes);
    return std::move(file.warnings);
  };
  if (format == picture.format) return write_encoded(picture);
  Picture renamed = picture;
  renamed.format = format;
  return write_encoded(renamed);
}

}  // namespace

void check_pixels(long long height, long long width, const ReadOptions& options) {
  check(height > 0 && width > 0, "the picture is ", width, "x", height,
        " (width x height), expected at least one pixel");
  check(height <= options.max_pixels / width, "the picture is ", width, "x", height,
        " (width x height), expected at most ", options.max_pixels, " pixels (max_pixels)");
}

std::string listed(const std::vector<std::string>& names) {
  constexpr size_t kMost = 8;
  std::vector<std::string> different;
  std::string text;
  for (const std::string& name : names) {
    if (std::find(different.begin(), different.end(), name) != different.end()) continue;
    if (different.size() == kMost) return text + " and others";
    text += (different.empty() ? "" : ", ") + name;
    different.push_back(name);
  }
  return text;
}

void check_still(std::string_view kind, long long num_frames) {
  check(num_frames <= 1, "this is an ", kind, " of ", num_frames,
        " frames, expected a still picture; its frames as a folder of pictures can be filled with "
        "one mask");
}

Picture decode_picture(std::vector<uint8_t> bytes, const std::string& name,
                       const ReadOptions& options) {
  try {
    Picture picture = decode_stored(std::move(bytes), options);
    check(picture.page == options.page, "the file has one page, expected page ", options.page);
    Metadata& metadata = picture.metadata;
    if (!metadata.resolution) metadata.resolution = exif_resolution(metadata.exif);
    turn_upright(picture);
    return picture;
  } catch (const Error& error) {
    throw Error(name + ": " + error.what());
  } catch (const std::bad_alloc&) {
    throw Error(name + ": not enough memory for its pixels");
  }
}

Picture read_picture(const std::filesystem::path& path, const ReadOptions& options) {
  return decode_picture(read_file(path), path.string(), options);
}

void require_codecs(const std::filesystem::path&) {}

std::optional<PictureFormat> format_of_name(const std::filesystem::path& path) {
  static constexpr std::pair<std::string_view, PictureFormat> kExtensions[] = {
      {".png", PictureFormat::kPng},   {".jpg", PictureFormat::kJpeg},
      {".jpeg", PictureFormat::kJpeg}, {".jpe", PictureFormat::kJpeg},
      {".jfif", PictureFormat::kJpeg}, {".webp", PictureFormat::kWebp},
      {".tif", PictureFormat::kTiff},  {".tiff", PictureFormat::kTiff},
      {".bmp", PictureFormat::kBmp},   {".dib", PictureFormat::kBmp},
      {".heic", PictureFormat::kHeic}, {".heif", PictureFormat::kHeic},
      {".hif", PictureFormat::kHeic},  {".avif", PictureFormat::kAvif},
      {".jxl", PictureFormat::kJxl}};
  std::string extension = path.extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto& [known, format] : kExtensions) {
    if (extension == known) return format;
  }
  return std::nullopt;
}

EncodedPicture encode_picture(const Picture& picture) { return encoded(picture, nullptr); }

EncodedPicture encode_picture(const Picture& picture, const Mask& changed) {
  return encoded(picture, &changed);
}

std::vector<std::string> write_picture(const std::filesystem::path& path, const Picture& picture) {
  return write(path, picture, nullptr);
}

std::vector<std::string> write_picture(const std::filesystem::path& path, const Picture& picture,
                                       const Mask& changed) {
  return write(path, picture, &changed);
}

}  // namespace kintsugi
