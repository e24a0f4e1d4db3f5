#include <algorithm>
#include <cassert>

#include "kintsugi/engine/pointwise.h"
#include "kintsugi/engine/pointwise_math.h"

namespace kintsugi::engine {
namespace {

using Kind = graph::ElementKind;

template <class F>
KINTSUGI_INLINE void each(const float* a, float* result, int64_t count, F f) {
  for (int64_t i = 0; i < count; ++i) result[i] = f(a[i]);
}

template <class F>
KINTSUGI_INLINE void each(const float* a, const float* b, float* result, int64_t count, F f) {
  for (int64_t i = 0; i < count; ++i) result[i] = f(a[i], b[i]);
}

KINTSUGI_INLINE float clip(float x, float low, float high) {
  x = x < low ? low : x;
  return x > high ? high : x;
}

// The functions that networks use between their layers: vector code.
KINTSUGI_SIMD bool apply_unary(const graph::ElementOp& op, const float* a, float* result,
                               int64_t count) {
  const float p = op.p, q = op.q;
  switch (op.kind) {
    case Kind::kAbs:
      each(a, result, count, [](float x) { return x < 0 ? -x : x; });
      break;
    case Kind::kClip:
      each(a, result, count, [=](float x) { return clip(x, p, q); });
      break;
    case Kind::kElu:
      each(a, result, count, [=](float x) { return x < 0 ? p * math::expm1(x) : x; });
      break;
    case Kind::kExp:
      each(a, result, count, [](float x) { return math::exp(x); });
      break;
    case Kind::kHardSigmoid:
      each(a, result, count, [=](float x) { return clip(p * x + q, 0, 1); });
      break;
    case Kind::kHardSwish:
      each(a, result, count, [](float x) { return x * clip(x * (1.f / 6) + 0.5f, 0, 1); });
      break;
    case Kind::kLeakyRelu:
      each(a, result, count, [=](float x) { return x < 0 ? p * x : x; });
      break;
    case Kind::kNot:
      each(a, result, count, [](float x) { return x == 0 ? 1.f : 0.f; });
      break;
    case Kind::kReciprocal:
      each(a, result, count, [](float x) { return 1 / x; });
      break;
    case Kind::kScale:
      each(a, result, count, [=](float x) { return p * x + q; });
      break;
    case Kind::kSelu:
      each(a, result, count, [=](float x) { return q * (x < 0 ? p * math::expm1(x) : x); });
      break;
    case Kind::kSigmoid:
      each(a, result, count, [](float x) { return math::sigmoid(x); });
      break;
    case Kind::kSign:
      each(a, result, count, [](float x) { return (x > 0 ? 1.f : 0.f) - (x < 0 ? 1.f : 0.f); });
      break;
    case Kind::kSoftsign:
      each(a, result, count, [](float x) { return x / (1 + (x < 0 ? -x : x)); });
      break;
    case Kind::kSquare:
      each(a, result, count, [](float x) { return x * x; });
      break;
    case Kind::kTanh:
      each(a, result, count, [](float x) { return math::tanh(x); });
      break;
    case Kind::kToBool:
      each(a, result, count, [](float x) { return x != 0 ? 1.f : 0.f; });
      break;
    default:
      return false;
  }
  return true;
}

// Functions that call the C library for every element.
bool apply_library(const graph::ElementOp& op, const float* a, float* result, int64_t count) {
  switch (op.kind) {
    case Kind::kCeil:
      each(a, result, count, [](float x) { return std::ceil(x); });
      break;
    case Kind::kCos:
      each(a, result, count, [](float x) { return std::cos(x); });
      break;
    case Kind::kErf:
      each(a, result, count, [](float x) { return std::erf(x); });
      break;
    case Kind::kFloor:
      each(a, result, count, [](float x) { return std::floor(x); });
      break;
    case Kind::kLog:
      each(a, result, count, [](float x) { return std::log(x); });
      break;
    case Kind::kRound:
      each(a, result, count, [](float x) { return std::nearbyint(x); });
      break;
    case Kind::kSin:
      each(a, result, count, [](float x) { return std::sin(x); });
      break;
    case Kind::kSoftplus:
      each(a, result, count,
           [](float x) { return std::max(x, 0.f) + std::log1p(std::exp(-std::fabs(x))); });
      break;
    case Kind::kSqrt:
      each(a, result, count, [](float x) { return std::sqrt(x); });
      break;
    case Kind::kTruncate:
      each(a, result, count, [](float x) { return std::trunc(x); });
      break;
    default:
      return false;
  }
  return true;
}

KINTSUGI_INLINE float truth(bool value) { return value ? 1.f : 0.f; }

KINTSUGI_SIMD bool apply_binary(Kind kind, const float* a, const float* b, float* result,
                                int64_t count) {
  switch (kind) {
    case Kind::kAdd:
      each(a, b, result, count, [](float x, float y) { return x + y; });
      break;
    case Kind::kSubtract:
      each(a, b, result, count, [](float x, float y) { return x - y; });
      break;
    case Kind::kMultiply:
      each(a, b, result, count, [](float x, float y) { return x * y; });
      break;
    case Kind::kDivide:
      each(a, b, result, count, [](float x, float y) { return x / y; });
      break;
    case Kind::kMinimum:
      each(a, b, result, count, [](float x, float y) { return y < x ? y : x; });
      break;
    case Kind::kMaximum:
      each(a, b, result, count, [](float x, float y) { return y > x ? y : x; });
      break;
    case Kind::kPRelu:
      each(a, b, result, count, [](float x, float y) { return x < 0 ? y * x : x; });
      break;
    case Kind::kEqual:
      each(a, b, result, count, [](float x, float y) { return truth(x == y); });
      break;
    case Kind::kLess:
      each(a, b, result, count, [](float x, float y) { return truth(x < y); });
      break;
    case Kind::kLessOrEqual:
      each(a, b, result, count, [](float x, float y) { return truth(x <= y); });
      break;
    case Kind::kGreater:
      each(a, b, result, count, [](float x, float y) { return truth(x > y); });
      break;
    case Kind::kGreaterOrEqual:
      each(a, b, result, count, [](float x, float y) { return truth(x >= y); });
      break;
    case Kind::kAnd:
      each(a, b, result, count, [](float x, float y) { return truth((x != 0) & (y != 0)); });
      break;
    case Kind::kOr:
      each(a, b, result, count, [](float x, float y) { return truth((x != 0) | (y != 0)); });
      break;
    case Kind::kXor:
      each(a, b, result, count, [](float x, float y) { return truth((x != 0) != (y != 0)); });
      break;
    default:
      return false;
  }
  return true;
}

// Those that take a look at the C library, or three operands.
bool apply_others(Kind kind, const float* a, const float* b, const float* c, float* result,
                  int64_t count) {
  if (kind == Kind::kPower) {
    each(a, b, result, count, [](float x, float y) { return std::pow(x, y); });
  } else if (kind == Kind::kWhere) {
    for (int64_t i = 0; i < count; ++i) result[i] = a[i] != 0 ? b[i] : c[i];
  } else {
    return false;
  }
  return true;
}

bool try_all(const graph::ElementOp& op, const float* a, const float* b, const float* c,
             float* result, int64_t count) {
  return apply_unary(op, a, result, count) || apply_library(op, a, result, count) ||
         apply_binary(op.kind, a, b, result, count) ||
         apply_others(op.kind, a, b, c, result, count);
}

}  // namespace

// The functions themselves say what they know: of no elements nothing is computed.
bool can_apply(Kind kind) { return try_all({kind}, nullptr, nullptr, nullptr, nullptr, 0); }

void apply(const graph::ElementOp& op, const float* a, const float* b, const float* c,
           float* result, int64_t count) {
  [[maybe_unused]] const bool is_known = try_all(op, a, b, c, result, count);
  assert(is_known);
}

}  // namespace kintsugi::engine
