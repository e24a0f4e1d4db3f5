#include "kintsugi/error.h"
#include "kintsugi/learn/operators.h"

namespace kintsugi::learn {
namespace {

using torch::Tensor;

constexpr double kMomentum = 0.1;  // PyTorch's: the share of the batch in the running statistics

// Statistics are f32 in every precision: LibTorch's kernels sum bf16 in f32 and take f32 weights.
Tensors batch_norm(const Call& call) {
  const Tensor& x = call[0];
  const double epsilon = call.node.real("epsilon", 1e-5f);
  const bool is_training = call.pass.is_training;
  check(!is_training || x.numel() > x.size(1), graph::describe(call.node),
        ": training needs more than one value per channel, found ", to_string(x.sizes().vec()));
  const bool keeps = !is_training || call.pass.updates_statistics;
  const Tensor mean = keeps ? call[3] : Tensor(), variance = keeps ? call[4] : Tensor();
  return {at::batch_norm(x, call[1], call[2], mean, variance, is_training, kMomentum, epsilon,
                         at::globalContext().userEnabledCuDNN())};
}

Tensors instance_norm(const Call& call) {
  const double epsilon = call.node.real("epsilon", 1e-5f);
  const Tensor y = at::instance_norm(widened(call[0]), call[1], call[2], Tensor(), Tensor(), true,
                                     kMomentum, epsilon, at::globalContext().userEnabledCuDNN());
  return {y.to(call[0].scalar_type())};
}

Tensors layer_norm(const Call& call) {
  const Tensor x = widened(call[0]);
  const int64_t axis = call.axis(call.node.integer("axis", -1));
  const auto normalized = x.sizes().slice(static_cast<size_t>(axis));
  Tensor y = at::layer_norm(x, normalized, {}, {}, call.node.real("epsilon", 1e-5f)) * call[1];
  if (call.has(2)) y = y + call[2];
  return {y.to(call[0].scalar_type())};
}

Tensors softmax(const Call& call) {
  const int64_t axis = call.axis(call.node.integer("axis", -1));
  return {call.node.op == "Softmax" ? at::softmax(call[0], axis) : at::log_softmax(call[0], axis)};
}

constexpr Function kNormalization[] = {
    {"BatchNormalization", batch_norm},
    {"InstanceNormalization", instance_norm},
    {"LayerNormalization", layer_norm},
    {"Softmax", softmax},
    {"LogSoftmax", softmax},
};

}  // namespace

std::span<const Function> normalization_functions() { return kNormalization; }

}  // namespace kintsugi::learn
