// The rows of texts and cards: stages, what people do, what they meet, what they think.
#include <algorithm>
#include <cmath>

#include "render/map/map_pen.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

constexpr double kChevronHeight = 44;
constexpr double kChevronPoint = 13;
constexpr double kTouchpointWidth = 168;  // least, where a column has several side by side
constexpr std::size_t kMostActions = 8;   // lines of text in a cell are many enough then

void add_chevron(Mark& mark, const ColumnPlace& place, double y, bool is_first, bool is_last) {
  const double left = place.x - (is_first ? 0 : 1);
  const double right = place.x + place.width + (is_last ? 0 : kMapGap - 4);
  const double middle = y + kChevronHeight / 2, bottom = y + kChevronHeight;
  const double tip = is_last ? right : right + kChevronPoint - 8;
  std::vector<Point> outline{{left, y},
                             {is_last ? right : right - 8, y},
                             {tip, middle},
                             {is_last ? right : right - 8, bottom},
                             {left, bottom}};
  if (!is_first) outline.push_back({left + kChevronPoint, middle});
  mark.shapes.push_back(area_shape(std::move(outline), {.fill = kBand.light}));
}

double draw_stage(MapPage& page, std::size_t c, double y) {
  const MapColumn& column = page.facts.columns[c];
  const ColumnPlace& place = page.columns[c];
  Mark mark;
  mark.id = column.is_touchpoint ? "touchpoint__" + name_id(column.id)
            : column.number > 0  ? "stage__" + std::to_string(column.number)
                                 : "stage___outside";
  mark.kind = "stage";
  add_chevron(mark, place, y, c == 0, c + 1 == page.columns.size());
  const double left = place.x + (c == 0 ? 12 : kChevronPoint + 10);
  const double right = place.x + place.width - 6;
  const FigureText reach = share_text(page, column.reach, true);
  Mark trial;
  const double figure = add_figure(trial, reach, {0, 0}, {12.5, kMuted, true});
  const std::string number = column.number > 0 ? std::to_string(column.number) : std::string();
  const double name_left = left + (number.empty() ? 0 : text_width(number, 15, Weight::bold) + 8);
  // Where a column is one touchpoint, its channel stands here.
  std::string channel;
  if (column.is_touchpoint) {
    const Place& only = page.input.journey.places[column.touchpoints.front().place];
    if (only.channel.is_valid()) channel = page.input.journey.channels[only.channel].name;
  }
  const double chip = chip_width(channel, place.width * 0.3);
  const double beside = (figure > 0 ? figure + 8 : 0) + (chip > 0 ? chip + 8 : 0);
  const double room = right - name_left - beside;
  const bool is_plain = column.number == 0 && !column.is_touchpoint;
  TextLook look{15, is_plain ? kMuted : kInk, true};
  const std::string clean = clean_text(column.label);
  std::vector<std::string> lines = wrap_text(clean, look.size, room, 2, Weight::bold);
  if (lines.size() > 1) {
    look.size = 12.5;
    lines = wrap_text(clean, look.size, room, 2, Weight::bold);
  }
  std::size_t most_lines = 2;
  if (lines.back().ends_with("…")) {
    look.size = 10.5;
    most_lines = 3;
    lines = wrap_text(clean, look.size, room, most_lines, Weight::bold);
  }
  const double step = line_step(clean, look.size);
  const double height = step * static_cast<double>(lines.size());
  add_line(mark, number, {left, y + kChevronHeight / 2 + 5.2}, 40, {15, kMuted, true});
  add_text(mark, column.label, {name_left, y + (kChevronHeight - height) / 2}, room, look,
           most_lines);
  add_figure_left_of(mark, reach, {right, y + kChevronHeight / 2 + 4.5}, {12.5, kMuted, true});
  if (chip > 0) {
    add_chip(mark, channel, {right - beside + 8, y + (kChevronHeight - kMapChipHeight) / 2 - 0.5},
             chip);
  }
  mark.title = column.label;
  if (!reach.value.empty()) {
    mark.title += " · " + words_of(page, Word::map_come_here, {reach.value});
  }
  page.drawing.marks.push_back(std::move(mark));
  return y + kChevronHeight;
}

std::string with_owner(const MapPage& page, const MapSaying& saying) {
  if (saying.whose.empty()) return saying.text;
  return words_of(page, Word::in_brackets, {saying.text, saying.whose});
}

double draw_bullets(const MapPage& page, Mark& mark, const std::vector<MapSaying>& sayings,
                    const ColumnPlace& place, double y) {
  for (std::size_t i = 0; i < sayings.size() && i < kMostActions; ++i) {
    const std::string text = with_owner(page, sayings[i]);
    const double step = line_step(text, kMapText);
    mark.shapes.push_back(circle_shape({place.x + 5, y + step / 2}, 2.2, {.fill = kFlow.light}));
    y += add_text(mark, text, {place.x + 15, y}, place.width - 17, {kMapText, kInk}, 4) + 4;
  }
  return y;
}

/// Quotes inside a quote are of the other kind.
std::string with_inner_quotes(std::string text, PictureLanguage language) {
  struct Inner {
    PictureLanguage language;
    std::string_view outer, inner;
  };
  static constexpr Inner kInner[] = {{PictureLanguage::english, "“", "‘"},
                                     {PictureLanguage::english, "”", "’"},
                                     {PictureLanguage::polish, "„", "«"},
                                     {PictureLanguage::polish, "”", "»"},
                                     {PictureLanguage::chinese, "「", "『"},
                                     {PictureLanguage::chinese, "」", "』"},
                                     {PictureLanguage::simplified_chinese, "“", "‘"},
                                     {PictureLanguage::simplified_chinese, "”", "’"}};
  for (const Inner& one : kInner) {
    if (one.language != language) continue;
    for (std::size_t at = text.find(one.outer); at != std::string::npos;
         at = text.find(one.outer)) {
      text.replace(at, one.outer.size(), one.inner);
    }
  }
  return text;
}

double draw_quotes(const MapPage& page, Mark& mark, const std::vector<MapSaying>& sayings,
                   const ColumnPlace& place, double y) {
  for (std::size_t i = 0; i < sayings.size() && i < kMostActions; ++i) {
    const TextLook look{13.5, kInk, false, Anchor::start, true};
    const double top = y;
    y += add_text(
        mark,
        words_of(page, Word::map_quote, {with_inner_quotes(sayings[i].text, page.input.language)}),
        {place.x + 12, y}, place.width - 14, look, 5);
    if (!sayings[i].whose.empty()) {
      y += add_text(mark, sayings[i].whose, {place.x + 12, y}, place.width - 14, {kMapNote, kMuted},
                    1);
    }
    mark.shapes.push_back(
        rect_shape({place.x + 1, top + 1}, 2.5, y - top - 2, 1.2, {.fill = kFlow.light}));
    y += 8;
  }
  return y;
}

bool has_reach(const MapPage& page) {
  return shown_numbers(page.input).prediction != nullptr;
}

struct CardBox {
  double x = 0, y = 0, width = 0;
};

std::string touchpoint_title(const MapPage& page, const MapTouchpoint& touchpoint,
                             const FigureText& reach) {
  std::string title = page.input.journey.places[touchpoint.place].heading.label;
  if (!reach.value.empty()) {
    title += " · " + words_of(page, Word::map_come_here, {reach.value});
  }
  if (!reach.today.empty()) title += " · " + words_of(page, Word::map_today_was, {reach.today});
  return title;
}

/// One touchpoint: channel and name, and how many see it. Returns its height.
double draw_touchpoint(MapPage& page, const MapTouchpoint& touchpoint, const CardBox& box) {
  const Journey& journey = page.input.journey;
  const Place& place = journey.places[touchpoint.place];
  const std::string channel =
      place.channel.is_valid() ? journey.channels[place.channel].name : std::string();
  const FigureText reach = share_text(page, touchpoint.reach, true);
  Mark mark;
  mark.id = "touchpoint__" + name_id(place.heading.name);
  mark.kind = "touchpoint";
  mark.title = touchpoint_title(page, touchpoint, reach);
  const double left = box.x + 9, right = box.x + box.width - 9;
  Mark trial;
  const double figure = add_figure(trial, reach, {0, 0}, {11.5, kMuted});
  const double chip = chip_width(channel, box.width * 0.46);
  const std::string new_word = touchpoint.is_new ? words_of(page, Word::map_new) : std::string();
  const double badge = touchpoint.is_new ? text_width(new_word, kChipSize, Weight::bold) + 8 : 0;
  const TextLook name{kMapText, kInk};
  const std::string label = clean_text(place.heading.label);
  const double beside =
      right - left - (chip > 0 ? chip + 7 : 0) - (figure > 0 ? figure + 8 : 0) - badge;
  // A name too long to stand beside its chip goes below it.
  const bool is_below = chip > 0 && text_width(label, kMapText, Weight::regular) > beside;
  const std::size_t first = mark.shapes.size();
  double at = left;
  if (chip > 0) at += add_chip(mark, channel, {left, box.y + 6}, chip) + 7;
  double height = 26;
  if (is_below) {
    height = 24 + add_text(mark, label, {left, box.y + 23}, right - left, name, 5) + 4;
  } else {
    const double text = add_text(mark, label, {at, box.y + 5}, beside, name, 5);
    height = std::max(26.0, text + 10);
  }
  if (touchpoint.is_new) {
    add_line(mark, new_word, {right - figure - (figure > 0 ? 7 : 0), box.y + 17}, badge,
             {kChipSize, kNew, true, Anchor::end});
  }
  add_figure_left_of(mark, reach, {right, box.y + 17}, {11.5, kMuted});
  const bool is_changed = reach.sense != 0;
  const Paint edge{.fill = kCard.light,
                   .stroke = touchpoint.is_new ? kNew.light
                             : is_changed      ? sense_colour(reach.sense, kHairline).light
                                               : kHairline.light,
                   .width = touchpoint.is_new ? 1.6 : 1.0};
  mark.shapes.insert(mark.shapes.begin() + static_cast<std::ptrdiff_t>(first),
                     rect_shape({box.x, box.y}, box.width, height, 8, edge));
  page.drawing.marks.push_back(std::move(mark));
  return height;
}

double draw_touchpoint_cell(MapPage& page, std::size_t c, double y) {
  const MapColumn& column = page.facts.columns[c];
  const ColumnPlace& place = page.columns[c];
  const double per_line =
      std::clamp(std::floor((place.width + kMapCardGap) / (kTouchpointWidth + kMapCardGap)), 1.0,
                 static_cast<double>(column.touchpoints.size()));
  const double width = (place.width - kMapCardGap * (per_line - 1)) / per_line;
  std::vector<double> ends(static_cast<std::size_t>(per_line), y);
  for (const MapTouchpoint& touchpoint : column.touchpoints) {
    const auto shortest = std::min_element(ends.begin(), ends.end());
    const double x = place.x + (width + kMapCardGap) * static_cast<double>(shortest - ends.begin());
    *shortest += draw_touchpoint(page, touchpoint, {x, *shortest, width}) + kMapCardGap;
  }
  return *std::max_element(ends.begin(), ends.end()) - kMapCardGap;
}

}  // namespace

double draw_stages(MapPage& page, double y) {
  add_row_label(page,
                words_of(page, page.facts.has_stages ? Word::map_stage : Word::map_touchpoints),
                has_reach(page) ? words_of(page, Word::map_stage_note) : "", y + 6);
  for (std::size_t c = 0; c < page.columns.size(); ++c) draw_stage(page, c, y);
  return y + kChevronHeight;
}

double draw_actions(MapPage& page, double y) {
  double bottom = y + add_row_label(page, words_of(page, Word::map_actions),
                                    words_of(page, Word::map_actions_note), y);
  for (std::size_t c = 0; c < page.columns.size(); ++c) {
    const MapColumn& column = page.facts.columns[c];
    if (column.does.empty()) continue;
    Mark mark;
    mark.kind = "actions";
    bottom = std::max(bottom, draw_bullets(page, mark, column.does, page.columns[c], y) - 4);
    page.drawing.marks.push_back(std::move(mark));
  }
  return bottom;
}

double draw_touchpoints(MapPage& page, double y) {
  double bottom = y + add_row_label(page, words_of(page, Word::map_touchpoints),
                                    words_of(page, has_reach(page) ? Word::map_touchpoints_note
                                                                   : Word::map_by_channel),
                                    y);
  for (std::size_t c = 0; c < page.columns.size(); ++c) {
    if (page.facts.columns[c].touchpoints.empty()) continue;
    bottom = std::max(bottom, draw_touchpoint_cell(page, c, y));
  }
  return bottom;
}

double draw_thoughts(MapPage& page, double y) {
  double bottom = y + add_row_label(page, words_of(page, Word::map_thoughts),
                                    words_of(page, Word::map_thoughts_note), y);
  for (std::size_t c = 0; c < page.columns.size(); ++c) {
    const MapColumn& column = page.facts.columns[c];
    if (column.thinks.empty()) continue;
    Mark mark;
    mark.kind = "thoughts";
    bottom = std::max(bottom, draw_quotes(page, mark, column.thinks, page.columns[c], y) - 8);
    page.drawing.marks.push_back(std::move(mark));
  }
  return bottom;
}

double draw_notes(MapPage& page, double y) {
  double bottom = y + add_row_label(page, words_of(page, Word::map_notes), "", y);
  for (std::size_t c = 0; c < page.columns.size(); ++c) {
    Mark mark;
    mark.kind = "notes";
    double end = y;
    for (const MapSaying& note : page.facts.columns[c].notes) {
      end += add_text(mark, with_owner(page, note), {page.columns[c].x, end},
                      page.columns[c].width - 4, {11, kMuted}, 6) +
             4;
    }
    bottom = std::max(bottom, end - 4);
    page.drawing.marks.push_back(std::move(mark));
  }
  return bottom;
}

}  // namespace cairn
