#include <cstdio>
#include <exception>

#include "apps/command.h"
#include "kintsugi/base/error.h"

// Exit code 0: done; 1: an Error, which the user can put right; 2: anything else, our bug.
int main(int argc, char** argv) {
  CLI::App program("Fills holes in pictures.", "kintsugi");
  program.require_subcommand(1);
  program.set_version_flag("--version", KINTSUGI_VERSION);
  kintsugi::apps::add_fill(program);
  kintsugi::apps::add_mask(program);
  try {
    program.parse(argc, argv);
    return 0;
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : 1;
  } catch (const kintsugi::Error& error) {
    std::fprintf(stderr, "kintsugi: %s\n", error.what());
    return 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "kintsugi: internal error: %s\n", error.what());
    return 2;
  }
}
