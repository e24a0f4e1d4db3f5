#include "apps/signals.h"

#include <signal.h>
#include <unistd.h>

#include "kintsugi/base/atomic_file.h"

namespace kintsugi::apps {

void end_cleanly_on_signals() {
  struct sigaction action {};
  action.sa_handler = [](int signal) {
    remove_temporary_files();
    _exit(128 + signal);
  };
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    struct sigaction old;
    sigaction(signal, nullptr, &old);
    if (old.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);  // nohup stays nohup
  }
}

}  // namespace kintsugi::apps
