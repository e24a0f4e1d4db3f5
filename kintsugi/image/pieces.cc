#include "kintsugi/image/pieces.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "kintsugi/error.h"
#include "kintsugi/image/runs.h"

namespace kintsugi {
namespace {

// From this part of the picture on, cropping saves less than its copies cost.
constexpr double kAlmostAll = 0.8;
constexpr int kDoublings = 5;    // of a crop that holds next to nothing known
constexpr int kFewestKnown = 4;  // a crop needs one known pixel for so many holes

Box crop_of(const HoleGroup& group, Size size, const PieceOptions& options) {
  const double context = std::max<double>(options.min_context_px, options.context * group.side_px);
  const int limit = std::max(size.height, size.width);
  return group.box.grown(static_cast<int>(std::min<double>(limit, std::ceil(context))), size);
}

// A picture of one colour, of the kind of `like`.
Image even(Size size, const Image& like, const std::vector<int>& colour) {
  Image image(size, like.channels(), like.bits());
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < like.channels(); ++c) image.set(y, x, c, colour[c]);
  return image;
}

class InPieces : public Inpainter {
 public:
  InPieces(std::unique_ptr<Inpainter> method, const PieceOptions& options)
      : method_(std::move(method)), options_(options) {}

  Filled fill(const Image& image, const Mask& mask, const Progress& progress) const override {
    check_fillable(image, mask);
    progress.ask();
    const std::vector<Piece> pieces = pieces_of(mask, options_, progress);
    if (pieces.size() == 1 && pieces[0].crop.size() == image.size()) {
      return method_->fill(image, mask, progress);
    }
    double area = 0;
    for (const Piece& piece : pieces) area += static_cast<double>(piece.crop.size().area());
    Filled result{image, {}};
    for (const Piece& piece : pieces) {
      const Progress part = progress.part(static_cast<double>(piece.crop.size().area()) / area);
      fill_piece(piece, image, mask, part, result);
      part.at(1);
    }
    progress.at(1);
    return result;
  }

 private:
  void fill_piece(const Piece& piece, const Image& image, const Mask& mask,
                  const Progress& progress, Filled& result) const {
    const Mask part = mask.crop(piece.crop);
    const bool is_lost = part.num_known() == 0;  // even 32 times as large
    const Filled filled =
        is_lost ? Filled{even(piece.crop.size(), image, mean_known(image, mask, progress)), {}}
                : method_->fill(image.crop(piece.crop), part, progress);
    paste_hole(filled.image, mask, piece.hole, piece.crop.top, piece.crop.left, result.image);
    add_warnings(filled.warnings, result.warnings);
  }

  std::unique_ptr<Inpainter> method_;
  PieceOptions options_;
};

}  // namespace

std::vector<Piece> pieces_of(const Mask& mask, const PieceOptions& options,
                             const Progress& progress) {
  const auto crop = [&](const HoleGroup& group) { return crop_of(group, mask.size(), options); };
  std::vector<Piece> pieces;
  double area = 0;
  for (const HoleGroup& group :
       groups_to_crop(mask, crop, std::numeric_limits<int>::max(), progress)) {
    progress.ask();
    pieces.push_back({group.box, with_known_pixels(crop(group), mask)});
    area += static_cast<double>(pieces.back().crop.size().area());
  }
  const Box all{0, 0, mask.height(), mask.width()};
  if (area >= kAlmostAll * static_cast<double>(mask.size().area())) return {{mask.bounds(), all}};
  return pieces;
}

void paste_hole(const Image& filled, const Mask& mask, const Box& hole, int top, int left,
                Image& result) {
  const size_t pixel_bytes = result.row_bytes() / result.width();
  for (int y = hole.top; y < hole.bottom; ++y) {
    uint8_t* to = result.row<uint8_t>(y) + hole.left * pixel_bytes;
    const uint8_t* from = filled.row<uint8_t>(y - top) + (hole.left - left) * pixel_bytes;
    for_each_run(mask.row(y) + hole.left, hole.width(), [&](int begin, int end) {
      std::memcpy(to + begin * pixel_bytes, from + begin * pixel_bytes,
                  (end - begin) * pixel_bytes);
    });
  }
}

Box with_known_pixels(const Box& crop, const Mask& mask) {
  Box box = crop;
  const Box all{0, 0, mask.height(), mask.width()};
  for (int doubling = 0; doubling < kDoublings && !(box == all); ++doubling) {
    const Mask part = mask.crop(box);
    if (kFewestKnown * part.num_known() >= part.num_holes()) break;
    box = box.grown(std::max(box.height(), box.width()) / 2 + 1, mask.size());
  }
  return box;
}

std::vector<int> mean_known(const Image& image, const Mask& mask, const Progress& progress) {
  std::vector<long long> sums(image.channels());
  for (int y = 0; y < image.height(); ++y) {
    progress.ask();
    for (int x = 0; x < image.width(); ++x)
      for (int c = 0; c < image.channels() && !mask.at(y, x); ++c) sums[c] += image.at(y, x, c);
  }
  std::vector<int> means;
  for (const long long sum : sums) means.push_back(static_cast<int>(sum / mask.num_known()));
  return means;
}

std::unique_ptr<Inpainter> in_pieces(std::unique_ptr<Inpainter> method,
                                     const PieceOptions& options) {
  check(options.context >= 0 && options.min_context_px >= 1, "the context is ", options.context,
        " times the hole and at least ", options.min_context_px,
        " pixels, expected 0 or more and 1 or more");
  return std::make_unique<InPieces>(std::move(method), options);
}

}  // namespace kintsugi
