#include "kintsugi/eval/evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "eval/samples.h"
#include "kintsugi/eval/metrics.h"
#include "kintsugi/eval/report.h"
#include "kintsugi/fill/diffusion.h"

namespace kintsugi::eval {
namespace {

using testing::HasSubstr;

Pair sample(int seed, const Box& hole = {8, 8, 16, 16}) {
  return with_hole("picture" + std::to_string(seed), waves({32, 32}, seed),
                   box_mask({32, 32}, hole));
}

Method perfect() {
  return {"perfect", [](const Pair& pair) { return Filled{pair.truth, {}}; }};
}

TEST(EvaluationTest, AllMethodsSeeTheSamePairsAndMeansAreOverThem) {
  Evaluation evaluation({masked(), perfect()}, {});
  double psnr_sum = 0;
  for (const int seed : {1, 2}) {
    evaluation.add(sample(seed));
    psnr_sum += psnr(sample(seed).input, sample(seed).truth);
  }
  const auto summaries = evaluation.summaries();
  ASSERT_EQ(summaries.size(), 2);
  EXPECT_EQ(summaries[0].scores.count(), 2);
  EXPECT_NEAR(summaries[0].scores.mean().psnr, psnr_sum / 2, 1e-9);
  EXPECT_TRUE(std::isnan(summaries[0].scores.mean().ms));  // nothing was done
  EXPECT_NEAR(summaries[1].scores.mean().ssim_gaussian11, 1, 1e-9);
  EXPECT_GE(summaries[1].scores.mean().ms, 0);
  EXPECT_FALSE(summaries[1].fd_mobilenet_v2);
}

TEST(EvaluationTest, APairThatOneMethodCannotFillCountsForNone) {
  Method fussy = {"fussy", [](const Pair& pair) {
                    check(pair.name == "picture1", "cannot fill this");
                    return Filled{pair.truth, {}};
                  }};
  Evaluation evaluation({perfect(), fussy}, {});
  evaluation.add(sample(1));
  try {
    evaluation.add(sample(2));
    FAIL() << "expected an Error";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "method fussy: cannot fill this");
  }
  EXPECT_EQ(evaluation.num_pairs(), 1);
  EXPECT_EQ(evaluation.summaries()[0].scores.count(), 1);
}

TEST(EvaluationTest, WarningsOfMethodsAreKeptOnceAPair) {
  const auto warn = [](const Pair& pair) { return Filled{pair.truth, {"doubtful"}}; };
  Evaluation evaluation({perfect(), {"sly", warn}}, {});
  evaluation.add(sample(1));  // filled twice, the first time to get warm
  evaluation.add(sample(2));
  ASSERT_EQ(evaluation.warnings().size(), 2);
  EXPECT_EQ(evaluation.warnings()[0].name, "picture1");
  EXPECT_EQ(evaluation.warnings()[1].reason, "method sly: doubtful");
}

TEST(EvaluationTest, PairsGoToTheBinsOfTheirHoleRatios) {
  Evaluation evaluation({masked()}, {});
  evaluation.add(sample(1));                 // 64 of 1024 pixels
  evaluation.add(sample(2, {0, 0, 32, 8}));  // a quarter
  evaluation.add(sample(3, {0, 0, 1, 1}));   // less than a hundredth: no bin's
  const MethodSummary summary = evaluation.summaries()[0];
  EXPECT_EQ(summary.bins[0].count(), 1);
  EXPECT_EQ(summary.bins[2].count(), 1);
  EXPECT_EQ(summary.scores.count(), 3);
}

TEST(EvaluationTest, MethodsHaveNamesOfTheirOwn) {
  EXPECT_THROW(Evaluation({masked(), masked()}, {}), Error);
  EXPECT_THROW(Evaluation({}, {}), Error);
}

TEST(EvaluationTest, ResultsOfAnotherProgramAreTakenUnderTheHoleOnly) {
  const SampleFolder folder("eval_results");
  const Pair pair = sample(1);
  write_picture(folder / "picture1.png", {.image = Image({32, 32}, 1)});  // black
  const Method method = results_in(folder.path());
  EXPECT_EQ(method.name, "kintsugi_eval_results");
  EXPECT_FALSE(method.is_timed);
  const Image result = method.fill(pair).image;
  EXPECT_EQ(result.at(10, 10, 0), 0);
  EXPECT_EQ(result.at(0, 5, 2), pair.truth.at(0, 5, 2));
  EXPECT_THROW(method.fill(sample(2)), Error);
  write_picture(folder / "picture2.png", {.image = Image({16, 32}, 3)});
  EXPECT_THROW(method.fill(sample(2)), Error);
}

TEST(EvaluationTest, ReportsHoldWhatWasMeasuredAndNothingElse) {
  Evaluation evaluation({masked(), inpainting("telea", fill::telea())}, {});
  for (const int seed : {1, 2, 3}) evaluation.add(sample(seed));
  const auto summaries = evaluation.summaries();
  const auto json =
      nlohmann::json::parse(json_report(summaries, {{"x\xff.png", "is no picture"}}, {true, true}));
  EXPECT_EQ(json["pairs"], 3);
  EXPECT_EQ(json["skipped"][0]["reason"], "is no picture");
  const auto& telea = json["methods"][1];
  EXPECT_EQ(telea["name"], "telea");
  for (const char* key : {"psnr", "ssim_gaussian11", "ssim_uniform7", "l1_percent", "l2_percent",
                          "ms", "psnr_hole", "l1_percent_hole", "l2_percent_hole"}) {
    EXPECT_TRUE(telea[key].is_number()) << key;
  }
  EXPECT_FALSE(telea.contains("lpips_squeeze"));
  EXPECT_FALSE(telea.contains("fd_mobilenet_v2"));
  EXPECT_FALSE(json["methods"][0].contains("ms"));
  EXPECT_EQ(telea["bins"].size(), 6);
  EXPECT_EQ(telea["bins"][0]["pairs"], 3);
  int total = 0;
  for (const int count : telea["ssim_uniform7_histogram"]["counts"]) total += count;
  EXPECT_EQ(total, 3);
}

TEST(EvaluationTest, TheTableIsAligned) {
  Evaluation evaluation({masked(), perfect()}, {});
  evaluation.add(sample(1));
  const std::string text = table(evaluation.summaries(), {.has_bins = true});
  EXPECT_THAT(text, HasSubstr("1 pairs    PSNR"));
  EXPECT_THAT(text, HasSubstr("\nperfect  100.00"));
  EXPECT_THAT(text, HasSubstr("hole (0.01, 0.1], 1 pairs"));
  EXPECT_THAT(text, testing::Not(HasSubstr("LPIPS")));
}

}  // namespace
}  // namespace kintsugi::eval
