#include "kintsugi/image/format_limits.h"

#include "kintsugi/image/cicp.h"

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

}  // namespace

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
  const bool has_numbers =
      picture.format == PictureFormat::kPng || picture.format == PictureFormat::kHeic ||
      picture.format == PictureFormat::kAvif || picture.format == PictureFormat::kJxl;
  warn_if(metadata.icc.empty() && cicp_of(metadata) && !has_numbers,
          "colours by number (cICP): they are left out");
  warn_if(!metadata.icc.empty() && !limits.has_icc, "an ICC profile: it is left out");
  warn_if(!metadata.xmp.empty() && !limits.has_xmp, "XMP: it is left out");
  warn_if(!metadata.iptc.empty() && !limits.has_iptc, "IPTC: it is left out");
  warn_if(!metadata.text.empty() && !limits.has_text, "PNG text: it is left out");
}

}  // namespace kintsugi
