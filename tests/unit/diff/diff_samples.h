// Two spec texts compiled and compared, for tests of the comparison.
#pragma once

#include <string>
#include <vector>

#include "compiler/compile.h"
#include "diff/diff_report.h"
#include "tests/support/compiled_text.h"

namespace cairn {

/// A comparison with the texts it points into.
struct ComparedTexts {
  CompiledText before, after;
  SpecDiff spec;  // points into the two above

  /// One line per change: "~ touchpoint cart | -> order | 38% | 40% | +2pp".
  std::vector<std::string> lines() const;
};
/// Fills in place, for the result points into itself.
void compare_texts(const std::string& before, const std::string& after, ComparedTexts& result);

/// Only the lines of changes.
std::vector<std::string> changes(const std::string& before, const std::string& after);

}  // namespace cairn
