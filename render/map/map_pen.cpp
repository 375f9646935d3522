#include "render/map/map_pen.h"

#include <algorithm>
#include <cmath>

#include "render/picture/chips.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

Weight weight_of(const TextLook& look) {
  return look.is_bold ? Weight::bold : Weight::regular;
}

constexpr std::string_view kArrow = "→";

}  // namespace

double line_step(std::string_view text, double size) {
  const bool is_tall = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0xE3;  // from kana and Han on
  });
  return std::round(size * (is_tall ? 1.45 : 1.32));
}

double width_of(std::string_view text, const TextLook& look) {
  return text_width(text, look.size, weight_of(look));
}

double add_text(Mark& mark, std::string_view text, Point at, double width, const TextLook& look,
                std::size_t most_lines) {
  const std::string clean = clean_text(text);
  if (clean.empty()) return 0;
  const double step = line_step(clean, look.size);
  double height = 0;
  for (const std::string& line : wrap_text(clean, look.size, width, most_lines, weight_of(look))) {
    mark.shapes.push_back(
        text_shape(line, {at.x, at.y + height + (step - look.size) / 2 + 0.83 * look.size}, look));
    height += step;
  }
  return height;
}

double add_line(Mark& mark, std::string_view text, Point at, double width, const TextLook& look) {
  const std::string clean = clean_text(text);
  if (clean.empty()) return 0;
  const std::string line = wrap_text(clean, look.size, width, 1, weight_of(look)).front();
  mark.shapes.push_back(text_shape(line, at, look));
  return width_of(line, look);
}

double chip_width(std::string_view channel, double most_width) {
  if (channel.empty()) return 0;
  const std::string text = clean_text(channel_words(channel));
  return std::min(most_width, std::ceil(text_width(text, kChipSize, Weight::bold)) + 12);
}

double add_chip(Mark& mark, std::string_view channel, Point at, double most_width) {
  const double width = chip_width(channel, most_width);
  if (width == 0) return 0;
  const ChipColours& colours = channel_colours(channel);
  mark.shapes.push_back(rect_shape(at, width, kMapChipHeight, 3, {.fill = colours.ground.light}));
  TextLook look{kChipSize, colours.text, true, Anchor::middle};
  add_line(mark, channel_words(channel), {at.x + width / 2, at.y + 10}, width - 8, look);
  return width;
}

FigureText share_text(const MapPage& page, const MapFigure& figure, bool more_is_better) {
  FigureText text;
  if (!figure.value) return text;
  text.value = picture_share(*figure.value, page.input.language);
  if (!figure.today) return text;
  const std::string today = picture_share(*figure.today, page.input.language);
  if (today == text.value) return text;
  text.today = today;
  const bool is_more = *figure.value > *figure.today;
  text.sense = is_more == more_is_better ? 1 : -1;
  return text;
}

Colour sense_colour(int sense, Colour neutral) {
  return sense > 0 ? kGood : sense < 0 ? kBad : neutral;
}

double add_figure(Mark& mark, const FigureText& text, Point left, const TextLook& look) {
  if (text.value.empty()) return 0;
  double x = left.x;
  if (!text.today.empty()) {
    TextLook muted{look.size, text.is_on_colour ? look.colour : kMuted, false};
    for (const std::string_view part : {std::string_view(text.today), kArrow}) {
      mark.shapes.push_back(text_shape(part, {x, left.y}, muted));
      // The arrow is wider than text_width thinks.
      x += part == kArrow ? 1.25 * look.size : width_of(part, muted) + 0.25 * look.size;
    }
  }
  TextLook shown = look;
  shown.anchor = Anchor::start;
  if (!text.is_on_colour) shown.colour = sense_colour(text.sense, look.colour);
  shown.is_bold = look.is_bold || text.sense != 0;
  mark.shapes.push_back(text_shape(text.value, {x, left.y}, shown));
  return x + width_of(text.value, shown) - left.x;
}

void add_figure_left_of(Mark& mark, const FigureText& text, Point right, const TextLook& look) {
  if (text.value.empty()) return;
  Mark trial;
  const double width = add_figure(trial, text, {0, 0}, look);
  add_figure(mark, text, {right.x - width, right.y}, look);
}

double add_row_label(MapPage& page, std::string_view name, std::string_view note, double y,
                     double width) {
  Mark mark;
  mark.kind = "row-label";
  double height = add_text(mark, name, {kMapMargin, y}, width, {12, kInk, true}, 2);
  height += add_text(mark, note, {kMapMargin, y + height + 1}, width, {kMapNote, kMuted}, 4);
  page.drawing.marks.push_back(std::move(mark));
  return height;
}

std::string words_of(const MapPage& page, Word which) {
  return std::string(word(which, page.input.language));
}

std::string words_of(const MapPage& page, Word which,
                     std::initializer_list<std::string_view> values) {
  return words(which, page.input.language, values);
}

}  // namespace cairn
