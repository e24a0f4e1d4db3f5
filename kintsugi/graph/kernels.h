#pragma once

#include "kintsugi/graph/operators.h"

/// The reference interpreter's kernels, by family; operators.cc lists which operator uses which.
namespace kintsugi::graph::kernels {

using Tensors = std::vector<Tensor>;

// kernel_binary.cc
Tensors binary(const KernelCall& call);
Tensors mean(const KernelCall& call);
Tensors clip(const KernelCall& call);
Tensors prelu(const KernelCall& call);

// kernel_elementwise.cc
Tensors unary(const KernelCall& call);
Tensors where(const KernelCall& call);
Tensors softmax(const KernelCall& call);
Tensors identity(const KernelCall& call);  // the same elements; also Cast, Reshape …
Tensors dropout(const KernelCall& call);   // and a mask that keeps all

// kernel_convolution.cc
Tensors conv(const KernelCall& call);
Tensors conv_transpose(const KernelCall& call);

// kernel_pool.cc
Tensors pool(const KernelCall& call);
Tensors global_pool(const KernelCall& call);
Tensors batch_norm(const KernelCall& call);
Tensors instance_norm(const KernelCall& call);
Tensors layer_norm(const KernelCall& call);

// kernel_matrix.cc
Tensors gemm(const KernelCall& call);
Tensors matmul(const KernelCall& call);
Tensors reduce(const KernelCall& call);
Tensors arg_reduce(const KernelCall& call);

// kernel_movement.cc
Tensors concat(const KernelCall& call);
Tensors split(const KernelCall& call);
Tensors slice(const KernelCall& call);
Tensors gather(const KernelCall& call);
Tensors transpose(const KernelCall& call);
Tensors expand(const KernelCall& call);
Tensors tile(const KernelCall& call);
Tensors depth_to_space(const KernelCall& call);
Tensors space_to_depth(const KernelCall& call);
Tensors shape(const KernelCall& call);
Tensors size(const KernelCall& call);
Tensors constant(const KernelCall& call);
Tensors constant_of_shape(const KernelCall& call);
Tensors range(const KernelCall& call);

// kernel_resize.cc
Tensors pad(const KernelCall& call);
Tensors resize(const KernelCall& call);

/// result[m, n] = sum over k of a[m, k] * b[k, n], all row-major and dense; on all cores.
void multiply(const float* a, const float* b, float* result, int64_t m, int64_t k, int64_t n);

}  // namespace kintsugi::graph::kernels
