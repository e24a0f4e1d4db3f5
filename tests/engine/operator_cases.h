#pragma once

#include <functional>

#include "engine/compare.h"

/// Every operator in the ways that networks use it, on small inputs: what executes graphs is
/// compared with the reference interpreter on these.
namespace kintsugi::engine {

struct Case {
  const char* name;
  std::function<Value(Builder&)> build;
  bool may_use_reference = false;
};

// [1, 16, H, W] behind a convolution, so that it is stored in blocks where oneDNN likes that.
inline Value blocked(Builder& b, int64_t height = 9, int64_t width = 7,
                     const std::string& name = "x") {
  const Value x = b.input(name, {1, 16, height, width});
  return b.conv(x, b.constant(random_tensor({16, 16, 3, 3}, 5)), {}, {.padding = 1});
}

inline Value plain(Builder& b, const Sizes& sizes, const std::string& name = "x") {
  return b.input(name, graph::shape_of(sizes));
}

inline std::vector<Case> activation_cases() {
  std::vector<Case> cases;
  for (const char* op :
       {"Relu",     "LeakyRelu",   "Elu",       "Selu", "Sigmoid", "Tanh", "Softplus",
        "Softsign", "HardSigmoid", "HardSwish", "Erf",  "Abs",     "Neg",  "Exp",
        "Sin",      "Cos",         "Floor",     "Ceil", "Round",   "Sign"}) {
    cases.push_back({op, [op](Builder& b) {
                       return b.op(op, {b.multiply(plain(b, {1, 3, 5, 7}), 4)});
                     }});
    cases.push_back({op, [op](Builder& b) {
                       const Value x = blocked(b);
                       return b.add(b.op(op, {x}), x);
                     }});
  }
  return cases;
}

inline std::vector<Case> pointwise_cases() {
  return {
      {"PRelu",
       [](Builder& b) {
         return b.op("PRelu", {blocked(b), b.constant(random_tensor({16, 1, 1}))});
       }},
      {"Clip",
       [](Builder& b) {
         return b.clip(plain(b, {2, 3, 4}), -0.5f, 0.25f);
       }},
      {"channel scale",
       [](Builder& b) {
         return b.multiply(blocked(b), b.constant(random_tensor({1, 16, 1, 1})));
       }},
      {"mask",
       [](Builder& b) {
         const Value mask = plain(b, {1, 1, 9, 7}, "mask");
         return b.multiply(blocked(b), b.subtract(1, mask));
       }},
      {"blocked and plain",
       [](Builder& b) {
         return b.add(blocked(b), plain(b, {1, 16, 9, 7}, "p"));
       }},
      {"columns",
       [](Builder& b) {
         return b.add(blocked(b), plain(b, {1, 16, 1, 7}, "p"));
       }},
      {"batch",
       [](Builder& b) {
         return b.add(plain(b, {3, 4, 5}), plain(b, {4, 1}, "p"));
       }},
      {"outer",
       [](Builder& b) {
         return b.multiply(plain(b, {5, 1}), plain(b, {1, 6}, "p"));
       }},
      {"composite",
       [](Builder& b) {
         const Value image = plain(b, {1, 3, 9, 7}, "image"), mask = plain(b, {1, 1, 9, 7}, "mask");
         const Value known = b.multiply(image, b.subtract(1, mask));
         return b.clip(b.add(known, b.multiply(b.sigmoid(image), mask)), 0, 1);
       }},
      {"Where",
       [](Builder& b) {
         const Value x = plain(b, {1, 3, 4, 5}), y = plain(b, {1, 3, 4, 5}, "y");
         return b.op("Where", {b.op("Less", {x, y}), x, b.multiply(y, 3)});
       }},
      {"logic",
       [](Builder& b) {
         const Value x = plain(b, {2, 9}), y = plain(b, {2, 9}, "y");
         const Value both = b.op("And", {b.op("Greater", {x, b.constant(0.f)}),
                                         b.op("Not", {b.op("LessOrEqual", {y, x})})});
         return b.op("Cast", {both}, {{"to", int64_t{1}}});
       }},
      {"Min and Max",
       [](Builder& b) {
         const Value x = plain(b, {7}), y = plain(b, {7}, "y");
         return b.op("Max", {b.op("Min", {x, y}), b.multiply(x, y), b.constant(-0.1f)});
       }},
      {"powers",
       [](Builder& b) {
         const Value x = b.op("Abs", {plain(b, {3, 5})});
         return b.add(b.op("Pow", {x, b.constant(1.5f)}),
                      b.op("Sqrt", {b.op("Pow", {x, b.constant(2.f)})}));
       }},
      {"BatchNormalization",
       [](Builder& b) {
         const Value positive = b.constant(Tensor({16}, std::vector<float>(16, 0.7f)));
         const Value list = b.constant(random_tensor({16}, 9));
         return b.op("BatchNormalization", {b.relu(blocked(b)), list, list, list, positive});
       }},
      {"folded BatchNormalization",
       [](Builder& b) {
         const Value positive = b.constant(Tensor({16}, std::vector<float>(16, 0.7f)));
         const Value list = b.constant(random_tensor({16}, 9));
         const Value x =
             b.relu(b.op("BatchNormalization", {blocked(b), list, list, list, positive}));
         const Value up = b.conv_transpose(x, b.constant(random_tensor({16, 16, 4, 4})), list,
                                           {.stride = 2, .padding = 1});
         return b.op("BatchNormalization", {up, list, list, list, positive});
       }},
      {"integers",
       [](Builder& b) {
         return b.op("Cast",
                     {b.op("Cast", {b.multiply(plain(b, {4, 4}), 9)}, {{"to", int64_t{7}}})},
                     {{"to", int64_t{1}}});
       }},
  };
}

inline std::vector<Case> matrix_cases() {
  const auto gemm = [](int64_t ta, int64_t tb) {
    return [=](Builder& b) {
      const Value x = plain(b, ta ? Sizes{5, 3} : Sizes{3, 5});
      const Value w = b.constant(random_tensor(tb ? Sizes{7, 5} : Sizes{5, 7}));
      return b.relu(
          b.op("Gemm", {x, w, b.constant(random_tensor({7}))}, {{"transA", ta}, {"transB", tb}}));
    };
  };
  return {
      {"Gemm", gemm(0, 0)},
      {"Gemm", gemm(0, 1)},
      {"Gemm", gemm(1, 0)},
      {"Gemm", gemm(1, 1)},
      {"MatMul",
       [](Builder& b) {
         return b.matmul(plain(b, {4, 6}), plain(b, {6, 5}, "y"));
       }},
      {"MatMul of stacks",
       [](Builder& b) {
         return b.matmul(plain(b, {2, 3, 4, 6}), plain(b, {2, 3, 6, 5}, "y"));
       }},
      {"MatMul with weights",
       [](Builder& b) {
         return b.matmul(plain(b, {2, 4, 6}), b.constant(random_tensor({6, 5})));
       }},
      {"MatMul broadcast",
       [](Builder& b) {
         return b.matmul(plain(b, {1, 4, 6}), plain(b, {3, 6, 5}, "y"));
       },
       true},
      {"attention",
       [](Builder& b) {
         const Value x = b.reshape(blocked(b), {1, 16, 63});
         const Value map = b.softmax(b.matmul(b.transpose(x, {0, 2, 1}), x), -1);
         return b.reshape(b.matmul(x, b.transpose(map, {0, 2, 1})), {1, 16, 9, 7});
       }},
      {"Softmax of channels", [](Builder& b) { return b.softmax(blocked(b), 1); }},
      {"Softmax of rows",
       [](Builder& b) {
         return b.softmax(b.multiply(plain(b, {3, 50}), 20), 1);
       }},
      {"InstanceNormalization",
       [](Builder& b) {
         const Value list = b.constant(random_tensor({16}, 9));
         return b.op("InstanceNormalization", {blocked(b), list, list});
       }},
      {"InstanceNormalization",
       [](Builder& b) {
         const Value list = b.constant(random_tensor({3}, 9));
         return b.op("InstanceNormalization", {plain(b, {2, 3, 7, 5}), list, list});
       }},
      {"LayerNormalization",
       [](Builder& b) {
         return b.op("LayerNormalization", {plain(b, {4, 6}), b.constant(random_tensor({6}))});
       },
       true},
  };
}

inline std::vector<Case> reduction_cases() {
  std::vector<Case> cases;
  for (const char* op : {"ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1",
                         "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp"}) {
    const std::string name = op;
    const bool is_slow = name == "ReduceLogSumExp";
    for (const Sizes& axes : {Sizes{1}, Sizes{2, 3}, Sizes{0, 1, 2, 3}, Sizes{3}, Sizes{0, 2}}) {
      cases.push_back({op,
                       [=](Builder& b) {
                         const Value x = blocked(b);
                         if (name == "ReduceSum") return b.op(name, {x, b.constant(axes)});
                         return b.op(name, {x}, {{"axes", axes}, {"keepdims", int64_t{0}}});
                       },
                       is_slow || axes == Sizes{0, 2}});
    }
  }
  cases.push_back(
      {"GlobalAveragePool", [](Builder& b) { return b.global_average_pool(blocked(b)); }});
  cases.push_back({"squeeze and excite", [](Builder& b) {
                     const Value x = blocked(b);
                     return b.multiply(x, b.sigmoid(b.global_average_pool(x)));
                   }});
  for (const bool is_ceil : {false, true}) {
    const graph::PoolOptions pool{.kernel = 3, .stride = 2, .padding = 1, .is_ceil = is_ceil};
    cases.push_back({"MaxPool", [=](Builder& b) { return b.max_pool(blocked(b, 10, 8), pool); }});
    cases.push_back({"AveragePool", [=](Builder& b) {
                       return b.average_pool(plain(b, {2, 3, 10, 9}), pool);
                     }});
  }
  return cases;
}

}  // namespace kintsugi::engine
