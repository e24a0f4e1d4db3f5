#include <gtest/gtest.h>

#include "kintsugi/learn/tensors.h"

namespace kintsugi::learn {
namespace {

/// Two threads for every test of this program, whatever LibTorch would pick.
class Threads : public testing::Environment {
  void SetUp() override { set_num_threads(2); }
};
const testing::Environment* const threads = testing::AddGlobalTestEnvironment(new Threads);

}  // namespace
}  // namespace kintsugi::learn
