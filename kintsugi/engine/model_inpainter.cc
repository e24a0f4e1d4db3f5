#include "kintsugi/engine/model_inpainter.h"

#include <algorithm>
#include <tuple>

#include "kintsugi/engine/model_pixels.h"
#include "kintsugi/engine/seam.h"
#include "kintsugi/error.h"
#include "kintsugi/image/pieces.h"
#include "kintsugi/image/runs.h"
#include "kintsugi/options.h"

namespace kintsugi::engine {
namespace {

constexpr double kNetworkShare = 0.9;  // of the time

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

CropLimits limits_of(const graph::Graph& graph, const ModelIo& io,
                     const ModelInpainterOptions& options) {
  graph::Shape shape = graph.input(io.image).shape;
  if (is_channels_last(shape, io.is_joined ? 4 : 3))
    shape = {shape[0], shape[3], shape[1], shape[2]};
  CropLimits limits{.fixed = {known_extent(shape, 2), known_extent(shape, 3)},
                    .context = options.context};
  check((limits.fixed.height > 0) == (limits.fixed.width > 0), "the model takes pictures of ",
        graph::to_string(shape), ", expected both sides fixed or none");
  const bool is_fixed = limits.fixed.area() > 0;
  const int own_size = std::max(limits.fixed.height, limits.fixed.width);
  const int said_size = metadata_number(graph, "size", is_fixed ? own_size : io.train_size_px);
  limits.train_size_px = options.train_size_px > 0 ? options.train_size_px : said_size;
  limits.max_size_px = options.max_size_px > 0 ? options.max_size_px : 2 * limits.train_size_px;
  limits.minimum_px = metadata_number(graph, "minimum", 1);
  limits.multiple = metadata_number(graph, "multiple", 8);
  return limits;
}

void check_options(const ModelInpainterOptions& options) {
  check(options.context >= 0 && options.context <= 16, "context is ", options.context,
        ", expected 0 to 16");
  check(options.train_size_px >= 0 && options.max_size_px >= 0, "train-size is ",
        options.train_size_px, ", max-size ", options.max_size_px, ", expected 0 or more pixels");
}

}  // namespace

ModelInpainter::ModelInpainter(graph::Graph graph, const ModelInpainterOptions& options,
                               std::string name)
    : options_(options),
      name_(std::move(name)),
      model_(std::move(graph), options.model),
      io_(fitted_model_io(options.model_io, model_.graph())) {
  check_options(options);
  limits_ = limits_of(model_.graph(), io_, options);
  result_ = output_of(io_, model_.graph()).name;
}

Filled ModelInpainter::fill(const Image& image, const Mask& mask, const Progress& progress) const {
  check_fillable(image, mask);
  progress.ask();
  Filled result{image, {}};
  ResultCheck check(io_, options_.model_io);
  std::vector<Crop> crops;
  if (mask.num_holes() > 0) crops = crops_of(mask, options_.hd, limits_, progress);
  const auto area = [](const Crop& crop) {
    return std::tuple(crop.padded.area(), crop.padded.height);
  };
  std::stable_sort(crops.begin(), crops.end(),
                   [&](const Crop& a, const Crop& b) { return area(a) < area(b); });
  for (size_t first = 0; first < crops.size();) {
    const size_t most = std::min(crops.size(), first + batch_size(crops[first].padded));
    size_t end = first + 1;
    while (end < most && crops[end].padded == crops[first].padded) ++end;
    const double share = static_cast<double>(end - first) / static_cast<double>(crops.size());
    fill_batch(std::span(crops).subspan(first, end - first), image, mask, progress.part(share),
               check, result.image);
    first = end;
  }
  const std::string warning = check.warning();
  if (!warning.empty()) result.warnings.push_back(name_ + ": " + warning);
  progress.at(1);
  return result;
}

// How many crops of one size make up the largest one: batches need no more memory than it does.
size_t ModelInpainter::batch_size(Size padded) const {
  const graph::Dim& n = model_.graph().input(io_.image).shape[0];
  if (n.is_known()) return static_cast<size_t>(n.value());
  const long long largest = 1LL * limits_.max_size_px * limits_.max_size_px;
  return static_cast<size_t>(std::max(1LL, largest / padded.area()));
}

void ModelInpainter::fill_batch(std::span<const Crop> crops, const Image& image, const Mask& mask,
                                const Progress& progress, ResultCheck& check, Image& result) const {
  std::vector<Image> images;
  std::vector<Mask> masks;
  for (const Crop& crop : crops) {
    progress.ask();
    images.push_back(resized(image.crop(crop.box), crop.scaled));
    masks.push_back(resized(mask.crop(crop.box), crop.scaled));
  }
  const Tensor output = result_of(images, masks, crops[0].padded, progress.part(kNetworkShare));
  for (size_t i = 0; i < crops.size(); ++i) {
    progress.ask();
    check.add(output, i, images[i], masks[i]);
  }
  const ModelIo reading = check.reading();
  for (size_t i = 0; i < crops.size(); ++i) {
    progress.ask();
    const Box& box = crops[i].box;
    const Image filled = resized(image_of(reading, output, i, images[i]), box.size());
    progress.ask();
    const Mask hole = mask.crop(box);
    Image patch = image.crop(box);
    paste_hole(filled, hole, {0, 0, box.height(), box.width()}, 0, 0, patch);
    if (!options_.keeps_seam) blend_seam(hole, patch, progress);
    paste_hole(patch, mask, crops[i].hole, box.top, box.left, result);
  }
  progress.at(1);
}

Tensor ModelInpainter::result_of(const std::vector<Image>& images, const std::vector<Mask>& masks,
                                 Size padded, const Progress& progress) const {
  try {
    return run(images, masks, padded, progress);
  } catch (const Stopped&) {
    throw;
  } catch (const Error& error) {
    throw Error(name_ + ": " + error.what());
  }
}

// [N, 3, H, W] of all pictures, padded to one size.
Tensor ModelInpainter::run(const std::vector<Image>& images, const std::vector<Mask>& masks,
                           Size padded, const Progress& progress) const {
  const Tensor pixels = image_tensor(io_, images, masks, padded),
               holes = mask_tensor(io_, masks, padded);
  NamedTensors inputs;
  for (const graph::Port& port : model_.graph().inputs) {
    const Tensor input = io_.is_joined            ? joined(pixels, holes)
                         : port.name == io_.image ? pixels
                                                  : holes;
    inputs[port.name] =
        is_channels_last(port.shape, input.sizes()[1]) ? channels_last(input) : input;
  }
  const Tensor result = model_.run(inputs, nullptr, progress).at(result_);
  const int64_t count = pixels.sizes()[0];
  const Sizes expected{count, 3, padded.height, padded.width},
      turned{count, padded.height, padded.width, 3};
  check(result.sizes() == expected || result.sizes() == turned, "the result is ",
        to_string(result.sizes()), ", expected ", to_string(expected));
  progress.ask();
  check_finite(result);
  return result.sizes() == expected ? result : channels_first(result);
}

}  // namespace kintsugi::engine
