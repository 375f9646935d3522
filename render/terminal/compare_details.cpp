// Who gains by a change, what it moves on the way, and how parts of a scenario add up.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "journey/metric_name.h"
#include "render/terminal/compare_parts.h"

namespace cairn {
namespace {

constexpr std::size_t kMostMoves = 3;  // places and pains named per alternative unless all are

const ComparedFigure* persona_figure(const CompareInput& input, const ComparedAlternative& row,
                                     PersonaId persona) {
  for (std::size_t q = 0; q < row.figures.size(); ++q) {
    const Question& question = input.comparison.questions[q];
    if (question.metric.kind != Metric::Kind::conversion || question.groups.size() != 1) continue;
    const std::vector<Trait>& traits = question.groups.front().traits;
    if (traits.size() == 1 && traits.front().persona == persona) return &row.figures[q];
  }
  return nullptr;
}

/// "Checkout −0.9pp of entrants lost there".
std::vector<std::string> moved_places(const CompareInput& input, const ComparedAlternative& row) {
  std::vector<const PlaceEffect*> moved;
  for (const PlaceEffect& place : row.places) {
    if (std::abs(place.lost - place.lost_today) > 5e-6) moved.push_back(&place);
  }
  std::stable_sort(moved.begin(), moved.end(), [](const PlaceEffect* a, const PlaceEffect* b) {
    return std::abs(a->lost - a->lost_today) > std::abs(b->lost - b->lost_today);
  });
  std::vector<std::string> words;
  for (const PlaceEffect* place : moved) {
    words.push_back(
        fmt::format("{} {}", escape_for_display(input.journey.places[place->place].heading.label),
                    format_points(place->lost - place->lost_today)));
  }
  return words;
}

std::vector<std::string> moved_pains(const CompareInput& input, const ComparedAlternative& row) {
  std::vector<const PainEffect*> moved;
  for (const PainEffect& pain : row.pains) {
    if (std::abs(pain.lost - pain.lost_today) > 5e-6) moved.push_back(&pain);
  }
  std::stable_sort(moved.begin(), moved.end(), [](const PainEffect* a, const PainEffect* b) {
    return std::abs(a->lost - a->lost_today) > std::abs(b->lost - b->lost_today);
  });
  std::vector<std::string> words;
  for (const PainEffect* pain : moved) {
    words.push_back(fmt::format("{} {}", escape_for_display(input.journey.pains[pain->pain].label),
                                format_points(pain->lost - pain->lost_today)));
  }
  return words;
}

std::vector<std::string> moved_feelings(const CompareInput& input, const ComparedAlternative& row) {
  std::vector<std::string> words;
  for (const PlaceEffect& place : row.places) {
    if (!place.feeling || !place.feeling_today) continue;
    if (std::abs(*place.feeling - *place.feeling_today) < 0.005) continue;
    words.push_back(fmt::format("{} {} to {}",
                                escape_for_display(input.journey.places[place.place].heading.label),
                                format_figure(*place.feeling_today, Unit::feeling, ""),
                                format_figure(*place.feeling, Unit::feeling, "")));
  }
  return words;
}

std::string listed(const std::vector<std::string>& words, bool show_all) {
  std::string list;
  const std::size_t shown = show_all ? words.size() : std::min(words.size(), kMostMoves);
  for (std::size_t i = 0; i < shown; ++i) list += (i == 0 ? "" : ", ") + words[i];
  if (shown < words.size()) list += fmt::format(" and {} more", words.size() - shown);
  return list;
}

/// The sum of what its fixes bring one by one, beside what they bring together.
std::string parts_words(const CompareInput& input, const ComparedAlternative& row) {
  if (row.alternative.fixes.size() < 2) return "";
  const ComparedFigure* whole = find_figure(input.comparison, row, Metric::Kind::conversion);
  if (whole == nullptr || !whole->effect) return "";
  double sum = 0;
  for (const FixId fix : row.alternative.fixes) {
    const auto alone =
        std::find_if(input.comparison.alternatives.begin(), input.comparison.alternatives.end(),
                     [&](const ComparedAlternative& one) {
                       return one.alternative.fixes == std::vector<FixId>{fix};
                     });
    if (alone == input.comparison.alternatives.end()) return "";
    const ComparedFigure* figure = find_figure(input.comparison, *alone, Metric::Kind::conversion);
    if (figure == nullptr || !figure->effect) return "";
    sum += figure->effect->value;
  }
  const double difference = whole->effect->value - sum;
  const bool is_same = format_points(whole->effect->value) == format_points(sum);
  return fmt::format("its parts alone add up to {}, together they bring {}{}", format_points(sum),
                     format_points(whole->effect->value),
                     is_same          ? ""
                     : difference > 0 ? ": they help each other"
                                      : ": they partly win the same people");
}

std::string detail_lines(const CompareInput& input, const ComparedAlternative& row) {
  const bool all = input.options.show_all;
  std::string text;
  const auto add = [&](const char* title, const std::string& words) {
    if (words.empty()) return;
    text += wrap("  " + (title + words), 4, input.options.style) + "\n";
  };
  add("", parts_words(input, row));
  if (!input.options.show_details && !all) return text;
  add("lost there: ", listed(moved_places(input, row), all));
  add("lost to: ", listed(moved_pains(input, row), all));
  add("feels: ", listed(moved_feelings(input, row), all));
  if (row.nps && row.nps_today && std::abs(*row.nps - *row.nps_today) >= 0.05) {
    add("net promoter score: ", fmt::format("{:+.1f} to {:+.1f}", *row.nps_today, *row.nps));
  }
  return text;
}

}  // namespace

std::string report_personas(const CompareInput& input) {
  const Journey& journey = input.journey;
  if (journey.personas.size() < 2) return "";
  TextTable table;
  table.columns = {{"Who gains, conversion", Align::left, 24, true}};
  const std::size_t most = 5;
  const std::size_t shown = std::min(journey.personas.size(), most);
  for (std::size_t i = 0; i < shown; ++i) {
    const Heading& heading = journey.personas[journey.personas.id_at(i)].heading;
    table.columns.push_back(
        {shorten(escape_for_display(heading.label), 20), Align::right, 0, false});
    table.columns.push_back({"", Align::left, 0, false});
  }
  for (std::size_t a = 1; a < input.comparison.alternatives.size(); ++a) {
    const ComparedAlternative& row = input.comparison.alternatives[a];
    TextRow text;
    text.cells.push_back({shown_alternative(journey, row.alternative), Ink::plain});
    for (std::size_t i = 0; i < shown; ++i) {
      const ComparedFigure* figure = persona_figure(input, row, journey.personas.id_at(i));
      if (figure == nullptr || !figure->effect) {
        text.cells.insert(text.cells.end(), 2, {"–", Ink::dim});
        continue;
      }
      text.cells.push_back(
          {shown_change(figure->effect->value, Unit::share, ""), ink_of(figure->effect->value)});
      text.cells.push_back(
          {fmt::format("to {}", format_share(figure->answer.estimate.value)), Ink::dim});
    }
    table.rows.push_back(text);
  }
  return print_table(table, input.options.style);
}

std::string report_details(const CompareInput& input) {
  std::string text;
  for (std::size_t a = 1; a < input.comparison.alternatives.size(); ++a) {
    const ComparedAlternative& row = input.comparison.alternatives[a];
    const std::string lines = detail_lines(input, row);
    if (lines.empty()) continue;
    text += paint(wrap(shown_alternative(input.journey, row.alternative), 0, input.options.style),
                  Ink::bold, input.options.style) +
            "\n" + lines;
  }
  if (text.empty()) return "";
  return paint(
             wrap("What moves, at best estimates (points of all entrants)", 0, input.options.style),
             Ink::dim, input.options.style) +
         "\n" + text;
}

}  // namespace cairn
