#include "kintsugi/engine/pointwise.h"

#include <algorithm>
#include <array>

#include "kintsugi/engine/bfloat16.h"
#include "kintsugi/engine/threads.h"

namespace kintsugi::engine {
namespace {

constexpr int64_t kBlock = 512;  // elements; a dozen registers of them fit the first-level cache

// Position of a flat index within nested loops.
class Position {
 public:
  Position(const Sizes& extents, const Sizes& strides, int64_t flat)
      : extents_(extents), strides_(strides), at_(extents.size()) {
    for (size_t axis = extents.size(); axis-- > 0;) {
      at_[axis] = flat % extents[axis];
      flat /= extents[axis];
      offset_ += at_[axis] * strides[axis];
    }
  }

  int64_t offset() const { return offset_; }
  /// Elements left in the innermost loop.
  int64_t left() const { return extents_.back() - at_.back(); }

  void advance(int64_t count) {  // at most left()
    offset_ += count * strides_.back();
    at_.back() += count;
    for (size_t axis = extents_.size() - 1; at_[axis] == extents_[axis] && axis > 0; --axis) {
      offset_ += strides_[axis - 1] - at_[axis] * strides_[axis];
      at_[axis] = 0;
      ++at_[axis - 1];
    }
  }

 private:
  const Sizes& extents_;
  const Sizes& strides_;
  std::vector<int64_t> at_;
  int64_t offset_ = 0;
};

void copy_run(const void* data, DataType type, int64_t offset, int64_t stride, float* to,
              int64_t count) {
  if (type == DataType::kBFloat16) {
    const uint16_t* from = static_cast<const uint16_t*>(data) + offset;
    if (stride == 1) return widen(from, to, count);
    for (int64_t i = 0; i < count; ++i) to[i] = widen(from[i * stride]);
    return;
  }
  const float* from = static_cast<const float*>(data) + offset;
  if (stride == 0) {
    std::fill_n(to, count, *from);
  } else {
    for (int64_t i = 0; i < count; ++i) to[i] = from[i * stride];
  }
}

// One thread's registers and the loop over blocks.
class Machine {
 public:
  Machine(const PointwiseProgram& program, std::span<const void* const> inputs, void* result)
      : program_(program),
        inputs_(inputs),
        result_(result),
        num_registers_(inputs.size() + program.instructions.size()),
        memory_(num_registers_ * kBlock),
        registers_(num_registers_) {}

  void run(int64_t begin, int64_t end) {
    std::vector<Position> at;
    for (const auto& input : program_.inputs)
      at.emplace_back(program_.extents, input.strides, begin);
    for (; begin < end; begin += kBlock) {
      const int64_t count = std::min(kBlock, end - begin);
      for (size_t i = 0; i < at.size(); ++i) fetch(i, at[i], count);
      compute(begin, count);
    }
  }

 private:
  float* own(size_t index) { return memory_.data() + index * kBlock; }

  void fetch(size_t index, Position& at, int64_t count) {
    const auto& input = program_.inputs[index];
    const int64_t stride = input.strides.back();
    if (input.type == DataType::kFloat32 && stride == 1 && at.left() >= count) {
      registers_[index] = static_cast<const float*>(inputs_[index]) + at.offset();
      return at.advance(count);
    }
    registers_[index] = own(index);
    for (int64_t done = 0; done < count;) {
      const int64_t run = std::min(count - done, at.left());
      copy_run(inputs_[index], input.type, at.offset(), stride, own(index) + done, run);
      at.advance(run);
      done += run;
    }
  }

  void compute(int64_t begin, int64_t count) {
    const bool is_float = program_.result_type == DataType::kFloat32;
    size_t index = inputs_.size();
    for (const auto& step : program_.instructions) {
      const bool is_last = index + 1 == num_registers_;
      float* to = is_last && is_float ? static_cast<float*>(result_) + begin : own(index);
      apply(step.op, registers_[step.a], registers_[step.b], registers_[step.c], to, count);
      registers_[index++] = to;
    }
    if (!is_float) narrow(registers_.back(), static_cast<uint16_t*>(result_) + begin, count);
  }

  const PointwiseProgram& program_;
  std::span<const void* const> inputs_;
  void* result_;
  size_t num_registers_;
  std::vector<float> memory_;
  std::vector<const float*> registers_;
};

}  // namespace

void PointwiseProgram::simplify() {
  if (extents.empty()) {
    extents = {1};
    for (Input& input : inputs) input.strides = {0};
  }
  for (size_t axis = extents.size() - 1; axis > 0; --axis) {
    const bool is_one_loop = std::all_of(inputs.begin(), inputs.end(), [&](const Input& input) {
      return extents[axis] == 1 || extents[axis - 1] == 1 ||
             input.strides[axis - 1] == input.strides[axis] * extents[axis];
    });
    if (!is_one_loop) continue;
    for (Input& input : inputs) {
      const size_t kept = extents[axis] == 1 ? axis - 1 : axis;
      input.strides[axis - 1] = input.strides[kept];
      input.strides.erase(input.strides.begin() + static_cast<std::ptrdiff_t>(axis));
    }
    extents[axis - 1] *= extents[axis];
    extents.erase(extents.begin() + static_cast<std::ptrdiff_t>(axis));
  }
}

void PointwiseProgram::run(std::span<const void* const> input_addresses, void* result) const {
  parallel(num_elements(extents), 8 * kBlock, [&](int64_t begin, int64_t end) {
    Machine(*this, input_addresses, result).run(begin, end);
  });
}

}  // namespace kintsugi::engine
