#include "apps/program.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <exception>
#include <filesystem>

#include "apps/field_flags.h"
#include "apps/signals.h"
#include "kintsugi/error.h"

namespace kintsugi::apps {

int run_program(CLI::App& program, int argc, char** argv) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("kintsugi"));
  spdlog::set_pattern("kintsugi: %^%l%$: %v");
  end_cleanly_on_signals();
  program.require_subcommand(1);
  try {
    program.parse(argc, argv);
    return 0;
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();  // a command that has said why
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : 1;
  } catch (const Error& error) {
    spdlog::error("{}", with_flag_names(error.what()));
    return 1;
  } catch (const std::filesystem::filesystem_error& error) {
    spdlog::error("{}", error.what());
    return 1;
  } catch (const std::exception& error) {
    spdlog::error("internal error: {}", error.what());
    return 2;
  }
}

}  // namespace kintsugi::apps
