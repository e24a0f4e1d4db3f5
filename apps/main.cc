#include "apps/command.h"
#include "apps/program.h"
#include "apps/training_commands.h"
#include "kintsugi/version.h"

int main(int argc, char** argv) {
  CLI::App program("Fills holes in pictures.", "kintsugi");
  program.set_version_flag("--version", kintsugi::version());
  kintsugi::apps::add_inspect(program);
  kintsugi::apps::add_recipes(program);
#ifdef KINTSUGI_HAS_RUNTIME
  kintsugi::apps::add_bench(program);
  kintsugi::apps::add_eval(program);
  kintsugi::apps::add_fill(program);
  kintsugi::apps::add_init(program);
  kintsugi::apps::add_mask(program);
  kintsugi::apps::add_pack(program);
#endif
  kintsugi::apps::add_training_commands(program, argv);
  return kintsugi::apps::run_program(program, argc, argv);
}
