#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "kintsugi/graph/weights.h"
#include "kintsugi/picture.h"
#include "nets/tools.h"

/// Networks with weights of ../shared/weights, and the picture they were tried on.
namespace kintsugi::nets::pretrained {

/// The picture as [1, 3, H, W] RGB: (value/255 - mean) / deviation.
inline Tensor picture(const std::string& path, const std::vector<double>& mean,
                      const std::vector<double>& deviation) {
  const Image image = read_picture(path).image;
  std::vector<float> values;
  for (int channel = 0; channel < 3; ++channel) {
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        const double value = image.at(y, x, channel) / 255.0;
        values.push_back(static_cast<float>((value - mean[channel]) / deviation[channel]));
      }
    }
  }
  return Tensor({1, 3, image.height(), image.width()}, std::move(values));
}

inline const std::vector<double> kImageNetMean = {0.485, 0.456, 0.406};
inline const std::vector<double> kImageNetDeviation = {0.229, 0.224, 0.225};

/// Compares the five largest logits with `classes` and `values`.
inline void expect_top5(const Tensor& logits, const nlohmann::json& classes,
                        const nlohmann::json& values, double tolerance) {
  const std::span<const float> all = logits.values<float>();
  std::vector<size_t> order(all.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return all[a] > all[b]; });
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(order[i], classes[i].get<size_t>());
    EXPECT_NEAR(all[order[i]], values[i].get<double>(), tolerance);
  }
}

}  // namespace kintsugi::nets::pretrained
