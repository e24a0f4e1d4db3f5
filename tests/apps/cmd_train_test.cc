#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "apps/run_program.h"
#include "kintsugi/onnx/onnx_read.h"
#include "kintsugi/picture.h"

namespace kintsugi::apps {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// Twelve pictures of 32 pixels, and a recipe for them.
class TrainCommandTest : public testing::Test {
 protected:
  TrainCommandTest() {
    if (!fs::exists(fs::path(KINTSUGI_PROGRAM).replace_filename("kintsugi-train"))) return;
    has_training_ = true;
    fs::create_directory(in("pictures"));
    for (int n = 0; n < 12; ++n) {
      Picture picture;
      picture.image = Image({32, 32}, 3);
      for (int i = 0; i < 32 * 32; ++i) {
        for (int c = 0; c < 3; ++c)
          picture.image.set(i / 32, i % 32, c, (10 * n + 3 * i + 40 * c) % 256);
      }
      write_picture(in("pictures/" + std::to_string(n) + ".png"), picture);
    }
  }

  void SetUp() override {
    if (!has_training_) GTEST_SKIP() << "built without LibTorch: there is no kintsugi-train";
  }

  std::string in(const std::string& name) const { return folder_ / name; }

  /// `steps` of a small GLCIC in a new run.
  std::vector<std::string> train(const std::string& steps) const {
    return {"train",     KINTSUGI_SOURCE "/recipes/glcic-small.toml",
            "--data",    in("pictures"),
            "--out",     in("run"),
            "--steps",   steps,
            "--threads", "1",
            "--set",     "input.size=32",
            "--set",     "generator.width=4",
            "--set",     "discriminator.judge.crop=16",
            "--set",     "batch=2",
            "--set",     "validate_every=5",
            "--set",     "precision=float32"};
  }

  TemporaryFolder folder_;
  bool has_training_ = false;
};

TEST_F(TrainCommandTest, TrainsARecipeAndExportsAModelThatFillsPictures) {
  Ran ran = run_kintsugi(train("10"));
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("finished after step 10"));
  EXPECT_TRUE(fs::exists(in("run/recipe.toml")));
  EXPECT_TRUE(fs::exists(in("run/checkpoints/step-00000010.json")));
  EXPECT_TRUE(fs::exists(in("run/samples/step-000010.png")));
  std::ifstream lines(in("run/metrics.jsonl"));
  nlohmann::json last;
  for (std::string line; std::getline(lines, line);) last = nlohmann::json::parse(line);
  EXPECT_EQ(last["step"], 10);
  EXPECT_GT(last["validation/psnr"], 0);

  ran = run_kintsugi({"export", in("run"), "-o", in("model.onnx"), "--note", "of a test"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(graph::read_onnx(in("model.onnx")).metadata.at("note"), "of a test");
  ran = run_kintsugi({"fill", in("pictures/0.png"), "--mask-kind", "centre", "--method",
                      in("model.onnx"), "-o", in("filled.png")});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
}

TEST_F(TrainCommandTest, RefusesAFolderThatHoldsARun) {
  ASSERT_EQ(run_kintsugi(train("2")).exit_code, 0);
  const Ran ran = run_kintsugi(train("2"));
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, HasSubstr("--resume"));
}

TEST_F(TrainCommandTest, GoesOnAfterCtrlC) {
  const std::vector<std::string> arguments = train("100000");
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> pointers = {const_cast<char*>("kintsugi")};
    for (const std::string& one : arguments) pointers.push_back(const_cast<char*>(one.data()));
    pointers.push_back(nullptr);
    execv(KINTSUGI_PROGRAM, pointers.data());
    _exit(127);
  }
  while (!fs::exists(in("run/checkpoints/best.json"))) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  kill(child, SIGINT);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  const Ran ran = run_kintsugi({"train", "--resume", in("run"), "--steps", "3"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;  // more than three are done already
  EXPECT_THAT(ran.err, HasSubstr("finished after step"));
}

TEST_F(TrainCommandTest, MistakesAreErrorsBeforeTheFirstStep) {
  std::vector<std::string> arguments = train("2");
  arguments.insert(arguments.end(), {"--features", "vgg16=nowhere.safetensors"});
  EXPECT_THAT(run_kintsugi(arguments).err, HasSubstr("there is no file nowhere.safetensors"));
  arguments = train("2");
  arguments.insert(arguments.end(), {"--set", "genrator.width=8"});
  EXPECT_EQ(run_kintsugi(arguments).exit_code, 1);
  EXPECT_EQ(run_kintsugi({"train"}).exit_code, 1);
  EXPECT_EQ(run_kintsugi({"train", "--resume", in("pictures")}).exit_code, 1);
  EXPECT_EQ(run_kintsugi({"export", in("pictures"), "-o", in("m.onnx")}).exit_code, 1);
  EXPECT_FALSE(fs::exists(in("run")));
}

}  // namespace
}  // namespace kintsugi::apps
