#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kintsugi/base/tensor.h"

namespace kintsugi::graph {

using kintsugi::num_elements;
using kintsugi::to_string;

/// What the symbols of a shape stand for: {"H", 256}.
using SymbolValues = std::map<std::string, int64_t, std::less<>>;

/// One extent of a shape: an integer, or an expression over symbols such as N, H and W.
///
/// Expressions are sums of products of symbols and floor divisions, kept in one normal form, so
/// that equal ones compare equal: floor((floor((H + 1)/2) + 1)/2) is floor((H + 3)/4). Arithmetic
/// that leaves 64 bits is an Error.
class Dim {
 public:
  Dim(int64_t value = 0) {  // NOLINT: an integer is a dimension
    if (value != 0) terms_[{}] = value;
  }
  /// The symbol `name`: letters, digits, underscores and dots, a letter first (or "?" for unknown).
  static Dim symbol(std::string name);
  /// Reads what to_string writes, with + - * / and floor(a/b); any other text is one symbol,
  /// its odd letters replaced by underscores.
  static Dim parse(std::string_view text);

  bool is_known() const { return terms_.empty() || (terms_.size() == 1 && is_constant_term()); }
  /// The integer. Asserts is_known().
  int64_t value() const;

  /// The value with the symbols given. Errors: a symbol is missing, division by zero.
  int64_t evaluate(const SymbolValues& symbols) const;
  /// The expression with those of its symbols replaced that `symbols` has.
  Dim substitute(const SymbolValues& symbols) const;

  /// "4*floor((H + 3)/4)"
  std::string to_string() const;

  friend Dim operator+(const Dim& a, const Dim& b);
  friend Dim operator-(const Dim& a, const Dim& b);
  friend Dim operator*(const Dim& a, const Dim& b);
  /// Division rounded down. Errors: division by a known zero.
  friend Dim floor_div(const Dim& a, const Dim& b);
  bool operator==(const Dim&) const = default;

 private:
  // A product of symbols and divisions by their text, sorted: {"H", "W"}, {"floor((H + 1)/2)"}.
  using Product = std::vector<std::string>;

  bool is_constant_term() const { return terms_.begin()->first.empty(); }
  void add(const Product& product, int64_t coefficient);
  static Dim take_whole(Dim& rest, const Dim& b);
  static bool merge_floors(Dim& rest, Dim& b);

  std::map<Product, int64_t> terms_;  // product -> coefficient, never 0; the empty product is 1
};

Dim floor_div(const Dim& a, const Dim& b);
/// Division rounded up.
Dim ceil_div(const Dim& a, const Dim& b);

/// Extents of a value, slowest first.
using Shape = std::vector<Dim>;

/// "[N, 3, H, W]"
std::string to_string(const Shape& shape);

/// Whether every extent is an integer.
bool is_known(const Shape& shape);

/// The integers of a shape. Errors: an extent that is not known.
Sizes sizes_of(const Shape& shape);
Shape shape_of(const Sizes& sizes);

/// Whether the shapes have the same rank and no extents that are certain to differ.
bool may_be_equal(const Shape& a, const Shape& b);

/// The product of the extents.
Dim num_elements(const Shape& shape);

/// The shape with those symbols replaced that `symbols` has.
Shape substitute(const Shape& shape, const SymbolValues& symbols);

}  // namespace kintsugi::graph
