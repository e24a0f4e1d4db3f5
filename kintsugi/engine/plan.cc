#include "kintsugi/engine/plan.h"

#include <chrono>

#include "kintsugi/engine/compiler.h"
#include "kintsugi/engine/onednn.h"
#include "kintsugi/engine/threads.h"
#include "kintsugi/error.h"

namespace kintsugi::engine {
namespace {

double now_ms() {
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(time).count();
}

}  // namespace

DataType compute_type(std::optional<Precision> precision) {
  if (!precision) return onednn::has_fast_bf16() ? DataType::kBFloat16 : DataType::kFloat32;
  if (*precision == Precision::kF32) return DataType::kFloat32;
  check(onednn::has_bf16(), "this processor has ", onednn::instruction_set(),
        ", and oneDNN computes in bf16 from AVX-512 on; expected precision f32 or auto");
  return DataType::kBFloat16;
}

Plan::Plan(const graph::Graph& graph, const graph::SymbolValues& symbols, DataType type,
           int threads, PackedWeights& packed, const Progress& progress)
    : threads_(threads) {
  const ThreadScope scope(threads);
  program_ = Compiler(graph, symbols, type, packed).compile(progress);
}

void Plan::run(const std::vector<const float*>& inputs, const std::vector<float*>& outputs,
               std::vector<StepTime>* profile, const Progress& progress) const {
  const ThreadScope scope(threads_);
  Buffer arena;
  {
    const std::lock_guard lock(mutex_);
    if (!free_arenas_.empty()) {
      arena = std::move(free_arenas_.back());
      free_arenas_.pop_back();
    }
  }
  if (!arena) arena = make_buffer(program_.arena_bytes);
  const Memory memory = program_.memory(arena.get(), inputs, outputs);
  const auto num_steps = static_cast<double>(program_.steps.size());
  for (const Step& step : program_.steps) {
    progress.at(static_cast<double>(&step - program_.steps.data()) / num_steps);
    const double start = profile ? now_ms() : 0;
    step.run(memory);
    if (profile) profile->push_back({step.op, step.name, step.how, step.flops, now_ms() - start});
  }
  progress.at(1);
  const std::lock_guard lock(mutex_);
  free_arenas_.push_back(std::move(arena));
}

double Plan::flops() const {
  double sum = 0;
  for (const Step& step : program_.steps) sum += step.flops;
  return sum;
}

}  // namespace kintsugi::engine
