#include "render/map/map.h"

#include <algorithm>
#include <cmath>

#include "render/map/map_pen.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

constexpr double kLeastWidth = 188;  // of a column
constexpr double kMostWidth = 420;
constexpr double kRowsWidth = 1310;   // the columns together, where neither end of the range binds
constexpr double kCardWeight = 0.38;  // of a further card, in columns
constexpr double kFeltWidth = 46;     // of a touchpoint on the curve, at least
constexpr double kMostFeltWidth = 84;

std::size_t felt_count(const MapColumn& column) {
  return static_cast<std::size_t>(
      std::count_if(column.touchpoints.begin(), column.touchpoints.end(),
                    [](const MapTouchpoint& one) { return one.feeling.value.has_value(); }));
}

/// The longest word of the names under the curve, so that none is broken.
double felt_width(const MapPage& page, const MapColumn& column) {
  double widest = 0;
  for (const MapTouchpoint& one : column.touchpoints) {
    if (!one.feeling.value) continue;
    std::string_view label = page.input.journey.places[one.place].heading.label;
    while (!label.empty()) {
      const std::size_t end = std::min(label.find_first_of(" -"), label.size());
      widest = std::max(widest, text_width(label.substr(0, end), kMapAxisName, Weight::regular));
      label.remove_prefix(std::min(end + 1, label.size()));
    }
  }
  return std::clamp(widest + 8, kFeltWidth, kMostFeltWidth);
}

/// How much stands in a column, against one with a card in each row.
double weight_of(const MapColumn& column) {
  const std::size_t most = std::max(
      {column.touchpoints.size(), column.pains.size(), column.fixes.size(), std::size_t{1}});
  return std::min(2.1, 1 + kCardWeight * static_cast<double>(most - 1));
}

/// Columns share the width by what stands in them; those with so many touchpoints that the curve
/// would be crowded get more.
void place_columns(MapPage& page) {
  const std::vector<MapColumn>& columns = page.facts.columns;
  double weights = 0;
  for (const MapColumn& column : columns) weights += weight_of(column);
  const double count = static_cast<double>(std::max<std::size_t>(columns.size(), 1));
  const double unit = std::clamp((kRowsWidth - kMapGap * (count - 1)) / std::max(weights, 1.0),
                                 kLeastWidth, columns.size() < 2 ? kRowsWidth : kMostWidth);
  double x = page.left();
  for (const MapColumn& column : columns) {
    const double felt = felt_width(page, column) *
                        static_cast<double>(std::min<std::size_t>(felt_count(column), 14));
    // Twenty cards in one pile are no longer seen together.
    const double piles = std::ceil(static_cast<double>(column.touchpoints.size()) / 12);
    const double width = std::max({unit * weight_of(column), felt, piles * kLeastWidth});
    page.columns.push_back({x, width});
    x += width + kMapGap;
  }
}

template <class Has>
bool any_column(const MapFacts& facts, Has has) {
  return std::any_of(facts.columns.begin(), facts.columns.end(), has);
}

bool has_feelings(const MapFacts& facts) {
  return any_column(facts, [](const MapColumn& column) {
    return std::any_of(column.touchpoints.begin(), column.touchpoints.end(),
                       [](const MapTouchpoint& one) {
                         return one.feeling.value ||
                                std::any_of(one.of_others.begin(), one.of_others.end(),
                                            [](const auto& value) { return value.has_value(); });
                       });
  });
}

using Row = double (*)(MapPage&, double);

/// The rows under the stages; those that would be empty are left out.
std::vector<Row> find_rows(const MapFacts& facts, bool has_numbers) {
  std::vector<Row> rows;
  const auto add = [&](Row row, bool is_there) {
    if (is_there) rows.push_back(row);
  };
  add(draw_actions, any_column(facts, [](const auto& one) { return !one.does.empty(); }));
  add(draw_touchpoints, any_column(facts, [](const auto& one) {
        return !one.touchpoints.empty() && !one.is_touchpoint;
      }));
  add(draw_thoughts, any_column(facts, [](const auto& one) { return !one.thinks.empty(); }));
  add(draw_emotion, has_feelings(facts));
  add(draw_pains, any_column(facts, [](const auto& one) { return !one.pains.empty(); }));
  add(draw_fixes, any_column(facts, [](const auto& one) { return !one.fixes.empty(); }));
  add(draw_notes, any_column(facts, [](const auto& one) { return !one.notes.empty(); }));
  add(draw_metrics, has_numbers && !facts.columns.empty());
  add(draw_evidence, any_column(facts, [](const auto& one) {
        return one.evidence.counted + one.evidence.sourced + one.evidence.assumed > 0;
      }));
  return rows;
}

double draw_hairline(MapPage& page, double y) {
  Mark mark;
  mark.kind = "line";
  mark.shapes.push_back(
      line_shape({{kMapMargin, y}, {page.right(), y}}, {.stroke = kHairline.light}));
  page.drawing.marks.push_back(std::move(mark));
  return y;
}

// ---- what a reader without sight is told --------------------------------------------------------

/// "Lowest point: Checkout −1.7 annoyed."
std::string lowest_words(const MapPage& page) {
  const MapTouchpoint* lowest = nullptr;
  for (const MapColumn& column : page.facts.columns) {
    for (const MapTouchpoint& one : column.touchpoints) {
      if (!one.feeling.value) continue;
      if (lowest == nullptr || *one.feeling.value < *lowest->feeling.value) lowest = &one;
    }
  }
  if (lowest == nullptr) return "";
  std::string text = page.input.journey.places[lowest->place].heading.label + " " +
                     feeling_text(*lowest->feeling.value, page.input.language);
  if (!lowest->feels.empty()) text += " " + lowest->feels;
  return words_of(page, Word::map_said_lowest, {text});
}

/// The column whose stays end most often by leaving, weighed by how many come.
std::string loss_words(const MapPage& page) {
  const MapColumn* largest = nullptr;
  double most = 0;
  for (const MapColumn& column : page.facts.columns) {
    const double lost = column.reach.value.value_or(0) * column.ways.leave.value.value_or(0);
    if (lost <= most) continue;
    most = lost;
    largest = &column;
  }
  if (largest == nullptr) return "";
  return words_of(page, Word::map_said_loss,
                  {largest->label, picture_share(*largest->ways.leave.value, page.input.language)});
}

std::string pain_words(const MapPage& page) {
  const MapPain* worst = nullptr;
  for (const MapColumn& column : page.facts.columns) {
    for (const MapPain& pain : column.pains) {
      if (page.input.journey.pains[pain.pain].is_reason || !pain.lost.value) continue;
      if (worst == nullptr || *pain.lost.value > *worst->lost.value) worst = &pain;
    }
  }
  if (worst == nullptr || !(*worst->lost.value > 0)) return "";
  return words_of(page, Word::map_said_pain,
                  {page.input.journey.pains[worst->pain].label,
                   picture_share(*worst->lost.value, page.input.language)});
}

void describe(MapPage& page) {
  const MapInput& input = page.input;
  const std::string who = input.persona.is_valid() ? persona_label(input.journey, input.persona)
                                                   : words_of(page, Word::map_everyone);
  page.drawing.title = words_of(page, Word::map_title, {input.journey.frame.heading.label, who});
  if (!input.fixes.empty()) {
    page.drawing.title += " · " + words_of(page, Word::map_with_fixes, {input.scenario_label});
  }
  std::string text;
  for (const std::string& sentence : {lowest_words(page), loss_words(page), pain_words(page)}) {
    add_sentence(text, sentence, input.language);
  }
  if (text.empty()) text = words_of(page, Word::no_numbers);
  page.drawing.description = text;
}

}  // namespace

Drawing draw_map(const MapInput& asked) {
  MapInput input = asked;
  // Where there is one kind of people, the map is about them.
  if (!input.persona.is_valid() && input.journey.personas.size() == 1) input.persona = {0};
  MapFacts facts = find_map_facts(input);
  // A spec with neither stage nor touchpoint still has a page, with one empty column.
  if (facts.columns.empty()) facts.columns.emplace_back();
  MapPage page{input, facts, {}, {}};
  page.drawing.language = drawing_language(input.journey.frame.language, input.language);
  place_columns(page);
  describe(page);
  double y = draw_header(page, kMapMargin) + 20;
  const double after_sources = draw_sources(page, y);
  if (after_sources > y) y = after_sources + 14;
  y = draw_stages(page, y);
  bool is_first = true;
  for (const Row row : find_rows(facts, shown_numbers(input).prediction != nullptr)) {
    y += kMapRowGap;
    if (!is_first) y = draw_hairline(page, y) + kMapRowGap;
    is_first = false;
    y = row(page, y);
  }
  if (!facts.outcomes.empty()) {
    y = draw_hairline(page, y + kMapRowGap) + kMapRowGap;
    y = draw_outcomes(page, y);
  }
  y = draw_footer(page, y + 16);
  page.drawing.width = page.right() + kMapMargin;
  page.drawing.height = y + kMapMargin - 8;
  return std::move(page.drawing);
}

}  // namespace cairn
