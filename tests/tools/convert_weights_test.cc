#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "kintsugi/base/safetensors.h"
#include "kintsugi/graph/builder.h"
#include "kintsugi/nets/alexnet.h"
#include "kintsugi/nets/glcic.h"
#include "kintsugi/nets/gmcnn.h"
#include "kintsugi/nets/squeezenet.h"
#include "kintsugi/nets/vgg.h"

namespace kintsugi::nets {
namespace {

namespace fs = std::filesystem;
using graph::Builder;
using graph::Dim;
using graph::Value;
using testing::HasSubstr;

struct Ran {
  int exit_code;
  std::string text;  // of both streams
};

Ran run_command(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  std::string text;
  std::array<char, 4096> piece;
  while (const size_t got = fread(piece.data(), 1, piece.size(), pipe)) {
    text.append(piece.data(), got);
  }
  return {WEXITSTATUS(pclose(pipe)), text};
}

class ConvertWeightsTest : public testing::Test {
 protected:
  ConvertWeightsTest() {
    if (run_command("python3 --version").exit_code != 0) {
      is_skipped_ = true;
      return;
    }
    std::string name = fs::temp_directory_path() / "kintsugi_convert.XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~ConvertWeightsTest() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }
  void SetUp() override {
    if (is_skipped_) GTEST_SKIP() << "python3 is not installed";
  }

  Ran convert(const std::string& kind, const fs::path& from) const {
    return run_command("python3 " KINTSUGI_SOURCE "/tools/convert_weights.py " + kind + " " +
                       from.string() + " -o " + (folder_ / "out.safetensors").string());
  }

  fs::path folder_;
  bool is_skipped_ = false;
};

using Weights = std::map<std::string, Tensor>;

// What `build` makes of pictures with so many channels.
template <class Build>
Weights weights_of(int64_t channels, const Build& build) {
  Builder b("network");
  b.output("result", build(b, b.input("x", {Dim::symbol("N"), channels, 256, 256})));
  const graph::Graph graph = b.finish();
  return {graph.weights.begin(), graph.weights.end()};
}

Weights weights_of(const std::string& kind) {
  const auto vgg = [](const VggOptions& options) {
    return weights_of(3, [&](Builder& b, Value x) { return vgg_features(b, x, options).last; });
  };
  if (kind == "vgg13_bn") return vgg({.depth = 13, .has_batch_norm = true});
  if (kind == "vgg16") return vgg({.depth = 16});
  if (kind == "vgg19") return vgg({.depth = 19});
  if (kind == "alexnet") {
    return weights_of(3, [](Builder& b, Value x) { return alexnet_features(b, x).last; });
  }
  if (kind == "squeezenet1_1") {
    return weights_of(3, [](Builder& b, Value x) {
      return squeezenet_classifier(b, squeezenet_features(b, x).last);
    });
  }
  if (kind == "glcic") {
    return weights_of(4, [](Builder& b, Value x) { return glcic_completion(b, x, {.width = 8}); });
  }
  return weights_of(4, [](Builder& b, Value x) { return gmcnn_generator(b, x, {.width = 4}); });
}

// The script knows every network's weights by name, as the library builds them.
class ConvertKindTest : public ConvertWeightsTest,
                        public testing::WithParamInterface<const char*> {};

TEST_P(ConvertKindTest, KeepsTheNetworksWeightsAndLeavesOutTheRest) {
  const Weights weights = weights_of(GetParam());
  ASSERT_GT(weights.size(), 5u);
  TensorFile file;
  for (const auto& [name, tensor] : weights) file.tensors["module." + name] = tensor;
  file.tensors["bn1.num_batches_tracked"] = Tensor::scalar(int64_t{7});
  file.tensors["classifier.6.bias"] = Tensor({2}, std::vector<float>{1, 2});
  write_safetensors(folder_ / "in.safetensors", file);
  const Ran ran = convert(GetParam(), folder_ / "in.safetensors");
  ASSERT_EQ(ran.exit_code, 0) << ran.text;
  EXPECT_EQ(read_safetensors(folder_ / "out.safetensors").tensors, weights);
  EXPECT_THAT(ran.text, HasSubstr("left out: bn1.num_batches_tracked, classifier.6.bias"));
}

INSTANTIATE_TEST_SUITE_P(Networks, ConvertKindTest,
                         testing::Values("alexnet", "glcic", "gmcnn", "squeezenet1_1", "vgg13_bn",
                                         "vgg16", "vgg19"),
                         [](const auto& kind) { return std::string(kind.param); });

TEST_F(ConvertWeightsTest, LpipsWeightsAreThoseOfOurMetric) {
  const fs::path shared = KINTSUGI_SHARED "/weights/lpips_v0.1_squeeze_lin.safetensors";
  if (!fs::exists(shared)) GTEST_SKIP() << shared << " is not there";
  const Ran ran = convert("lpips_squeeze", shared);
  ASSERT_EQ(ran.exit_code, 0) << ran.text;
  EXPECT_EQ(read_safetensors(folder_ / "out.safetensors").tensors,
            read_safetensors(shared).tensors);
}

TEST_F(ConvertWeightsTest, ReadsWhatPyTorchSaves) {
  if (run_command("python3 -c 'import torch'").exit_code != 0) GTEST_SKIP() << "no torch";
  const std::string path = folder_ / "lin.pth";
  const Ran saved = run_command(
      "python3 -c 'import torch; torch.save({\"lin%d.model.1.weight\" % i:"
      " torch.full((1, c, 1, 1), i + 0.5, dtype=torch.float16)"
      " for i, c in enumerate((64, 192, 384, 256, 256))}, \"" +
      path + "\")'");
  ASSERT_EQ(saved.exit_code, 0) << saved.text;
  const Ran ran = convert("lpips_alex", path);
  ASSERT_EQ(ran.exit_code, 0) << ran.text;
  EXPECT_EQ(read_safetensors(folder_ / "out.safetensors").tensors.at("lin2.model.1.weight"),
            Tensor({1, 384, 1, 1}, std::vector<float>(384, 2.5f)));
}

TEST_F(ConvertWeightsTest, SaysWhatItFoundInACheckpointOfSomethingElse) {
  TensorFile file;
  file.tensors["encoder.weight"] = Tensor({1}, std::vector<float>{0});
  write_safetensors(folder_ / "in.safetensors", file);
  const Ran ran = convert("alexnet", folder_ / "in.safetensors");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.text, HasSubstr("there is no weight of alexnet in it, found encoder.weight"));
  EXPECT_FALSE(fs::exists(folder_ / "out.safetensors"));
}

}  // namespace
}  // namespace kintsugi::nets
