#include "render/terminal/tables.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/line_break.h"
#include "base/text.h"

namespace cairn {
namespace {

constexpr std::size_t kGap = 2;         // cells between two columns
constexpr std::size_t kLeastShort = 8;  // a name shorter than this tells nothing
// Cells below which a name is not pressed for the sake of one more column.
constexpr std::size_t kLeastName = 16;

std::string_view ink_code(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "";
    case Ink::bold:
      return "\x1b[1m";
    case Ink::dim:
      return "\x1b[2m";
    case Ink::blue:
      return "\x1b[34m";
    case Ink::yellow:
      return "\x1b[33m";
  }
  return "";
}

/// Cells by column, made safe to print.
std::vector<std::size_t> natural_widths(const TextTable& table) {
  std::vector<std::size_t> widths;
  for (const TextColumn& column : table.columns) {
    widths.push_back(std::max(column.least_cells, display_width(column.title)));
  }
  for (const TextRow& row : table.rows) {
    if (row.is_heading) continue;
    for (std::size_t i = 0; i < row.cells.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row.cells[i].text));
    }
  }
  return widths;
}

/// Takes cells from the widest column that may shorten, until the table fits or nothing is left.
void fit(const std::vector<TextColumn>& columns, std::size_t most,
         std::vector<std::size_t>& widths) {
  std::size_t total = columns.empty() ? 0 : kGap * (columns.size() - 1);
  for (const std::size_t width : widths) total += width;
  while (total > most) {
    std::size_t widest = columns.size();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].may_shorten || widths[i] <= kLeastShort) continue;
      if (widest == columns.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == columns.size()) return;
    --widths[widest];
    --total;
  }
}

std::string print_row(const TextTable& table, const std::vector<TextCell>& cells,
                      const std::vector<std::size_t>& widths, const TerminalStyle& style) {
  std::string line;
  std::size_t pending = 0;  // spaces owed before the next text, so that lines end without any
  for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
    const std::string text = shorten(cells[i].text, widths[i]);
    const std::size_t spare = widths[i] - std::min(widths[i], display_width(text));
    const bool is_right = table.columns[i].align == Align::right;
    if (is_right) pending += spare;
    if (!text.empty()) {
      line.append(pending, ' ');
      pending = 0;
      line += paint(text, cells[i].ink, style);
    }
    if (!is_right) pending += spare;
    pending += kGap;
  }
  return line + "\n";
}

/// Escapes every cell, so that no name can move the cursor or turn the text around.
TextTable made_safe(const TextTable& table) {
  TextTable safe = table;
  for (TextColumn& column : safe.columns) column.title = escape_for_display(column.title);
  for (TextRow& row : safe.rows) {
    for (TextCell& cell : row.cells) cell.text = escape_for_display(cell.text);
  }
  return safe;
}

bool has_titles(const TextTable& table) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [](const TextColumn& column) { return !column.title.empty(); });
}

/// How many columns, from the first on, find room. A column without a title belongs to the one
/// before it and stays there.
std::size_t columns_that_fit(const TextTable& table, std::size_t most) {
  const std::vector<std::size_t> widths = natural_widths(table);
  std::size_t fitting = 0, total = 0;
  for (; fitting < widths.size(); ++fitting) {
    const std::size_t least = table.columns[fitting].may_shorten
                                  ? std::min(widths[fitting], kLeastName)
                                  : widths[fitting];
    total += least + (fitting > 0 ? kGap : 0);
    if (total > most) break;
  }
  if (fitting == widths.size()) return fitting;
  std::size_t whole = fitting;
  while (whole > 2 && table.columns[whole].title.empty() && has_titles(table)) --whole;
  return std::max<std::size_t>(whole > 2 ? whole : fitting, 2);
}

/// The first column with those from `begin` to `end`; rows that have nothing there are left out.
TextTable part_of(const TextTable& table, std::size_t begin, std::size_t end) {
  TextTable part;
  part.columns.push_back(table.columns.front());
  part.columns.insert(part.columns.end(), table.columns.begin() + static_cast<long>(begin),
                      table.columns.begin() + static_cast<long>(end));
  for (const TextRow& row : table.rows) {
    TextRow shorter{{}, row.is_heading};
    bool has_text = row.is_heading;
    if (!row.cells.empty()) shorter.cells.push_back(row.cells.front());
    for (std::size_t i = begin; i < std::min(end, row.cells.size()); ++i) {
      shorter.cells.push_back(row.cells[i]);
      has_text = has_text || !row.cells[i].text.empty();
    }
    const bool is_named = begin == 1 && !row.cells.empty() && !row.cells.front().text.empty();
    if (has_text || is_named) part.rows.push_back(std::move(shorter));
  }
  return part;
}

std::string print_whole(const TextTable& table, const TerminalStyle& style) {
  std::vector<std::size_t> widths = natural_widths(table);
  fit(table.columns, style.width, widths);
  std::string text;
  std::vector<TextCell> titles;
  for (const TextColumn& column : table.columns) titles.push_back({column.title, Ink::dim});
  if (has_titles(table)) text += print_row(table, titles, widths, style);
  for (const TextRow& row : table.rows) {
    if (!row.is_heading) {
      text += print_row(table, row.cells, widths, style);
    } else if (!row.cells.empty()) {
      text += paint(shorten(row.cells[0].text, style.width), row.cells[0].ink, style) + "\n";
    }
  }
  return text;
}

/// Columns that find no room follow below, behind the first column once more.
std::string print_safe(const TextTable& table, const TerminalStyle& style) {
  if (table.columns.size() < 3) return print_whole(table, style);
  const std::size_t count = columns_that_fit(table, style.width);
  if (count == table.columns.size()) return print_whole(table, style);
  return print_whole(part_of(table, 1, count), style) +
         print_safe(part_of(table, count, table.columns.size()), style);
}

}  // namespace

std::string paint(std::string_view text, Ink ink, const TerminalStyle& style) {
  if (!style.use_colour || ink == Ink::plain || text.empty()) return std::string(text);
  return fmt::format("{}{}\x1b[0m", ink_code(ink), text);
}

std::string print_table(const TextTable& table, const TerminalStyle& style) {
  return print_safe(made_safe(table), style);
}

std::size_t bar_cells(std::size_t cells, const TerminalStyle& style) {
  constexpr std::size_t kFullWidth = 100, kLeast = 6;
  return std::max(std::min(cells, kLeast), cells * std::min(style.width, kFullWidth) / kFullWidth);
}

std::string bar(double share, std::size_t cells) {
  constexpr std::string_view kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (!(share > 0)) return "";
  const double wanted = std::min(share, 1.0) * static_cast<double>(cells) * 8;
  const auto eighths = static_cast<std::size_t>(std::max(1.0, std::round(wanted)));
  std::string text;
  for (std::size_t i = 0; i < eighths / 8; ++i) text += "█";
  return text + std::string(kEighths[eighths % 8]);
}

std::string to_ascii(std::string_view text) {
  struct Row {
    std::string_view glyph;
    char plain;
  };
  constexpr Row kRows[] = {{"█", '#'}, {"▉", '#'}, {"▊", '#'}, {"▋", '#'}, {"▌", '#'}, {"▍", '.'},
                           {"▎", '.'}, {"▏", '.'}, {"…", '~'}, {"−", '-'}, {"–", '-'}, {"—", '-'},
                           {"·", '-'}, {"│", '|'}, {"“", '"'}, {"”", '"'}, {"✓", '+'}, {"✗", 'x'},
                           {"▲", '^'}, {"▼", 'v'}, {"×", 'x'}, {"±", '~'}, {"→", '>'}, {"’", '\''},
                           {"├", '|'}, {"┤", '|'}, {"─", '-'}, {"●", 'o'}, {"┊", ':'}, {"▁", '.'},
                           {"▂", ':'}, {"▃", '-'}, {"▄", '='}, {"▅", '+'}, {"▆", '*'}, {"▇", '%'},
                           {"∞", 'x'}};
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& candidate) {
      return text.substr(at, candidate.glyph.size()) == candidate.glyph;
    });
    if (row == std::end(kRows)) {
      plain += text[at++];
    } else {
      plain += row->plain;
      at += row->glyph.size();
    }
  }
  return plain;
}

std::string wrap(std::string_view text, std::size_t indent, const TerminalStyle& style) {
  return break_line(text, indent, style.width);
}

}  // namespace cairn
