// Full-width, curly and pasted characters whose meaning is clear: counted for one note, and mended.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/text_file.h"
#include "grammar/syntax_tree.h"

namespace cairn {

/// Counts the lines that hold some; tells once (N108).
class UnusualCharacters {
 public:
  /// Looks at the tokens of the line whose nodes begin at `first_node` and go to the end.
  void count(const SyntaxTree& tree, std::string_view text, std::size_t first_node);
  void report(FileId file, Diagnostics& diagnostics) const;

 private:
  std::size_t line_count_ = 0;
  Span first_;
};

/// What N108 speaks of, put right token by token. The meaning stays, and lines with a mistake in
/// them stay as they are.
std::vector<TextEdit> plain_character_edits(const SyntaxTree& tree, const TextFile& file);

/// The first character of a token that `cairn fmt` would write differently; empty if there is none.
std::string_view find_unusual(SyntaxKind kind, std::string_view token);

}  // namespace cairn
