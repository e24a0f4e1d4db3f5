#include "kintsugi/data/run_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "kintsugi/base/atomic_file.h"
#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

namespace fs = std::filesystem;

class RunLogTest : public testing::Test {
 protected:
  RunLogTest()
      : folder_(fs::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(folder_);
  }
  ~RunLogTest() override { fs::remove_all(folder_); }

  std::vector<nlohmann::json> lines() const {
    std::ifstream file(folder_ / "metrics.jsonl");
    std::vector<nlohmann::json> found;
    for (std::string line; std::getline(file, line);) found.push_back(nlohmann::json::parse(line));
    return found;
  }

  std::vector<fs::path> event_files() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      if (entry.path().filename().string().starts_with("events.out.tfevents.")) {
        found.push_back(entry.path());
      }
    }
    return found;
  }

  fs::path folder_;
};

TEST(Crc32cTest, IsCastagnolis) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);  // the check value of RFC 3720's polynomial
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);  // RFC 3720, B.4
}

/// The events of a file, their frames checked.
std::vector<std::string> events_of(const fs::path& path) {
  const std::vector<uint8_t> bytes = read_file(path);
  std::vector<std::string> events;
  const auto number = [&]<class T>(size_t at, T) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
  };
  const auto unmasked = [](uint32_t masked) {
    const uint32_t rotated = masked - 0xA282EAD8u;
    return (rotated >> 17) | (rotated << 15);
  };
  for (size_t at = 0; at < bytes.size();) {
    const auto length = number(at, uint64_t{});
    const std::string head(bytes.begin() + at, bytes.begin() + at + 8);
    EXPECT_EQ(unmasked(number(at + 8, uint32_t{})), crc32c(head));
    events.emplace_back(bytes.begin() + at + 12, bytes.begin() + at + 12 + length);
    EXPECT_EQ(unmasked(number(at + 12 + length, uint32_t{})), crc32c(events.back()));
    at += 16 + length;
  }
  return events;
}

TEST_F(RunLogTest, WritesALineAndEventsForEveryStep) {
  {
    RunLog log(folder_, 0);
    log.numbers(1, "joint", {{"loss/l1", 0.5}, {"rate", std::nan("")}});
    log.numbers(2, "joint", {{"loss/l1", 0.25}});
  }
  ASSERT_EQ(lines().size(), 2u);
  EXPECT_EQ(lines()[0], nlohmann::json::parse(
                            R"({"step": 1, "phase": "joint", "loss/l1": 0.5, "rate": null})"));
  ASSERT_EQ(event_files().size(), 1u);
  const std::vector<std::string> events = events_of(event_files()[0]);
  ASSERT_EQ(events.size(), 5u);  // version, session, three numbers
  EXPECT_NE(events[0].find("brain.Event:2"), std::string::npos);
  // summary { value { tag: "loss/l1" simple_value: 0.25 } }, byte by byte
  EXPECT_TRUE(
      events[4].ends_with(std::string("\x2A\x10\x0A\x0E\x0A\x07loss/l1\x15\0\0\x80\x3E", 18)));
}

TEST_F(RunLogTest, AResumedRunForgetsWhatCameAfterItsCheckpoint) {
  {
    RunLog log(folder_, 0);
    for (int step = 1; step <= 5; ++step) log.numbers(step, "a", {{"x", step}});
  }
  std::ofstream(folder_ / "metrics.jsonl", std::ios::app) << "{\"step\": 6, \"pha";  // killed here
  RunLog log(folder_, 3);
  log.numbers(4, "a", {{"x", 40}});
  ASSERT_EQ(lines().size(), 4u);
  EXPECT_EQ(lines()[3]["x"], 40);
  EXPECT_EQ(event_files().size(), 2u);
}

Image grey(int value) {
  Image image({8, 8}, 3);
  std::fill_n(image.row<uint8_t>(0), 8 * image.row_bytes(), static_cast<uint8_t>(value));
  return image;
}

TEST_F(RunLogTest, SamplesAreRowsOfFourPictures) {
  const Sample sample = {grey(10), grey(20), grey(30), grey(40), ""};
  const Image grid = sample_grid({sample, sample});
  EXPECT_EQ(grid.size(), Size({4 + 2 * 12, 4 + 4 * 12}));
  EXPECT_EQ(grid.at(4, 4, 0), 10);
  EXPECT_EQ(grid.at(4 + 12, 4 + 3 * 12, 2), 40);

  int encoded = 0;
  RunLog log(folder_, 0, [&](const Image&) { return ++encoded, std::vector<uint8_t>{1, 2, 3}; });
  log.samples(7, {sample});
  EXPECT_EQ(read_file(folder_ / "samples" / "step-000007.png"), std::vector<uint8_t>({1, 2, 3}));
  EXPECT_EQ(encoded, 1);
}

int num_bright(const Image& grid, int top, int bottom) {
  int count = 0;
  for (int y = top; y < bottom; ++y) {
    for (int x = 0; x < grid.width(); ++x) count += grid.at(y, x, 0) > 200;
  }
  return count;
}

TEST(SampleGridTest, CaptionsAreWrittenBelow) {
  const Image grid = sample_grid({{grey(10), grey(10), grey(10), grey(10), "0.93"}});
  EXPECT_GT(num_bright(grid, 4 + 8, grid.height()), 20);
}

TEST(SampleGridTest, EveryLineOfACaptionHasALineOfItsOwn) {
  const Image one = sample_grid({{grey(10), grey(10), grey(10), grey(10), "0.93"}});
  const Image two = sample_grid({{grey(10), grey(10), grey(10), grey(10), "0.93\n0.93"}});
  const int line = two.height() - one.height();
  ASSERT_GT(line, 0);
  EXPECT_EQ(num_bright(two, 4 + 8, 4 + 8 + line), num_bright(one, 4 + 8, one.height()));
  EXPECT_EQ(num_bright(two, 4 + 8 + line, two.height()), num_bright(one, 4 + 8, one.height()));
}

TEST(SampleGridTest, PicturesOfDifferentSizesAreAnError) {
  EXPECT_THROW(sample_grid({{grey(1), grey(1), Image({4, 4}, 3), grey(1), ""}}), Error);
}

}  // namespace
}  // namespace kintsugi::data
