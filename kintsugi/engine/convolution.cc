#include "kintsugi/engine/convolution.h"

#include "kintsugi/engine/winograd.h"

namespace kintsugi::engine {
namespace {

onednn::ConvolutionSpec spec_of(Compiler& compiler, const ConvolutionJob& job, DataType type) {
  return {.src = {compiler.sizes(job.input), type, 0},
          .dst = {job.output_sizes, job.is_picture ? DataType::kFloat32 : type, 0},
          .weights = job.weights.sizes(),
          .has_bias = static_cast<bool>(job.bias),
          .is_transposed = job.is_transposed,
          .groups = job.groups,
          .strides = job.strides,
          .dilations = job.dilations,
          .pads_begin = job.pads_begin,
          .pads_end = job.pads_end,
          .activations = job.activations};
}

struct Choice {
  onednn::ConvolutionSpec spec;
  onednn::Primitive primitive;
};

// In the plan's type; in f32 where oneDNN is not made for this convolution in bf16.
Choice choose(Compiler& compiler, const ConvolutionJob& job) {
  if (compiler.type() != DataType::kFloat32) {
    const onednn::ConvolutionSpec spec = spec_of(compiler, job, compiler.type());
    if (const auto found = onednn::find_convolution(spec)) return {spec, *found};
  }
  const onednn::ConvolutionSpec spec = spec_of(compiler, job, DataType::kFloat32);
  return {spec, onednn::convolution(spec)};
}

// A reorder that is a part of the convolution's step: for layouts that a Storage cannot tell, such
// as three channels padded to eight.
struct Detour {
  SlotId inner = kNoSlot, room = kNoSlot;
  std::optional<onednn::Primitive> primitive;

  void run(const Memory& m, void* from, void* to) const {
    void* const addresses[] = {from, to};
    primitive->run(addresses, m.at(room));
  }
};

Detour detour(Compiler& compiler, const onednn::Primitive::Argument& inner, const Storage& outer,
              bool is_source) {
  const auto plain = onednn::desc_of(outer);
  Detour result;
  result.primitive =
      is_source ? onednn::reorder(plain, inner.desc) : onednn::reorder(inner.desc, plain);
  result.inner = compiler.scratch(static_cast<int64_t>(inner.desc.get_size()));
  result.room = compiler.scratch(result.primitive->scratch_bytes());
  return result;
}

SlotId packed_weights(Compiler& compiler, const ConvolutionJob& job,
                      const onednn::ConvolutionSpec& spec, const onednn::Primitive& primitive) {
  const auto& wanted = primitive.arguments()[1].desc;
  const std::string key = job.weights_name + onednn::key_of(wanted);
  return compiler.weights(key, primitive.size_bytes(1), [&](void* to) {
    const onednn::Primitive pack = onednn::reorder(onednn::plain_weights(spec), wanted);
    const Buffer room = make_buffer(pack.scratch_bytes());
    void* const addresses[] = {const_cast<uint8_t*>(job.weights.bytes().data()), to};
    pack.run(addresses, room.get());
  });
}

SlotId bias_slot(Compiler& compiler, const ConvolutionJob& job) {
  const auto bytes = job.bias.bytes();
  return compiler.weights(
      job.weights_name + ".bias", static_cast<int64_t>(bytes.size()),
      [&](void* to) { std::copy(bytes.begin(), bytes.end(), static_cast<uint8_t*>(to)); });
}

void add_onednn(Compiler& compiler, const ConvolutionJob& job, const ResultSlot& result) {
  const auto [spec, primitive] = choose(compiler, job);
  const auto& arguments = primitive.arguments();
  const int64_t src_block = onednn::block_of(arguments[0].desc, spec.src.sizes);
  const int64_t dst_block = onednn::block_of(arguments[2].desc, spec.dst.sizes);
  const SlotId src = src_block != 0 ? compiler.read(job.input, spec.src.type, src_block)
                                    : compiler.plain(job.input);
  const DataType dst_type = dst_block != 0 ? spec.dst.type : DataType::kFloat32;
  const SlotId dst = result(dst_type, dst_block != 0 ? dst_block : 1);
  const SlotId weights = packed_weights(compiler, job, spec, primitive);
  const SlotId bias = job.bias ? bias_slot(compiler, job) : kNoSlot;
  const SlotId room = compiler.scratch(primitive.scratch_bytes());
  Step step{.op = job.node.op,
            .name = job.node.name,
            .how = primitive.implementation(),
            .flops = job.flops,
            .reads = {src, weights},
            .writes = {dst, room}};
  if (bias != kNoSlot) step.reads.push_back(bias);
  Detour in, out;
  if (src_block == 0) in = detour(compiler, arguments[0], compiler.storage(src), true);
  if (dst_block == 0) out = detour(compiler, arguments[2], compiler.storage(dst), false);
  for (const Detour* one : {&in, &out}) {
    if (one->primitive) step.writes.insert(step.writes.end(), {one->inner, one->room});
  }
  step.run = [=, primitive = primitive](const Memory& m) {
    if (in.primitive) in.run(m, m.at(src), m.at(in.inner));
    std::vector<void*> addresses{m.at(in.primitive ? in.inner : src), m.at(weights),
                                 m.at(out.primitive ? out.inner : dst)};
    if (bias != kNoSlot) addresses.push_back(m.at(bias));
    primitive.run(addresses, m.at(room));
    if (out.primitive) out.run(m, m.at(out.inner), m.at(dst));
  };
  compiler.add(std::move(step));
}

}  // namespace

void add_convolution(Compiler& compiler, const ConvolutionJob& job, const ResultSlot& result) {
  if (is_winograd_faster(compiler, job)) {
    add_winograd(compiler, job, result);
  } else {
    add_onednn(compiler, job, result);
  }
}

double convolution_flops(const Sizes& weights, const Sizes& output) {
  return 2.0 * static_cast<double>(num_elements(output)) *
         static_cast<double>(weights[1] * weights[2] * weights[3]);
}

}  // namespace kintsugi::engine
