#include "kintsugi/picture/tiff_numbers.h"

#include <gmock/gmock.h>
#include <opencv2/core/cvdef.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "picture/sample_pictures.h"

namespace kintsugi {
namespace {

using testing::Contains;
using testing::HasSubstr;

// A TIFF of these numbers, `samples` a pixel, in one strip.
template <class T>
std::vector<uint8_t> tiff_of(Size size, int samples, const std::vector<T>& numbers, int format,
                             int orientation = ORIENTATION_TOPLEFT) {
  TiffFile file;
  TIFF* tiff = file.get();
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, size.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, size.height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, int(8 * sizeof(T)));
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, format);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, orientation);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, samples < 3 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, size.height);
  if (samples % 2 == 0) {
    const uint16_t kind = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
  std::vector<T> copy = numbers;
  TIFFWriteEncodedStrip(tiff, 0, copy.data(), copy.size() * sizeof(T));
  return file.close();
}

// All numbers of a TIFF, row after row.
template <class T>
std::vector<T> numbers_of(const std::vector<uint8_t>& bytes) {
  const TiffFile file(bytes);
  const TiffLayout layout = read_tiff_layout(file, {});
  EXPECT_EQ(layout.bits, int(8 * sizeof(T)));
  const TiffNumbers numbers(file, layout);
  std::vector<T> result;
  for (int y = 0; y < numbers.size().height; ++y) {
    const T* row = reinterpret_cast<const T*>(numbers.row(y));
    result.insert(result.end(), row, row + numbers.size().width * numbers.samples());
  }
  return result;
}

template <class T>
void expect_known_numbers_kept(int samples, int format, double low, double high) {
  const Size size{6, 5};
  std::vector<T> numbers;
  Random random(3);
  for (int i = 0; i < 30 * samples; ++i) numbers.push_back(T(random.uniform(low, high)));
  Picture picture = decode_picture(tiff_of(size, samples, numbers, format), "it");
  ASSERT_EQ(picture.image.bits(), 16);
  Mask hole(size);
  hole.row(2)[3] = kHole;
  for (int c = 0; c < picture.image.channels(); ++c) {
    picture.image.set(2, 3, c, picture.image.at(1, 3, c));
  }
  const std::vector<T> result = numbers_of<T>(encoded(picture, &hole, nullptr));
  ASSERT_EQ(result.size(), numbers.size());
  const double step = 1.01 * std::max(high - low, 1.0) / 65535;
  for (int i = 0; i < 30 * samples; ++i) {
    const bool is_filled = i / samples == 2 * 5 + 3;
    const bool is_alpha = samples % 2 == 0 && i % samples == samples - 1;
    const int from = is_filled && !is_alpha ? i - 5 * samples : i;
    if (is_filled) {
      EXPECT_NEAR(double(result[i]), double(numbers[from]), step + 0.002 * high);
    } else {
      EXPECT_EQ(double(result[i]), double(numbers[i])) << i;
    }
  }
}

TEST(TiffNumbersTest, KnownNumbersKeepEveryBitInEveryType) {
  for (const int samples : {1, 2, 3, 4}) {
    SCOPED_TRACE(samples);
    expect_known_numbers_kept<float>(samples, SAMPLEFORMAT_IEEEFP, 0, 1);
    expect_known_numbers_kept<double>(samples, SAMPLEFORMAT_IEEEFP, 0, 1);
    expect_known_numbers_kept<cv::float16_t>(samples, SAMPLEFORMAT_IEEEFP, 0, 1);
    expect_known_numbers_kept<uint32_t>(samples, SAMPLEFORMAT_UINT, 0, 4e9);
  }
  expect_known_numbers_kept<float>(3, SAMPLEFORMAT_IEEEFP, -2, 40);     // high dynamic range
  expect_known_numbers_kept<int16_t>(1, SAMPLEFORMAT_INT, -400, 8800);  // metres of height
  expect_known_numbers_kept<int32_t>(1, SAMPLEFORMAT_INT, -1e6, 1e6);
}

TEST(TiffNumbersTest, WhatIsNoNumberStaysSo) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const Picture picture = decode_picture(
      tiff_of<float>({1, 4}, 1, {nan, infinity, 0.5f, 1}, SAMPLEFORMAT_IEEEFP), "it");
  EXPECT_EQ(picture.image.at(0, 0, 0), 0);
  EXPECT_EQ(picture.image.at(0, 1, 0), 65535);
  EXPECT_EQ(picture.image.at(0, 3, 0), 65535);
  const Mask hole({1, 4});
  const std::vector<float> result = numbers_of<float>(encoded(picture, &hole, nullptr));
  EXPECT_TRUE(std::isnan(result[0]));
  EXPECT_EQ(result[1], infinity);
}

TEST(TiffNumbersTest, TurnedNumbersAreWrittenUpright) {
  const Picture picture =
      decode_picture(tiff_of<float>({2, 3}, 1, {0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f},
                                    SAMPLEFORMAT_IEEEFP, ORIENTATION_RIGHTTOP),
                     "it");
  ASSERT_EQ(picture.image.size(), (Size{3, 2}));
  const Mask hole({3, 2});
  EXPECT_EQ(numbers_of<float>(encoded(picture, &hole, nullptr)),
            (std::vector<float>{0.3f, 0, 0.4f, 0.1f, 0.5f, 0.2f}));
}

TEST(TiffNumbersTest, OtherFormatsSayWhatIsRounded) {
  Picture picture = decode_picture(tiff_of<float>({1, 2}, 1, {0, 1}, SAMPLEFORMAT_IEEEFP), "it");
  picture.format = PictureFormat::kPng;
  std::vector<std::string> warnings;
  encoded(picture, nullptr, &warnings);
  EXPECT_THAT(warnings, Contains(HasSubstr("32-bit floating point are rounded to 16 bits")));
}

TEST(TiffNumbersTest, ATagThatPointsBeyondTheEndIsNoObstacle) {
  std::vector<uint8_t> bytes = tiff_of<float>({2, 2}, 1, {0, 2, 4, 8}, SAMPLEFORMAT_IEEEFP);
  const std::array<uint8_t, 4> orientation = {0x12, 0x01, 3, 0};
  const auto entry =
      std::search(bytes.begin(), bytes.end(), orientation.begin(), orientation.end());
  ASSERT_NE(entry, bytes.end());
  const std::array<uint8_t, 12> broken = {0x13, 0x01, 4, 0, 0, 1, 0, 0, 0xF0, 0xFF, 0xFF, 0x7F};
  std::copy(broken.begin(), broken.end(), entry);
  Picture picture = decode_picture(bytes, "it");
  const Mask nothing(picture.image.size());
  std::vector<std::string> warnings;
  EXPECT_EQ(numbers_of<float>(encoded(picture, &nothing, &warnings)),
            (std::vector<float>{0, 2, 4, 8}));
  picture.format = PictureFormat::kPng;
  encoded(picture, &nothing, &warnings);
  EXPECT_THAT(warnings, Contains(HasSubstr("floating point are rounded to 16 bits")));
}

}  // namespace
}  // namespace kintsugi
