// CAIRN_CHECK: stops the program on a bug of ours, never on a user's mistake.
#pragma once

namespace cairn {

/// Prints the failed condition and how to report it to stderr, then exits with code 70.
[[noreturn]] void report_bug(const char* condition, const char* file, int line);

}  // namespace cairn

#define CAIRN_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::cairn::report_bug(#condition, __FILE__, __LINE__))
