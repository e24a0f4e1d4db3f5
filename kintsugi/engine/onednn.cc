#include "kintsugi/engine/onednn.h"

#include <array>
#include <cassert>

#include "kintsugi/error.h"

namespace kintsugi::engine::onednn {
namespace {

using Desc = dnnl::memory::desc;
using Tag = dnnl::memory::format_tag;
using dnnl::algorithm;

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);  // a handle without state
  return engine;
}

dnnl::memory::data_type type_of(DataType type) {
  return type == DataType::kBFloat16 ? dnnl::memory::data_type::bf16 : dnnl::memory::data_type::f32;
}

Desc any_desc(const Sizes& sizes, DataType type) { return Desc(sizes, type_of(type), Tag::any); }

Sizes row_major(const Sizes& sizes) {
  Sizes strides(sizes.size(), 1);
  for (size_t axis = sizes.size(); axis-- > 1;) strides[axis - 1] = strides[axis] * sizes[axis];
  return strides;
}

struct Eltwise {
  algorithm kind;
  float alpha = 0, beta = 0;
};

std::optional<Eltwise> eltwise(const graph::ElementOp& op) {
  switch (op.kind) {
    case graph::ElementKind::kAbs:
      return Eltwise{algorithm::eltwise_abs};
    case graph::ElementKind::kClip:
      return Eltwise{algorithm::eltwise_clip, op.p, op.q};
    case graph::ElementKind::kElu:
      return Eltwise{algorithm::eltwise_elu, op.p};
    case graph::ElementKind::kHardSwish:
      return Eltwise{algorithm::eltwise_hardswish};
    case graph::ElementKind::kLeakyRelu:
      return Eltwise{algorithm::eltwise_relu, op.p};
    case graph::ElementKind::kScale:
      return Eltwise{algorithm::eltwise_linear, op.p, op.q};
    case graph::ElementKind::kSigmoid:
      return Eltwise{algorithm::eltwise_logistic};
    case graph::ElementKind::kTanh:
      return Eltwise{algorithm::eltwise_tanh};
    default:
      return std::nullopt;
  }
}

dnnl::primitive_attr attributes(const std::vector<graph::ElementOp>& activations) {
  dnnl::post_ops post_ops;
  for (const graph::ElementOp& op : activations) {
    const auto found = eltwise(op);
    assert(found);
    post_ops.append_eltwise(1.f, found->kind, found->alpha, found->beta);
  }
  dnnl::primitive_attr result;
  result.set_post_ops(post_ops);
  result.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return result;
}

// Transposed weights [I, O/groups, …] as oneDNN's extents [(groups,) O/groups, I/groups, …].
Sizes weight_sizes(const ConvolutionSpec& spec) {
  const Sizes& w = spec.weights;
  const int64_t g = spec.groups;
  const int64_t out = spec.is_transposed ? w[1] : w[0] / g,
                in = spec.is_transposed ? w[0] / g : w[1];
  if (g == 1) return {out, in, w[2], w[3]};
  return {g, out, in, w[2], w[3]};
}

template <class PrimitiveDesc, class Primitive_>
Primitive finish(const PrimitiveDesc& desc, const ConvolutionSpec& spec, Primitive_ primitive) {
  std::vector<Primitive::Argument> arguments{{DNNL_ARG_SRC, desc.src_desc()},
                                             {DNNL_ARG_WEIGHTS, desc.weights_desc()},
                                             {DNNL_ARG_DST, desc.dst_desc()}};
  if (spec.has_bias) arguments.push_back({DNNL_ARG_BIAS, desc.bias_desc()});
  return Primitive(std::move(primitive), std::move(arguments),
                   static_cast<int64_t>(desc.scratchpad_desc().get_size()), desc.impl_info_str());
}

struct ConvolutionDescs {
  Desc src, weights, bias, dst;
  Sizes dilations;  // oneDNN counts the gaps: 0 is dense

  explicit ConvolutionDescs(const ConvolutionSpec& spec)
      : src(spec.src.block == 0 ? any_desc(spec.src.sizes, spec.src.type) : desc_of(spec.src)),
        weights(any_desc(weight_sizes(spec), spec.src.type)),
        dst(spec.dst.block == 0 ? any_desc(spec.dst.sizes, spec.dst.type) : desc_of(spec.dst)),
        dilations(spec.dilations) {
    if (spec.has_bias) bias = Desc({spec.dst.sizes[1]}, type_of(DataType::kFloat32), Tag::x);
    for (int64_t& dilation : dilations) --dilation;
  }
};

Primitive forward(const ConvolutionSpec& spec, const dnnl::primitive_attr& attr) {
  const ConvolutionDescs d(spec);
  const dnnl::convolution_forward::desc operation(
      dnnl::prop_kind::forward_inference, algorithm::convolution_direct, d.src, d.weights, d.bias,
      d.dst, spec.strides, d.dilations, spec.pads_begin, spec.pads_end);
  const dnnl::convolution_forward::primitive_desc desc(operation, attr, cpu());
  return finish(desc, spec, dnnl::convolution_forward(desc));
}

Primitive transposed(const ConvolutionSpec& spec, const dnnl::primitive_attr& attr) {
  const ConvolutionDescs d(spec);
  const dnnl::deconvolution_forward::desc operation(
      dnnl::prop_kind::forward_inference, algorithm::deconvolution_direct, d.src, d.weights, d.bias,
      d.dst, spec.strides, d.dilations, spec.pads_begin, spec.pads_end);
  const dnnl::deconvolution_forward::primitive_desc desc(operation, attr, cpu());
  return finish(desc, spec, dnnl::deconvolution_forward(desc));
}

// Whether the instructions that oneDNN uses here include these: each set's number has a bit for
// every set within it.
bool includes(dnnl::cpu_isa wanted) {
  const auto has = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
  const auto needed = static_cast<unsigned>(wanted);
  return (has & needed) == needed;
}

[[noreturn]] void throw_unsupported(const char* what, DataType type, const dnnl::error& error) {
  throw Error(std::string("oneDNN has no ") + what + " in " + name(type) + " for " +
              instruction_set() + ": " + error.what());
}

}  // namespace

Primitive::Primitive(dnnl::primitive primitive, std::vector<Argument> arguments,
                     int64_t scratch_bytes, std::string implementation)
    : primitive_(std::move(primitive)),
      arguments_(std::move(arguments)),
      scratch_bytes_(scratch_bytes),
      implementation_(std::move(implementation)) {}

void Primitive::run(std::span<void* const> addresses, void* scratch) const {
  assert(addresses.size() == arguments_.size());
  std::unordered_map<int, dnnl::memory> memory;
  for (size_t i = 0; i < arguments_.size(); ++i) {
    memory.emplace(arguments_[i].kind, dnnl::memory(arguments_[i].desc, cpu(), addresses[i]));
  }
  if (scratch_bytes_ > 0) {
    const Desc bytes({scratch_bytes_}, dnnl::memory::data_type::u8, Tag::x);
    memory.emplace(DNNL_ARG_SCRATCHPAD, dnnl::memory(bytes, cpu(), scratch));
  }
  dnnl::stream stream(cpu());
  primitive_.execute(stream, memory);
  stream.wait();
}

bool is_fusable(const graph::ElementOp& op) { return eltwise(op).has_value(); }

Primitive convolution(const ConvolutionSpec& spec) {
  try {
    const dnnl::primitive_attr attr = attributes(spec.activations);
    return spec.is_transposed ? transposed(spec, attr) : forward(spec, attr);
  } catch (const dnnl::error& error) {
    throw_unsupported("such convolution", spec.src.type, error);
  }
}

std::optional<Primitive> find_convolution(const ConvolutionSpec& spec) {
  const dnnl::primitive_attr attr = attributes(spec.activations);
  try {
    Primitive found = spec.is_transposed ? transposed(spec, attr) : forward(spec, attr);
    if (!found.implementation().starts_with("ref")) return found;
  } catch (const dnnl::error& error) {
    if (error.status != dnnl_unimplemented) throw;
  }
  return std::nullopt;
}

Primitive matmul(const MatmulSpec& spec) {
  const auto type = type_of(spec.type);
  const Desc src(spec.src, type, spec.src_strides);
  const Desc weights = spec.weights_strides.empty()
                           ? any_desc(spec.weights, spec.type)
                           : Desc(spec.weights, type, spec.weights_strides);
  const Desc dst(spec.dst, type, row_major(spec.dst));
  Sizes bias_sizes(spec.dst.size(), 1);
  bias_sizes.back() = spec.dst.back();
  const Desc bias(bias_sizes, type_of(DataType::kFloat32), row_major(bias_sizes));
  try {
    const auto operation = spec.has_bias ? dnnl::matmul::desc(src, weights, bias, dst)
                                         : dnnl::matmul::desc(src, weights, dst);
    const dnnl::matmul::primitive_desc desc(operation, attributes(spec.activations), cpu());
    std::vector<Primitive::Argument> arguments{{DNNL_ARG_SRC, desc.src_desc()},
                                               {DNNL_ARG_WEIGHTS, desc.weights_desc()},
                                               {DNNL_ARG_DST, desc.dst_desc()}};
    if (spec.has_bias) arguments.push_back({DNNL_ARG_BIAS, desc.bias_desc()});
    return Primitive(dnnl::matmul(desc), std::move(arguments),
                     static_cast<int64_t>(desc.scratchpad_desc().get_size()), desc.impl_info_str());
  } catch (const dnnl::error& error) {
    throw_unsupported("such matrix product", spec.type, error);
  }
}

Primitive reorder(const Desc& src, const Desc& dst) {
  dnnl::primitive_attr attr;
  attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  const dnnl::reorder::primitive_desc desc(cpu(), src, cpu(), dst, attr);
  return Primitive(dnnl::reorder(desc), {{DNNL_ARG_FROM, src}, {DNNL_ARG_TO, dst}},
                   static_cast<int64_t>(desc.scratchpad_desc().get_size()), desc.impl_info_str());
}

Primitive strided_copy(const Sizes& sizes, DataType type, const Sizes& src_strides,
                       const Sizes& dst_strides) {
  return reorder(Desc(sizes, type_of(type), src_strides), Desc(sizes, type_of(type), dst_strides));
}

Desc desc_of(const Storage& storage) {
  const auto type = type_of(storage.type);
  const Sizes& s = storage.sizes;
  if (s.empty()) return Desc({1}, type, Tag::x);
  if (storage.block == 1) return Desc(s, type, row_major(s));
  if (storage.block == s[1]) return Desc(s, type, Tag::nhwc);
  assert(storage.block == 8 || storage.block == 16);
  return Desc(s, type, storage.block == 8 ? Tag::nChw8c : Tag::nChw16c);
}

Desc plain_weights(const ConvolutionSpec& spec) {
  const Sizes sizes = weight_sizes(spec);
  if (!spec.is_transposed) return Desc(sizes, type_of(DataType::kFloat32), row_major(sizes));
  const int64_t kernel = spec.weights[2] * spec.weights[3], out = spec.weights[1];
  const int64_t in = spec.weights[0] / spec.groups;
  Sizes strides{kernel, out * kernel, spec.weights[3], 1};
  if (spec.groups > 1) strides.insert(strides.begin(), in * out * kernel);
  return Desc(sizes, type_of(DataType::kFloat32), strides);
}

int64_t block_of(const Desc& desc, const Sizes& sizes) {
  const auto type = static_cast<dnnl::memory::data_type>(desc.data.data_type);
  for (const auto& [tag, block] : {std::pair{Tag::nchw, int64_t{1}},
                                   {Tag::nChw8c, int64_t{8}},
                                   {Tag::nChw16c, int64_t{16}},
                                   {Tag::nhwc, sizes[1]}}) {
    if (sizes[1] % block == 0 && desc == Desc(sizes, type, tag)) return block;
  }
  return 0;
}

std::string key_of(const Desc& desc) {
  const auto* bytes = reinterpret_cast<const char*>(&desc.data);
  return "#" + std::string(bytes, sizeof(desc.data));
}

bool has_bf16() { return includes(dnnl::cpu_isa::avx512_core); }

bool has_fast_bf16() { return includes(dnnl::cpu_isa::avx512_core_bf16); }

std::string instruction_set() {
  switch (dnnl::get_effective_cpu_isa()) {
    case dnnl::cpu_isa::sse41:
      return "SSE4.1";
    case dnnl::cpu_isa::avx:
      return "AVX";
    case dnnl::cpu_isa::avx2:
      return "AVX2";
    case dnnl::cpu_isa::avx2_vnni:
      return "AVX2 with VNNI";
    case dnnl::cpu_isa::avx512_core_bf16:
      return "AVX-512 with BF16";
    case dnnl::cpu_isa::avx512_core_amx:
      return "AMX";
    default:
      return "AVX-512 without BF16";
  }
}

}  // namespace kintsugi::engine::onednn
