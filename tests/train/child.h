#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <string>

namespace kintsugi::train {

/// Another process of this program that runs one DISABLED_ test, told what to do by the
/// environment.
inline pid_t start_child(const std::string& test,
                         const std::map<std::string, std::string>& environment) {
  const pid_t child = fork();
  if (child != 0) return child;
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  const std::string filter = "--gtest_filter=" + test;
  execl("/proc/self/exe", "train_test", filter.c_str(), "--gtest_also_run_disabled_tests",
        "--gtest_brief=1", nullptr);
  _exit(127);
}

/// Waits for its end: the exit code, or -1 if a signal ended it.
inline int exit_code_of(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace kintsugi::train
