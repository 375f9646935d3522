#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace cairn {

void report_bug(const char* condition, const char* file, int line) {
  std::fprintf(
      stderr,
      "cairn: internal error at %s:%d: %s\n"
      "This is a bug in cairn, not in your file. Please report it with the file you ran.\n",
      file, line, condition);
  std::_Exit(70);
}

}  // namespace cairn
