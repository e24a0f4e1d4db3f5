#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "base/temporary_folder.h"

namespace kintsugi::apps {

/// What a program left behind.
struct Ran {
  int exit_code = -1;  ///< -1 when a signal ended it
  std::string out, err;
};

/// Runs the program `kintsugi` with these arguments, without a shell in between, and waits:
///
///   const Ran ran = run_kintsugi({"mask", "--kind", "centre", "-o", folder / "mask.png"});
///   EXPECT_EQ(ran.exit_code, 0) << ran.err;
inline Ran run_kintsugi(std::vector<std::string> arguments) {
  const TemporaryFolder folder;
  const std::string out = folder / "out", err = folder / "err";
  arguments.insert(arguments.begin(), KINTSUGI_PROGRAM);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&files, 2, err.c_str(), O_WRONLY | O_CREAT, 0600);
  pid_t child = 0;
  const int failure = posix_spawn(&child, pointers[0], &files, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (failure != 0) throw std::runtime_error("cannot start " KINTSUGI_PROGRAM);
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(out), text_of(err)};
}

}  // namespace kintsugi::apps
