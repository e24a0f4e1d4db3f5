#pragma once

#include <array>
#include <optional>

#include "kintsugi/words.h"

namespace kintsugi {

/// What networks compute with. kBf16 is mixed: convolutions and matrix products take bfloat16 and
/// add up in f32.
enum class Precision { kF32, kBf16 };
constexpr auto words(Precision) {
  return std::to_array<Word<Precision>>({{Precision::kF32, "f32"},
                                         {Precision::kF32, "float32"},
                                         {Precision::kBf16, "bf16"},
                                         {Precision::kBf16, "bfloat16"}});
}

/// A precision as options hold it: "auto" is none, whoever computes chooses what is fast there.
constexpr auto words(std::optional<Precision>) {
  return std::to_array<Word<std::optional<Precision>>>({{std::nullopt, "auto"},
                                                        {Precision::kF32, "f32"},
                                                        {Precision::kF32, "float32"},
                                                        {Precision::kBf16, "bf16"},
                                                        {Precision::kBf16, "bfloat16"}});
}

}  // namespace kintsugi
