#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kintsugi {

/// What one element of a tensor is. `kBool` is one byte, 0 or 1.
enum class DataType : uint8_t { kFloat32, kFloat16, kBFloat16, kInt64, kInt32, kUInt8, kBool };

/// Bytes of one element: kFloat32 -> 4.
int64_t size_bytes(DataType type);

/// The name in messages and files: kFloat32 -> "f32".
const char* name(DataType type);

/// Whether elements have a fraction: f32, f16, bf16.
bool is_floating(DataType type);

/// Extents of a tensor, slowest first: [N, C, H, W]. No extents: one element.
using Sizes = std::vector<int64_t>;

/// The number of elements. Errors: a negative extent, more than 2^48 elements.
int64_t num_elements(const Sizes& sizes);

/// "[1, 3, 64, 64]", for messages.
std::string to_string(const Sizes& sizes);

/// 16-bit floats to and from 32 bits; rounding is to nearest even.
float half_to_float(uint16_t half);
uint16_t float_to_half(float value);
float bfloat16_to_float(uint16_t bits);
uint16_t float_to_bfloat16(float value);

template <class T>
struct DataTypeOf;
template <>
struct DataTypeOf<float> {
  static constexpr DataType value = DataType::kFloat32;
};
template <>
struct DataTypeOf<int64_t> {
  static constexpr DataType value = DataType::kInt64;
};
template <>
struct DataTypeOf<int32_t> {
  static constexpr DataType value = DataType::kInt32;
};
template <>
struct DataTypeOf<uint8_t> {
  static constexpr DataType value = DataType::kUInt8;
};

/// A plain value: element type, sizes and row-major elements. Elements never change, so copies
/// share them and any thread may read them. A default-constructed tensor is absent.
class Tensor {
 public:
  Tensor() = default;

  /// A tensor of T's type that takes over `values`. Errors: not as many as `sizes` asks for.
  template <class T>
  Tensor(Sizes sizes, std::vector<T> values)
      : Tensor(DataTypeOf<T>::value, std::move(sizes), hold(std::move(values))) {}

  /// A tensor of any type from a copy of its bytes (little endian). Errors: not as many bytes as
  /// `type` and `sizes` ask for.
  Tensor(DataType type, Sizes sizes, std::span<const uint8_t> bytes);

  /// A tensor over memory that `data` owns, such as a part of a mapped file; nothing is copied. The
  /// address must suit the type. Errors: not as many bytes as `type` and `sizes` ask for.
  static Tensor over(DataType type, Sizes sizes, std::shared_ptr<const void> data,
                     size_t num_bytes) {
    return Tensor(type, std::move(sizes), Data{std::move(data), num_bytes});
  }

  /// One element, no extents.
  static Tensor scalar(float value) { return Tensor({}, std::vector<float>{value}); }
  static Tensor scalar(int64_t value) { return Tensor({}, std::vector<int64_t>{value}); }
  /// A list of integers, such as a shape or axes: sizes [values.size()].
  static Tensor list(std::vector<int64_t> values);

  explicit operator bool() const { return data_.data != nullptr; }
  DataType type() const { return type_; }
  const Sizes& sizes() const { return sizes_; }
  int64_t size() const { return size_; }
  std::span<const uint8_t> bytes() const {
    return {static_cast<const uint8_t*>(data_.data.get()), data_.num_bytes};
  }

  /// The elements. Errors: the tensor's type is not T's. Booleans are read as uint8_t.
  template <class T>
  std::span<const T> values() const {
    expect_type(DataTypeOf<T>::value);
    return {static_cast<const T*>(data_.data.get()), static_cast<size_t>(size_)};
  }

  /// The same elements with other extents. Errors: another number of elements.
  Tensor reshaped(Sizes sizes) const;

  /// The same numbers as another type: fractions are cut off, non-zero is true.
  Tensor to(DataType type) const;

  /// Same type, sizes and bytes.
  bool operator==(const Tensor& other) const;

 private:
  struct Data {
    std::shared_ptr<const void> data;
    size_t num_bytes = 0;
  };

  template <class T>
  static Data hold(std::vector<T> values) {
    const auto held = std::make_shared<const std::vector<T>>(std::move(values));
    // An empty vector has no address of its own; the vector's serves, so that the tensor is there.
    const void* address = held->empty() ? static_cast<const void*>(held.get()) : held->data();
    return {std::shared_ptr<const void>(held, address), held->size() * sizeof(T)};
  }

  Tensor(DataType type, Sizes sizes, Data data);
  void expect_type(DataType type) const;

  DataType type_ = DataType::kFloat32;
  Sizes sizes_;
  int64_t size_ = 0;
  Data data_;
};

/// "f32 [1, 3, 64, 64]", for messages.
std::string describe(const Tensor& tensor);

}  // namespace kintsugi
