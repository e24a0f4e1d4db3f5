// What several threads do at once with one object; ./run tsan runs these under ThreadSanitizer.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "engine/pictures.h"
#include "fill/pictures.h"
#include "kintsugi/engine/model_inpainter.h"
#include "kintsugi/fill/diffusion.h"
#include "kintsugi/fill/patch_thin.h"
#include "kintsugi/fill/patchmatch.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/image/by_depth.h"
#include "kintsugi/image/pieces.h"
#include "kintsugi/image/tiles.h"
#include "kintsugi/picture.h"

namespace kintsugi {
namespace {

constexpr int kNumThreads = 4;

// Calls body(thread) in all threads at once.
template <class Body>
void in_threads(const Body& body) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < kNumThreads; ++t) threads.emplace_back([&body, t] { body(t); });
}

Image noise(Size size, int seed) {
  return fill::with_noise_under(Image(size, 3), fill::hole(size, {0, 0, size.height, size.width}),
                                seed);
}

// A block and a line.
Mask holes(Size size) {
  Mask mask = fill::hole(size, {10, 10, 30, 34});
  for (int x = 0; x < size.width; ++x) mask.row(size.height - 8)[x] = kHole;
  return mask;
}

// Each thread fills a picture of its own, as a thread alone does.
void expect_fills_from_threads(const Inpainter& method) {
  std::vector<Image> images, results(kNumThreads), expected;
  const Size size{64, 80};
  for (int t = 0; t < kNumThreads; ++t) {
    images.push_back(noise(size, t + 1));
    expected.push_back(method.fill(images[t], holes(size)).image);
  }
  in_threads([&](int t) { results[t] = method.fill(images[t], holes(size)).image; });
  for (int t = 0; t < kNumThreads; ++t) EXPECT_EQ(results[t], expected[t]) << t;
}

std::unique_ptr<Inpainter> patches() {
  return by_depth(3, in_tiles(fill::thin_patchmatch({.threads = 1}), {.threads = 2}),
                  in_pieces(fill::patchmatch({.threads = 2})));
}

engine::ModelInpainter model() {
  using graph::Dim;
  const auto shape = [](int64_t channels) {
    return graph::Shape{Dim::symbol("N"), channels, Dim::symbol("H"), Dim::symbol("W")};
  };
  graph::Builder b("model");
  const graph::Value image = b.input("image", shape(3)), mask = b.input("mask", shape(1));
  graph::Value value = b.concat({image, mask}, 1);
  for (int i = 0; i < 3; ++i) value = b.upsample_nearest(b.average_pool(value, {}), 2);
  b.output("result", b.slice(value, 1, 0, 3));
  return engine::ModelInpainter(b.finish(),
                                {.train_size_px = 32, .max_size_px = 64, .model = {.threads = 1}});
}

TEST(SeveralThreadsTest, OneMethodFillsSeveralPicturesAtOnce) {
  expect_fills_from_threads(*patches());
  expect_fills_from_threads(*fill::telea());
  expect_fills_from_threads(*fill::navier_stokes());
}

TEST(SeveralThreadsTest, OneModelFillsSeveralPicturesAtOnce) { expect_fills_from_threads(model()); }

TEST(SeveralThreadsTest, ThePlansOfOneModelAreMadeByWhoeverComesFirst) {
  const engine::ModelInpainter inpainter = model();
  in_threads([&](int t) {
    for (int i = 1; i <= 20; ++i) {  // more sizes than plans are kept
      const int64_t side = 8 * ((i + t) % 20 + 1);
      inpainter.model().plan({{"image", {1, 3, side, side}}, {"mask", {1, 1, side, side}}});
    }
  });
  EXPECT_LE(inpainter.model().num_plans(), 16u);
}

TEST(SeveralThreadsTest, AnotherThreadStopsAFill) {
  const auto method = patches();
  const engine::ModelInpainter inpainter = model();
  const Size size{300, 300};
  for (const Inpainter* filler :
       {static_cast<const Inpainter*>(method.get()), static_cast<const Inpainter*>(&inpainter)}) {
    std::atomic<bool> has_begun = false, is_cancelled = false;
    std::jthread user([&] {
      while (!has_begun) std::this_thread::yield();
      is_cancelled = true;
    });
    const auto report = [&](double share) {
      has_begun = true;
      while (share > 0.5 && !is_cancelled) std::this_thread::yield();
      return !is_cancelled;
    };
    EXPECT_THROW(filler->fill(noise(size, 1), holes(size), report), Stopped);
  }
}

TEST(SeveralThreadsTest, PicturesAreReadAndWrittenAtOnce) {
  const Picture picture{.image = noise({24, 40}, 3)};
  in_threads([&](int t) {
    for (const PictureFormat format :
         {PictureFormat::kPng, PictureFormat::kJpeg, PictureFormat::kWebp, PictureFormat::kTiff,
          PictureFormat::kBmp}) {
      Picture mine = picture;
      mine.format = format;
      mine.image = noise({24, 40}, t + 5);
      const Picture read = decode_picture(encode_picture(mine, Mask({24, 40})).bytes, "it");
      EXPECT_EQ(read.image.size(), mine.image.size());
      mask_from_picture(read, read);
    }
  });
}

}  // namespace
}  // namespace kintsugi
