#pragma once

#include <functional>

namespace kintsugi {

/// Number of threads to use where the caller says 0: one per core that this process may run on.
int default_threads();

/// Calls body(i) for every i in [0, count), on up to `threads` threads (0 = default_threads()).
/// Returns when all calls have; the first exception thrown by any of them is thrown again here.
/// The order of the calls is not fixed: what they write must not depend on it.
void parallel_for(int count, int threads, const std::function<void(int)>& body);

}  // namespace kintsugi
