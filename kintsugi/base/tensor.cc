#include "kintsugi/base/tensor.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

struct TypeInfo {
  const char* name;
  int64_t size_bytes;
  bool is_floating;
};

// In the order of DataType.
constexpr TypeInfo kTypes[] = {{"f32", 4, true},  {"f16", 2, true},  {"bf16", 2, true},
                               {"i64", 8, false}, {"i32", 4, false}, {"u8", 1, false},
                               {"bool", 1, false}};

const TypeInfo& info(DataType type) { return kTypes[static_cast<int>(type)]; }

// Every stored element of `bytes`, read as the wide type; `bytes` need not be aligned.
template <class Stored, class Wide, class Read>
std::vector<Wide> widen(std::span<const uint8_t> bytes, Read read) {
  std::vector<Wide> wide(bytes.size() / sizeof(Stored));
  for (size_t i = 0; i < wide.size(); ++i) {
    Stored stored;
    std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
    wide[i] = read(stored);
  }
  return wide;
}

int64_t float_to_integer(float value) {
  if (std::isnan(value)) return 0;
  return static_cast<int64_t>(std::clamp(value, -0x1p62f, 0x1p62f));
}

std::vector<float> as_floats(const Tensor& t) {
  const auto plain = [](auto value) { return static_cast<float>(value); };
  switch (t.type()) {
    case DataType::kFloat32:
      return widen<float, float>(t.bytes(), plain);
    case DataType::kFloat16:
      return widen<uint16_t, float>(t.bytes(), half_to_float);
    case DataType::kBFloat16:
      return widen<uint16_t, float>(t.bytes(), bfloat16_to_float);
    case DataType::kInt64:
      return widen<int64_t, float>(t.bytes(), plain);
    case DataType::kInt32:
      return widen<int32_t, float>(t.bytes(), plain);
    default:
      return widen<uint8_t, float>(t.bytes(), plain);
  }
}

std::vector<int64_t> as_integers(const Tensor& t) {
  const auto plain = [](auto value) { return static_cast<int64_t>(value); };
  switch (t.type()) {
    case DataType::kInt64:
      return widen<int64_t, int64_t>(t.bytes(), plain);
    case DataType::kInt32:
      return widen<int32_t, int64_t>(t.bytes(), plain);
    case DataType::kUInt8:
    case DataType::kBool:
      return widen<uint8_t, int64_t>(t.bytes(), plain);
    default: {
      const std::vector<float> floats = as_floats(t);
      std::vector<int64_t> integers(floats.size());
      std::transform(floats.begin(), floats.end(), integers.begin(), float_to_integer);
      return integers;
    }
  }
}

template <class Stored, class Wide, class Write>
Tensor narrow(DataType type, const Sizes& sizes, const std::vector<Wide>& wide, Write write) {
  std::vector<Stored> stored(wide.size());
  std::transform(wide.begin(), wide.end(), stored.begin(), write);
  const auto* bytes = reinterpret_cast<const uint8_t*>(stored.data());
  return Tensor(type, sizes, {bytes, stored.size() * sizeof(Stored)});
}

}  // namespace

int64_t size_bytes(DataType type) { return info(type).size_bytes; }

const char* name(DataType type) { return info(type).name; }

bool is_floating(DataType type) { return info(type).is_floating; }

int64_t num_elements(const Sizes& sizes) {
  int64_t count = 1;
  bool is_empty = false;
  for (const int64_t size : sizes) {
    check(size >= 0, "sizes ", to_string(sizes), " have a negative extent");
    is_empty |= size == 0;
    if (size == 0) continue;
    check(!__builtin_mul_overflow(count, size, &count) && count <= int64_t{1} << 48, "sizes ",
          to_string(sizes), " are of more than 2^48 elements");
  }
  return is_empty ? 0 : count;
}

std::string to_string(const Sizes& sizes) {
  std::string text = "[";
  for (size_t i = 0; i < sizes.size(); ++i) text += (i ? ", " : "") + std::to_string(sizes[i]);
  return text + "]";
}

float half_to_float(uint16_t half) {
  const uint32_t sign = uint32_t{half & 0x8000u} << 16;
  const int exponent = half >> 10 & 31, fraction = half & 1023;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000u | uint32_t(fraction) << 13);
  if (exponent > 0) {
    return std::bit_cast<float>(sign | uint32_t(exponent + 112) << 23 | uint32_t(fraction) << 13);
  }
  const float magnitude = std::ldexp(static_cast<float>(fraction), -24);  // subnormal
  return sign ? -magnitude : magnitude;
}

uint16_t float_to_half(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  const uint16_t sign = bits >> 16 & 0x8000;
  const float magnitude = std::fabs(value);
  if (std::isnan(value)) return sign | 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  if (magnitude < 0x1p-14f) {  // multiples of 2^-24; nearbyint rounds to even
    return sign | static_cast<uint16_t>(std::nearbyint(std::ldexp(magnitude, 24)));
  }
  const uint32_t rounded = (bits & 0x7fffffffu) + 0xfff + (bits >> 13 & 1);
  return sign | static_cast<uint16_t>((rounded >> 13) - (112u << 10));
}

float bfloat16_to_float(uint16_t bits) { return std::bit_cast<float>(uint32_t{bits} << 16); }

uint16_t float_to_bfloat16(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  if (std::isnan(value)) return bits >> 16 | 0x40;
  return (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}

Tensor::Tensor(DataType type, Sizes sizes, Data data)
    : type_(type), sizes_(std::move(sizes)), size_(num_elements(sizes_)), data_(std::move(data)) {
  check(static_cast<uint64_t>(size_ * kintsugi::size_bytes(type)) == data_.num_bytes, "a tensor ",
        name(type), " ", to_string(sizes_), " has ", data_.num_bytes, " bytes, expected ",
        size_ * kintsugi::size_bytes(type));
}

Tensor::Tensor(DataType type, Sizes sizes, std::span<const uint8_t> bytes)
    : Tensor(type, std::move(sizes), hold(std::vector<uint8_t>(bytes.begin(), bytes.end()))) {}

Tensor Tensor::list(std::vector<int64_t> values) {
  const auto size = static_cast<int64_t>(values.size());
  return Tensor({size}, std::move(values));
}

void Tensor::expect_type(DataType type) const {
  const bool is_byte = type == DataType::kUInt8 && type_ == DataType::kBool;
  check(type == type_ || is_byte, "a tensor is ", describe(*this), ", expected ", name(type));
}

Tensor Tensor::reshaped(Sizes sizes) const { return Tensor(type_, std::move(sizes), data_); }

Tensor Tensor::to(DataType type) const {
  if (type == type_ || !*this) return *this;
  switch (type) {
    case DataType::kFloat32:
      return Tensor(sizes_, as_floats(*this));
    case DataType::kFloat16:
      return narrow<uint16_t>(type, sizes_, as_floats(*this), float_to_half);
    case DataType::kBFloat16:
      return narrow<uint16_t>(type, sizes_, as_floats(*this), float_to_bfloat16);
    case DataType::kInt64:
      return Tensor(sizes_, as_integers(*this));
    case DataType::kInt32:
      return narrow<int32_t>(type, sizes_, as_integers(*this),
                             [](int64_t v) { return static_cast<int32_t>(v); });
    case DataType::kUInt8:
      return narrow<uint8_t>(type, sizes_, as_integers(*this),
                             [](int64_t v) { return static_cast<uint8_t>(v); });
    case DataType::kBool:
      break;
  }
  const auto is_set = [](auto v) { return static_cast<uint8_t>(v != 0); };
  return is_floating(type_) ? narrow<uint8_t>(type, sizes_, as_floats(*this), is_set)
                            : narrow<uint8_t>(type, sizes_, as_integers(*this), is_set);
}

bool Tensor::operator==(const Tensor& other) const {
  return bool(*this) == bool(other) && type_ == other.type_ && sizes_ == other.sizes_ &&
         std::ranges::equal(bytes(), other.bytes());
}

std::string describe(const Tensor& tensor) {
  return tensor ? std::string(name(tensor.type())) + " " + to_string(tensor.sizes()) : "absent";
}

}  // namespace kintsugi
