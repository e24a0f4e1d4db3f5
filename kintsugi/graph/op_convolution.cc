#include <algorithm>

#include "kintsugi/error.h"
#include "kintsugi/graph/families.h"
#include "kintsugi/graph/multiply.h"
#include "kintsugi/graph/windows.h"

namespace kintsugi::graph {
namespace {

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

Infos infer_conv(const Operands& in) {
  const Shape &image = in.shape(0), &weight = in.shape(1);
  expect_weight(in, image, weight);
  const int64_t num_out = known_extent(in, weight, 0);
  const int64_t groups = groups_of(in, num_out);
  const Dim num_in = weight[1] * Dim(groups);
  in.check(may_be_equal({image[1]}, {num_in}), "input is ", to_string(image), ", expected ",
           num_in.to_string(), " channels for a weight ", to_string(weight));
  in.expect_channels(2, num_out);
  const Windows windows(in.node, sizes_of(Shape(weight.begin() + 2, weight.end())));
  Shape out = {image[0], num_out};
  for (size_t i = 0; i + 2 < image.size(); ++i) out.push_back(windows.num_windows(i, image[i + 2]));
  return {{in[0].type, out, {}, {}}};
}

Infos infer_conv_transpose(const Operands& in) {
  const Shape &image = in.shape(0), &weight = in.shape(1);
  expect_weight(in, image, weight);
  const int64_t num_in = known_extent(in, weight, 0), num_out = known_extent(in, weight, 1);
  const int64_t groups = groups_of(in, num_in);
  in.check(may_be_equal({image[1]}, {weight[0]}), "input is ", to_string(image), ", expected ",
           num_in, " channels for a weight ", to_string(weight));
  const Dim channels = Dim(num_out) * Dim(groups);
  in.expect_channels(2, channels);
  const Windows windows(in.node, sizes_of(Shape(weight.begin() + 2, weight.end())));
  Shape out = {image[0], channels};
  for (size_t i = 0; i + 2 < image.size(); ++i) {
    out.push_back(windows.transposed_extent(i, image[i + 2]));
  }
  return {{in[0].type, out, {}, {}}};
}

// A convolution of [C, W] is one of [C, 1, W].
Sizes with_height(Sizes sizes, const Node& node) {
  if (sizes.size() == 3) sizes.insert(sizes.begin() + 2, 1);
  check(sizes.size() == 4, describe(node), ": only one or two spatial axes are supported");
  return sizes;
}

// One axis of the windows: input index of tap t of window w is w * stride + t * dilation - pad.
struct Axis {
  int64_t kernel = 1, stride = 1, dilation = 1, pad = 0;
};

Axis axis_of(const Windows& windows, int64_t axis, int64_t pad) {
  if (axis < 0) return {};  // the height that a one-dimensional picture does not have
  return {windows.kernel[axis], windows.strides[axis], windows.dilations[axis], pad};
}

struct Geometry {
  Axis y, x;
  int64_t height, width;  // of the picture
  int64_t rows, columns;  // of windows
};

// Calls visit(tap, pixel, window): for every tap [ky, kx] and every window [row, column] whose tap
// falls on a pixel of the picture, their row-major indices.
template <class Visit>
void for_each_tap(const Geometry& g, Visit visit) {
  for (int64_t ky = 0; ky < g.y.kernel; ++ky) {
    for (int64_t kx = 0; kx < g.x.kernel; ++kx) {
      for (int64_t row = 0; row < g.rows; ++row) {
        const int64_t y = row * g.y.stride + ky * g.y.dilation - g.y.pad;
        if (y < 0 || y >= g.height) continue;
        for (int64_t column = 0; column < g.columns; ++column) {
          const int64_t x = column * g.x.stride + kx * g.x.dilation - g.x.pad;
          if (x < 0 || x >= g.width) continue;
          visit(ky * g.x.kernel + kx, y * g.width + x, row * g.columns + column);
        }
      }
    }
  }
}

void add_bias(const KernelCall& call, std::vector<float>& result, int64_t channels,
              int64_t pixels) {
  if (!call.has(2)) return;
  const auto bias = call.inputs[2].values<float>();
  for (size_t i = 0; i < result.size(); ++i) result[i] += bias[i / pixels % channels];
}

// Pixels are laid out as a matrix [C * ky * kx, windows], which the weights [O, C * ky * kx]
// multiply.
Tensors run_conv(const KernelCall& call) {
  const Tensor &image = call.inputs[0], &weight = call.inputs[1];
  const Sizes in = with_height(image.sizes(), call.node);
  const Sizes out = with_height(call.output_sizes[0], call.node);
  const Sizes kernel(weight.sizes().begin() + 2, weight.sizes().end());
  const Windows windows(call.node, kernel);
  const int64_t last = static_cast<int64_t>(kernel.size()) - 1;
  const Geometry g{last > 0 ? axis_of(windows, 0, windows.pads(0, in[2]).first) : Axis{},
                   axis_of(windows, last, windows.pads(last, in[3]).first),
                   in[2],
                   in[3],
                   out[2],
                   out[3]};
  const int64_t groups = call.node.integer("group", 1);
  const int64_t inputs = in[1] / groups, outputs = out[1] / groups;
  const int64_t pixels = in[2] * in[3], results = out[2] * out[3];
  const int64_t taps = g.y.kernel * g.x.kernel;
  std::vector<float> result(num_elements(out));
  std::vector<float> columns(inputs * taps * results);
  for (int64_t n = 0; n < in[0]; ++n) {
    for (int64_t group = 0; group < groups; ++group) {
      const float* picture = image.values<float>().data() + (n * in[1] + group * inputs) * pixels;
      std::fill(columns.begin(), columns.end(), 0.0f);
      for (int64_t c = 0; c < inputs; ++c) {
        for_each_tap(g, [&](int64_t tap, int64_t pixel, int64_t window) {
          columns[(c * taps + tap) * results + window] = picture[c * pixels + pixel];
        });
      }
      const float* weights = weight.values<float>().data() + group * outputs * inputs * taps;
      multiply(weights, columns.data(), result.data() + (n * out[1] + group * outputs) * results,
               outputs, inputs * taps, results);
    }
  }
  add_bias(call, result, out[1], results);
  return {Tensor(call.output_sizes[0], std::move(result))};
}

// The other way round: every input pixel gives a window of outputs, and windows add up.
Tensors run_conv_transpose(const KernelCall& call) {
  const Tensor &image = call.inputs[0], &weight = call.inputs[1];
  const Sizes in = with_height(image.sizes(), call.node);
  const Sizes out = with_height(call.output_sizes[0], call.node);
  const Sizes kernel(weight.sizes().begin() + 2, weight.sizes().end());
  const Windows windows(call.node, kernel);
  const int64_t last = static_cast<int64_t>(kernel.size()) - 1;
  const Geometry g{last > 0 ? axis_of(windows, 0, windows.transposed_pads(0, in[2]).first) : Axis{},
                   axis_of(windows, last, windows.transposed_pads(last, in[3]).first),
                   out[2],
                   out[3],
                   in[2],
                   in[3]};
  const int64_t groups = call.node.integer("group", 1);
  const int64_t inputs = in[1] / groups, outputs = out[1] / groups;
  const int64_t pixels = out[2] * out[3], sources = in[2] * in[3];
  const int64_t taps = g.y.kernel * g.x.kernel;
  std::vector<float> result(num_elements(out));
  std::vector<float> columns(outputs * taps * sources), transposed(outputs * taps * inputs);
  for (int64_t n = 0; n < in[0]; ++n) {
    for (int64_t group = 0; group < groups; ++group) {
      const float* weights = weight.values<float>().data() + group * inputs * outputs * taps;
      for (int64_t i = 0; i < inputs; ++i) {
        for (int64_t o = 0; o < outputs * taps; ++o) {
          transposed[o * inputs + i] = weights[i * outputs * taps + o];
        }
      }
      multiply(transposed.data(),
               image.values<float>().data() + (n * in[1] + group * inputs) * sources,
               columns.data(), outputs * taps, inputs, sources);
      float* picture = result.data() + (n * out[1] + group * outputs) * pixels;
      for (int64_t c = 0; c < outputs; ++c) {
        for_each_tap(g, [&](int64_t tap, int64_t pixel, int64_t window) {
          picture[c * pixels + pixel] += columns[(c * taps + tap) * sources + window];
        });
      }
    }
  }
  add_bias(call, result, out[1], pixels);
  return {Tensor(call.output_sizes[0], std::move(result))};
}

constexpr Operator kConvolution[] = {
    {"Conv", 2, 3, infer_conv, run_conv, Positions::kWindows},
    {"ConvTranspose", 2, 3, infer_conv_transpose, run_conv_transpose, Positions::kWindows},
};

}  // namespace

std::span<const Operator> convolution_operators() { return kConvolution; }

}  // namespace kintsugi::graph
