#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "kintsugi/error.h"
#include "kintsugi/paint/hole_ratio.h"
#include "kintsugi/paint/painters.h"
#include "kintsugi/paint/raster.h"
#include "kintsugi/paint/stroke_font.h"

namespace kintsugi {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kCapital = 12, kGap = 2.5, kBlank = 6;  // units of the font
constexpr double kLeastHeightPx = 6;                     // below that a letter is a blot
constexpr int kPlaces = 24;                              // tried for a line, to find a free one

using Lines = std::vector<std::vector<Point>>;

char one_of(std::string_view characters, Random& random) {
  return characters[random.integer(0, static_cast<int>(characters.size()) - 1)];
}

// A word in capitals, in small letters, with one capital, or a number; perhaps a mark behind it.
std::string random_word(Random& random) {
  constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz", kDigits = "0123456789";
  const int style = random.integer(0, 5), length = random.integer(1, 8);
  std::string word;
  for (int i = 0; i < length; ++i) {
    const bool is_capital = style <= 1 || (style == 2 && i == 0);
    word += one_of(style == 5 ? kDigits : is_capital ? kCapitals : kLetters, random);
  }
  if (random.uniform() < 0.2) word += one_of(".,!?-+'\":/&#()", random);
  return word;
}

// How one line is written: sizes in pixels, radius of the pen.
struct Hand {
  double unit_px, radius_px, slant;
};

// A line of words from {0, 0} on the baseline to the right.
struct Written {
  Lines lines;
  double length_px = 0;
};

double step_px(const Glyph& glyph, const Hand& hand) {
  return (glyph.width + kGap) * hand.unit_px + 2 * hand.radius_px;
}

double length_of(const std::string& word, const Hand& hand) {
  double length_px = 0;
  for (const char character : word) length_px += step_px(glyph_of(character), hand);
  return length_px;
}

void write_word(Written& text, const std::string& word, const Hand& hand) {
  for (const char character : word) {
    const Glyph glyph = glyph_of(character);
    for (const auto& line : glyph.lines) {
      text.lines.emplace_back();
      for (const Point& point : line) {
        const double up = (kCapital - point.y) * hand.unit_px;
        text.lines.back().push_back(
            {.y = -up, .x = text.length_px + point.x * hand.unit_px + hand.slant * up});
      }
    }
    text.length_px += step_px(glyph, hand);
  }
}

// Words as long as they fit into `length_px`, but one at least.
Written write_line(const Hand& hand, double length_px, Random& random) {
  Written text;
  write_word(text, random_word(random), hand);
  while (true) {
    const std::string word = random_word(random);
    const double blank_px = kBlank * hand.unit_px;
    if (text.length_px + blank_px + length_of(word, hand) > length_px) return text;
    text.length_px += blank_px;
    write_word(text, word, hand);
  }
}

// Points spread over the paper that a line covers, a third of a capital apart.
std::vector<Point> paper_of(const Written& text, double height_px) {
  std::vector<Point> points;
  for (double x = 0; x < text.length_px; x += height_px / 3) {
    for (int i = -4; i <= 1; ++i) points.push_back({i * height_px / 3, x});
  }
  return points;
}

// Where {0, 0} of a line goes to and how the line is turned.
struct Place {
  Point start;
  double angle = 0;
};

std::vector<Point> moved(std::vector<Point> points, const Place& place) {
  const double cosine = std::cos(place.angle), sine = std::sin(place.angle);
  for (auto& [y, x] : points) {
    const Point from{y, x};
    y = place.start.y + from.y * cosine + from.x * sine;
    x = place.start.x + from.x * cosine - from.y * sine;
  }
  return points;
}

// How many of the points lie on holes.
int num_hits(const Mask& mask, const std::vector<Point>& points) {
  const Box picture{0, 0, mask.height(), mask.width()};
  return static_cast<int>(std::count_if(points.begin(), points.end(), [&](const Point& point) {
    const int y = static_cast<int>(std::lround(point.y)),
              x = static_cast<int>(std::lround(point.x));
    return picture.contains(y, x) && mask.at(y, x);
  }));
}

class TextPainter : public Painter {
 public:
  explicit TextPainter(const TextOptions& options) : options_(options) {
    check(options.count.low >= 1, "text's count is ", options.count, ", expected 1 or more");
    check(options.height.high > 0, "text's height is ", options.height, ", expected more than 0");
    check(options.weight.low > 0 && options.weight.high <= 1, "text's weight is ", options.weight,
          ", expected a range inside 0..1");
    check_ratio(options.ratio);
  }

  Mask paint(Size size, Random& random) const override {
    if (is_wanted(options_.ratio)) {
      return paint_to_ratio(
          "text", size, options_.ratio, random,
          [&](Mask& mask, const ShapeWish& wish, Random& r) { add_line(mask, wish.scale, r); });
    }
    Mask mask(size);
    const int count = options_.count.pick_integer(random);
    for (int i = 0; i < count; ++i) add_line(mask, 1, random);
    return mask;
  }

 private:
  // Writes a line where it hits the fewest others.
  void add_line(Mask& mask, double scale, Random& random) const {
    const int side = std::min(mask.height(), mask.width());
    const double height = std::max(kLeastHeightPx, options_.height.pick_px(side, random));
    const Hand hand{.unit_px = height / kCapital,
                    .radius_px = std::max(0.5, height * options_.weight.pick(random) / 2),
                    .slant = options_.slant.pick(random)};
    const double length = scale * mask.width() * random.uniform(0.4, 0.95);
    const Written text = write_line(hand, length, random);
    const Place place = free_place(mask, text, height, random);
    for (const auto& line : text.lines) fill_polyline(mask, moved(line, place), hand.radius_px);
  }

  // The place that hits the fewest other lines, of several at random.
  Place free_place(const Mask& mask, const Written& text, double height, Random& random) const {
    const std::vector<Point> paper = paper_of(text, height);
    // Cubed: most lines are nearly level.
    const double angle = std::pow(random.uniform(-1, 1), 3) * options_.tilt * kPi / 180;
    Place best;
    for (int i = 0, fewest = 0; i < kPlaces && (i == 0 || fewest > 0); ++i) {
      const Place place{anywhere(mask.size(), height, text.length_px, random), angle};
      const int hits = num_hits(mask, moved(paper, place));
      if (i > 0 && hits >= fewest) continue;
      fewest = hits;
      best = place;
    }
    return best;
  }

  // Where a line may begin, on its baseline, so that its first letter is inside.
  static Point anywhere(Size size, double height_px, double length_px, Random& random) {
    const double y = random.uniform(std::min(height_px, size.height - 1.0), size.height - 1);
    return {y, random.uniform(0, std::max(0.0, size.width - length_px))};
  }

  TextOptions options_;
};

}  // namespace

std::unique_ptr<Painter> text_painter(const TextOptions& options) {
  return std::make_unique<TextPainter>(options);
}

}  // namespace kintsugi
