#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "apps/command.h"
#include "kintsugi/base/parallel.h"
#include "kintsugi/base/safetensors.h"
#include "kintsugi/engine/benchmark.h"
#include "kintsugi/error.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/options.h"
#include "kintsugi/picture.h"

namespace kintsugi::apps {
namespace {

struct BenchFlags {
  std::string model, check, picture, tensors;
  std::vector<int64_t> sizes;
  std::vector<std::string> precisions;
  int threads = 0, rounds = 10;
  bool profile = false, json = false;
};

void print_profile(const engine::Model& model, const engine::NamedTensors& inputs) {
  std::vector<engine::StepTime> profile;
  model.run(inputs, &profile);
  for (const engine::StepTime& step : profile) {
    std::fprintf(stderr, "%9.3f ms %8.1f GFLOP/s  %-20s %-28s %s\n", step.time_ms,
                 step.flops / step.time_ms / 1e6, step.op.c_str(), step.how.c_str(),
                 step.name.c_str());
  }
}

Tensor first_result(const engine::Model& model, const engine::NamedTensors& inputs) {
  return model.run(inputs).at(model.graph().outputs.at(0).name);
}

engine::ModelOptions options_for(const std::string& precision, int threads) {
  engine::ModelOptions options{.threads = threads};
  read_value("precision", precision, options.precision);
  return options;
}

// The inputs and the first output by name, so that another program can be given the same.
void save_tensors(const std::string& path, const engine::Model& model,
                  const engine::NamedTensors& inputs) {
  TensorFile file;
  file.tensors.insert(inputs.begin(), inputs.end());
  file.tensors[model.graph().outputs[0].name] = first_result(model, inputs);
  write_safetensors(path, file);
}

void print(const BenchFlags& flags, int64_t size, const std::string& precision, int threads,
           const engine::BenchTimes& times, const std::optional<engine::BenchDifference>& apart) {
  if (!flags.json) {
    std::printf(
        "%s  %lld px  %s  %d threads  median %.1f ms  min %.1f ms  peak %.0f MB  %.1f GFLOP/s",
        flags.model.c_str(), static_cast<long long>(size), precision.c_str(), threads,
        times.median_ms, times.min_ms, times.peak_mb, times.gflops);
    if (apart) {
      std::printf("  from %s: relative difference %.2g, PSNR %.1f dB", flags.check.c_str(),
                  apart->relative, apart->psnr_db);
    }
    std::printf("\n");
    return;
  }
  nlohmann::json line = {{"model", flags.model},         {"size", size},
                         {"precision", precision},       {"threads", threads},
                         {"median_ms", times.median_ms}, {"min_ms", times.min_ms},
                         {"peak_mb", times.peak_mb},     {"gflops", times.gflops}};
  if (apart) {
    line["relative_difference"] = apart->relative;
    line["psnr_db"] = apart->psnr_db;
  }
  std::printf("%s\n", line.dump().c_str());
}

// One line: the answer first, then the times.
void bench_one(const BenchFlags& flags, const graph::Graph& graph, const std::string& precision,
               int64_t size) {
  const int threads = flags.threads > 0 ? flags.threads : default_threads();
  const Image picture = flags.picture.empty() ? Image() : read_picture(flags.picture).image;
  const engine::NamedTensors inputs = engine::bench_inputs(graph, size, picture);
  Tensor expected;
  if (!flags.check.empty()) {
    expected = first_result(engine::Model(graph, options_for(flags.check, threads)), inputs);
  }
  engine::forget_peak_memory();
  const engine::Model model(graph, options_for(precision, threads));
  std::optional<engine::BenchDifference> apart;
  if (expected) apart = engine::difference(expected, first_result(model, inputs));
  print(flags, size, precision, threads, engine::measure(model, inputs, flags.rounds), apart);
  if (flags.profile) print_profile(model, inputs);
  if (!flags.tensors.empty()) save_tensors(flags.tensors, model, inputs);
}

void bench(const BenchFlags& flags) {
  kintsugi::check(flags.rounds >= 1, "--rounds is ", flags.rounds, ", expected 1 or more");
  kintsugi::check(flags.threads >= 0, "--threads is ", flags.threads, ", expected 0 or more");
  const graph::Graph graph = graph::read_onnx(flags.model);
  std::vector<int64_t> sizes = flags.sizes;
  if (sizes.empty()) sizes = {engine::usual_size(graph)};
  for (const std::string& precision : flags.precisions) {
    for (const int64_t size : sizes) bench_one(flags, graph, precision, size);
  }
}

}  // namespace

void add_bench(CLI::App& program) {
  auto flags = std::make_shared<BenchFlags>();
  flags->precisions = {"auto"};
  CLI::App& command = *program.add_subcommand("bench", "measures how fast a model runs");
  command.add_option("model", flags->model, "an .onnx file")->required();
  command.add_option("--size", flags->sizes, "height and width of the picture; may be repeated");
  command.add_option("--precision", flags->precisions, "f32, bf16 or auto; may be repeated");
  command.add_option("--threads", flags->threads, "threads; 0 = all cores");
  command.add_option("--rounds", flags->rounds, "runs that are timed")->capture_default_str();
  command.add_option("--check", flags->check, "compare the result with this precision's first");
  command.add_option("--picture", flags->picture, "a picture to fill instead of random numbers");
  command.add_option("--save-tensors", flags->tensors,
                     "write inputs and result to this .safetensors file");
  command.add_flag("--profile", flags->profile, "time of every step, on standard error");
  command.add_flag("--json", flags->json, "one JSON object a line");
  command.callback([flags] { bench(*flags); });
}

}  // namespace kintsugi::apps
