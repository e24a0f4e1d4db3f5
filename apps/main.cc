#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <exception>
#include <filesystem>

#include "apps/command.h"
#include "apps/signals.h"
#include "kintsugi/base/error.h"

// Exit code 0: done; 1: an Error, which the user can put right; 2: anything else, our bug.
int main(int argc, char** argv) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("kintsugi"));
  spdlog::set_pattern("kintsugi: %^%l%$: %v");
  kintsugi::apps::end_cleanly_on_signals();
  CLI::App program("Fills holes in pictures.", "kintsugi");
  program.require_subcommand(1);
  program.set_version_flag("--version", KINTSUGI_VERSION);
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
  try {
    program.parse(argc, argv);
    return 0;
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();  // a command that has said why
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : 1;
  } catch (const kintsugi::Error& error) {
    spdlog::error("{}", error.what());
    return 1;
  } catch (const std::filesystem::filesystem_error& error) {
    spdlog::error("{}", error.what());
    return 1;
  } catch (const std::exception& error) {
    spdlog::error("internal error: {}", error.what());
    return 2;
  }
}
