#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "apps/run_program.h"

namespace kintsugi::apps {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

/// What `inspect --json` says of a recipe's networks, by role.
std::map<std::string, json> networks_of(const std::string& recipe) {
  const Ran ran =
      run_kintsugi({"inspect", KINTSUGI_SOURCE "/recipes/" + recipe + ".toml", "--json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  std::map<std::string, json> networks;
  const json found = json::parse(ran.out);
  for (const json& network : found.at("networks")) {
    networks[network.at("role")] = network;
  }
  return networks;
}

TEST(InspectTest, ShowsEveryNetworkThatARecipeNames) {
  const auto gmcnn = networks_of("gmcnn");
  EXPECT_EQ(gmcnn.size(), 4u);
  EXPECT_EQ(gmcnn.at("generator").at("parameters"), 12561891);
  EXPECT_EQ(gmcnn.at("generator").at("size"), 256);
  EXPECT_TRUE(gmcnn.contains("discriminator global_critic"));
  EXPECT_TRUE(gmcnn.contains("discriminator local_critic"));
  EXPECT_TRUE(gmcnn.contains("features vgg19"));
  EXPECT_EQ(networks_of("glcic").at("generator").at("parameters"), 6072131);
}

TEST(InspectTest, ShowsTheFieldsOfThePatchDiscriminators) {
  EXPECT_EQ(networks_of("context-conv").at("discriminator judge")["receptive_field"]["result"],
            json({23, 23}));
  EXPECT_EQ(networks_of("unet-patchgan").at("discriminator judge")["receptive_field"]["patches"],
            json({40, 40}));
}

TEST(RecipesTest, ListsEveryRecipeWithALine) {
  const Ran ran = run_kintsugi({"recipes", KINTSUGI_SOURCE "/recipes"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("glcic-small "));
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 22);
  EXPECT_EQ(run_kintsugi({"recipes", "no/such/folder"}).exit_code, 1);
}

}  // namespace
}  // namespace kintsugi::apps
