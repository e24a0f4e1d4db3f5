#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "kintsugi/graph/shape.h"

namespace kintsugi::graph {

/// Reads the texts of dimensions: a recursive descent over sums of products. Symbols that `values`
/// has are replaced on the way, so evaluation and substitution are a matter of reading. A part of
/// shape.cc; use Dim::parse.
class DimParser {
 public:
  DimParser(std::string_view text, const SymbolValues& values) : text_(text), values_(values) {}

  /// The whole text as an expression; false when it is none.
  bool read(Dim& result) { return sum(result) && (skip_blanks(), at_ == text_.size()); }

  Dim atom_of(const std::string& atom) const {
    Dim result;
    if (atom.starts_with(kFloor) && DimParser(atom, values_).read(result)) return result;
    const auto found = values_.find(atom);
    return found == values_.end() ? Dim::symbol(atom) : Dim(found->second);
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  bool take(std::string_view token) {
    skip_blanks();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }

  bool sum(Dim& result) {
    if (++depth_ > kMaxDepth) return false;
    const bool is_negative = take("-");
    if (!product(result)) return false;
    if (is_negative) result = Dim(0) - result;
    for (Dim next;;) {
      const bool plus = take("+");
      if (!plus && !take("-")) break;
      if (!product(next)) return false;
      result = plus ? result + next : result - next;
    }
    --depth_;
    return true;
  }

  bool product(Dim& result) {
    if (!factor(result)) return false;
    for (Dim next;;) {
      const bool times = take("*");
      if (!times && !take("//") && !take("/")) return true;
      if (!factor(next)) return false;
      if (!times && next == Dim(0)) return false;
      result = times ? result * next : floor_div(result, next);
    }
  }

  bool factor(Dim& result) {
    if (take(kFloor) || take("(")) return sum(result) && take(")");
    skip_blanks();
    const size_t start = at_;
    const auto is_part = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '?';
    };
    while (at_ < text_.size() && is_part(text_[at_])) ++at_;
    const std::string word(text_.substr(start, at_ - start));
    if (word.empty()) return false;
    if (!std::isdigit(static_cast<unsigned char>(word[0]))) {
      result = atom_of(word);
      return true;
    }
    if (word.size() > 18 || !std::all_of(word.begin(), word.end(), ::isdigit)) return false;
    result = std::stoll(word);
    return true;
  }

  static constexpr int kMaxDepth = 100;  // of parentheses, in texts from files
  static constexpr std::string_view kFloor = "floor(";

  std::string_view text_;
  const SymbolValues& values_;
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace kintsugi::graph
