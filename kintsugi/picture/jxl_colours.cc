#include "kintsugi/picture/jxl_colours.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "kintsugi/error.h"
#include "kintsugi/picture/cicp.h"

namespace kintsugi {
namespace {

constexpr int kDisplayP3 = 12;  // H.273: P3 with D65, where JPEG XL names the white point apart
constexpr int kDciP3 = 11;

constexpr int kTransfers[] = {JXL_TRANSFER_FUNCTION_709,  JXL_TRANSFER_FUNCTION_LINEAR,
                              JXL_TRANSFER_FUNCTION_SRGB, JXL_TRANSFER_FUNCTION_PQ,
                              JXL_TRANSFER_FUNCTION_DCI,  JXL_TRANSFER_FUNCTION_HLG};

bool is_shared(int transfer) {
  return std::find(std::begin(kTransfers), std::end(kTransfers), transfer) != std::end(kTransfers);
}

std::optional<Cicp> as_cicp(const JxlColorEncoding& colours) {
  if (!is_shared(colours.transfer_function)) return std::nullopt;
  const bool is_d65 = colours.white_point == JXL_WHITE_POINT_D65;
  const int transfer = colours.transfer_function;
  if (colours.color_space == JXL_COLOR_SPACE_GRAY) {
    if (is_d65) return Cicp{kSrgb.primaries, transfer};
  } else if (colours.color_space == JXL_COLOR_SPACE_RGB) {
    const bool is_p3 = colours.primaries == JXL_PRIMARIES_P3;
    if (is_p3 && is_d65) return Cicp{kDisplayP3, transfer};
    if (is_p3 && colours.white_point == JXL_WHITE_POINT_DCI) return Cicp{kDciP3, transfer};
    const bool is_named =
        colours.primaries == JXL_PRIMARIES_SRGB || colours.primaries == JXL_PRIMARIES_2100;
    if (is_named && is_d65) return Cicp{colours.primaries, transfer};
  }
  return std::nullopt;
}

std::optional<JxlColorEncoding> from_cicp(const Cicp& cicp, bool is_grey) {
  JxlColorEncoding colours;
  JxlColorEncodingSetToSRGB(&colours, is_grey);
  if (!is_shared(cicp.transfer)) return std::nullopt;
  colours.transfer_function = static_cast<JxlTransferFunction>(cicp.transfer);
  if (is_grey || cicp.primaries == JXL_PRIMARIES_SRGB) return colours;
  const bool is_p3 = cicp.primaries == kDisplayP3 || cicp.primaries == kDciP3;
  if (!is_p3 && cicp.primaries != JXL_PRIMARIES_2100) return std::nullopt;
  colours.primaries = is_p3 ? JXL_PRIMARIES_P3 : JXL_PRIMARIES_2100;
  if (cicp.primaries == kDciP3) colours.white_point = JXL_WHITE_POINT_DCI;
  return colours;
}

Bytes icc_of(const JxlDecoder* decoder, const JxlPixelFormat& format) {
  constexpr auto kOfPixels = JXL_COLOR_PROFILE_TARGET_DATA;
  size_t size = 0;
  if (JxlDecoderGetICCProfileSize(decoder, &format, kOfPixels, &size) != JXL_DEC_SUCCESS) return {};
  Bytes icc(size);
  check(JxlDecoderGetColorAsICCProfile(decoder, &format, kOfPixels, icc.data(), size) ==
            JXL_DEC_SUCCESS,
        "broken JPEG XL: its ICC profile is damaged");
  return icc;
}

}  // namespace

void read_jxl_colours(const JxlDecoder* decoder, const JxlPixelFormat& format, Picture& picture) {
  JxlColorEncoding colours;
  const auto encoded = [&](JxlColorProfileTarget target) {
    return JxlDecoderGetColorAsEncodedProfile(decoder, &format, target, &colours) ==
           JXL_DEC_SUCCESS;
  };
  if (!encoded(JXL_COLOR_PROFILE_TARGET_ORIGINAL) && !picture.is_lossless) {
    picture.warnings.push_back(
        "this lossy JPEG XL holds no colours of its ICC profile: they are read as sRGB");
  }
  std::optional<Cicp> cicp;
  if (encoded(JXL_COLOR_PROFILE_TARGET_DATA)) cicp = as_cicp(colours);
  if (cicp) set_cicp(picture.metadata, *cicp);
  // Formats that do not know the numbers get the profile.
  if (cicp != kSrgb) picture.metadata.icc = icc_of(decoder, format);
}

void set_jxl_colours(JxlEncoder* encoder, bool is_grey, const Metadata& metadata,
                     Warnings& warnings) {
  const std::optional<Cicp> cicp = cicp_of(metadata);
  std::optional<JxlColorEncoding> colours = from_cicp(cicp.value_or(kSrgb), is_grey);
  const Bytes& icc = metadata.icc;
  if (!icc.empty() && !(cicp && colours)) {
    if (JxlEncoderSetICCProfile(encoder, icc.data(), icc.size()) == JXL_ENC_SUCCESS) return;
    warnings.push_back("JPEG XL takes no such ICC profile: it is left out");
  }
  if (!colours) {
    warnings.push_back("JPEG XL has no name for these colours: they are called sRGB");
    colours = from_cicp(kSrgb, is_grey);
  }
  check(JxlEncoderSetColorEncoding(encoder, &*colours) == JXL_ENC_SUCCESS,
        "cannot set the JPEG XL's colours");
}

}  // namespace kintsugi
