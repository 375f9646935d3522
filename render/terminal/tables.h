// Tables, bars and figures for a terminal: columns by display cells, colour only where asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "journey/figure_text.h"
#include "journey/prediction.h"

namespace cairn {

/// What a piece of text is, as one of the 16 basic colours: blue is better, yellow is worse; both
/// stay apart for every kind of colour blindness, and each also has a sign or a glyph.
enum class Ink : std::uint8_t { plain, bold, dim, blue, yellow };

struct TerminalStyle {
  bool use_colour = false;
  bool use_ascii = false;   // see to_ascii
  std::size_t width = 100;  // cells
};

enum class Align : std::uint8_t { left, right };

struct TextColumn {
  std::string title;
  Align align = Align::left;
  std::size_t least_cells = 0;  // at least so wide
  bool may_shorten = false;     // gives way where the table is too wide
};

struct TextCell {
  std::string text;
  Ink ink = Ink::plain;
};

/// Rows may be shorter than the columns. A row of one cell with `is_heading` spans all of them.
struct TextRow {
  std::vector<TextCell> cells;
  bool is_heading = false;
};

struct TextTable {
  std::vector<TextColumn> columns;
  std::vector<TextRow> rows;
};

/// The table with its titles (dim; left out if all are empty), two spaces between columns, no
/// spaces at line ends. If it is wider than the style allows, columns that may shorten share what
/// is left, at least 8 cells each, ending in `…`; columns that find no room even so follow in a
/// second table, behind the first column once more.
std::string print_table(const TextTable& table, const TerminalStyle& style);

std::string paint(std::string_view text, Ink ink, const TerminalStyle& style);

/// Cells of a bar that has `cells` where a line has 100.
std::size_t bar_cells(std::size_t cells, const TerminalStyle& style);

/// A bar of `share` (0 … 1, clipped) of `cells` cells in eighths of a cell; not padded. Anything
/// above zero shows at least an eighth.
std::string bar(double share, std::size_t cells);

/// Replaces the glyphs of ours (█ … − · “ ” ✓ ✗ and the like) by one plain character each, so that
/// columns stay where they are. Names in other scripts are left alone.
std::string to_ascii(std::string_view text);

/// A paragraph broken to the width of the style, further lines indented (see break_line).
std::string wrap(std::string_view text, std::size_t indent, const TerminalStyle& style);

}  // namespace cairn
