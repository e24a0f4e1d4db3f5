#include "kintsugi/engine/model_inpainter.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "kintsugi/base/error.h"
#include "kintsugi/base/options.h"
#include "kintsugi/engine/model_pixels.h"
#include "kintsugi/image/pieces.h"
#include "kintsugi/image/runs.h"

namespace kintsugi::engine {
namespace {

int rounded_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

// A number in the graph's metadata. Errors: text that is none, or out of range.
int metadata_number(const graph::Graph& graph, const char* key, int otherwise) {
  const auto found = graph.metadata.find(key);
  if (found == graph.metadata.end()) return otherwise;
  int value = 0;
  std::istringstream in(found->second);
  check(in >> value && value > 0 && value <= 1 << 14, "the model's metadata '", key, "' is '",
        found->second, "', expected a number of pixels");
  return value;
}

int known_extent(const graph::Shape& shape, size_t axis) {
  return shape[axis].is_known() ? static_cast<int>(shape[axis].value()) : 0;
}

// `box` grown evenly to at least `side`, moved and cut to stay inside.
Box at_least(Box box, int side, Size size) {
  const auto grow = [side](int& from, int& to, int extent) {
    const int missing = std::min(side, extent) - (to - from);
    if (missing <= 0) return;
    from = std::clamp(from - missing / 2, 0, extent - (to - from + missing));
    to = from + std::min(side, extent);
  };
  grow(box.top, box.bottom, size.height);
  grow(box.left, box.right, size.width);
  return box;
}

// Copies the hole pixels of `hole` from the filled crop, whose corner is `crop`'s.
void paste_hole(const Image& filled, const Mask& mask, const Box& hole, const Box& crop,
                Image& result) {
  const size_t bytes = result.row_bytes() / static_cast<size_t>(result.width());
  for (int y = hole.top; y < hole.bottom; ++y) {
    uint8_t* to = result.row<uint8_t>(y) + hole.left * bytes;
    const uint8_t* from = filled.row<uint8_t>(y - crop.top) + (hole.left - crop.left) * bytes;
    for_each_run(mask.row(y) + hole.left, hole.width(), [&](int left, int right) {
      std::memcpy(to + left * bytes, from + left * bytes,
                  static_cast<size_t>(right - left) * bytes);
    });
  }
}

}  // namespace

ModelInpainter::ModelInpainter(graph::Graph graph, const ModelInpainterOptions& options)
    : options_(options),
      io_(parse_model_io(options.model_io)),
      model_(std::move(graph), options.model) {
  check(options.hd == "crop" || options.hd == "resize" || options.hd == "whole", "hd is '",
        options.hd, "', expected crop, resize or whole");
  check(options.context >= 0 && options.context <= 16, "context is ", options.context,
        ", expected 0 to 16");
  check_model_io(io_, model_.graph());
  train_size_px_ = options.train_size_px > 0 ? options.train_size_px
                                             : metadata_number(model_.graph(), "train_size", 256);
  multiple_ = metadata_number(model_.graph(), "multiple", 8);
  const graph::Shape& shape = model_.graph().input(io_.image).shape;
  fixed_size_ = {known_extent(shape, 2), known_extent(shape, 3)};
}

Image ModelInpainter::fill(const Image& image, const Mask& mask) const {
  check_fillable(image, mask);
  Image result = image;
  if (mask.num_holes() == 0) return result;
  const Box all{0, 0, image.height(), image.width()};
  std::vector<Piece> pieces{{mask.bounds(), all}};
  if (options_.hd != "whole") {
    pieces = pieces_of(mask, {.context = options_.context, .min_context_px = 32});
  }
  for (const Piece& piece : pieces) {
    const Box crop = at_least(piece.crop, train_size_px_, image.size());
    const Image filled = fill_crop(image.crop(crop), mask.crop(crop));
    paste_hole(filled, mask, piece.hole, crop, result);
  }
  return result;
}

// At the crop's own size, or at the one that the options or the graph ask for.
Image ModelInpainter::fill_crop(const Image& crop, const Mask& mask) const {
  Size size = crop.size();
  const int longest = std::max(size.height, size.width);
  if (options_.hd == "resize" && longest > train_size_px_) {
    const double scale = static_cast<double>(train_size_px_) / longest;
    size = {std::max(1, static_cast<int>(std::lround(size.height * scale))),
            std::max(1, static_cast<int>(std::lround(size.width * scale)))};
  }
  if (fixed_size_.height > 0) size.height = fixed_size_.height;
  if (fixed_size_.width > 0) size.width = fixed_size_.width;
  return resized(run(resized(crop, size), resized(mask, size)), crop.size());
}

Image ModelInpainter::run(const Image& image, const Mask& mask) const {
  Size padded{rounded_up(image.height(), multiple_), rounded_up(image.width(), multiple_)};
  if (fixed_size_.height > 0) padded.height = fixed_size_.height;
  if (fixed_size_.width > 0) padded.width = fixed_size_.width;
  const Tensor pixels = image_tensor(io_, image, mask, padded),
               holes = mask_tensor(io_, mask, padded);
  std::vector<Tensor> inputs;
  for (const graph::Port& port : model_.graph().inputs) {
    if (io_.is_joined) {
      inputs.push_back(joined(pixels, holes));
    } else {
      inputs.push_back(port.name == io_.image ? pixels : holes);
    }
  }
  const Tensor result = model_.run(inputs)[0];
  const Sizes expected{1, 3, padded.height, padded.width};
  check(result.sizes() == expected, "the model's result is ", to_string(result.sizes()),
        ", expected ", to_string(expected));
  return image_of(io_, result, image);
}

}  // namespace kintsugi::engine
