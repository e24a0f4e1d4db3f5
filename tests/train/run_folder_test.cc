#include "kintsugi/data/run_folder.h"

#include <gmock/gmock.h>

#include "kintsugi/error.h"
#include "tests/train/tiny_run.h"

namespace kintsugi::train {
namespace {

TEST(RunFolderTest, ComesBackAsItWasAndIsNotOverwritten) {
  const TemporaryFolder folder;
  const data::Run run = {.recipe = tiny_recipe({"steps=5"}),
                         .settings = {.data = {"/a", "b/../c.tar"},
                                      .features = {{"vgg16", "/w.safetensors"}},
                                      .device = "cpu",
                                      .threads = 3}};
  data::create_run(folder.path, run);
  const data::Run found = data::read_run(folder.path);
  EXPECT_EQ(to_toml(found.recipe), to_toml(run.recipe));
  EXPECT_EQ(found.recipe.name, "tiny");
  EXPECT_EQ(found.settings.data[0], "/a");
  EXPECT_EQ(found.settings.data[1], std::filesystem::current_path() / "c.tar");
  EXPECT_EQ(found.settings.features, run.settings.features);
  EXPECT_EQ(found.settings.threads, 3);
  try {
    data::create_run(folder.path, run);
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("holds a run already"));
  }
}

TEST(RunFolderTest, NoTwoProcessesTrainOneRun) {
  const TemporaryFolder folder;
  const data::RunLock lock(folder.path);
  EXPECT_THROW(data::RunLock{folder.path}, Error);
}

}  // namespace
}  // namespace kintsugi::train
