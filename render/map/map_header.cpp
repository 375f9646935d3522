// Who the map is about: name, share, texts and a few figures with their ranges; where they come
// from and how they end.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/text.h"
#include "render/map/map_pen.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

constexpr double kDiscRadius = 29;
constexpr double kTileWidth = 148;

struct Tile {
  std::string id, name, value, today, note;
  int sense = 0;
};

Colour persona_colour(PersonaId persona) {
  return kPersonas[persona.index % kPersonas.size()];
}

/// The first character that is not a mark or a space.
std::string initial_of(std::string_view label) {
  const std::string clean = clean_text(label);
  for (std::size_t at = 0; at < clean.size();) {
    const Character character = first_character(std::string_view(clean).substr(at));
    const std::string_view bytes = std::string_view(clean).substr(at, character.size);
    if (display_width(bytes) > 0 && bytes != " ") {
      if (character.size == 1 && bytes[0] >= 'a' && bytes[0] <= 'z') {
        return std::string(1, static_cast<char>(bytes[0] - 'a' + 'A'));
      }
      return std::string(bytes);
    }
    at += character.size;
  }
  return "?";
}

void add_disc(Mark& mark, Point centre, double radius, std::string_view label, Colour colour) {
  mark.shapes.push_back(circle_shape(centre, radius, {.fill = colour.light}));
  const double size = radius * 0.86;
  mark.shapes.push_back(text_shape(initial_of(label), {centre.x, centre.y + size * 0.36},
                                   {size, kOnGood, true, Anchor::middle}));
}

std::string range_words(const MapPage& page, const Answer& answer, std::string low,
                        std::string high) {
  const bool has_range = answer.estimate.low < answer.estimate.high && low != high;
  return has_range ? words_of(page, Word::map_range, {low, high}) : std::string();
}

/// A tile of an answer, printed by `print`; nothing if it was not found.
template <class Print>
std::optional<Tile> tile_of(const MapPage& page, const Metric& metric, std::string id,
                            std::string name, bool more_is_better, Print print) {
  const MapInput& input = page.input;
  const Answer* answer =
      answer_for(input.journey, shown_numbers(input).prediction, metric, input.persona);
  if (answer == nullptr || !std::isfinite(answer->estimate.value)) return std::nullopt;
  Tile tile{std::move(id), std::move(name), print(answer->estimate.value), {}, {}, 0};
  tile.note = range_words(page, *answer, print(answer->estimate.low), print(answer->estimate.high));
  if (!page.facts.is_delta) return tile;
  const Answer* today = answer_for(input.journey, input.today.prediction, metric, input.persona);
  if (today == nullptr) return tile;
  const std::string before = print(today->estimate.value);
  if (before == tile.value) return tile;
  tile.today = before;
  tile.sense = (answer->estimate.value > today->estimate.value) == more_is_better ? 1 : -1;
  return tile;
}

Metric time_metric(Stat stat) {
  Metric metric = map_metric(Metric::Kind::time_to);
  metric.to = Metric::To::conversion;
  metric.stat = stat;
  return metric;
}

std::optional<Tile> time_tile(const MapPage& page) {
  auto tile = tile_of(page, time_metric(Stat::median), "time", words_of(page, Word::map_time),
                      false, format_duration);
  if (!tile) return tile;
  const Answer* p90 = answer_for(page.input.journey, shown_numbers(page.input).prediction,
                                 time_metric(Stat::p90), page.input.persona);
  tile->note.clear();
  if (p90 != nullptr) {
    tile->note = words_of(page, Word::map_within, {format_duration(p90->estimate.value)});
  }
  return tile;
}

/// The win that most people reach.
std::optional<PlaceId> largest_win(const MapPage& page) {
  const MapInput& input = page.input;
  std::optional<PlaceId> largest;
  double most = -1;
  for (std::size_t i = 0; i < input.journey.places.size(); ++i) {
    const PlaceId id = input.journey.places.id_at(i);
    if (input.journey.places[id].counts != Counts::win) continue;
    const Answer* answer = answer_for(input.journey, shown_numbers(input).prediction,
                                      map_metric(Metric::Kind::reach, id), input.persona);
    if (answer == nullptr || answer->estimate.value <= most) continue;
    most = answer->estimate.value;
    largest = id;
  }
  return largest;
}

std::optional<Tile> profit_tile(const MapPage& page) {
  Metric metric = map_metric(Metric::Kind::profit);
  metric.per = Per::entrant;
  return tile_of(page, metric, "profit", words_of(page, Word::map_profit), true, [&](double value) {
    return format_money(value, page.input.journey.frame.currency);
  });
}

std::optional<Tile> nps_tile(const MapPage& page) {
  return tile_of(page, map_metric(Metric::Kind::nps), "nps", "NPS", true,
                 [](double value) { return signed_number(std::round(value)); });
}

std::vector<Tile> find_tiles(const MapPage& page) {
  std::vector<std::optional<Tile>> found;
  found.push_back(tile_of(page, map_metric(Metric::Kind::conversion), "converts",
                          words_of(page, Word::map_converts), true, format_share));
  found.push_back(time_tile(page));
  if (const auto win = largest_win(page)) {
    const Heading& heading = page.input.journey.places[*win].heading;
    found.push_back(tile_of(page, map_metric(Metric::Kind::reach, *win), "win", heading.label, true,
                            format_share));
  } else {
    found.push_back(nps_tile(page));
  }
  found.push_back(profit_tile(page));
  std::vector<Tile> tiles;
  for (auto& tile : found) {
    if (tile) tiles.push_back(std::move(*tile));
  }
  return tiles;
}

void draw_tile(MapPage& page, const Tile& tile, double x, double y) {
  Mark mark;
  mark.id = "tile__" + tile.id;
  mark.kind = "tile";
  if (!tile.today.empty()) {
    mark.title = words_of(page, Word::map_today_was, {tile.today});
  }
  mark.shapes.push_back(line_shape({{x, y}, {x, y + 66}}, {.stroke = kHairline.light}));
  const double width = kTileWidth - 22;
  add_line(mark, tile.name, {x + 14, y + 13}, width, {11, kMuted});
  double size = 20;
  while (size > 12 && text_width(tile.value, size, Weight::bold) > width) size -= 1;
  add_line(mark, tile.value, {x + 14, y + 38}, width, {size, sense_colour(tile.sense, kInk), true});
  const std::string note =
      tile.today.empty() ? tile.note : words_of(page, Word::map_today_was, {tile.today});
  add_line(mark, note, {x + 14, y + 57}, width, {kMapNote, kMuted});
  page.drawing.marks.push_back(std::move(mark));
}

/// What the persona says where the feeling is lowest, else the first of its thoughts.
std::string quote_of(const MapFacts& facts) {
  std::string quote;
  double lowest = 1e300;
  for (const MapColumn& column : facts.columns) {
    if (column.thinks.empty()) continue;
    if (quote.empty()) quote = column.thinks.front().text;
    for (const MapTouchpoint& touchpoint : column.touchpoints) {
      if (!touchpoint.feeling.value || *touchpoint.feeling.value >= lowest) continue;
      lowest = *touchpoint.feeling.value;
      quote = column.thinks.back().text;
    }
  }
  return quote;
}

std::string quoted(const MapPage& page, std::string_view text) {
  return words_of(page, Word::map_quote, {text});
}

std::string share_words(const MapPage& page, PersonaId persona) {
  const Persona& who = page.input.journey.personas[persona];
  for (const ShareLine& line : who.shares) {
    if (!line.scope.groups.empty() || line.is_rest || !line.value.is_valid()) continue;
    const double share = to_double(page.input.journey.parameters[line.value].best);
    return words_of(page, Word::map_of_entrants, {picture_share(share)});
  }
  // `rest`: what the others leave.
  double left = 1;
  for (const Persona& other : page.input.journey.personas) {
    for (const ShareLine& line : other.shares) {
      if (line.is_rest || !line.scope.groups.empty() || !line.value.is_valid()) continue;
      left -= to_double(page.input.journey.parameters[line.value].best);
    }
  }
  if (who.shares.empty() || left < 0) return "";
  return words_of(page, Word::map_of_entrants, {picture_share(left)});
}

void add_part(std::string& line, std::string_view part) {
  if (part.empty()) return;
  line += (line.empty() ? "" : " · ") + std::string(part);
}

/// Goal, need and fear of the persona, or of the journey.
double add_wishes(MapPage& page, Mark& mark, Point at, double width) {
  const MapInput& input = page.input;
  const std::vector<TextLine>& texts = input.persona.is_valid()
                                           ? input.journey.personas[input.persona].texts
                                           : input.journey.frame.texts;
  double height = 0;
  for (const TextLine& line : texts) {
    Word name = Word::map_goal;
    if (line.kind == TextLine::Kind::need) name = Word::map_need;
    if (line.kind == TextLine::Kind::fear) name = Word::map_fear;
    if (line.kind == TextLine::Kind::note && input.persona.is_valid()) continue;
    const bool is_wish = line.kind == TextLine::Kind::goal || name != Word::map_goal;
    const bool is_note = line.kind == TextLine::Kind::note;
    if (!is_wish && !is_note) continue;
    double x = at.x;
    const TextLook muted{kMapText, kMuted};
    if (is_wish) {
      const std::string label = words_of(page, name) + " ";
      mark.shapes.push_back(text_shape(label, {x, at.y + height + 13}, muted));
      x += width_of(label, muted) + 3;
    }
    height += add_text(mark, line.text, {x, at.y + height}, at.x + width - x,
                       {kMapText, is_note ? kMuted : kInk}, 2);
  }
  return height;
}

/// A small disc, name, share and conversion of each persona, for a map of everyone.
double add_personas(MapPage& page, Mark& mark, Point at, double width) {
  const Journey& journey = page.input.journey;
  constexpr double kSmallDisc = 10;
  double x = at.x, y = at.y + 4;
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    const PersonaId id = journey.personas.id_at(i);
    const std::string label = persona_label(journey, id);
    std::string note = share_words(page, id);
    const Answer* converts = answer_for(journey, shown_numbers(page.input).prediction,
                                        map_metric(Metric::Kind::conversion), id);
    if (converts != nullptr) {
      add_part(note,
               words_of(page, Word::map_converts_share, {format_share(converts->estimate.value)}));
    }
    const TextLook bold{kMapText, kInk, true}, muted{kMapText, kMuted};
    const double name_width = std::min(220.0, width_of(clean_text(label), bold) + 0.5);
    const double whole = 2 * kSmallDisc + 7 + name_width + 7 + width_of(note, muted) + 20;
    if (x > at.x && x + whole > at.x + width) {
      x = at.x;
      y += 26;
    }
    add_disc(mark, {x + kSmallDisc, y + kSmallDisc}, kSmallDisc, label, persona_colour(id));
    const double text = x + 2 * kSmallDisc + 7;
    add_line(mark, label, {text, y + 14.5}, name_width + 1, bold);
    add_line(mark, note, {text + name_width + 7, y + 14.5}, 320, muted);
    x += whole;
  }
  return journey.personas.empty() ? 0 : y + 2 * kSmallDisc - at.y;
}

double draw_who(MapPage& page, double y, double width) {
  const MapInput& input = page.input;
  const Journey& journey = input.journey;
  Mark mark;
  mark.id = "who";
  mark.kind = "who";
  const bool is_one = input.persona.is_valid();
  const std::string& title =
      is_one ? journey.personas[input.persona].heading.label : journey.frame.heading.label;
  const double x = is_one ? kMapMargin + 2 * kDiscRadius + 18 : kMapMargin;
  if (is_one) {
    add_disc(mark, {kMapMargin + kDiscRadius, y + kDiscRadius + 2}, kDiscRadius, title,
             persona_colour(input.persona));
  }
  const double text_width = width - (x - kMapMargin);
  double at = y - 4;
  at += add_text(mark, title, {x, at}, text_width, {24, kInk, true}, 2) + 2;
  std::string line;
  if (is_one) add_part(line, share_words(page, input.persona));
  add_part(line, is_one ? journey.frame.heading.label : words_of(page, Word::map_everyone));
  if (!input.fixes.empty()) {
    add_part(line, words_of(page, Word::map_with_fixes, {input.scenario_label}));
  }
  at += add_text(mark, line, {x, at}, text_width, {kMapText, kMuted}, 2) + 3;
  at += add_wishes(page, mark, {x, at}, text_width);
  if (!is_one) at += add_personas(page, mark, {x, at}, text_width);
  const std::string quote = quote_of(page.facts);
  if (is_one && !quote.empty()) {
    at += 3 + add_text(mark, quoted(page, quote), {x, at + 3}, text_width,
                       {14, kInk, false, Anchor::start, true}, 2);
  }
  page.drawing.marks.push_back(std::move(mark));
  return std::max(at, is_one ? y + 2 * kDiscRadius + 4 : 0);
}

struct EndLook {
  Colour ground = kPaper, edge = kHairline, ink = kInk;
};

EndLook look_of(const MapEnd& end) {
  if (end.is_win) return {kGood, kGood, kOnGood};
  if (end.is_loss) return {kPaper, kExit, kMuted};
  return {};
}

double draw_ends(MapPage& page, const std::vector<MapEnd>& ends, const std::string& kind,
                 double y) {
  const double height = 25;
  double x = page.left(), top = y;
  for (const MapEnd& end : ends) {
    const EndLook look = look_of(end);
    const TextLook name{kMapText, look.ink, end.is_win};
    const FigureText share = share_text(end.share, !end.is_loss);
    const double chip = chip_width(end.channel, 110);
    const double label_width =
        std::min(240.0, text_width(clean_text(end.label), name.size,
                                   name.is_bold ? Weight::bold : Weight::regular) +
                            0.5);
    Mark mark;
    mark.id = kind + "__" + end.id;
    mark.kind = kind;
    mark.title = end.label + (share.value.empty() ? "" : " · " + share.value);
    Mark trial;
    const double figure = add_figure(trial, share, {0, 0}, {kMapText, look.ink, end.is_win});
    const double width =
        10 + (chip > 0 ? chip + 7 : 0) + label_width + (figure > 0 ? 10 + figure : 0) + 11;
    if (x > page.left() && x + width > page.right()) {
      x = page.left();
      top += height + 6;
    }
    mark.shapes.push_back(rect_shape({x, top}, width, height, height / 2,
                                     {.fill = look.ground.light, .stroke = look.edge.light}));
    double at = x + 10;
    if (chip > 0) at += add_chip(mark, end.channel, {at, top + 5.5}, 110) + 7;
    add_line(mark, end.label, {at, top + 17}, label_width + 1, name);
    add_figure(mark, share, {at + label_width + 10, top + 17},
               {kMapText, end.is_win ? look.ink : kMuted, end.is_win});
    page.drawing.marks.push_back(std::move(mark));
    x += width + 8;
  }
  return top + height;
}

}  // namespace

double draw_header(MapPage& page, double y) {
  const std::vector<Tile> tiles = find_tiles(page);
  const double tiles_left = page.right() - kTileWidth * static_cast<double>(tiles.size());
  double x = tiles_left + 8;
  for (const Tile& tile : tiles) {
    draw_tile(page, tile, x, y);
    x += kTileWidth;
  }
  const double bottom = draw_who(page, y, tiles_left - 24 - kMapMargin);
  return std::max(bottom, tiles.empty() ? 0 : y + 68);
}

double draw_sources(MapPage& page, double y) {
  if (page.facts.sources.empty()) return y;
  const double label = add_row_label(page, words_of(page, Word::map_arrives_by), "", y + 4);
  return std::max(y + 4 + label, draw_ends(page, page.facts.sources, "source", y));
}

double draw_outcomes(MapPage& page, double y) {
  if (page.facts.outcomes.empty()) return y;
  const double label = add_row_label(page, words_of(page, Word::map_ends_as), "", y + 4);
  return std::max(y + 4 + label, draw_ends(page, page.facts.outcomes, "outcome", y));
}

}  // namespace cairn
