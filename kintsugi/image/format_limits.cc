#include "kintsugi/image/format_limits.h"

#include "kintsugi/image/png_metadata.h"

namespace kintsugi {
namespace {

struct Limits {
  const char* name;
  bool has_16_bits, has_alpha, has_exif, has_icc, has_xmp, has_iptc, has_text;
};

constexpr Limits limits_of(PictureFormat format) {
  switch (format) {
    case PictureFormat::kPng:
      return {"PNG", true, true, true, true, true, true, true};
    case PictureFormat::kJpeg:
      return {"JPEG", false, false, true, true, true, true, false};
    case PictureFormat::kWebp:
      return {"WebP", false, true, true, true, true, false, false};
    case PictureFormat::kTiff:
      return {"TIFF", true, true, true, true, true, true, false};
    case PictureFormat::kBmp:
      break;
  }
  return {"BMP", false, true, false, false, false, false, false};
}

void warn_of_png_losses(const Metadata& metadata, Warnings& warnings) {
  if (const std::string names = png_colour_chunks(metadata); !names.empty()) {
    warnings.push_back("the PNG's own way to say what its colours are (" + names +
                       ") is left out: they may look different");
  }
  if (const std::string names = png_only_chunks(metadata); !names.empty()) {
    warnings.push_back("chunks that only a PNG can hold are left out: " + names);
  }
}

}  // namespace

const char* name_of(PictureFormat format) { return limits_of(format).name; }

void warn_of_losses(const Picture& picture, Warnings& warnings) {
  const Limits limits = limits_of(picture.format);
  const Metadata& metadata = picture.metadata;
  const auto warn_if = [&](bool is_lost, const char* what) {
    if (is_lost) warnings.push_back(std::string(limits.name) + " cannot hold " + what);
  };
  warn_if(picture.image.bits() == 16 && !limits.has_16_bits, "16 bits a channel: rounded to 8");
  warn_if(picture.alpha && !limits.has_alpha, "alpha: it is left out, the picture is opaque");
  warn_if(!metadata.exif.empty() && !limits.has_exif, "EXIF: it is left out");
  warn_if(!metadata.icc.empty() && !limits.has_icc, "an ICC profile: it is left out");
  warn_if(!metadata.xmp.empty() && !limits.has_xmp, "XMP: it is left out");
  warn_if(!metadata.iptc.empty() && !limits.has_iptc, "IPTC: it is left out");
  warn_if(has_png_text(metadata) && !limits.has_text, "PNG text: it is left out");
  if (picture.wants_loss && picture.format != PictureFormat::kWebp) {
    warnings.push_back("--lossy is for WebP alone: " + std::string(limits.name) +
                       " is written as without it");
  }
  if (picture.format != PictureFormat::kPng) warn_of_png_losses(metadata, warnings);
}

}  // namespace kintsugi
