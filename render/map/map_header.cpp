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
    return words_of(page, Word::map_of_entrants, {picture_share(share, page.input.language)});
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
  return words_of(page, Word::map_of_entrants, {picture_share(left, page.input.language)});
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
      add_part(note, words_of(page, Word::map_converts_share,
                              {format_share(converts->estimate.value, page.input.language)}));
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

}  // namespace

double draw_header(MapPage& page, double y) {
  const double tiles_left = draw_tiles(page, y);
  const bool has_tiles = tiles_left < page.right();
  const double bottom = draw_who(page, y, tiles_left - 24 - kMapMargin);
  return std::max(bottom, has_tiles ? y + 68 : 0);
}

}  // namespace cairn
