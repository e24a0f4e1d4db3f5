#include "kintsugi/paint/range.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

// "a..b" in two, and "a" twice.
std::pair<std::string_view, std::string_view> both_ends(std::string_view text) {
  const size_t dots = text.find("..");
  if (dots == text.npos) return {text, text};
  return {text.substr(0, dots), text.substr(dots + 2)};
}

bool drop_px(std::string_view& text) {
  if (!text.ends_with("px")) return false;
  text.remove_suffix(2);
  return true;
}

}  // namespace

Range Lengths::in_px(int side_px) const {
  return is_px ? Range{low, high} : Range{low * side_px, high * side_px};
}

std::istream& operator>>(std::istream& in, Range& range) {
  std::string text;
  if (!(in >> text)) return in;
  const auto [low_text, high_text] = both_ends(text);
  const auto low = number(low_text), high = number(high_text);
  check(low && high && *low <= *high, "found '", text, "', expected a range such as 0.1..0.2");
  range = {*low, *high};
  return in;
}

std::ostream& operator<<(std::ostream& out, const Range& range) {
  out << range.low;
  return range.low == range.high ? out : out << ".." << range.high;
}

std::istream& operator>>(std::istream& in, Lengths& lengths) {
  std::string text;
  if (!(in >> text)) return in;
  auto [low_text, high_text] = both_ends(text);
  const bool low_is_px = drop_px(low_text), high_is_px = drop_px(high_text);
  const auto low = number(low_text), high = number(high_text);
  check(low && high && *low >= 0 && *low <= *high && low_is_px == high_is_px, "found '", text,
        "', expected fractions of the picture such as 0.1..0.3, or pixels such as 10px..20px");
  lengths = {*low, *high, low_is_px};
  return in;
}

std::ostream& operator<<(std::ostream& out, const Lengths& lengths) {
  const char* unit = lengths.is_px ? "px" : "";
  out << lengths.low << unit;
  return lengths.low == lengths.high ? out : out << ".." << lengths.high << unit;
}

}  // namespace kintsugi
