#include "kintsugi/learn/tensors.h"

#include <gtest/gtest.h>

#include "kintsugi/error.h"

namespace kintsugi::learn {
namespace {

TEST(TensorsTest, GoThereAndBackUnchanged) {
  const Tensor floats({2, 1, 2}, std::vector<float>{1, -2, 0.5f, 3e30f});
  for (const DataType type : {DataType::kFloat32, DataType::kFloat16, DataType::kBFloat16,
                              DataType::kInt64, DataType::kInt32, DataType::kBool}) {
    const Tensor tensor = Tensor({2, 1, 2}, std::vector<float>{1, 2, 0, 5}).to(type);
    EXPECT_EQ(from_torch(to_torch(tensor)), tensor) << name(type);
  }
  EXPECT_EQ(from_torch(to_torch(floats)), floats);
  EXPECT_EQ(from_torch(to_torch(Tensor::scalar(2.0f))), Tensor::scalar(2.0f));
}

TEST(TensorsTest, MemoryFormatsDoNotShow) {
  const torch::Tensor x = torch::arange(24).to(torch::kFloat32).view({1, 2, 3, 4});
  const torch::Tensor last = x.contiguous(torch::MemoryFormat::ChannelsLast);
  EXPECT_EQ(from_torch(last), from_torch(x));
  EXPECT_EQ(from_torch(x.to(torch::kFloat64)), from_torch(x));
}

TEST(TensorsTest, CopyIntoNamesEverythingThatIsWrong) {
  const NamedTensors targets = {{"a.weight", torch::zeros({2, 3})}, {"b", torch::zeros({2})}};
  const std::map<std::string, Tensor> values = {
      {"a.weight", Tensor({3, 2}, std::vector<float>(6, 1))}, {"c", Tensor::scalar(1.0f)}};
  try {
    copy_into(targets, values, "run.safetensors");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "run.safetensors; a.weight is [3, 2], expected [2, 3]; b is missing; "
                 "c is not expected");
  }
  EXPECT_EQ(targets[0].second.abs().sum().item<float>(), 0);
}

}  // namespace
}  // namespace kintsugi::learn
