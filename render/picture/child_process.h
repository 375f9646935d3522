// Runs a function in a child process with a time limit, so that a crash or an endless loop in a
// library costs an answer and not the program.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace cairn {

struct ChildResult {
  enum class End : std::uint8_t { done, failed, crashed, timed_out, not_started };
  End end = End::done;
  std::string bytes;  // done: what the work returned; failed: its message
};

/// What the child hands back: bytes, or a message.
struct ChildWork {
  bool is_good = true;
  std::string bytes;
};

/// The child leaves by _exit, so nothing buffered in the parent is written twice; what it writes to
/// stderr is dropped.
ChildResult run_in_child(const std::function<ChildWork()>& work, double time_limit_seconds);

}  // namespace cairn
