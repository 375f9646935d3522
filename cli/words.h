// The words of the language for people, from grammar/line_words.def.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/line_words.h"
#include "render/terminal/tables.h"

namespace cairn {

/// A line with what it does: a flow, or an amount as it may be spelt.
struct SpellingRow {
  std::string_view example;
  std::string_view means;
};

/// `after`, `for`, `when`, `from`: what may stand at the end of a line.
struct TailRow {
  std::string_view word;
  std::string_view wants;
  std::string_view behind;  // which lines
  std::string_view example;
};

const std::vector<SpellingRow>& flow_spellings();
const std::vector<TailRow>& tails();
/// How what stands behind a word may be written; empty if there is nothing to say.
std::vector<SpellingRow> spellings_of(std::string_view word);

/// The example of a word, as it is right under this heading.
std::string_view example_under(const LineWord& row, std::string_view heading);

/// Whether lines of a word stand under a heading; "" asks for those that stand alone.
bool stands_under(std::string_view under, std::string_view heading);

/// All headings with their lines.
std::string list_words(const TerminalStyle& style);

/// A heading with its lines, or one word; nothing if there is no such word.
std::optional<std::string> describe_word(std::string_view word, const TerminalStyle& style);

/// The word a mistyped one may have been.
std::optional<std::string> near_word(std::string_view typed);

}  // namespace cairn
