#pragma once

namespace kintsugi::apps {

/// From now on an interrupted program (SIGINT, SIGTERM, SIGHUP, SIGPIPE) removes its half-written
/// files and ends with code 128 + signal: 130 for Ctrl-C.
void end_cleanly_on_signals();

}  // namespace kintsugi::apps
