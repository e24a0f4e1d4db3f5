#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/run_program.h"

namespace kintsugi::apps {
namespace {

using testing::HasSubstr;

TEST(ProgramTest, TellsItsVersion) {
  const Ran ran = run_kintsugi({"--version"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("0."));
  EXPECT_EQ(ran.err, "");
}

TEST(ProgramTest, RefusesACommandThatItDoesNotKnow) {
  const Ran ran = run_kintsugi({"mend"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err, "");
}

}  // namespace
}  // namespace kintsugi::apps
