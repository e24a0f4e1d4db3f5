#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "apps/pictures.h"
#include "apps/run_program.h"
#include "kintsugi/data/picture_set.h"
#include "kintsugi/data/run_folder.h"
#include "kintsugi/eval/pairs.h"

namespace kintsugi::apps {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A folder of three pictures and a file that is none.
void save_pictures(const TemporaryFolder& folder) {
  for (const int seed : {1, 2, 3})
    save(test_picture({48, 64}, seed), folder / ("data/p" + std::to_string(seed) + ".png"));
  std::ofstream(folder / "data/broken.png") << "no picture";
}

// The numbers, without the times, which no seed decides.
nlohmann::json json_of(const std::string& path) {
  nlohmann::json json = nlohmann::json::parse(text_of(path));
  for (auto& method : json["methods"]) {
    method.erase("ms");
    for (auto& bin : method["bins"]) bin.erase("ms");
  }
  return json;
}

TEST(EvalTest, MeasuresMethodsOnTheSamePairsAndSaysWhatItSkipped) {
  const TemporaryFolder folder;
  save_pictures(folder);
  const Ran ran = run_kintsugi({"eval", "--method", "masked", "--method", "telea", "--data",
                                folder / "data", "--masks", "rectangle-gaussian", "--seed", "3",
                                "--json", folder / "eval.json", "--bins", "--histogram"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, StartsWith("3 pairs"));
  EXPECT_THAT(ran.out, HasSubstr("\ntelea "));
  EXPECT_THAT(ran.err, HasSubstr("broken.png"));
  const auto json = nlohmann::json::parse(text_of(folder / "eval.json"));
  EXPECT_EQ(json["pairs"], 3);
  EXPECT_EQ(json["skipped"][0]["picture"], "broken.png");
  EXPECT_EQ(json["methods"][0]["name"], "masked");
  EXPECT_EQ(json["methods"][1]["name"], "telea");
  EXPECT_GT(json["methods"][1]["psnr"], json["methods"][0]["psnr"]);
  EXPECT_TRUE(json["methods"][1]["ms"].is_number());
  EXPECT_TRUE(json["methods"][1].contains("ssim_uniform7_histogram"));
}

TEST(EvalTest, PairsThatAreGivenAgainGiveTheSameNumbers) {
  const TemporaryFolder folder;
  save_pictures(folder);
  const auto eval = [&](std::vector<std::string> more, const std::string& json) {
    std::vector<std::string> all = {"eval",
                                    "--method",
                                    "telea",
                                    "--data",
                                    folder / "data",
                                    "--pairs",
                                    folder / "pairs.json",
                                    "--json",
                                    folder / json};
    all.insert(all.end(), more.begin(), more.end());
    const Ran ran = run_kintsugi(all);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return json_of(folder / json);
  };
  const std::vector<std::string> masks = {"--masks", "strokes", "--ratio", "0.1..0.2",
                                          "--size",  "40",      "--seed",  "5"};
  auto first = eval(masks, "first.json");
  first["skipped"] = nlohmann::json::array();  // the second run does not look at broken.png
  EXPECT_EQ(eval({}, "again.json"), first);
  EXPECT_EQ(eval({"--masks", "text", "--seed", "9"}, "other.json"), first);
  std::filesystem::remove(folder / "pairs.json");
  auto anew = eval(masks, "anew.json");
  anew["skipped"] = nlohmann::json::array();
  EXPECT_EQ(anew, first);
}

TEST(EvalTest, SavedPicturesServeAsResultsOfAnotherProgram) {
  const TemporaryFolder folder;
  save_pictures(folder);
  const Ran first = run_kintsugi({"eval", "--method", "ns", "--data", folder / "data", "--masks",
                                  "blocks", "--pairs", folder / "pairs.json", "--save",
                                  folder / "out", "--json", folder / "first.json", "--quiet"});
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(first.out, "");
  for (const char* name : {"out/truth/p1.png", "out/input/p1.png", "out/mask/p1.png"})
    EXPECT_TRUE(std::filesystem::exists(folder / name)) << name;
  const Ran second =
      run_kintsugi({"eval", "--method", folder / "out/ns", "--data", folder / "data", "--pairs",
                    folder / "pairs.json", "--json", folder / "second.json"});
  ASSERT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(json_of(folder / "second.json")["methods"], json_of(folder / "first.json")["methods"]);
}

TEST(EvalTest, MeasuresOnWhatARunHeldOut) {
  const TemporaryFolder folder;
  save_pictures(folder);
  std::filesystem::create_directories(folder / "run/checkpoints");
  data::Run run{.recipe = recipe::read_recipe(KINTSUGI_SOURCE "/recipes/glcic-small.toml"),
                .settings = {.data = {folder / "data"}}};
  run.recipe.input.size = 24;
  run.recipe.data.validation_share = 0.5;
  data::create_run(folder / "run", run);
  const auto eval = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"eval", "--method", "masked", "--run", folder / "run"});
    return run_kintsugi(more);
  };
  const Ran held_out = eval({"--pairs", folder / "pairs.json"});
  ASSERT_EQ(held_out.exit_code, 0) << held_out.err;
  const eval::PairList pairs = eval::read_pairs(folder / "pairs.json");
  const data::PictureSet set(run.settings.data, run.recipe);
  EXPECT_EQ(pairs.size_px, 24);
  ASSERT_EQ(int64_t(pairs.pairs.size()), set.num_validation());
  for (int64_t i = 0; i < set.num_validation(); ++i)
    EXPECT_EQ(pairs.pairs[i].picture, set.validation_name(i));

  EXPECT_THAT(eval({"--data", folder / "data"}).out, StartsWith("3 pairs"));
  EXPECT_THAT(eval({"--ratio", "0.1..0.2"}).err, HasSubstr("--ratio and --set are for --masks"));
}

TEST(EvalTest, SaysInOneSentenceWhatIsWrong) {
  const TemporaryFolder folder;
  save_pictures(folder);
  std::filesystem::create_directories(folder / "empty");
  const std::string data = folder / "data";
  const struct {
    std::vector<std::string> arguments;
    std::string message;
  } cases[] = {
      {{"--method", "magic", "--data", data, "--masks", "text"}, "there is no method 'magic'"},
      {{"--method", "telea", "--data", "nowhere", "--masks", "text"}, "cannot open \"nowhere\""},
      {{"--method", "telea", "--data", folder / "empty", "--masks", "text"},
       "there are no picture files in"},
      {{"--method", "telea", "--data", data, "--masks", "blot"}, "found --masks blot, expected"},
      {{"--method", "telea", "--data", data}, "there are no holes"},
      {{"--method", "telea", "--masks", "text"}, "expected --data or --run"},
      {{"--method", "telea", "--run", data}, "holds no run"},
      {{"--method", "telea", "--data", data, "--masks", "text", "--size", "-1"}, "--size -1"},
      {{"--method", "telea", "--data", data, "--masks", "text", "--size", "8"},
       "at least 11 pixels"},
      {{"--method", "telea", "--method", "telea", "--data", data, "--masks", "text"},
       "given twice"},
      {{"--method", "telea", "--data", data, "--masks", "text", "--patch-size", "5"},
       "--patch-size is an option of auto and patchmatch, not of telea"},
      {{"--method", "telea", "--data", data, "--masks", "text", "--features", "vgg19=x"},
       "found --features vgg19=x, expected one of"},
      {{"--method", "telea", "--data", data, "--masks", "text", "--features", "squeezenet1_1=x"},
       "found one of them"},
      {{"--method", "telea", "--data", data, "--masks", "text", "--json", folder / "no/e.json"},
       "no/"},
      {{"--method", "telea", "--data", data, "--pairs", folder / "data/broken.png"},
       "is no list of pairs"},
  };
  for (const auto& [arguments, message] : cases) {
    std::vector<std::string> all = {"eval"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Ran ran = run_kintsugi(all);
    EXPECT_EQ(ran.exit_code, 1) << message;
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr(message));
  }
}

}  // namespace
}  // namespace kintsugi::apps
