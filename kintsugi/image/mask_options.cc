#include <algorithm>
#include <cctype>
#include <charconv>
#include <iomanip>
#include <istream>
#include <ostream>
#include <sstream>
#include <string>

#include "kintsugi/error.h"
#include "kintsugi/mask.h"

namespace kintsugi {
namespace {

constexpr int kMostLabel = 65535;

// The whole of `text` as a number; -1 where it is none.
int number_of(const std::string& text, int base) {
  int value = -1;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, base);
  return error == std::errc() && stop == end ? value : -1;
}

}  // namespace

std::istream& operator>>(std::istream& in, MaskColour& colour) {
  std::string word;
  in >> word;
  std::string digits = word.substr(word.starts_with('#'));
  if (digits.size() == 3) {
    digits = {digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]};
  }
  const int value = digits.size() == 6 ? number_of(digits, 16) : -1;
  check(value >= 0, "the mask colour is '", word, "', expected six hexadecimal digits, as ff0000");
  colour = {true, {value >> 16, value >> 8 & 255, value & 255}};
  return in;
}

std::ostream& operator<<(std::ostream& out, const MaskColour& colour) {
  if (!colour.is_given) return out;
  std::ostringstream text;
  text << '#' << std::hex << std::setfill('0');
  for (const int value : colour.rgb) text << std::setw(2) << value;
  return out << text.str();
}

std::istream& operator>>(std::istream& in, MaskLabels& labels) {
  std::string words, word;
  in >> words;
  std::istringstream list(words);
  labels.values.clear();
  while (std::getline(list, word, ',')) labels.values.push_back(number_of(word, 10));
  const auto is_label = [](int value) { return value >= 0 && value <= kMostLabel; };
  const bool is_good = !labels.values.empty() && !words.ends_with(',') &&
                       std::all_of(labels.values.begin(), labels.values.end(), is_label);
  check(is_good, "the mask label is '", words, "', expected a number of 0 to ", kMostLabel,
        ", or several, as 1,15");
  return in;
}

std::ostream& operator<<(std::ostream& out, const MaskLabels& labels) {
  for (size_t i = 0; i < labels.values.size(); ++i) out << (i ? "," : "") << labels.values[i];
  return out;
}

void check_mask_options(const MaskOptions& options) {
  check(options.dilate_px >= 0, "mask.dilate is ", options.dilate_px, ", expected 0 or more pixels");
  check(options.threshold >= 0 && options.threshold < 255, "mask.threshold is ",
        options.threshold, ", expected 0 or more and less than 255");
  check(options.tolerance >= MaskOptions::kToleranceByFile && options.tolerance <= 255,
        "mask.tolerance is ", options.tolerance, ", expected -1 to 255");
  const bool has_labels = !options.labels.values.empty(), has_colour = options.colour.is_given;
  const bool is_by_light =
      options.polarity != MaskPolarity::kAuto || options.threshold != MaskOptions::kHalf;
  check(has_labels + has_colour + is_by_light <= 1, "found ", has_labels ? "mask.label" : "",
        has_labels && has_colour ? " and " : "", has_colour ? "mask.colour" : "",
        is_by_light ? " and mask.polarity or mask.threshold" : "",
        ", expected one way to tell the hole");
  check(has_colour || options.tolerance == MaskOptions::kToleranceByFile,
        "found mask.tolerance without mask.colour");
}

}  // namespace kintsugi
