// Mistakes that many make, recognised on one line. Private to the diagnosis.
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.h"
#include "grammar/line_pieces.h"

namespace cairn {

/// Whether a corrected line would be understood.
using IsReadable = bool (*)(std::string_view line);

// Each looks for one kind of mistake; nothing if the line has another one.

// known_mistakes.cpp: quotes and arrows.
std::optional<Diagnostic> find_open_text(const CutLine& cut, IsReadable is_readable);
std::optional<Diagnostic> find_unquoted_text(const CutLine& cut, IsReadable is_readable);
std::optional<Diagnostic> find_wrong_arrow(const CutLine& cut, IsReadable is_readable);
std::optional<Diagnostic> find_missing_arrow(const CutLine& cut, IsReadable is_readable);

// mark_mistakes.cpp
std::optional<Diagnostic> find_colon(const CutLine& cut, IsReadable is_readable);
/// `// a comment`, as programs have it.
std::optional<Diagnostic> find_slashes(const CutLine& cut, IsReadable is_readable);
std::optional<Diagnostic> find_quoted_name(const CutLine& cut, IsReadable is_readable);
std::optional<Diagnostic> find_condition_word(const CutLine& cut, IsReadable is_readable);
std::optional<Diagnostic> find_inner_quotes(const CutLine& cut, IsReadable is_readable);
std::optional<Diagnostic> find_missing_open_quote(const CutLine& cut, IsReadable is_readable);

// foreign_words.cpp: words of the language in another language.
/// `do 6 min`, `für regular`: a word inside a line that cairn has in English.
std::optional<Diagnostic> find_foreign_word(const CutLine& cut, IsReadable is_readable);
/// What the first word of a line is in English: "outcome" for "wynik"; empty if it is not known.
std::string_view english_first_word(std::string_view word);

// number_mistakes.cpp
std::optional<Diagnostic> find_comma_number(const CutLine& cut, IsReadable is_readable);
std::optional<Diagnostic> find_wrong_error_bar(const CutLine& cut, IsReadable is_readable);
std::optional<Diagnostic> find_bad_severity(const CutLine& cut);
std::optional<Diagnostic> find_wrong_unit(const CutLine& cut, IsReadable is_readable);
std::optional<Diagnostic> find_wrong_comparison(const CutLine& cut, IsReadable is_readable);

// word_mistakes.cpp
std::optional<Diagnostic> find_bad_name(const CutLine& cut, IsReadable is_readable);
/// The unknown beginning of a line (E101).
Diagnostic describe_unknown_start(const CutLine& cut, IsReadable is_readable);

}  // namespace cairn
