#include <gtest/gtest.h>

#include "engine/compare.h"

namespace kintsugi::engine {
namespace {

// Writes graphs of operators drawn at random. Values are pictures [N, C, H, W] of moderate size; a
// step takes one of the last few.
class RandomGraph {
 public:
  explicit RandomGraph(uint64_t seed) : random_(seed), b_("random", seed) {}

  Graph write() {
    const int64_t n = draw(1, 2), channels = one_of({1, 3, 8, 16, 32, 48});
    values_.push_back(b_.input("x", {n, channels, draw(3, 14), draw(3, 14)}));
    const int64_t count = draw(3, 12);
    while (static_cast<int64_t>(values_.size()) <= count) {
      const Value next = step(pick());
      if (num_elements(sizes(next)) <= 60'000) values_.push_back(next);
    }
    for (const char* name : {"last", "another"}) {
      const Value& value = name[0] == 'l' ? values_.back() : pick();
      b_.output(name, b_.op("Softsign", {value}));
    }
    return b_.finish();
  }

 private:
  int64_t draw(int64_t low, int64_t high) {
    return random_.integer(static_cast<int>(low), static_cast<int>(high));
  }
  int64_t one_of(const std::vector<int64_t>& list) {
    return list[static_cast<size_t>(draw(0, static_cast<int64_t>(list.size()) - 1))];
  }
  const Value& pick() {
    const auto size = static_cast<int64_t>(values_.size());
    return values_[static_cast<size_t>(draw(std::max<int64_t>(0, size - 3), size - 1))];
  }
  Sizes sizes(const Value& value) const { return graph::sizes_of(b_.shape(value)); }
  Value weights(const Sizes& sizes, float scale = 1) {
    const Tensor numbers = random_tensor(sizes, static_cast<uint64_t>(draw(1, 1 << 30)));
    std::vector<float> values(numbers.values<float>().begin(), numbers.values<float>().end());
    for (float& value : values) value *= scale;
    return b_.constant(Tensor(sizes, std::move(values)));
  }

  Value conv(const Value& x) {
    const Sizes s = sizes(x);
    const int64_t kernel = one_of({1, 2, 3, 3, 4, 5, 7}), dilation = one_of({1, 1, 1, 2, 4});
    const bool is_depthwise = s[1] % 8 == 0 && draw(0, 5) == 0;
    const int64_t out = is_depthwise ? s[1] : one_of({3, 8, 16, 32, 48});
    const int64_t groups = is_depthwise ? s[1] : 1;
    const auto scale = 1.f / static_cast<float>(kernel);
    const Value w = weights({out, s[1] / groups, kernel, kernel}, scale);
    return b_.conv(x, w, draw(0, 1) ? weights({out}) : Value{},
                   {.stride = one_of({1, 1, 1, 2}),
                    .padding = dilation * kernel / 2,
                    .dilation = dilation,
                    .groups = groups});
  }

  Value conv_transpose(const Value& x) {
    const int64_t kernel = draw(2, 5), stride = draw(1, std::min<int64_t>(kernel, 3));
    const int64_t out = one_of({3, 8, 16, 32});
    return b_.conv_transpose(x, weights({sizes(x)[1], out, kernel, kernel}, 0.2f),
                             draw(0, 1) ? weights({out}) : Value{},
                             {.stride = stride, .padding = draw(0, kernel / 2)});
  }

  Value norm(const Value& x) {
    const int64_t c = sizes(x)[1];
    if (draw(0, 1)) return b_.op("InstanceNormalization", {x, weights({c}), weights({c})});
    const Value variance = b_.constant(Tensor({c}, std::vector<float>(static_cast<size_t>(c), 2)));
    return b_.op("BatchNormalization", {x, weights({c}), weights({c}), weights({c}), variance});
  }

  Value activation(const Value& x) {
    static constexpr const char* kOps[] = {"Relu",     "LeakyRelu", "Elu",       "Sigmoid",  "Tanh",
                                           "Softplus", "Selu",      "HardSwish", "Softsign", "Erf"};
    return draw(0, 5) ? b_.op(kOps[draw(0, 9)], {x}) : b_.clip(x, -0.5f, 0.75f);
  }

  Value arithmetic(const Value& x) {
    static constexpr const char* kOps[] = {"Add", "Sub", "Mul", "Max", "Min"};
    const char* op = kOps[draw(0, 4)];
    const Sizes s = sizes(x);
    const Value& other = pick();
    if (sizes(other) == s) return b_.op(op, {x, other});
    if (draw(0, 2) == 0) return b_.op(op, {x, b_.global_average_pool(x)});
    return b_.op(op, {x, draw(0, 1) ? weights({1, s[1], 1, 1}) : weights({1, 1, s[2], s[3]})});
  }

  Value pad(const Value& x) {
    const Sizes s = sizes(x);
    const int64_t most = std::min({s[2], s[3], int64_t{4}}) - 1;
    static constexpr const char* kModes[] = {"constant", "reflect", "edge"};
    return b_.pad(x, {.top = draw(0, most), .left = draw(0, most), .bottom = draw(0, most)},
                  kModes[draw(0, 2)]);
  }

  Value resample(const Value& x) {
    const Sizes s = sizes(x);
    switch (draw(0, 4)) {
      case 0:
        return b_.upsample_nearest(x, 2);
      case 1:
        return b_.upsample_linear(x, 2, draw(0, 1) == 1);
      case 2:
        return b_.resize_linear(x, draw(2, 12), draw(2, 12));
      case 3:
        return b_.max_pool(x, {.kernel = 2, .stride = 1, .padding = 1});
      default:
        return b_.average_pool(x, {.kernel = 3, .stride = 2, .padding = 1});
    }
  }

  Value move(const Value& x) {
    const Sizes s = sizes(x);
    switch (draw(0, 5)) {
      case 0:
        return b_.concat({x, x, activation(x)}, one_of({1, 2, 3}));
      case 1:
        return b_.slice(x, 1, s[1] / 3, s[1]);
      case 2:
        return b_.slice(x, 2, 0, std::max<int64_t>(1, s[2] - 1));
      case 3:
        return b_.transpose(x, {0, 1, 3, 2});
      case 4:
        return b_.reshape(x, {s[0], 1, s[1] * s[2], s[3]});
      default:
        return b_.softmax(x, one_of({1, 3}));
    }
  }

  Value step(const Value& x) {
    switch (draw(0, 9)) {
      case 0:
      case 1:
      case 2:
        return conv(x);
      case 3:
        return conv_transpose(x);
      case 4:
        return norm(x);
      case 5:
        return activation(x);
      case 6:
        return arithmetic(x);
      case 7:
        return pad(x);
      case 8:
        return resample(x);
      default:
        return move(x);
    }
  }

  Random random_;
  Builder b_;
  std::vector<Value> values_;
};

TEST(RandomGraphsTest, EqualTheReference) {
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    // Norms of nearly equal numbers make small differences larger.
    expect_equal_to_reference(RandomGraph(seed).write(), 1e-3f, /*may_use_reference=*/true);
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace kintsugi::engine
