#pragma once

#include <onnx/onnx_pb.h>

#include "kintsugi/base/tensor.h"

namespace kintsugi::graph {

/// The tensor in an ONNX file, its type mapped by type_from_onnx. A private part of onnx_read.cc.
/// Errors: data elsewhere, too little or too much of it, types that no network here has.
Tensor tensor_from_onnx(const onnx::TensorProto& proto);

}  // namespace kintsugi::graph
