#include <algorithm>
#include <cmath>

#include "kintsugi/graph/families.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::graph {
namespace {

Infos infer_channel_norm(const Operands& in) {
  const Shape& image = in.shape(0);
  in.check(image.size() >= 2, "input is ", to_string(image), ", expected [N, C, H, W]");
  for (size_t i = 1; i < in.count(); ++i) in.expect_channels(i, image[1]);
  in.check(in.node.integer("training_mode", 0) == 0, "training mode is not for model files");
  return infer_same(in);
}

Infos infer_layer_norm(const Operands& in) {
  const Shape& image = in.shape(0);
  const size_t axis = in.axis(in.node.integer("axis", -1), image.size());
  const Shape normalized(image.begin() + axis, image.end());
  for (size_t i = 1; i < in.count(); ++i) {
    in.check(!in.has(i) || may_be_equal(broadcast(in, normalized, in.shape(i)), normalized),
             "input ", i, " is ", to_string(in.shape(i)), ", expected ", to_string(normalized));
  }
  return infer_same(in);
}

Infos infer_softmax(const Operands& in) {
  in.axis(in.node.integer("axis", -1), in.shape(0).size());
  return infer_same(in);
}

// Mean and inverse deviation of `count` numbers, in double.
std::pair<double, double> statistics(const float* x, int64_t count, float epsilon) {
  double sum = 0, squares = 0;
  for (int64_t i = 0; i < count; ++i) sum += x[i];
  const double mean = sum / static_cast<double>(count);
  for (int64_t i = 0; i < count; ++i) squares += (x[i] - mean) * (x[i] - mean);
  return {mean, 1 / std::sqrt(squares / static_cast<double>(count) + epsilon)};
}

Tensors run_batch_norm(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const auto scale = call.inputs[1].values<float>(), bias = call.inputs[2].values<float>();
  const auto mean = call.inputs[3].values<float>(), variance = call.inputs[4].values<float>();
  const float epsilon = call.node.real("epsilon", 1e-5f);
  const int64_t channels = x.sizes()[1];
  const int64_t pixels = x.size() / std::max<int64_t>(1, x.sizes()[0] * channels);
  std::vector<float> result(x.values<float>().begin(), x.values<float>().end());
  for (size_t i = 0; i < result.size(); ++i) {
    const int64_t c = static_cast<int64_t>(i) / pixels % channels;
    result[i] = (result[i] - mean[c]) / std::sqrt(variance[c] + epsilon) * scale[c] + bias[c];
  }
  return {Tensor(x.sizes(), std::move(result))};
}

Tensors run_instance_norm(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const auto scale = call.inputs[1].values<float>(), bias = call.inputs[2].values<float>();
  const int64_t channels = x.sizes()[1], planes = x.sizes()[0] * channels;
  const int64_t pixels = planes ? x.size() / planes : 0;
  std::vector<float> result(x.values<float>().begin(), x.values<float>().end());
  for (int64_t plane = 0; plane < planes; ++plane) {
    float* row = result.data() + plane * pixels;
    const auto [mean, inverse] = statistics(row, pixels, call.node.real("epsilon", 1e-5f));
    const int64_t c = plane % channels;
    for (int64_t i = 0; i < pixels; ++i) {
      row[i] = static_cast<float>((row[i] - mean) * inverse) * scale[c] + bias[c];
    }
  }
  return {Tensor(x.sizes(), std::move(result))};
}

Tensors run_layer_norm(const KernelCall& call) {
  const Tensor& x = call.inputs[0];
  const auto rank = static_cast<int64_t>(x.sizes().size());
  const int64_t given = call.node.integer("axis", -1), axis = given < 0 ? given + rank : given;
  const Sizes normalized(x.sizes().begin() + axis, x.sizes().end());
  const int64_t count = num_elements(normalized);
  const auto full = [&](size_t index) {  // scale and bias may broadcast
    const Tensor& operand = call.inputs[index];
    return picked(operand, normalized, broadcast_strides(operand.sizes(), normalized));
  };
  const Tensor scale = full(1), bias = call.has(2) ? full(2) : Tensor();
  std::vector<float> result(x.values<float>().begin(), x.values<float>().end());
  for (int64_t start = 0; start < x.size(); start += count) {
    const auto [mean, inverse] =
        statistics(result.data() + start, count, call.node.real("epsilon", 1e-5f));
    for (int64_t i = 0; i < count; ++i) {
      const auto normal = static_cast<float>((result[start + i] - mean) * inverse);
      result[start + i] = normal * scale.values<float>()[i] + (bias ? bias.values<float>()[i] : 0);
    }
  }
  return {Tensor(x.sizes(), std::move(result))};
}

Tensors run_softmax(const KernelCall& call) {
  const Tensor x = call.inputs[0].to(DataType::kFloat32);
  const auto rank = static_cast<int64_t>(x.sizes().size());
  const int64_t given = call.node.integer("axis", -1), axis = given < 0 ? given + rank : given;
  const int64_t count = x.sizes()[axis], step = strides_of(x.sizes())[axis];
  std::vector<float> result(x.values<float>().begin(), x.values<float>().end());
  const bool is_log = call.node.op == "LogSoftmax";
  for (int64_t i = 0; i < x.size(); ++i) {
    if (i / step % count != 0) continue;  // not the first of its row
    float* row = result.data() + i;
    float largest = row[0];
    for (int64_t j = 1; j < count; ++j) largest = std::max(largest, row[j * step]);
    double sum = 0;
    for (int64_t j = 0; j < count; ++j) sum += std::exp(row[j * step] - largest);
    for (int64_t j = 0; j < count; ++j) {
      const float shifted = row[j * step] - largest;
      row[j * step] =
          static_cast<float>(is_log ? shifted - std::log(sum) : std::exp(shifted) / sum);
    }
  }
  return {Tensor(x.sizes(), std::move(result))};
}

constexpr Operator kNormalization[] = {
    {"BatchNormalization", 5, 5, infer_channel_norm, run_batch_norm, Positions::kKept},
    {"InstanceNormalization", 3, 3, infer_channel_norm, run_instance_norm},
    {"LayerNormalization", 2, 3, infer_layer_norm, run_layer_norm},
    {"Softmax", 1, 1, infer_softmax, run_softmax, Positions::kChannels},
    {"LogSoftmax", 1, 1, infer_softmax, run_softmax, Positions::kChannels},
};

}  // namespace

std::span<const Operator> normalization_operators() { return kNormalization; }

}  // namespace kintsugi::graph
