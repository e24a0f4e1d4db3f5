#pragma once

namespace kintsugi::apps {

/// From now on an interrupted program (SIGINT, SIGTERM, SIGHUP, SIGPIPE) removes its half-written
/// files and ends with code 128 + signal: 130 for Ctrl-C.
void end_cleanly_on_signals();

/// From now on the first SIGINT or SIGTERM is only noted, so that a program can save its work; the
/// second one ends it as above.
void note_signals();

/// The signal that was noted, or 0.
int noted_signal();

}  // namespace kintsugi::apps
