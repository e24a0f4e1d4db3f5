#include "apps/training/commands.h"
#include "kintsugi/error.h"

namespace kintsugi::apps {

void add_export(CLI::App& program) {
  CLI::App* command = program.add_subcommand("export", "Makes a model file of a run's weights.");
  command->prefix_command();  // whatever follows
  command->callback([] {
    throw Error(
        "cannot write a model: this Kintsugi was built without ONNX (KINTSUGI_RUNTIME=OFF); a full "
        "build exports a copy of the run's folder");
  });
}

}  // namespace kintsugi::apps
