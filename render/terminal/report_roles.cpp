// What strategists ask next: how many touches a buyer needs, what each touchpoint carries, and who
// comes where of those who saw something.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "render/terminal/report_parts.h"

namespace cairn {
namespace {

std::string shown_place(const ReportInput& input, PlaceId place) {
  return "  " + shown_name(input.journey.places[place].heading);
}

std::string touches_words(std::uint64_t count) {
  return fmt::format("{} touchpoint{}", count, count == 1 ? "" : "s");
}

}  // namespace

std::string report_touches(const ReportInput& input) {
  if (!input.prediction.touches) return "";
  const BuyerTouches& touches = *input.prediction.touches;
  if (!touches.median || !touches.p90) return "";
  const std::string text = fmt::format(
      "Before the first conversion half of the buyers see at most {}, 9 in 10 at most {}.",
      touches_words(*touches.median), *touches.p90);
  return wrap(text, 0, input.options.style) + "\n";
}

std::string report_roles(const ReportInput& input) {
  if (!input.options.show_all || input.prediction.roles.empty()) return "";
  std::vector<TouchpointRole> roles = input.prediction.roles;
  std::stable_sort(
      roles.begin(), roles.end(),
      [](const TouchpointRole& a, const TouchpointRole& b) { return a.lost > b.lost; });
  TextTable table;
  table.columns = {{"What each touchpoint carries", Align::left, 20, true},
                   {"convert after it", Align::right, 0, false},
                   {"lost without it", Align::right, 0, false},
                   {"conversion if passed by", Align::right, 0, false}};
  for (const TouchpointRole& role : roles) {
    table.rows.push_back({{{shown_place(input, role.place), Ink::plain},
                           {format_share(role.converts_after), Ink::plain},
                           {format_distance(role.lost, Unit::share, ""), Ink::bold},
                           {format_share(role.passed_on), Ink::plain}},
                          false});
  }
  const std::string legend = fmt::format(
      "Convert after it: for the first time, there or later, of those who come there. Lost without "
      "it: conversions, in points of all entrants, if whoever comes there left instead. Passed by: "
      "if those before it took their other ways{}.",
      // Figures that look beyond the horizon say so.
      roles.front().ignores_horizon ? " (not stopped by the horizon: that would take long)" : "");
  return print_table(table, input.options.style) +
         paint(wrap(legend, 0, input.options.style), Ink::dim, input.options.style) + "\n";
}

std::string report_given(const ReportInput& input) {
  if (!input.prediction.given) return "";
  const GivenReach& given = *input.prediction.given;
  std::vector<GivenReach::Row> rows = given.rows;
  std::stable_sort(
      rows.begin(), rows.end(),
      [](const GivenReach::Row& a, const GivenReach::Row& b) { return a.after > b.after; });
  TextTable table;
  table.columns = {{fmt::format("Of the {} who come to {}", format_share(given.reach),
                                shown_name(input.journey.places[given.given].heading)),
                    Align::left, 20, true},
                   {"come here later", Align::right, 0, false},
                   {"before or later", Align::right, 0, false}};
  for (const GivenReach::Row& row : rows) {
    if (!(row.ever > 0)) continue;
    table.rows.push_back({{{shown_place(input, row.place), Ink::plain},
                           {format_share(row.after), Ink::bold},
                           {format_share(row.ever), Ink::plain}},
                          false});
  }
  std::string text = print_table(table, input.options.style);
  if (given.ignores_horizon) {
    text += paint("These shares do not stop at the horizon.", Ink::dim, input.options.style) + "\n";
  }
  return text;
}

}  // namespace cairn
