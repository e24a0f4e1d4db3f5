#include "kintsugi/error.h"

#include <gtest/gtest.h>

namespace kintsugi {
namespace {

TEST(ErrorTest, CheckJoinsItsPartsIntoTheMessage) {
  try {
    check(2 + 2 == 5, "found ", 4, ", expected ", 5.5);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "found 4, expected 5.5");
  }
}

TEST(ErrorTest, CheckOfSomethingTrueDoesNothing) { EXPECT_NO_THROW(check(true, "never")); }

}  // namespace
}  // namespace kintsugi
