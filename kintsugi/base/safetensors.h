#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "kintsugi/base/tensor.h"

namespace kintsugi {

/// Named tensors and notes about them: what a .safetensors file holds.
struct TensorFile {
  std::map<std::string, Tensor> tensors;
  std::map<std::string, std::string> metadata;
};

/// Reads a .safetensors file. Types: F32, F16, BF16, I64, I32, U8, BOOL; F64 becomes f32.
/// Errors: no such file, or one that is damaged: a header of the wrong length, tensors that
/// overlap, leave gaps, or reach beyond the end.
TensorFile read_safetensors(const std::filesystem::path& path);

/// The same without reading the tensors: they lie in the mapped file (mapped_file.h), which they
/// keep. Those that are not aligned for their type are copied after all.
TensorFile map_safetensors(const std::filesystem::path& path);

/// The same from memory; `name` is for messages.
TensorFile parse_safetensors(std::span<const uint8_t> bytes, const std::string& name);

/// Writes a .safetensors file that appears only when complete.
void write_safetensors(const std::filesystem::path& path, const TensorFile& file);

}  // namespace kintsugi
