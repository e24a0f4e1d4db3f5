#include "kintsugi/words.h"

#include <gmock/gmock.h>

#include "kintsugi/options.h"

namespace kintsugi {
namespace other {

enum class Precision { kF32, kBf16 };
constexpr auto words(Precision) {
  return std::to_array<Word<Precision>>(
      {{Precision::kF32, "f32"}, {Precision::kF32, "float32"}, {Precision::kBf16, "bf16"}});
}

}  // namespace other

namespace {

using other::Precision;
using testing::HasSubstr;
using testing::ThrowsMessage;

static_assert(HasWords<Precision> && !HasWords<int>);

TEST(WordsTest, AValueIsWrittenAsItsFirstWordAndReadFromAnyOfThem) {
  EXPECT_STREQ(word_of(Precision::kF32), "f32");
  EXPECT_EQ(value_of<Precision>("f32"), Precision::kF32);
  EXPECT_EQ(value_of<Precision>("float32"), Precision::kF32);
  EXPECT_EQ(value_of<Precision>("bf16"), Precision::kBf16);
  EXPECT_EQ(value_of<Precision>("f64"), std::nullopt);
}

TEST(WordsTest, TheListNamesEveryValueOnce) {
  EXPECT_EQ(list_of_words<Precision>(), "f32 or bf16");
  EXPECT_EQ(list_of_words<Precision>(", "), "f32, bf16");
}

TEST(WordsTest, AnOptionReadsWordsAndSaysWhichThereAre) {
  Precision precision = Precision::kF32;
  read_value("precision", "bf16", precision);
  EXPECT_EQ(precision, Precision::kBf16);
  EXPECT_THAT([&] { read_value("precision", "half", precision); },
              ThrowsMessage<Error>("precision cannot be 'half', expected f32 or bf16"));
}

}  // namespace
}  // namespace kintsugi
