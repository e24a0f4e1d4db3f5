#include "kintsugi/error.h"
#include "kintsugi/graph/infer_functions.h"
#include "kintsugi/graph/windows.h"

namespace kintsugi::graph::infer_functions {
namespace {

void expect_channels(const Operands& in, size_t index, const Dim& channels) {
  if (!in.has(index)) return;
  in.check(may_be_equal(in.shape(index, 1), {channels}), "input ", index, " is ",
           to_string(in.shape(index)), ", expected [", channels.to_string(), "]");
}

int64_t known_extent(const Operands& in, const Shape& shape, size_t axis) {
  in.check(shape[axis].is_known(), "weight ", to_string(shape), " must have known extents");
  return shape[axis].value();
}

void expect_weight(const Operands& in, const Shape& image, const Shape& weight) {
  in.check(image.size() >= 3, "input is ", to_string(image), ", expected [N, C, H, W]");
  in.check(weight.size() == image.size(), "weight is ", to_string(weight), " for an input ",
           to_string(image));
}

int64_t groups_of(const Operands& in, int64_t channels) {
  const int64_t groups = in.node.integer("group", 1);
  in.check(groups > 0 && channels % groups == 0, channels, " channels cannot form ", groups,
           " groups");
  return groups;
}

}  // namespace

Infos conv(const Operands& in) {
  const Shape &image = in.shape(0), &weight = in.shape(1);
  expect_weight(in, image, weight);
  const int64_t num_out = known_extent(in, weight, 0);
  const int64_t groups = groups_of(in, num_out);
  const Dim num_in = weight[1] * Dim(groups);
  in.check(may_be_equal({image[1]}, {num_in}), "input is ", to_string(image), ", expected ",
           num_in.to_string(), " channels for a weight ", to_string(weight));
  expect_channels(in, 2, num_out);
  const Windows windows(in.node, sizes_of(Shape(weight.begin() + 2, weight.end())));
  Shape out = {image[0], num_out};
  for (size_t i = 0; i + 2 < image.size(); ++i) out.push_back(windows.num_windows(i, image[i + 2]));
  return {{in[0].type, out, {}, {}}};
}

Infos conv_transpose(const Operands& in) {
  const Shape &image = in.shape(0), &weight = in.shape(1);
  expect_weight(in, image, weight);
  const int64_t num_in = known_extent(in, weight, 0), num_out = known_extent(in, weight, 1);
  const int64_t groups = groups_of(in, num_in);
  in.check(may_be_equal({image[1]}, {weight[0]}), "input is ", to_string(image), ", expected ",
           num_in, " channels for a weight ", to_string(weight));
  const Dim channels = Dim(num_out) * Dim(groups);
  expect_channels(in, 2, channels);
  const Windows windows(in.node, sizes_of(Shape(weight.begin() + 2, weight.end())));
  Shape out = {image[0], channels};
  for (size_t i = 0; i + 2 < image.size(); ++i) {
    out.push_back(windows.transposed_extent(i, image[i + 2]));
  }
  return {{in[0].type, out, {}, {}}};
}

Infos pool(const Operands& in) {
  const Shape& image = in.shape(0);
  in.check(image.size() >= 3, "input is ", to_string(image), ", expected [N, C, H, W]");
  const std::vector<int64_t> kernel = in.node.integers("kernel_shape");
  in.check(kernel.size() + 2 == image.size(), "kernel_shape has ", kernel.size(),
           " extents for an input ", to_string(image));
  in.check(in.node.outputs.size() < 2 || in.node.outputs[1].empty(), "indices are not supported");
  const Windows windows(in.node, kernel);
  Shape out = {image[0], image[1]};
  for (size_t i = 0; i < kernel.size(); ++i) out.push_back(windows.num_windows(i, image[i + 2]));
  return {{in[0].type, out, {}, {}}, {DataType::kInt64, out, {}, {}}};
}

Infos global_pool(const Operands& in) {
  Shape out = in.shape(0);
  in.check(out.size() >= 3, "input is ", to_string(out), ", expected [N, C, H, W]");
  std::fill(out.begin() + 2, out.end(), Dim(1));
  return {{in[0].type, out, {}, {}}};
}

Infos normalization(const Operands& in) {
  const Shape& image = in.shape(0);
  if (in.node.op == "LayerNormalization") {
    const size_t axis = in.axis(in.node.integer("axis", -1), image.size());
    const Shape normalized(image.begin() + axis, image.end());
    for (size_t i = 1; i < in.count(); ++i) {
      in.check(!in.has(i) || may_be_equal(broadcast(in, normalized, in.shape(i)), normalized),
               "input ", i, " is ", to_string(in.shape(i)), ", expected ", to_string(normalized));
    }
    return {{in[0].type, image, {}, {}}};
  }
  in.check(image.size() >= 2, "input is ", to_string(image), ", expected [N, C, H, W]");
  for (size_t i = 1; i < in.count(); ++i) expect_channels(in, i, image[1]);
  in.check(in.node.integer("training_mode", 0) == 0, "training mode is not for model files");
  return {{in[0].type, image, {}, {}}};
}

}  // namespace kintsugi::graph::infer_functions
