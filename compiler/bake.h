// A launched fix becomes text: `cairn apply` (D8). What the fix does to numbers and rows is written
// where today's numbers stand; the fix itself stays as a comment.
#pragma once

#include <string>
#include <vector>

#include "base/text_edit.h"
#include "compiler/compile.h"
#include "journey/world.h"

namespace cairn {

struct BakeOptions {
  std::string date;   // "2026-11-30"
  int precision = 0;  // more writes numbers with more digits; see kMostPrecision
};
inline constexpr int kMostPrecision = 4;

/// A fix that needs more new lines than this for `remove` and `move` is refused: the text would
/// say less than the fix does.
inline constexpr std::size_t kMostNewLines = 12;

/// One thing that was done, for people: "`46%` becomes `46.5%`".
struct BakeNote {
  Span span;  // of the line in today's text
  std::string text;
};

struct Baked {
  std::vector<TextEdit> edits;       // in today's texts, by file and place; they do not overlap
  std::vector<BakeNote> notes;       // in order of file and place
  std::vector<std::string> refused;  // why it cannot be done, one line each; then edits are empty
};

/// `worlds` are draws of today's journey (no fix active), which say how wide a number becomes that
/// is made of several; without any every number is written at its best estimate.
Baked bake_fix(const Project& project, const Journey& journey, FixId fix,
               const std::vector<World>& worlds, const BakeOptions& options);

}  // namespace cairn
