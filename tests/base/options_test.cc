#include "kintsugi/options.h"

#include <gtest/gtest.h>

namespace kintsugi {
namespace {

struct Sample {
  int count = 3;
  double radius = 0.5;
  bool is_fast = false;
  std::string name = "a";
  uint64_t seed = 1;

  template <class Options, class Visitor>
  static void fields(Options& o, Visitor&& field) {
    field("count", o.count, "how many");
    field("radius", o.radius, "how far");
    field("fast", o.is_fast, "whether to hurry");
    field("name", o.name, "what it is called");
    field("seed", o.seed, "of random numbers");
  }
};

std::string error_of(const std::string& name, const std::string& text) {
  try {
    Sample sample;
    set(sample, name, text);
    return "no error";
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(OptionsTest, SetsEveryKindOfField) {
  Sample sample;
  set(sample, "count", "-7");
  set(sample, "radius", "1e-2");
  set(sample, "fast", "true");
  set(sample, "name", "two words");
  set(sample, "seed", "18446744073709551615");
  EXPECT_EQ(sample.count, -7);
  EXPECT_EQ(sample.radius, 0.01);
  EXPECT_TRUE(sample.is_fast);
  EXPECT_EQ(sample.name, "two words");
  EXPECT_EQ(sample.seed, UINT64_MAX);
}

TEST(OptionsTest, RefusesWhatIsNoValue) {
  EXPECT_EQ(error_of("count", "3.5"), "count cannot be '3.5', expected a whole number");
  EXPECT_EQ(error_of("count", "99999999999"),
            "count cannot be '99999999999', expected a whole number");
  EXPECT_EQ(error_of("radius", "nan"), "radius cannot be 'nan', expected a number");
  EXPECT_EQ(error_of("radius", ""), "radius cannot be '', expected a number");
  EXPECT_EQ(error_of("fast", "yes"), "fast cannot be 'yes', expected true or false");
  EXPECT_EQ(error_of("seed", "-1"), "seed cannot be '-1', expected a whole number of 0 or more");
}

TEST(OptionsTest, RefusesAnUnknownName) {
  EXPECT_EQ(error_of("cuont", "3"), "there is no option cuont");
}

}  // namespace
}  // namespace kintsugi
