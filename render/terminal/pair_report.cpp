#include "render/terminal/pair_report.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "render/terminal/compare_parts.h"

namespace cairn {
namespace {

std::uint32_t worlds_of(const PairedPrediction& paired) {
  return std::max(paired.before.worlds, paired.after.worlds);
}

TextCell side_cell(const std::optional<Answer>& answer, const std::string& currency) {
  if (!answer || !answer->is_defined) return {"–", Ink::dim};
  return {format_figure(answer->estimate.value, answer->unit, currency), Ink::plain};
}

TextRow figure_row(const PairedFigure& figure, const PairSides& sides, bool has_ranges) {
  TextRow row;
  row.cells = {{escape_for_display(figure.name), Ink::plain},
               side_cell(figure.before, sides.old_currency),
               side_cell(figure.after, sides.new_currency)};
  if (!figure.change) {
    row.cells.push_back({"–", Ink::dim});
    return row;
  }
  const Effect& change = *figure.change;
  const bool is_cost = figure.name.starts_with("cost ");
  row.cells.push_back(
      {shown_change(change.value, figure.unit, sides.new_currency), ink_of(change.value, is_cost)});
  if (!has_ranges) return row;
  row.cells.push_back(
      {shown_change_range(change.low, change.high, figure.unit, sides.new_currency), Ink::dim});
  row.cells.push_back({chance_words(change.chance_up), Ink::plain});
  return row;
}

std::string foot(const PairedPrediction& paired, const PairSides& sides,
                 const TerminalStyle& style) {
  std::string text;
  if (paired.before.is_without_doubt || paired.after.is_without_doubt) {
    text = "Too large to be solved in many draws: best estimates, without ranges.";
  } else if (worlds_of(paired) == 0) {
    text = "No draws, so there are no ranges.";
  } else {
    text = fmt::format(
        "Means over {} draws of the uncertain numbers. Likely range, and chance that the figure "
        "rises: the second file against the first in the same draw.",
        format_count(static_cast<std::int64_t>(worlds_of(paired))));
  }
  if (sides.old_currency != sides.new_currency) {
    text += " Money is in two currencies, so its change is left out.";
  }
  return paint(wrap(text, 0, style), Ink::dim, style) + "\n";
}

}  // namespace

std::string pair_report(const PairedPrediction& paired, const PairSides& sides,
                        const TerminalStyle& style) {
  const bool has_ranges =
      worlds_of(paired) > 0 && !paired.before.is_without_doubt && !paired.after.is_without_doubt;
  TextTable table;
  table.columns = {{"", Align::left, 20, true},
                   {"first", Align::right, 0, false},
                   {"second", Align::right, 0, false},
                   {"change", Align::right, 0, false}};
  if (has_ranges) {
    table.columns.push_back({"likely range", Align::left, 0, false});
    table.columns.push_back({"chance", Align::right, 0, false});
  }
  for (const PairedFigure& figure : paired.figures) {
    table.rows.push_back(figure_row(figure, sides, has_ranges));
  }
  const std::string title =
      escape_for_display(sides.old_name) + " → " + escape_for_display(sides.new_name);
  std::string text =
      paint(wrap(title, 2, style), Ink::bold, style) + "\n" +
      paint(wrap("the second file against the first, in the same draws of what is not known", 0,
                 style),
            Ink::dim, style) +
      "\n\n" + print_table(table, style) + "\n" + foot(paired, sides, style);
  return style.use_ascii ? to_ascii(text) : text;
}

}  // namespace cairn
