#include <malloc.h>

#include "apps/program.h"
#include "apps/training/commands.h"

namespace {

/// Every step asks for the same large blocks: malloc keeps them. Else the kernel takes back and
/// clears some gigabytes a second, a third of the time of a small network's step.
void keep_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
#endif
}

}  // namespace

// The part of `kintsugi` that needs LibTorch.
int main(int argc, char** argv) {
  keep_memory();
  CLI::App program("Trains models that fill holes in pictures.", "kintsugi");
  kintsugi::apps::add_train(program);
  kintsugi::apps::add_export(program);
  return kintsugi::apps::run_program(program, argc, argv);
}
