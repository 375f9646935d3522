// What to say about a line that could not be read. Private.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/diagnostic.h"
#include "grammar/line_words.h"

namespace cairn {

/// A bad line and how far the rules came.
struct BadLine {
  FileId file;
  std::uint32_t begin = 0;         // where the line begins in the text
  std::string_view text;           // without its line end
  std::size_t understood = 0;      // end of the furthest token that fitted
  std::size_t statement_end = 0;   // end of the longest whole statement; 0: none
  const LineWord* word = nullptr;  // the line's first word, if it is known
  bool is_known_start = false;     // false: nothing of the language begins like this
};

/// One diagnostic for one line. `is_readable` tells whether a corrected line would be understood,
/// so that nothing wrong is ever proposed.
Diagnostic diagnose_line(const BadLine& line, bool (*is_readable)(std::string_view));

}  // namespace cairn
