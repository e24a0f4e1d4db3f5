#include "kintsugi/data/autoaugment.h"

#include <cmath>
#include <string_view>

#include "kintsugi/data/colour_operations.h"
#include "kintsugi/data/shape_operations.h"
#include "kintsugi/error.h"

namespace kintsugi::data {
namespace {

constexpr SubPolicy kImageNetPolicy[] = {
    {{"Posterize", 0.4, 8}, {"Rotate", 0.6, 9}},  {{"Solarize", 0.6, 5}, {"AutoContrast", 0.6, 5}},
    {{"Equalize", 0.8, 8}, {"Equalize", 0.6, 3}}, {{"Posterize", 0.6, 7}, {"Posterize", 0.6, 6}},
    {{"Equalize", 0.4, 7}, {"Solarize", 0.2, 4}}, {{"Equalize", 0.4, 4}, {"Rotate", 0.8, 8}},
    {{"Solarize", 0.6, 3}, {"Equalize", 0.6, 7}}, {{"Posterize", 0.8, 5}, {"Equalize", 1.0, 2}},
    {{"Rotate", 0.2, 3}, {"Solarize", 0.6, 8}},   {{"Equalize", 0.6, 8}, {"Posterize", 0.4, 6}},
    {{"Rotate", 0.8, 8}, {"Color", 0.4, 0}},      {{"Rotate", 0.4, 9}, {"Equalize", 0.6, 2}},
    {{"Equalize", 0.0, 7}, {"Equalize", 0.8, 8}}, {{"Invert", 0.6, 4}, {"Equalize", 1.0, 8}},
    {{"Color", 0.6, 4}, {"Contrast", 1.0, 8}},    {{"Rotate", 0.8, 8}, {"Color", 1.0, 2}},
    {{"Color", 0.8, 8}, {"Solarize", 0.8, 7}},    {{"Sharpness", 0.4, 7}, {"Invert", 0.6, 8}},
    {{"ShearX", 0.6, 5}, {"Equalize", 1.0, 9}},   {{"Color", 0.4, 0}, {"Equalize", 0.6, 3}},
    {{"Equalize", 0.4, 7}, {"Solarize", 0.2, 4}}, {{"Solarize", 0.6, 5}, {"AutoContrast", 0.6, 5}},
    {{"Invert", 0.6, 4}, {"Equalize", 1.0, 8}},   {{"Color", 0.6, 4}, {"Contrast", 1.0, 8}},
    {{"Equalize", 0.8, 8}, {"Equalize", 0.6, 3}},
};

struct Operation {
  std::string_view name;
  void (*apply)(Image& image, double strength, Random& random);  // strength 0..1
};

double with_sign(double value, Random& random) { return random.uniform() < 0.5 ? -value : value; }

double factor(double strength, Random& random) { return 1 + with_sign(0.9 * strength, random); }

constexpr Operation kOperations[] = {
    {"ShearX", [](Image& i, double s, Random& r) { i = sheared_x(i, with_sign(0.3 * s, r)); }},
    {"ShearY", [](Image& i, double s, Random& r) { i = sheared_y(i, with_sign(0.3 * s, r)); }},
    {"Rotate", [](Image& i, double s, Random& r) { i = rotated(i, with_sign(30 * s, r)); }},
    {"AutoContrast", [](Image& i, double, Random&) { auto_contrast(i); }},
    {"Invert", [](Image& i, double, Random&) { invert(i); }},
    {"Equalize", [](Image& i, double, Random&) { equalize(i); }},
    {"Solarize", [](Image& i, double s, Random&) { solarize(i, static_cast<int>(256 - 256 * s)); }},
    {"Posterize",
     [](Image& i, double s, Random&) { posterize(i, 8 - static_cast<int>(std::lround(4 * s))); }},
    {"Contrast", [](Image& i, double s, Random& r) { enhance_contrast(i, factor(s, r)); }},
    {"Color", [](Image& i, double s, Random& r) { enhance_colour(i, factor(s, r)); }},
    {"Brightness", [](Image& i, double s, Random& r) { enhance_brightness(i, factor(s, r)); }},
    {"Sharpness", [](Image& i, double s, Random& r) { enhance_sharpness(i, factor(s, r)); }},
};

void apply_step(Image& image, const AugmentStep& step, Random& random) {
  if (random.uniform() < step.probability) augment(image, step.operation, step.magnitude, random);
}

}  // namespace

std::span<const SubPolicy> imagenet_policy() { return kImageNetPolicy; }

void augment(Image& image, const char* operation, int magnitude, Random& random) {
  for (const Operation& known : kOperations) {
    if (known.name == operation) return known.apply(image, magnitude / 9.0, random);
  }
  throw Error(std::string("there is no augmentation ") + operation);
}

Image autoaugmented(Image image, Random& random) {
  if (random.uniform() < 0.5) image = rotated(image, random.uniform(-15, 15));
  if (random.uniform() < 0.2) image = blurred(image, random.uniform(0.1, 1.5));
  const auto policy = imagenet_policy();
  const SubPolicy& chosen = policy[random.integer(0, static_cast<int>(policy.size()) - 1)];
  apply_step(image, chosen.first, random);
  apply_step(image, chosen.second, random);
  return image;
}

}  // namespace kintsugi::data
