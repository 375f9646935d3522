// The words a line may begin with: for choosing the rule, for messages and for `cairn words`.
#pragma once

#include <string_view>
#include <vector>

namespace cairn {

struct LineWord {
  std::string_view word;
  std::string_view under;    // headings whose lines it is, separated by ", "; "" = stands alone
  std::string_view wants;    // "a time"
  std::string_view example;  // a right line
};

/// In the order of line_words.def.
const std::vector<LineWord>& line_words();

}  // namespace cairn
