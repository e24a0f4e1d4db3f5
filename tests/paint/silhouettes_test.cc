#include "kintsugi/paint/silhouettes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kintsugi/error.h"
#include "kintsugi/base/parallel.h"
#include "kintsugi/image/packed_pictures.h"
#include "kintsugi/paint/painters.h"
#include "kintsugi/paint/raster.h"
#include "kintsugi/picture.h"
#include "picture/tar_file.h"

namespace kintsugi {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

// A PNG of the size 40 x 60 with this box in white.
std::string png_with(const Box& box, int channels = 1) {
  Picture picture;
  picture.image = Image({40, 60}, channels);
  for (int y = box.top; y < box.bottom; ++y)
    for (int x = box.left; x < box.right; ++x)
      for (int c = 0; c < channels; ++c) picture.image.set(y, x, c, 255);
  const auto bytes = encode_picture(picture).bytes;
  return {bytes.begin(), bytes.end()};
}

const Box kWide = {10, 5, 20, 45}, kHigh = {2, 30, 38, 36};

// Two pictures, of which the second is in colour, a black one and a file that is no picture.
NamedTexts bank_files() {
  return {{"a.png", png_with(kWide)},
          {"b.png", png_with(kHigh, 3)},
          {"black.png", png_with({})},
          {"notes.txt", "no picture"}};
}

class SilhouettesTest : public testing::Test {
 protected:
  SilhouettesTest() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~SilhouettesTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ = testing::TempDir() + "kintsugi_silhouettes_" +
                                  testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(SilhouettesTest, AreReadFromAFolderAndFromATarAlike) {
  const auto tar = folder_ / "bank.tar";
  const auto files = bank_files();
  write_tar(tar, {files[3], files[1], files[2], files[0]});
  std::filesystem::create_directory(folder_ / "bank");
  for (const auto& [name, bytes] : files) write_bytes(folder_ / "bank" / name, bytes);
  for (const auto& path : {tar, folder_ / "bank"}) {
    const SilhouetteBank bank(path);
    ASSERT_EQ(bank.size(), 4);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(bank.shape(i) == nullptr, i >= 2) << i;
    EXPECT_EQ(bank.num_skipped(), 2);
    EXPECT_EQ(bank.shape(0)->size(), kWide.size());
    EXPECT_EQ(bank.shape(1)->size(), kHigh.size());
    EXPECT_EQ(bank.shape(1)->num_pixels(), 36 * 6);
  }
}

TEST_F(SilhouettesTest, AreReadFromAPackedFile) {
  const auto packed = folder_ / "bank.safetensors";
  PackedWriter writer(packed, {"a", "black"}, {.side = 8});
  Image image({8, 8}, 3);
  for (int c = 0; c < 3; ++c) image.set(2, 3, c, 255), image.set(3, 3, c, 255);
  writer.add("a", image);
  writer.add("black", Image({8, 8}, 3));
  writer.commit();
  const SilhouetteBank bank(packed);
  ASSERT_EQ(bank.size(), 2);
  EXPECT_EQ(bank.shape(0)->size(), (Size{2, 1}));
  EXPECT_EQ(bank.shape(1), nullptr);
  EXPECT_EQ(bank.num_skipped(), 1);
}

TEST_F(SilhouettesTest, ABankWithoutASilhouetteIsAnError) {
  write_tar(folder_ / "bank.tar", {{"notes.txt", "no picture"}});
  EXPECT_THAT([&] { SilhouetteBank(folder_ / "bank.tar"); },
              ThrowsMessage<Error>(HasSubstr("holds no silhouette: none of its 1 files")));
  EXPECT_THAT([&] { SilhouetteBank(folder_ / "nothing.tar"); },
              ThrowsMessage<Error>(HasSubstr("no such file")));
}

TEST_F(SilhouettesTest, AScaledDiscIsADisc) {
  Mask mask({101, 101});
  fill_disc(mask, {50, 50}, 50);
  const Silhouette disc(mask);
  EXPECT_EQ(disc.scaled({101, 101}), mask);
  for (const int side : {21, 40, 202, 303}) {
    const double expected = mask.ratio() * side * side;
    EXPECT_NEAR(disc.scaled({side, side}).num_holes(), expected, 0.03 * expected) << side;
  }
  EXPECT_EQ(disc.scaled({1, 1}).num_holes(), 1);
}

class RegionPainterTest : public SilhouettesTest {
 protected:
  RegionPainterTest() {
    for (const auto& [name, bytes] : bank_files()) write_bytes(folder_ / name, bytes);
  }
  PaintedHoles spec(PainterSettings settings) {
    settings.emplace_back("bank", folder_);
    return {HoleKind::kRegion, settings};
  }
  static Mask paint(const Painter& painter, Size size, uint64_t seed) {
    Random random(seed);
    return painter.paint(size, random);
  }
};

TEST_F(RegionPainterTest, PastesASilhouetteOfTheWantedSizeAnywhere) {
  const auto painter = make_painter(spec({{"size", "20px"}}));
  Box everywhere = {64, 64, 0, 0};
  int num_wide = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Mask mask = paint(*painter, {64, 64}, seed);
    EXPECT_EQ(mask, paint(*painter, {64, 64}, seed));
    const Box box = mask.bounds();
    EXPECT_EQ(std::max(box.height(), box.width()), 20);
    EXPECT_EQ(std::min(box.height(), box.width()), box.width() == 20 ? 5 : 3);  // 10:40, 6:36
    num_wide += box.width() == 20;
    everywhere = everywhere.joined(box);
  }
  EXPECT_EQ(everywhere, (Box{0, 0, 64, 64}));
  EXPECT_NEAR(num_wide, 100, 30);
}

TEST_F(RegionPainterTest, ThreadsThatShareABankPaintWhatOneDoes) {
  const auto painter = make_painter(spec({})), alone = make_painter(spec({}));
  parallel_for(64, 4, [&](int i) {
    EXPECT_EQ(paint(*painter, {64, 64}, i), paint(*alone, {64, 64}, i)) << i;
  });
}

TEST_F(RegionPainterTest, ReachesEveryRatioBin) {
  for (const char* bin : {"0.01..0.1", "0.1..0.2", "0.2..0.3", "0.3..0.4", "0.5..0.6"}) {
    const auto painter = make_painter(spec({{"ratio", bin}}));
    const double low = std::stod(bin), high = low < 0.05 ? 0.1 : low + 0.1;
    for (const Size size : {Size{64, 64}, {96, 200}, {256, 256}}) {
      for (uint64_t seed = 0; seed < 10; ++seed) {
        const double ratio = paint(*painter, size, seed).ratio();
        EXPECT_TRUE(ratio > low && ratio <= high + 1e-9) << size << " " << ratio << " in " << bin;
      }
    }
  }
}

TEST_F(RegionPainterTest, WorksWithTheRealBank) {
  const std::string path = KINTSUGI_SHARED "/data/masks_silhouette.tar";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here";
  const auto bank = std::make_shared<const SilhouetteBank>(path);
  EXPECT_EQ(bank->size(), 2500);
  const auto painter = region_painter({.ratio = {0.1, 0.2}}, bank);
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const double ratio = paint(*painter, {128, 128}, seed).ratio();
    EXPECT_TRUE(ratio > 0.1 && ratio <= 0.2) << ratio;
  }
  EXPECT_EQ(bank->num_skipped(), 0);
}

}  // namespace
}  // namespace kintsugi
