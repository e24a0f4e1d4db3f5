#include "apps/training_commands.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "kintsugi/error.h"

namespace kintsugi::apps {
namespace {

struct TrainingCommand {
  const char *name, *help;
};
constexpr TrainingCommand kCommands[] = {
    {"train", "Trains a recipe, or goes on with a run."},
    {"export", "Makes a model file of a run's best weights."},
};

/// How long threads without work go on asking for some, before they sleep. GNU OpenMP's own
/// preset is milliseconds: on a machine with anything else to do, training takes three times as
/// long. It is read when a program starts, so that it has to be said now.
void wait_briefly() {
  if (!std::getenv("OMP_WAIT_POLICY")) setenv("GOMP_SPINCOUNT", "3000", /*overwrite=*/0);
}

void run(const std::string& name, char** argv) {
  wait_briefly();
  const std::string program =
      std::filesystem::read_symlink("/proc/self/exe").replace_filename("kintsugi-train");
  execv(program.c_str(), argv);
  throw Error("kintsugi " + name + " needs " + program +
              ", which this installation lacks: it was built without LibTorch");
}

}  // namespace

void add_training_commands(CLI::App& program, char** argv) {
  for (const TrainingCommand& one : kCommands) {
    CLI::App* command = program.add_subcommand(one.name, one.help);
    command->set_help_flag();  // --help is for kintsugi-train, as all that follows
    command->prefix_command();
    command->callback([name = one.name, argv] { run(name, argv); });
  }
}

}  // namespace kintsugi::apps
