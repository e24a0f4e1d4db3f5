#include "kintsugi/graph/shape.h"

#include <algorithm>
#include <cassert>
#include <cctype>

#include "kintsugi/error.h"
#include "kintsugi/graph/dim_parser.h"

namespace kintsugi::graph {
namespace {

constexpr int kMaxTerms = 64;  // an expression that grows beyond is nobody's shape

int64_t add_checked(int64_t a, int64_t b) {
  int64_t sum;
  check(!__builtin_add_overflow(a, b, &sum), "a dimension overflows: ", a, " + ", b);
  return sum;
}

int64_t multiply_checked(int64_t a, int64_t b) {
  int64_t product;
  check(!__builtin_mul_overflow(a, b, &product), "a dimension overflows: ", a, " * ", b);
  return product;
}

int64_t divide_down(int64_t a, int64_t b) {
  check(b != 0, "a dimension is divided by zero");
  if (b == -1) return multiply_checked(a, -1);
  const int64_t quotient = a / b;
  return quotient - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

constexpr std::string_view kFloor = "floor(";

}  // namespace

Dim Dim::symbol(std::string name) {
  Dim result;
  result.terms_[{std::move(name)}] = 1;
  return result;
}

Dim Dim::parse(std::string_view text) {
  Dim result;
  const SymbolValues none;
  if (DimParser(text, none).read(result)) return result;
  std::string name(text);
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return symbol("_" + name);
}

int64_t Dim::value() const {
  assert(is_known());
  return terms_.empty() ? 0 : terms_.begin()->second;
}

Dim Dim::substitute(const SymbolValues& symbols) const {
  if (is_known()) return *this;
  const DimParser reader("", symbols);
  Dim sum;
  for (const auto& [product, coefficient] : terms_) {
    Dim term = coefficient;
    for (const std::string& atom : product) term = term * reader.atom_of(atom);
    sum = sum + term;
  }
  return sum;
}

int64_t Dim::evaluate(const SymbolValues& symbols) const {
  const Dim result = substitute(symbols);
  check(result.is_known(), "dimension ", to_string(), " needs a value for ", result.to_string());
  return result.value();
}

std::string Dim::to_string() const {
  if (terms_.empty()) return "0";
  std::string text;
  // The map sorts the constant first; people write it last.
  const auto append = [&](const Product& product, int64_t coefficient) {
    const bool is_negative = coefficient < 0;
    if (!text.empty()) text += is_negative ? " - " : " + ";
    if (text.empty() && is_negative) text += "-";
    const std::string magnitude = std::to_string(coefficient).substr(is_negative ? 1 : 0);
    std::string factors = magnitude == "1" && !product.empty() ? "" : magnitude;
    for (const std::string& atom : product) factors += (factors.empty() ? "" : "*") + atom;
    text += factors;
  };
  for (const auto& [product, coefficient] : terms_) {
    if (!product.empty()) append(product, coefficient);
  }
  if (const auto constant = terms_.find({}); constant != terms_.end()) {
    append({}, constant->second);
  }
  return text;
}

void Dim::add(const Product& product, int64_t coefficient) {
  const int64_t sum = add_checked(terms_[product], coefficient);
  if (sum == 0) {
    terms_.erase(product);
  } else {
    terms_[product] = sum;
  }
  check(terms_.size() <= kMaxTerms, "a dimension has more than ", kMaxTerms, " terms");
}

Dim operator+(const Dim& a, const Dim& b) {
  Dim sum = a;
  for (const auto& [product, coefficient] : b.terms_) sum.add(product, coefficient);
  return sum;
}

Dim operator-(const Dim& a, const Dim& b) { return a + b * Dim(-1); }

Dim operator*(const Dim& a, const Dim& b) {
  Dim result;
  for (const auto& [left, left_coefficient] : a.terms_) {
    for (const auto& [right, right_coefficient] : b.terms_) {
      Dim::Product product = left;
      product.insert(product.end(), right.begin(), right.end());
      check(product.size() <= kMaxTerms, "a dimension has more than ", kMaxTerms, " factors");
      std::sort(product.begin(), product.end());
      result.add(product, multiply_checked(left_coefficient, right_coefficient));
    }
  }
  return result;
}

// Takes out of `rest` what `b` divides exactly: of 4H + 3 over 4, H leaves and 3 stays.
Dim Dim::take_whole(Dim& rest, const Dim& b) {
  if (b.terms_.size() != 1) return 0;
  const auto& [divisor, divisor_coefficient] = *b.terms_.begin();
  Dim whole, left;
  for (const auto& [product, coefficient] : rest.terms_) {
    const bool is_whole =
        std::includes(product.begin(), product.end(), divisor.begin(), divisor.end()) &&
        coefficient % divisor_coefficient == 0;
    if (!is_whole) {
      left.add(product, coefficient);
      continue;
    }
    Product quotient;
    std::set_difference(product.begin(), product.end(), divisor.begin(), divisor.end(),
                        std::back_inserter(quotient));
    whole.add(quotient, coefficient / divisor_coefficient);
  }
  if (b.is_known() && left.terms_.contains({})) {
    const int64_t quotient = divide_down(left.terms_[{}], divisor_coefficient);
    whole = whole + Dim(quotient);
    left = left - Dim(multiply_checked(quotient, divisor_coefficient));
  }
  rest = left;
  return whole;
}

// floor((floor(x/m) + c)/n) is floor((x + c*m)/(m*n)) for positive m and n: rewrites rest =
// floor(x/m)
// + c and b = n so. False when `rest` is something else.
bool Dim::merge_floors(Dim& rest, Dim& b) {
  if (!b.is_known() || b.value() <= 0) return false;
  const Dim constant = rest.terms_.contains({}) ? rest.terms_[{}] : 0;
  const Dim inner = rest - constant;
  if (inner.terms_.size() != 1) return false;
  const auto& [product, coefficient] = *inner.terms_.begin();
  if (product.size() != 1 || coefficient != 1 || !product[0].starts_with(kFloor)) return false;
  const std::string& text = product[0];
  const size_t slash = text.rfind('/');
  const std::string divisor = text.substr(slash + 1, text.size() - slash - 2);
  if (divisor.size() > 18 || !std::all_of(divisor.begin(), divisor.end(), ::isdigit)) return false;
  const Dim m = std::stoll(divisor);
  rest = parse(text.substr(kFloor.size(), slash - kFloor.size())) + constant * m;
  b = b * m;
  return true;
}

Dim floor_div(const Dim& a, const Dim& b) {
  check(!(b == Dim(0)), "a dimension is divided by zero");
  if (a == b) return 1;
  if (a.is_known() && b.is_known()) return divide_down(a.value(), b.value());
  Dim rest = a, divisor = b;
  const Dim whole = Dim::take_whole(rest, b);
  if (rest == Dim(0)) return whole;
  if (rest.is_known() && b.is_known()) return whole + Dim(divide_down(rest.value(), b.value()));
  if (Dim::merge_floors(rest, divisor)) return whole + floor_div(rest, divisor);
  const auto part = [](const Dim& dim) {
    const std::string text = dim.to_string();
    return text.find_first_of("+-*/ ") == std::string::npos ? text : "(" + text + ")";
  };
  const std::string text = "floor(" + part(rest) + "/" + part(divisor) + ")";
  check(text.size() <= 1000, "a dimension is an expression of more than 1000 letters");
  return whole + Dim::symbol(text);
}

Dim ceil_div(const Dim& a, const Dim& b) { return floor_div(a + b - Dim(1), b); }

std::string to_string(const Shape& shape) {
  std::string text = "[";
  for (size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + shape[i].to_string();
  return text + "]";
}

bool is_known(const Shape& shape) {
  return std::all_of(shape.begin(), shape.end(), [](const Dim& d) { return d.is_known(); });
}

Sizes sizes_of(const Shape& shape) {
  check(is_known(shape), "shape ", to_string(shape), " is not known");
  Sizes sizes;
  for (const Dim& extent : shape) sizes.push_back(extent.value());
  return sizes;
}

Shape shape_of(const Sizes& sizes) { return Shape(sizes.begin(), sizes.end()); }

bool may_be_equal(const Shape& a, const Shape& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    const Dim difference = a[i] - b[i];
    if (difference.is_known() && difference.value() != 0) return false;
  }
  return true;
}

Dim num_elements(const Shape& shape) {
  Dim product = 1;
  for (const Dim& extent : shape) product = product * extent;
  return product;
}

Shape substitute(const Shape& shape, const SymbolValues& symbols) {
  Shape result;
  for (const Dim& extent : shape) result.push_back(extent.substitute(symbols));
  return result;
}

}  // namespace kintsugi::graph
