#include "kintsugi/graph/operators.h"

#include <gtest/gtest.h>

#include <set>

#include "kintsugi/graph/elementwise.h"

namespace kintsugi::graph {
namespace {

TEST(OperatorsTest, EveryNameStandsOnceAndHasAllThatRunsIt) {
  std::set<std::string_view> names;
  for (const Operator& one : all_operators()) {
    SCOPED_TRACE(one.name);
    EXPECT_TRUE(names.insert(one.name).second);
    EXPECT_EQ(find_operator(one.name)->name, one.name);
    EXPECT_LE(one.min_inputs, one.max_inputs);
    EXPECT_TRUE(one.infer && one.run);
  }
  EXPECT_EQ(find_operator("Sinh"), nullptr);
}

// What depends on its own position alone cannot change the picture's size, and the reverse would
// give receptive fields that are too small.
TEST(OperatorsTest, WhatWorksOnEachElementKeepsPositions) {
  for (const Operator& one : all_operators()) {
    if (one.element.is_given()) {
      EXPECT_EQ(one.positions, Positions::kKept) << one.name;
    }
  }
}

TEST(OperatorsTest, ElementOpsReadAttributesWithOnnxsDefaults) {
  EXPECT_EQ(element_op({"Elu", "", {"x"}, {"y"}, {}}), (ElementOp{ElementKind::kElu, 1, 0}));
  EXPECT_EQ(element_op({"HardSigmoid", "", {"x"}, {"y"}, {{"beta", 0.25f}}}),
            (ElementOp{ElementKind::kHardSigmoid, 0.2f, 0.25f}));
  EXPECT_EQ(element_op({"Sum", "", {"x", "y"}, {"z"}, {}}), ElementOp{ElementKind::kAdd});
  EXPECT_EQ(element_op({"Clip", "", {"x"}, {"y"}, {}}), std::nullopt);
  EXPECT_EQ(element_op({"Conv", "", {"x", "w"}, {"y"}, {}}), std::nullopt);
  EXPECT_EQ(element_op({"Sinh", "", {"x"}, {"y"}, {}}), std::nullopt);
}

}  // namespace
}  // namespace kintsugi::graph
