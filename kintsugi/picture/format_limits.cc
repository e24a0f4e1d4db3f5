#include "kintsugi/picture/format_limits.h"

#include "kintsugi/picture/png_metadata.h"

namespace kintsugi {
namespace {

struct Limits {
  const char* name;
  int bits;  // of a channel, at most
  bool has_alpha, has_exif, has_icc, has_xmp, has_iptc, has_text;
};

constexpr Limits limits_of(PictureFormat format) {
  switch (format) {
    case PictureFormat::kPng:
      return {"PNG", 16, true, true, true, true, true, true};
    case PictureFormat::kJpeg:
      return {"JPEG", 8, false, true, true, true, true, false};
    case PictureFormat::kWebp:
      return {"WebP", 8, true, true, true, true, false, false};
    case PictureFormat::kTiff:
      return {"TIFF", 16, true, true, true, true, true, false};
    case PictureFormat::kHeic:
      return {"HEIC", 12, true, true, true, true, true, false};
    case PictureFormat::kAvif:
      return {"AVIF", 12, true, true, true, true, true, false};
    case PictureFormat::kJxl:
      return {"JPEG XL", 16, true, true, true, true, false, false};
    case PictureFormat::kBmp:
      break;
  }
  return {"BMP", 8, true, false, false, false, false, false};
}

bool has_cicp(PictureFormat format) {
  return format == PictureFormat::kHeic || format == PictureFormat::kAvif ||
         format == PictureFormat::kJxl;
}

void warn_of_png_losses(const Metadata& metadata, bool keeps_cicp, Warnings& warnings) {
  if (const std::string names = png_colour_chunks(metadata, keeps_cicp); !names.empty()) {
    warnings.push_back("what the file says about its colours by numbers (" + names +
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
  const auto warn_if = [&](bool is_lost, const std::string& what) {
    if (is_lost) warnings.push_back(std::string(limits.name) + " cannot hold " + what);
  };
  const int bits = picture.file_bits ? picture.file_bits : picture.image.bits();
  const std::string rounded = std::to_string(limits.bits);
  warn_if(bits > limits.bits, std::to_string(bits) + " bits a channel: rounded to " + rounded);
  warn_if(picture.alpha && !limits.has_alpha, "alpha: it is left out, the picture is opaque");
  warn_if(!metadata.exif.empty() && !limits.has_exif, "EXIF: it is left out");
  warn_if(!metadata.icc.empty() && !limits.has_icc, "an ICC profile: it is left out");
  warn_if(!metadata.xmp.empty() && !limits.has_xmp, "XMP: it is left out");
  warn_if(!metadata.iptc.empty() && !limits.has_iptc, "IPTC: it is left out");
  warn_if(has_png_text(metadata) && !limits.has_text, "PNG text: it is left out");
  if (picture.wants_loss && picture.format != PictureFormat::kWebp) {
    warnings.push_back("wants_loss is for WebP alone: " + std::string(limits.name) +
                       " is written as without it");
  }
  if (picture.format != PictureFormat::kPng) {
    warn_of_png_losses(metadata, has_cicp(picture.format), warnings);
  }
}

}  // namespace kintsugi
