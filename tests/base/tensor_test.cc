#include "kintsugi/base/tensor.h"

#include <gmock/gmock.h>

#include <cmath>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

using ::testing::ElementsAre;

TEST(TensorTest, CopiesShareTheirElements) {
  const Tensor tensor({2, 2}, std::vector<float>{1, 2, 3, 4});
  const Tensor copy = tensor;
  EXPECT_EQ(copy.bytes().data(), tensor.bytes().data());
  EXPECT_EQ(tensor.reshaped({4}).bytes().data(), tensor.bytes().data());
  EXPECT_THAT(copy.values<float>(), ElementsAre(1, 2, 3, 4));
}

TEST(TensorTest, RefusesWrongSizes) {
  EXPECT_THROW(Tensor({2, 2}, std::vector<float>{1, 2, 3}), Error);
  EXPECT_THROW(Tensor({-1}, std::vector<float>{}), Error);
  EXPECT_THROW(num_elements({int64_t{1} << 40, int64_t{1} << 40}), Error);
  EXPECT_EQ(num_elements({int64_t{1} << 40, 0, 5}), 0);
  EXPECT_THROW(Tensor::scalar(1.0f).values<int64_t>(), Error);
}

TEST(TensorTest, AnEmptyTensorIsNotAbsent) {
  EXPECT_FALSE(Tensor());
  EXPECT_TRUE(Tensor({0}, std::vector<float>{}));
}

TEST(TensorTest, ConvertsBetweenTypes) {
  const Tensor tensor({4}, std::vector<float>{-1.5f, 0, 0.25f, 300});
  EXPECT_THAT(tensor.to(DataType::kInt64).values<int64_t>(), ElementsAre(-1, 0, 0, 300));
  EXPECT_THAT(tensor.to(DataType::kBool).values<uint8_t>(), ElementsAre(1, 0, 1, 1));
  for (const DataType half : {DataType::kFloat16, DataType::kBFloat16}) {
    EXPECT_EQ(tensor.to(half).to(DataType::kFloat32), tensor) << name(half);
  }
}

TEST(HalfTest, AllHalvesComeBack) {
  for (uint32_t bits = 0; bits < 65536; ++bits) {
    const float value = half_to_float(bits);
    if (std::isnan(value)) continue;
    EXPECT_EQ(float_to_half(value), bits);
  }
}

TEST(HalfTest, RoundsToNearestEven) {
  EXPECT_EQ(float_to_half(2049), float_to_half(2048));  // halfway to 2050, whose fraction is odd
  EXPECT_EQ(float_to_half(2051), float_to_half(2052));
  EXPECT_EQ(half_to_float(float_to_half(65519)), 65504);
  EXPECT_TRUE(std::isinf(half_to_float(float_to_half(65520))));
  EXPECT_EQ(bfloat16_to_float(float_to_bfloat16(1.00390625f)), 1.0f);  // 1 + 2^-8: halfway
  EXPECT_EQ(bfloat16_to_float(float_to_bfloat16(1.01171875f)), 1.015625f);
}

}  // namespace
}  // namespace kintsugi
