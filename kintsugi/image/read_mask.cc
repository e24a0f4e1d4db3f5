#include "kintsugi/image/read_mask.h"

#include <algorithm>
#include <array>
#include <istream>
#include <opencv2/imgproc.hpp>
#include <ostream>
#include <utility>

#include "kintsugi/base/error.h"
#include "kintsugi/image/opencv.h"

namespace kintsugi {
namespace {

constexpr std::array<std::pair<MaskPolarity, const char*>, 4> kPolarities = {{
    {MaskPolarity::kAuto, "auto"},
    {MaskPolarity::kWhite, "white"},
    {MaskPolarity::kBlack, "black"},
    {MaskPolarity::kAlpha, "alpha"},
}};

// A hole of more than this part of the picture is suspected of the wrong polarity.
constexpr double kSuspiciousRatio = 0.6;

bool is_opaque(const Image& alpha) {
  return with_depth(alpha, [&](auto depth) {
    using T = decltype(depth);
    const T* values = alpha.row<T>(0);
    const T opaque = static_cast<T>(alpha.max_value());
    const auto is_full = [&](T value) { return value == opaque; };
    return std::all_of(values, values + alpha.size().area(), is_full);
  });
}

// ITU-R BT.601 luminance in the image's own range; exact for grey and for black and white.
template <class T>
int luminance(const T* pixel, int channels) {
  if (channels == 1) return pixel[0];
  return (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000;
}

// One row of "how much of a hole": 0..max_value. Transparent pixels are known, but for kAlpha.
template <class T>
void hole_row(const Picture& picture, MaskPolarity polarity, int y, std::vector<int>* row) {
  const int max = picture.image.max_value(), channels = picture.image.channels();
  const T* pixels = picture.image.row<T>(y);
  const T* alpha = picture.alpha ? picture.alpha->row<T>(y) : nullptr;
  for (int x = 0; x < picture.image.width(); ++x) {
    if (polarity == MaskPolarity::kAlpha) {
      (*row)[x] = max - alpha[x];
      continue;
    }
    const int light = luminance(pixels + size_t{1} * x * channels, channels);
    const long long hole = polarity == MaskPolarity::kWhite ? light : max - light;
    (*row)[x] = static_cast<int>(alpha ? hole * alpha[x] / max : hole);
  }
}

// Cuts at half; returns how many values were neither 0 nor max.
long long threshold_row(const std::vector<int>& row, int max, uint8_t* holes) {
  long long num_soft = 0;
  for (size_t x = 0; x < row.size(); ++x) {
    holes[x] = 2 * row[x] > max;
    num_soft += row[x] != 0 && row[x] != max;
  }
  return num_soft;
}

MaskPolarity resolved(const Picture& picture, MaskPolarity polarity) {
  check(polarity != MaskPolarity::kAlpha || picture.alpha,
        "the mask has no alpha channel, expected one for --mask-polarity alpha");
  if (polarity != MaskPolarity::kAuto) return polarity;
  const bool is_transparent = picture.alpha && !is_opaque(*picture.alpha);
  return is_transparent ? MaskPolarity::kAlpha : MaskPolarity::kWhite;
}

void warn(std::vector<std::string>* warnings, const std::string& text) {
  if (warnings) warnings->push_back(text);
}

std::string percent(double ratio) { return std::to_string(std::lround(100 * ratio)) + " %"; }

Mask resized(const Mask& mask, Size size) {
  const bool shrinks = size.height < mask.height() || size.width < mask.width();
  const cv::Mat levels = as_mat(mask) * 255;
  cv::Mat fitted;
  cv::resize(levels, fitted, {size.width, size.height}, 0, 0,
             shrinks ? cv::INTER_AREA : cv::INTER_NEAREST);
  Mask result(size);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) result.row(y)[x] = fitted.at<uint8_t>(y, x) >= 128;
  }
  return result;
}

}  // namespace

std::istream& operator>>(std::istream& in, MaskPolarity& polarity) {
  std::string word;
  in >> word;
  for (const auto& [value, name] : kPolarities) {
    if (word != name) continue;
    polarity = value;
    return in;
  }
  throw Error("the mask polarity is '" + word + "', expected auto, white, black or alpha");
}

std::ostream& operator<<(std::ostream& out, MaskPolarity polarity) {
  return out << kPolarities[static_cast<size_t>(polarity)].second;
}

Mask mask_from_picture(const Picture& picture, MaskPolarity polarity,
                       std::vector<std::string>* warnings) {
  polarity = resolved(picture, polarity);
  Mask mask(picture.image.size());
  std::vector<int> row(mask.width());
  long long num_soft = 0;
  for (int y = 0; y < mask.height(); ++y) {
    with_depth(picture.image,
               [&](auto depth) { hole_row<decltype(depth)>(picture, polarity, y, &row); });
    num_soft += threshold_row(row, picture.image.max_value(), mask.row(y));
  }
  if (num_soft > 0) {
    warn(warnings, "the mask has " + std::to_string(num_soft) +
                       " pixels that are neither hole nor known: they were cut at half");
  }
  if (mask.ratio() > kSuspiciousRatio) {
    warn(warnings, "the hole is " + percent(mask.ratio()) +
                       " of the picture: if that is not meant, see --mask-polarity");
  }
  return mask;
}

Mask fit_mask(Mask mask, Size wanted, const MaskOptions& options) {
  if (mask.size() != wanted) {
    check(options.resize, "the mask is ", mask.size(), ", the picture ", wanted,
          ": expected equal sizes, or --resize-mask");
    mask = resized(mask, wanted);
  }
  if (options.dilate_px == 0) return mask;
  return dilate(mask, options.dilate_px);
}

Mask read_mask(const std::filesystem::path& path, Size wanted, const MaskOptions& options,
               std::vector<std::string>* warnings, const ReadOptions& read_options) {
  const Picture picture = read_picture(path, read_options);
  std::vector<std::string> found = picture.warnings;
  try {
    Mask mask = mask_from_picture(picture, options.polarity, &found);
    for (const std::string& text : found) warn(warnings, path.string() + ": " + text);
    return fit_mask(std::move(mask), wanted, options);
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

}  // namespace kintsugi
