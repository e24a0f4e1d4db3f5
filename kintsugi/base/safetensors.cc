#include "kintsugi/base/safetensors.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"
#include "kintsugi/base/mapped_file.h"

namespace kintsugi {
namespace {

using nlohmann::json;

constexpr uint64_t kMaxHeaderBytes = 100'000'000;  // as in the reference implementation

constexpr std::pair<const char*, DataType> kTypeNames[] = {
    {"F32", DataType::kFloat32}, {"F16", DataType::kFloat16}, {"BF16", DataType::kBFloat16},
    {"I64", DataType::kInt64},   {"I32", DataType::kInt32},   {"U8", DataType::kUInt8},
    {"BOOL", DataType::kBool}};

std::optional<DataType> type_of(const std::string& text) {
  for (const auto& [known, type] : kTypeNames) {
    if (text == known) return type;
  }
  return {};
}

Tensor from_doubles(Sizes sizes, std::span<const uint8_t> bytes) {
  std::vector<float> floats(bytes.size() / sizeof(double));
  for (size_t i = 0; i < floats.size(); ++i) {
    double value;
    std::memcpy(&value, bytes.data() + i * sizeof(double), sizeof(double));
    floats[i] = static_cast<float>(value);
  }
  return Tensor(std::move(sizes), std::move(floats));
}

// One entry of the header, checked against the data that is there.
struct Entry {
  std::string name, type;
  Sizes sizes;
  uint64_t begin = 0, end = 0;
};

Entry read_entry(const std::string& name, const json& value, uint64_t num_bytes) {
  Entry entry{name, value.at("dtype").get<std::string>(), {}, 0, 0};
  for (const json& extent : value.at("shape")) {
    check(extent.is_number_unsigned() && extent.get<uint64_t>() <= uint64_t{1} << 48, "tensor '",
          name, "' has an extent that is no sensible number");
    entry.sizes.push_back(extent.get<int64_t>());
  }
  const json& offsets = value.at("data_offsets");
  check(offsets.is_array() && offsets.size() == 2 && offsets[0].is_number_unsigned() &&
            offsets[1].is_number_unsigned(),
        "tensor '", name, "' has no two data_offsets");
  entry.begin = offsets[0].get<uint64_t>();
  entry.end = offsets[1].get<uint64_t>();
  check(entry.begin <= entry.end && entry.end <= num_bytes, "tensor '", name, "' is at ",
        entry.begin, " to ", entry.end, " of ", num_bytes, " bytes");
  return entry;
}

// Keeps the bytes alive; null where tensors are to be copied.
using Owner = std::shared_ptr<const uint8_t>;

bool is_aligned(const uint8_t* address, DataType type) {
  return reinterpret_cast<uintptr_t>(address) % size_bytes(type) == 0;
}

Tensor read_tensor(const Entry& entry, std::span<const uint8_t> data, const Owner& owner) {
  const auto bytes = data.subspan(entry.begin, entry.end - entry.begin);
  const std::optional<DataType> type = type_of(entry.type);
  check(type || entry.type == "F64", "tensor '", entry.name, "' has the unknown type ", entry.type);
  const int64_t expected = num_elements(entry.sizes) * (type ? size_bytes(*type) : 8);
  check(static_cast<uint64_t>(expected) == bytes.size(), "tensor '", entry.name, "' ",
        to_string(entry.sizes), " has ", bytes.size(), " bytes, expected ", expected);
  if (!type) return from_doubles(entry.sizes, bytes);
  if (!owner || !is_aligned(bytes.data(), *type)) return Tensor(*type, entry.sizes, bytes);
  return Tensor::over(*type, entry.sizes, {owner, bytes.data()}, bytes.size());
}

TensorFile parse(std::span<const uint8_t> bytes, const Owner& owner) {
  check(bytes.size() >= 8, "it has ", bytes.size(), " bytes, expected a header");
  uint64_t header_bytes;
  std::memcpy(&header_bytes, bytes.data(), 8);
  check(header_bytes <= kMaxHeaderBytes && header_bytes <= bytes.size() - 8,
        "its header would have ", header_bytes, " of ", bytes.size(), " bytes");
  const json header = json::parse(bytes.begin() + 8, bytes.begin() + 8 + header_bytes);
  check(header.is_object(), "its header is no JSON object");
  const auto data = bytes.subspan(8 + header_bytes);
  TensorFile file;
  std::vector<Entry> entries;
  for (const auto& [name, value] : header.items()) {
    if (name == "__metadata__") {
      file.metadata = value.get<std::map<std::string, std::string>>();
    } else {
      entries.push_back(read_entry(name, value, data.size()));
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  uint64_t at = 0;
  for (const Entry& entry : entries) {
    check(entry.begin == at, "tensor '", entry.name, "' begins at ", entry.begin,
          ", expected at the end of the one before, ", at);
    at = entry.end;
    file.tensors[entry.name] = read_tensor(entry, data, owner);
  }
  check(at == data.size(), "it has ", data.size() - at, " bytes behind the last tensor");
  return file;
}

TensorFile parse_named(std::span<const uint8_t> bytes, const std::string& name,
                       const Owner& owner) {
  try {
    return parse(bytes, owner);
  } catch (const Error& error) {
    throw Error(name + " is no safetensors file: " + error.what());
  } catch (const json::exception& error) {
    throw Error(name + " is no safetensors file: " + error.what());
  }
}

}  // namespace

TensorFile parse_safetensors(std::span<const uint8_t> bytes, const std::string& name) {
  return parse_named(bytes, name, nullptr);
}

TensorFile map_safetensors(const std::filesystem::path& path) {
  const MappedFile file = map_file(path);
  return parse_named(file.bytes(), path.string(), file.data);
}

TensorFile read_safetensors(const std::filesystem::path& path) {
  return parse_safetensors(read_file(path), path.string());
}

void write_safetensors(const std::filesystem::path& path, const TensorFile& file) {
  json header = json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  uint64_t at = 0;
  for (const auto& [name, tensor] : file.tensors) {
    check(name != "__metadata__", "a tensor cannot be called __metadata__");
    const DataType wanted = tensor.type();
    const auto* type = std::find_if(std::begin(kTypeNames), std::end(kTypeNames),
                                    [&](const auto& one) { return one.second == wanted; });
    const uint64_t end = at + tensor.bytes().size();
    header[name] = {{"dtype", type->first}, {"shape", tensor.sizes()}, {"data_offsets", {at, end}}};
    at = end;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that tensors begin at multiples of 8
  const uint64_t length = text.size();
  AtomicFile out(path);
  out.write({reinterpret_cast<const uint8_t*>(&length), sizeof(length)});
  out.write({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  for (const auto& [name, tensor] : file.tensors) out.write(tensor.bytes());
  out.commit();
}

}  // namespace kintsugi
