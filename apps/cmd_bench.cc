#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/command.h"
#include "kintsugi/base/error.h"
#include "kintsugi/base/parallel.h"
#include "kintsugi/base/random.h"
#include "kintsugi/engine/model_file.h"
#include "kintsugi/graph/onnx_read.h"

namespace kintsugi::apps {
namespace {

struct BenchFlags {
  std::string model, check;
  std::vector<int64_t> sizes;
  std::vector<std::string> precisions;
  int threads = 0, rounds = 10;
  bool profile = false, json = false;
};

double now_ms() {
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(time).count();
}

// Random numbers in [0, 1) for every input: N = 1, and `size` for every other extent that is open.
std::vector<Tensor> inputs_of(const graph::Graph& graph, int64_t size) {
  std::vector<Tensor> inputs;
  Random random(1);
  for (const graph::Port& port : graph.inputs) {
    Sizes sizes;
    for (const graph::Dim& extent : port.shape) {
      const int64_t open = sizes.empty() ? 1 : size;
      sizes.push_back(extent.is_known() ? extent.value() : open);
    }
    std::vector<float> values(static_cast<size_t>(num_elements(sizes)));
    for (float& value : values) value = static_cast<float>(random.uniform());
    inputs.emplace_back(sizes, std::move(values));
  }
  return inputs;
}

struct BenchResult {
  double median_ms = 0, min_ms = 0, peak_mb = 0, gflops = 0;
};

BenchResult measure(const engine::Model& model, const std::vector<Tensor>& inputs, int rounds) {
  model.run(inputs);  // compiles, packs weights, touches memory
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const double start = now_ms();
    model.run(inputs);
    times.push_back(now_ms() - start);
  }
  std::sort(times.begin(), times.end());
  std::vector<Sizes> sizes;
  for (const Tensor& input : inputs) sizes.push_back(input.sizes());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return {.median_ms = times[times.size() / 2],
          .min_ms = times[0],
          .peak_mb = static_cast<double>(usage.ru_maxrss) / 1024,
          .gflops = model.plan(sizes)->flops() / times[0] / 1e6};
}

void print_profile(const engine::Model& model, const std::vector<Tensor>& inputs) {
  std::vector<engine::StepTime> profile;
  model.run(inputs, &profile);
  for (const engine::StepTime& step : profile) {
    std::fprintf(stderr, "%9.3f ms %8.1f GFLOP/s  %-20s %-28s %s\n", step.time_ms,
                 step.step->flops / step.time_ms / 1e6, step.step->op.c_str(),
                 step.step->how.c_str(), step.step->name.c_str());
  }
}

// The largest difference of the first outputs over the largest magnitude.
double difference(const Tensor& expected, const Tensor& found) {
  double largest = 0, magnitude = 1e-12;
  for (int64_t i = 0; i < expected.size(); ++i) {
    const double a = expected.values<float>()[i], b = found.values<float>()[i];
    largest = std::max(largest, std::fabs(a - b));
    magnitude = std::max(magnitude, std::fabs(a));
  }
  return largest / magnitude;
}

void print(const BenchFlags& flags, int64_t size, const std::string& precision, int threads,
           const BenchResult& result, double error) {
  if (!flags.json) {
    std::printf(
        "%s  %lld px  %s  %d threads  median %.1f ms  min %.1f ms  peak %.0f MB  %.1f GFLOP/s",
        flags.model.c_str(), static_cast<long long>(size), precision.c_str(), threads,
        result.median_ms, result.min_ms, result.peak_mb, result.gflops);
    if (!flags.check.empty()) std::printf("  relative difference %.2g", error);
    std::printf("\n");
    return;
  }
  nlohmann::json line = {{"model", flags.model},          {"size", size},
                         {"precision", precision},        {"threads", threads},
                         {"median_ms", result.median_ms}, {"min_ms", result.min_ms},
                         {"peak_mb", result.peak_mb},     {"gflops", result.gflops}};
  if (!flags.check.empty()) line["relative_difference"] = error;
  std::printf("%s\n", line.dump().c_str());
}

void bench(const BenchFlags& flags) {
  kintsugi::check(flags.rounds >= 1, "rounds is ", flags.rounds, ", expected 1 or more");
  const graph::Graph graph = graph::read_onnx(flags.model);
  const int threads = flags.threads > 0 ? flags.threads : default_threads();
  for (const std::string& precision : flags.precisions) {
    const engine::Model model(graph, {.precision = precision, .threads = threads});
    for (const int64_t size : flags.sizes) {
      const std::vector<Tensor> inputs = inputs_of(graph, size);
      double error = 0;
      if (!flags.check.empty()) {  // the answer first
        const engine::Model other(graph, {.precision = flags.check, .threads = threads});
        error = difference(other.run(inputs)[0], model.run(inputs)[0]);
      }
      print(flags, size, precision, threads, measure(model, inputs, flags.rounds), error);
      if (flags.profile) print_profile(model, inputs);
    }
  }
}

}  // namespace

void add_bench(CLI::App& program) {
  auto flags = std::make_shared<BenchFlags>();
  flags->sizes = {256};
  flags->precisions = {"auto"};
  CLI::App& command = *program.add_subcommand("bench", "measures how fast a model runs");
  command.add_option("model", flags->model, "an .onnx file")->required();
  command.add_option("--size", flags->sizes, "height and width of the picture; may be repeated");
  command.add_option("--precision", flags->precisions, "f32, bf16 or auto; may be repeated");
  command.add_option("--threads", flags->threads, "threads; 0 = all cores");
  command.add_option("--rounds", flags->rounds, "runs that are timed")->capture_default_str();
  command.add_option("--check", flags->check, "compare the result with this precision's first");
  command.add_flag("--profile", flags->profile, "time of every step, on standard error");
  command.add_flag("--json", flags->json, "one JSON object a line");
  command.callback([flags] { bench(*flags); });
}

}  // namespace kintsugi::apps
