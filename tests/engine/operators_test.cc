#include "engine/movement_cases.h"
#include "engine/operator_cases.h"

namespace kintsugi::engine {
namespace {

void expect_all_equal(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    SCOPED_TRACE(one.name);
    Builder b("case");
    b.output("result", one.build(b));
    expect_equal_to_reference(b.finish(), 2e-5f, one.may_use_reference);
  }
}

TEST(OperatorsTest, ActivationsEqualTheReference) { expect_all_equal(activation_cases()); }
TEST(OperatorsTest, PointwiseOperatorsEqualTheReference) { expect_all_equal(pointwise_cases()); }
TEST(OperatorsTest, MatrixOperatorsEqualTheReference) { expect_all_equal(matrix_cases()); }
TEST(OperatorsTest, ReductionsEqualTheReference) { expect_all_equal(reduction_cases()); }
TEST(OperatorsTest, MovementsEqualTheReference) { expect_all_equal(movement_cases()); }

TEST(OperatorsTest, ChainsOfPointwiseOperatorsRunInOnePass) {
  Builder b("chain");
  const Value image = b.input("image", {1, 3, 32, 32}), mask = b.input("mask", {1, 1, 32, 32});
  const Value known =
      b.multiply(image, b.op("Sub", {b.constant(random_tensor({1, 3, 1, 1})), mask}));
  b.output("result", b.clip(b.add(b.tanh(known), 0.5f), 0, 1));
  const Graph graph = b.finish();
  PackedWeights packed;
  const Plan plan(graph, {}, DataType::kFloat32, 2, packed);
  std::string steps;
  for (const Step& step : plan.steps()) steps += step.op + " " + step.how + "; ";
  EXPECT_EQ(steps, "Pointwise 5 operations; ");
}

}  // namespace
}  // namespace kintsugi::engine
