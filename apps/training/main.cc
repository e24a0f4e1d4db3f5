
#include "apps/program.h"
#include "apps/training/commands.h"

// The part of `kintsugi` that needs LibTorch.
int main(int argc, char** argv) {
  CLI::App program("Trains models that fill holes in pictures.", "kintsugi");
  kintsugi::apps::add_train(program);
#ifdef KINTSUGI_HAS_RUNTIME
  kintsugi::apps::add_export(program);
#endif
  return kintsugi::apps::run_program(program, argc, argv);
}
