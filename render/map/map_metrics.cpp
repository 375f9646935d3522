// How many come, go on, go back and leave; what the numbers rest on; how to read the picture.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "journey/doubt.h"
#include "render/map/map_pen.h"
#include "render/picture/picture_numbers.h"

namespace cairn {
namespace {

constexpr double kBarHeight = 8;
constexpr double kNotable = 0.05;         // of a time
constexpr double kSecond = 1.0 / 86'400;  // in days

struct Cell {
  std::string today, value, name;
  Colour colour = kInk;
};

/// Everybody in pale; those who come here in grey, of whom the part of stays that ends by leaving
/// in orange.
void add_bar(Mark& mark, const MapColumn& column, const ColumnPlace& place, double y,
             PictureLanguage language) {
  if (!column.reach.value) return;
  const double reach = std::clamp(*column.reach.value, 0.0, 1.0) * place.width;
  const double leaving = reach * std::clamp(column.ways.leave.value.value_or(0), 0.0, 1.0);
  const auto add = [&](double from, double to, Colour colour, const char* part) {
    if (to - from < 0.01) return;
    Shape bar = rect_shape({place.x + from, y}, to - from, kBarHeight, 0, {.fill = colour.light});
    bar.part = part;
    mark.shapes.push_back(std::move(bar));
  };
  add(0, place.width, kHairline, "everybody");
  add(0, reach - leaving, kFlow, "goes-on");
  add(reach - leaving, reach, kBad, "leaves");
  if (column.reach.today && picture_share(*column.reach.today, language) !=
                                picture_share(*column.reach.value, language)) {
    const double x = place.x + std::clamp(*column.reach.today, 0.0, 1.0) * place.width;
    mark.shapes.push_back(
        line_shape({{x, y - 3}, {x, y + kBarHeight + 3}}, {.stroke = kInk.light, .width = 1.4}));
  }
}

void add_share_cell(const MapPage& page, std::vector<Cell>& cells, const MapFigure& figure,
                    bool more_is_better, Word name, Colour colour) {
  const FigureText text = share_text(page, figure, more_is_better);
  if (text.value.empty()) return;
  cells.push_back({text.today, text.value, words_of(page, name), sense_colour(text.sense, colour)});
}

/// "half are here within 2.05 min", with today's beside it where that is another.
double add_arrival(const MapPage& page, Mark& mark, const MapFigure& figure, Point at,
                   double width) {
  // Where people begin there is nothing to wait for.
  if (!figure.value || !std::isfinite(*figure.value) || *figure.value < kSecond) return 0;
  const std::string value = format_duration(*figure.value, page.input.language);
  std::string text = words_of(page, Word::map_half_here, {value});
  Colour colour = kMuted;
  if (figure.today && std::isfinite(*figure.today)) {
    const std::string today = format_duration(*figure.today, page.input.language);
    // Waiting is hardly better or worse by a few hundredths.
    if (today != value && std::fabs(*figure.value - *figure.today) > kNotable * *figure.today) {
      text =
          words_of(page, Word::in_brackets, {text, words_of(page, Word::map_today_was, {today})});
      colour = *figure.value < *figure.today ? kGood : kBad;
    }
  }
  return add_text(mark, text, at, width, {11, colour}, 2);
}

bool is_still_notable(const MapColumn& column) {
  const MapFigure& still = column.ways.still;
  return std::max(still.value.value_or(0), still.today.value_or(0)) >= kSmallestPart;
}

std::vector<Cell> find_cells(const MapPage& page, const MapColumn& column) {
  std::vector<Cell> cells;
  add_share_cell(page, cells, column.reach, true, Word::reach, kInk);
  if (column.reach.value.value_or(0) > 0) {
    add_share_cell(page, cells, column.ways.on, true, Word::map_go_on, kInk);
    if (column.ways.back.value.value_or(0) >= 0.0005 || column.ways.back.today.value_or(0) > 0) {
      add_share_cell(page, cells, column.ways.back, false, Word::map_go_back, kInk);
    }
    add_share_cell(page, cells, column.ways.leave, false, Word::leave, kBad);
    if (is_still_notable(column)) {
      // Neither better nor worse: they may yet go on, or leave.
      FigureText still = share_text(page, column.ways.still, true);
      cells.push_back({still.today, still.value, words_of(page, Word::still_here), kMuted});
    }
  }
  return cells;
}

/// `has_today`: some cell beside it shows what was.
double add_cell(Mark& mark, const Cell& cell, bool has_today, Point at, double width) {
  double y = at.y;
  if (has_today) {
    const std::string today = cell.today.empty() ? std::string() : cell.today + " →";
    add_line(mark, today, {at.x, y + 10}, width, {kMapNote, kMuted});
    y += 13;
  }
  double size = 13;
  while (size > 9 && width_of(cell.value, {size, cell.colour, true}) > width) size -= 0.5;
  add_line(mark, cell.value, {at.x, y + 13}, width, {size, cell.colour, true});
  return y + 17 + add_text(mark, cell.name, {at.x, y + 17}, width, {10, kMuted}, 2) - at.y;
}

double draw_metric_cell(MapPage& page, std::size_t c, double y) {
  const MapColumn& column = page.facts.columns[c];
  const ColumnPlace& place = page.columns[c];
  const std::vector<Cell> cells = find_cells(page, column);
  Mark mark;
  mark.id = "metrics__" + (column.id.empty() ? "_outside" : name_id(column.id));
  mark.kind = "metrics";
  mark.title = column.label;
  for (const Cell& cell : cells) mark.title += " · " + cell.name + " " + cell.value;
  add_bar(mark, column, place, y + 2, page.input.language);
  const double top = y + kBarHeight + 9;
  const std::size_t per_line = std::max<std::size_t>(
      2, static_cast<std::size_t>(std::floor(std::min(place.width, 300.0) / 46)));
  const std::size_t line_count = cells.empty() ? 0 : (cells.size() + per_line - 1) / per_line;
  const std::size_t in_line = line_count == 0 ? 1 : (cells.size() + line_count - 1) / line_count;
  const double width = std::min(place.width, 300.0) / static_cast<double>(in_line);
  const bool has_today =
      std::any_of(cells.begin(), cells.end(), [](const Cell& cell) { return !cell.today.empty(); });
  double line_top = top, bottom = top;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t k = i % in_line;
    if (k == 0 && i > 0) line_top = bottom + 6;
    const double x = place.x + width * static_cast<double>(k);
    bottom =
        std::max(bottom, line_top + add_cell(mark, cells[i], has_today, {x, line_top}, width - 5));
  }
  if (column.reach.value.value_or(0) > 0) {
    bottom += 3;
    bottom += add_arrival(page, mark, column.arrival_days, {place.x, bottom}, place.width);
  }
  page.drawing.marks.push_back(std::move(mark));
  return bottom;
}

/// A full dot, half a dot, a ring: how well a number is known.
void add_evidence_dot(Mark& mark, Point at, int kind) {
  constexpr double kRadius = 3.6;
  if (kind == 0) {
    mark.shapes.push_back(circle_shape(at, kRadius, {.fill = kFlow.light}));
    return;
  }
  mark.shapes.push_back(
      circle_shape(at, kRadius - 0.5, {.fill = kPaper.light, .stroke = kFlow.light}));
  if (kind == 1) {
    mark.shapes.push_back(circle_shape(at, kRadius * 0.45, {.fill = kFlow.light}));
  }
}

double draw_evidence_cell(MapPage& page, std::size_t c, double y) {
  const MapEvidence& evidence = page.facts.columns[c].evidence;
  const ColumnPlace& place = page.columns[c];
  struct Line {
    std::size_t count;
    Word word;
  };
  const Line lines[] = {{evidence.counted, Word::map_counted},
                        {evidence.sourced, Word::map_sourced},
                        {evidence.assumed, Word::map_assumed}};
  Mark mark;
  mark.kind = "evidence";
  double x = place.x;
  for (int kind = 0; kind < 3; ++kind) {
    if (lines[kind].count == 0) continue;
    const std::string text = words_of(page, lines[kind].word, {std::to_string(lines[kind].count)});
    const TextLook look{11, kind == 2 ? kMuted : kInk};
    const double width = 12 + width_of(text, look);
    if (x > place.x && x + width > place.x + place.width) {
      x = place.x;
      y += 16;
    }
    add_evidence_dot(mark, {x + 4, y + 7.5}, kind);
    add_line(mark, text, {x + 12, y + 11.5}, place.width - 12, look);
    x += width + 12;
  }
  page.drawing.marks.push_back(std::move(mark));
  return y + 15;
}

}  // namespace

double draw_metrics(MapPage& page, double y) {
  const bool is_one = page.input.persona.is_valid();
  double bottom = y + add_row_label(page, words_of(page, Word::map_metrics),
                                    is_one ? persona_label(page.input.journey, page.input.persona)
                                           : words_of(page, Word::map_everyone),
                                    y);
  for (std::size_t c = 0; c < page.columns.size(); ++c) {
    bottom = std::max(bottom, draw_metric_cell(page, c, y));
  }
  return bottom;
}

double draw_evidence(MapPage& page, double y) {
  double bottom = y + add_row_label(page, words_of(page, Word::map_evidence),
                                    words_of(page, Word::map_evidence_note), y);
  for (std::size_t c = 0; c < page.columns.size(); ++c) {
    bottom = std::max(bottom, draw_evidence_cell(page, c, y));
  }
  return bottom;
}

double draw_footer(MapPage& page, double y) {
  const MapInput& input = page.input;
  std::string text;
  const auto add = [&](const std::string& sentence) {
    add_sentence(text, sentence, input.language);
  };
  const Prediction* prediction = shown_numbers(input).prediction;
  if (prediction == nullptr) {
    add(words_of(page, Word::no_numbers));
  } else {
    if (prediction->record.horizon_days > 0) {
      add(words_of(page, Word::map_followed,
                   {period_words(prediction->record.horizon_days, input.language)}));
    }
    if (!has_doubt(input.journey)) {
      // Every number is as exact as what is written.
    } else if (prediction->record.worlds > 0) {
      add(words_of(
          page, Word::map_worlds,
          {format_count(static_cast<std::int64_t>(prediction->record.worlds), input.language)}));
    } else {
      add(words_of(page, Word::best_estimates));
    }
    add(words_of(page, Word::map_stays));
    const std::vector<MapColumn>& columns = page.facts.columns;
    if (std::any_of(columns.begin(), columns.end(), is_still_notable)) {
      add(words_of(page, Word::still_here_means));
    }
  }
  if (page.facts.is_delta) add(words_of(page, Word::map_delta_lines));
  Mark mark;
  mark.kind = "footer";
  const double height =
      add_text(mark, text, {kMapMargin, y}, page.right() - kMapMargin, {11, kMuted}, 4);
  page.drawing.marks.push_back(std::move(mark));
  return y + height;
}

}  // namespace cairn
