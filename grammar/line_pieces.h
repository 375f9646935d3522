// A bad line cut into rough pieces, and corrections of it. Private to the diagnosis.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "grammar/diagnose_line.h"

namespace cairn {

enum class PieceKind : std::uint8_t {
  word,       // letters and what may follow them in a name
  number,     // digits with `.`, `,` or `_` between them
  text,       // with both quotes
  open_text,  // a quote that is not closed, to the end of the line
  arrow,      // an arrow as it should be
  sign,       // a run of - = > < ~ + / or a lone other character
  percent,
  comment,
};

/// A piece of a line, without the space around it.
struct Piece {
  PieceKind kind;
  std::size_t begin;  // bytes of the line
  std::size_t end;
};

/// The line with its pieces. Looks at every byte once.
struct CutLine {
  const BadLine& line;
  std::vector<Piece> pieces;

  std::string_view text_of(const Piece& piece) const {
    return line.text.substr(piece.begin, piece.end - piece.begin);
  }
  bool has(std::size_t index, PieceKind kind) const {
    return index < pieces.size() && pieces[index].kind == kind;
  }
  bool has_word(std::size_t index, std::string_view word) const {
    return has(index, PieceKind::word) && text_of(pieces[index]) == word;
  }
  /// Whether no space stands between a piece and the one before it.
  bool touches_previous(std::size_t index) const {
    return index > 0 && index < pieces.size() && pieces[index - 1].end == pieces[index].begin;
  }
  /// The first piece that begins at or behind an offset; pieces.size() if there is none.
  std::size_t piece_at(std::size_t offset) const;
  /// Where the line ends when comments and space at its end are left away.
  std::size_t content_end() const;
};

CutLine cut_line(const BadLine& line);

/// One replacement in the line.
struct Correction {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string replacement;
};

std::string apply_correction(std::string_view line, const Correction& correction);

/// A part of the user's text, short enough for a message and safe to print.
std::string excerpt(std::string_view text);

/// The line with a correction, trimmed for a message; only the replacement if the line is long.
std::string corrected_excerpt(std::string_view line, const Correction& correction);

Diagnostic make_line_diagnostic(Code code, const BadLine& line, std::size_t begin, std::size_t end,
                                std::string message);

void add_repair(Diagnostic& diagnostic, const BadLine& line, const Correction& correction,
                bool is_safe);

}  // namespace cairn
