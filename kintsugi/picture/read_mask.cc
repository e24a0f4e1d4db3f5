#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/image/opencv.h"
#include "kintsugi/picture.h"
#include "kintsugi/picture/mask_marks.h"
#include "kintsugi/picture/orientation.h"

namespace kintsugi {
namespace {

Size on_its_side(Size size) { return {size.width, size.height}; }

bool lies_on_its_side(int orientation) { return orientation >= 5; }

/// The picture's size in its file, before it was turned upright.
Size stored(const Size& upright, int turned) {
  return lies_on_its_side(turned) ? on_its_side(upright) : upright;
}

// As people say it: width first.
std::string text_of(Size size) {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

bool is_similar(Size a, Size b) {
  const double ratio = double(a.width) * b.height / (double(a.height) * b.width);
  return std::abs(ratio - 1) < 0.01;
}

int opposite(int orientation) { return orientation == 6 ? 8 : orientation == 8 ? 6 : orientation; }

/// How to turn the pixels of a mask so that they lie as the picture's do: an EXIF orientation, 1
/// where they do already. Only sizes tell: those of a square say nothing.
int turn_for(const Picture& mask, const PictureFrame& frame, bool resizes,
             std::vector<std::string>* warnings) {
  const Size size = mask.image.size();
  const auto fits = [&](Size a, Size b) { return a == b || (resizes && is_similar(a, b)); };
  if (fits(size, frame.size)) return 1;
  const std::string sizes = text_of(size) + " (width x height)";
  if (lies_on_its_side(mask.turned) && fits(on_its_side(size), frame.size)) {
    warn(warnings, "the mask is " + sizes +
                       " where its EXIF orientation turns it, which is that "
                       "of another picture: its pixels were taken as they are stored");
    return opposite(mask.turned);
  }
  if (lies_on_its_side(frame.turned) && fits(size, stored(frame.size, frame.turned))) {
    warn(warnings, "the mask is " + sizes +
                       ", as the picture's pixels are stored: it was turned "
                       "with the picture, by EXIF orientation " +
                       std::to_string(frame.turned));
    return frame.turned;
  }
  return 1;
}

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

/// What would help: stretching a mask that lies on its side would fill the wrong place.
std::string advice(Size size, const PictureFrame& frame) {
  const bool is_stored = lies_on_its_side(frame.turned) &&
                         is_similar(size, stored(frame.size, frame.turned)) &&
                         !is_similar(size, frame.size);
  const bool is_on_its_side = !is_similar(size, frame.size) && size != frame.size &&
                              is_similar(on_its_side(size), frame.size);
  if (is_stored) {
    return "; EXIF orientation " + std::to_string(frame.turned) + " turned the picture from " +
           text_of(stored(frame.size, frame.turned)) +
           " and the mask lies as it lay: expected a mask of one of these two sizes";
  }
  if (is_on_its_side) return ": it lies on its side, expected it to be turned by 90 degrees";
  return ": expected equal sizes, or mask.resize";
}

/// Where a palette holds colours twice, whether its numbers are meant: labels are asked for, or no
/// pixel has a bright colour.
bool means_numbers(const Picture& picture, const MaskOptions& options) {
  if (!options.labels.values.empty()) return true;
  if (options.polarity != MaskPolarity::kAuto || options.colour.is_given) return false;
  const Image& numbers = *picture.palette_numbers;
  const uint8_t* pixels = numbers.row<uint8_t>(0);
  return std::all_of(pixels, pixels + numbers.size().area(), [&](uint8_t number) {
    const auto& colour = picture.palette[std::min<size_t>(number, picture.palette.size() - 1)];
    return 299 * colour[0] + 587 * colour[1] + 114 * colour[2] < 127'500;  // luminance
  });
}

Mask fitted(Mask mask, const PictureFrame& frame, bool resizes) {
  if (mask.size() == frame.size) return mask;
  check(resizes, "the mask is ", text_of(mask.size()), ", the picture ", text_of(frame.size),
        " (width x height)", advice(mask.size(), frame));
  return resized(mask, frame.size);
}

}  // namespace

ReadMask mask_from_picture(const Picture& picture, const PictureFrame& frame,
                           const MaskOptions& options) {
  if (picture.palette_numbers && means_numbers(picture, options)) {
    const Picture numbers{.image = *picture.palette_numbers, .turned = picture.turned};
    return mask_from_picture(numbers, frame, options);
  }
  std::vector<std::string> warnings;
  const int turn = turn_for(picture, frame, options.resize, &warnings);
  Mask mask;
  if (turn == 1) {
    mask = marked(picture, options, &warnings);
  } else {
    Picture turned = picture;
    turned.image = upright(std::move(turned.image), turn);
    if (turned.alpha) turned.alpha = upright(std::move(*turned.alpha), turn);
    mask = marked(turned, options, &warnings);
  }
  mask = fitted(std::move(mask), frame, options.resize);
  if (options.dilate_px > 0) mask = dilate(mask, options.dilate_px);
  return {std::move(mask), std::move(warnings)};
}

ReadMask read_mask(const std::filesystem::path& path, const PictureFrame& frame,
                   const MaskOptions& options, const ReadOptions& read_options) {
  const Picture picture = read_picture(path, read_options);
  try {
    ReadMask mask = mask_from_picture(picture, frame, options);
    mask.warnings.insert(mask.warnings.begin(), picture.warnings.begin(), picture.warnings.end());
    for (std::string& text : mask.warnings) text = path.string() + ": " + text;
    return mask;
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

}  // namespace kintsugi
