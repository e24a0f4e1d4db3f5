#include "kintsugi/base/safetensors.h"

#include <gmock/gmock.h>

#include <cstring>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

std::vector<uint8_t> file_of(const std::string& header, size_t num_bytes) {
  std::vector<uint8_t> bytes(8 + header.size() + num_bytes);
  const uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  return bytes;
}

void expect_error(const std::string& header, size_t num_bytes, const char* message) {
  EXPECT_THAT([&] { parse_safetensors(file_of(header, num_bytes), "x.safetensors"); },
              ThrowsMessage<Error>(HasSubstr(message)))
      << header;
}

TEST(SafetensorsTest, WhatIsWrittenComesBack) {
  TensorFile file;
  file.tensors["a.weight"] = Tensor({2, 2}, std::vector<float>{1, 2, 3, 4});
  file.tensors["b"] = file.tensors["a.weight"].to(DataType::kBFloat16);
  file.tensors["c"] = Tensor({0}, std::vector<int64_t>{});
  file.tensors["d"] = Tensor::scalar(int64_t{-7});
  file.metadata["source"] = "here";
  const auto path = std::filesystem::path(testing::TempDir()) / "roundtrip.safetensors";
  write_safetensors(path, file);
  const TensorFile back = read_safetensors(path);
  EXPECT_EQ(back.tensors, file.tensors);
  EXPECT_EQ(back.metadata, file.metadata);
}

TEST(SafetensorsTest, MappedTensorsAreTheSameAndOutliveTheirFile) {
  TensorFile file;
  file.tensors["bytes"] = Tensor({3}, std::vector<uint8_t>{1, 2, 3});
  file.tensors["floats"] = Tensor({2}, std::vector<float>{4, 5});  // at 3: not aligned, a copy
  const auto path = std::filesystem::path(testing::TempDir()) / "mapped.safetensors";
  write_safetensors(path, file);
  const TensorFile mapped = map_safetensors(path);
  std::filesystem::remove(path);
  EXPECT_EQ(mapped.tensors, file.tensors);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(mapped.tensors.at("floats").bytes().data()) % 4, 0u);
}

TEST(SafetensorsTest, ReadsWhatOthersWrite) {
  auto bytes = file_of(R"({"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}})", 8);
  const double value = 0.5;
  std::memcpy(bytes.data() + bytes.size() - 8, &value, 8);
  EXPECT_THAT(parse_safetensors(bytes, "x").tensors.at("x").values<float>(), ElementsAre(0.5f));
}

TEST(SafetensorsTest, RefusesHostileFiles) {
  expect_error(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4, "expected 8");
  expect_error(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
                   "y":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}})",
               6, "expected at the end of the one before");
  expect_error(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8, "begins at 4");
  expect_error(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 8, "behind the last");
  expect_error(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,400]}})", 4, "of 4 bytes");
  expect_error(R"({"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4, "no sensible");
  expect_error(R"({"x":{"dtype":"F32","shape":[281474976710656,281474976710656],)"
               R"("data_offsets":[0,4]}})",
               4, "more than 2^48");
  expect_error(R"({"x":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}})", 4, "unknown type F31");
  expect_error(R"({"x":7})", 0, "safetensors");
  expect_error("[1]", 0, "no JSON object");
  expect_error("{", 0, "parse error");
  auto bytes = file_of("{}", 0);
  bytes[6] = 1;  // a header of 2^48 bytes
  EXPECT_THROW(parse_safetensors(bytes, "x"), Error);
  EXPECT_THROW(parse_safetensors(std::vector<uint8_t>(7), "x"), Error);
}

}  // namespace
}  // namespace kintsugi
