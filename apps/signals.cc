#include "apps/signals.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>

#include "kintsugi/base/atomic_file.h"

namespace kintsugi::apps {

namespace {

std::atomic<int> noted = 0;

void end(int signal) {
  remove_temporary_files();
  _exit(128 + signal);
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {
  }, old;
  action.sa_handler = handler;
  sigaction(signal, nullptr, &old);
  if (old.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);  // nohup stays nohup
}

}  // namespace

void end_cleanly_on_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) handle(signal, end);
}

void note_signals() {
  const auto note = [](int signal) {
    if (noted.exchange(signal) != 0) end(signal);
  };
  for (const int signal : {SIGINT, SIGTERM}) handle(signal, note);
}

int noted_signal() { return noted; }

}  // namespace kintsugi::apps
