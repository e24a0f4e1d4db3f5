#include "kintsugi/onnx/onnx_tensor.h"

#include <cstring>

#include "kintsugi/error.h"
#include "kintsugi/onnx/onnx_types.h"

namespace kintsugi::graph {
namespace {

using onnx::TensorProto;

// Numbers stored as Stored, one after the other.
template <class Wide, class Stored>
Tensor from_raw(const TensorProto& proto, const Sizes& sizes) {
  const std::string& raw = proto.raw_data();
  const int64_t count = num_elements(sizes);
  check(raw.size() == static_cast<uint64_t>(count) * sizeof(Stored), "weight '", proto.name(), "' ",
        to_string(sizes), " has ", raw.size(), " bytes, expected ", count * sizeof(Stored));
  std::vector<Wide> values(count);
  for (int64_t i = 0; i < count; ++i) {
    Stored stored;
    std::memcpy(&stored, raw.data() + i * sizeof(Stored), sizeof(Stored));
    values[i] = static_cast<Wide>(stored);
  }
  return Tensor(sizes, std::move(values));
}

// Numbers stored one by one in a field of the message.
template <class Wide, class Field>
Tensor from_field(const TensorProto& proto, const Sizes& sizes, const Field& field) {
  check(field.size() == num_elements(sizes), "weight '", proto.name(), "' ", to_string(sizes),
        " has ", field.size(), " elements, expected ", num_elements(sizes));
  std::vector<Wide> values;
  values.reserve(field.size());
  for (const auto value : field) values.push_back(static_cast<Wide>(value));
  return Tensor(sizes, std::move(values));
}

// 16-bit floats and bytes: the bits are the low ones of an int32.
template <class Stored>
Tensor from_bits(const TensorProto& proto, const Sizes& sizes, DataType type) {
  check(proto.int32_data_size() == num_elements(sizes), "weight '", proto.name(), "' ",
        to_string(sizes), " has ", proto.int32_data_size(), " elements");
  std::vector<Stored> values;
  for (const int32_t value : proto.int32_data()) values.push_back(static_cast<Stored>(value));
  const auto* bytes = reinterpret_cast<const uint8_t*>(values.data());
  return Tensor(type, sizes, {bytes, values.size() * sizeof(Stored)});
}

Tensor from_raw_as_is(const TensorProto& proto, const Sizes& sizes, DataType type) {
  const std::string& raw = proto.raw_data();
  check(raw.size() == static_cast<uint64_t>(num_elements(sizes) * size_bytes(type)), "weight '",
        proto.name(), "' ", to_string(sizes), " has ", raw.size(), " bytes, expected ",
        num_elements(sizes) * size_bytes(type));
  return Tensor(type, sizes, {reinterpret_cast<const uint8_t*>(raw.data()), raw.size()});
}

Tensor raw_tensor(const TensorProto& proto, const Sizes& sizes, DataType type) {
  switch (proto.data_type()) {
    case TensorProto::DOUBLE:
      return from_raw<float, double>(proto, sizes);
    case TensorProto::FLOAT16:
      return from_raw_as_is(proto, sizes, DataType::kFloat16).to(type);
    case TensorProto::BFLOAT16:
      return from_raw_as_is(proto, sizes, DataType::kBFloat16).to(type);
    case TensorProto::INT8:
      return from_raw<int32_t, int8_t>(proto, sizes);
    case TensorProto::INT16:
      return from_raw<int32_t, int16_t>(proto, sizes);
    case TensorProto::UINT16:
      return from_raw<int32_t, uint16_t>(proto, sizes);
    case TensorProto::UINT32:
      return from_raw<int64_t, uint32_t>(proto, sizes);
    case TensorProto::UINT64:
      return from_raw<int64_t, uint64_t>(proto, sizes);
    default:
      return from_raw_as_is(proto, sizes, type);
  }
}

Tensor field_tensor(const TensorProto& proto, const Sizes& sizes, DataType type) {
  switch (proto.data_type()) {
    case TensorProto::FLOAT:
      return from_field<float>(proto, sizes, proto.float_data());
    case TensorProto::DOUBLE:
      return from_field<float>(proto, sizes, proto.double_data());
    case TensorProto::INT64:
      return from_field<int64_t>(proto, sizes, proto.int64_data());
    case TensorProto::UINT32:
    case TensorProto::UINT64:
      return from_field<int64_t>(proto, sizes, proto.uint64_data());
    case TensorProto::FLOAT16:
      return from_bits<uint16_t>(proto, sizes, DataType::kFloat16).to(type);
    case TensorProto::BFLOAT16:
      return from_bits<uint16_t>(proto, sizes, DataType::kBFloat16).to(type);
    case TensorProto::UINT8:
    case TensorProto::BOOL:
      return from_bits<uint8_t>(proto, sizes, type);
    default:
      return from_field<int32_t>(proto, sizes, proto.int32_data());
  }
}

}  // namespace

Tensor tensor_from_onnx(const TensorProto& proto) {
  const std::optional<DataType> type = type_from_onnx(proto.data_type());
  check(type.has_value(), "weight '", proto.name(), "' has the type number ", proto.data_type(),
        ", which is not supported");
  const bool is_elsewhere =
      proto.data_location() == TensorProto::EXTERNAL || proto.external_data_size() > 0;
  std::string location;
  for (const auto& entry : proto.external_data()) {
    if (entry.key() == "location") location = entry.value();
  }
  check(!is_elsewhere, "weight '", proto.name(), "' lies in another file, '", location,
        "'; save the model with its weights inside");
  check(!proto.has_segment(), "weight '", proto.name(), "' is stored in segments");
  check(proto.dims_size() <= 16, "weight '", proto.name(), "' has ", proto.dims_size(), " extents");
  const Sizes sizes(proto.dims().begin(), proto.dims().end());
  return proto.has_raw_data() ? raw_tensor(proto, sizes, *type) : field_tensor(proto, sizes, *type);
}

}  // namespace kintsugi::graph
