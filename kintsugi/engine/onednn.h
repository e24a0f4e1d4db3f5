#pragma once

#include <oneapi/dnnl/dnnl.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kintsugi/engine/pointwise_op.h"
#include "kintsugi/engine/storage.h"

/// The one place that makes oneDNN primitives. The v2 interface is used (operation descriptors);
/// what v3 spells otherwise is in onednn.cc and nowhere else.
namespace kintsugi::engine::onednn {

/// A primitive with the memory that it reads and writes, in a fixed order of arguments. Any number
/// of threads may run it at once, each with scratch of its own.
class Primitive {
 public:
  struct Argument {
    int kind;  // DNNL_ARG_…
    dnnl::memory::desc desc;
  };

  Primitive(dnnl::primitive primitive, std::vector<Argument> arguments, int64_t scratch_bytes,
            std::string implementation);

  /// Runs it; `addresses` has one entry an argument.
  void run(std::span<void* const> addresses, void* scratch) const;

  const std::vector<Argument>& arguments() const { return arguments_; }
  int64_t size_bytes(size_t argument) const {
    return static_cast<int64_t>(arguments_.at(argument).desc.get_size());
  }
  int64_t scratch_bytes() const { return scratch_bytes_; }
  /// The name that oneDNN gives to the code it chose: "jit:avx2".
  const std::string& implementation() const { return implementation_; }

 private:
  dnnl::primitive primitive_;
  std::vector<Argument> arguments_;
  int64_t scratch_bytes_;
  std::string implementation_;
};

/// A convolution (or its transpose) over pictures, with bias and activations.
struct ConvolutionSpec {
  Storage src, dst;  // `block` 0 lets oneDNN choose
  Sizes weights;     // [O, I/groups, kH, kW]; transposed: [I, O/groups, kH, kW]
  bool has_bias = false, is_transposed = false;
  int64_t groups = 1;
  Sizes strides, dilations, pads_begin, pads_end;
  std::vector<graph::ElementOp> activations;  // each is_fusable
};

/// Arguments: src, weights, dst, then the bias (if there is one).
/// Errors: the processor has no such convolution (bf16 without AVX-512).
Primitive convolution(const ConvolutionSpec& spec);
/// The same, or nothing where oneDNN has none, or none but its slow reference.
std::optional<Primitive> find_convolution(const ConvolutionSpec& spec);

/// Whether a primitive can apply this operation to what it writes.
bool is_fusable(const graph::ElementOp& op);

/// dst = src · weights (+ bias): [batch…, M, K] · [batch…, K, N]; strides are those of the stored
/// matrices, so that a transposed matrix needs no copy. An empty list of weight strides lets oneDNN
/// pack constant weights as it likes.
struct MatmulSpec {
  DataType type = DataType::kFloat32;
  Sizes src, src_strides, weights, weights_strides, dst;
  bool has_bias = false;  // [1…, 1, N]
  std::vector<graph::ElementOp> activations;
};

/// Arguments: src, weights, dst, then the bias.
Primitive matmul(const MatmulSpec& spec);

/// Copies between two memory layouts, converting the elements' type. Arguments: src, dst.
Primitive reorder(const dnnl::memory::desc& src, const dnnl::memory::desc& dst);

/// Copies a row-major value to another order of its axes; strides count elements.
Primitive strided_copy(const Sizes& sizes, DataType type, const Sizes& src_strides,
                       const Sizes& dst_strides);

/// The memory of a stored value.
dnnl::memory::desc desc_of(const Storage& storage);

/// Row-major memory for weights of a convolution as ONNX gives them (see ConvolutionSpec::weights),
/// in the order of extents that the primitive uses.
dnnl::memory::desc plain_weights(const ConvolutionSpec& spec);

/// The block with which `desc` is a Storage of these sizes, or 0 when it is none.
int64_t block_of(const dnnl::memory::desc& desc, const Sizes& sizes);

/// Text that tells layouts apart, for names of packed weights.
std::string key_of(const dnnl::memory::desc& desc);

/// Whether bf16 convolutions run here, and whether they are faster than f32 (AMX, AVX512_BF16).
bool has_bf16();
bool has_fast_bf16();
/// The widest instruction set that oneDNN uses here, for messages: "AVX2".
std::string instruction_set();

}  // namespace kintsugi::engine::onednn
