// Where people come from and how they end: rows of pills.
#include <algorithm>

#include "render/map/map_pen.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

struct EndLook {
  Colour ground = kPaper, edge = kHairline, ink = kInk;
};

EndLook look_of(const MapEnd& end) {
  if (end.is_win) return {kGood, kGood, kOnGood};
  if (end.is_loss || end.is_open) return {kPaper, kExit, kMuted};
  return {};
}

double draw_ends(MapPage& page, const std::vector<MapEnd>& ends, const std::string& kind,
                 double y) {
  const double height = 25;
  double x = page.left(), top = y;
  for (const MapEnd& end : ends) {
    const EndLook look = look_of(end);
    const TextLook name{kMapText, look.ink, end.is_win};
    FigureText share = share_text(page, end.share, !end.is_loss);
    share.is_on_colour = end.is_win;
    if (end.is_open) share.sense = 0;  // they may yet go on, or leave
    const double chip = chip_width(end.channel, 110);
    const double label_width =
        std::min(240.0, text_width(clean_text(end.label), name.size,
                                   name.is_bold ? Weight::bold : Weight::regular) +
                            0.5);
    Mark mark;
    mark.id = kind + "__" + name_id(end.id);
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
                                     {.fill = look.ground.light,
                                      .stroke = look.edge.light,
                                      .dash = end.is_open ? Dash::dashed : Dash::none}));
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

double draw_sources(MapPage& page, double y) {
  if (page.facts.sources.empty()) return y;
  const double label = add_row_label(page, words_of(page, Word::map_arrives_by), "", y + 4);
  return std::max(y + 4 + label, draw_ends(page, page.facts.sources, "source", y));
}

double draw_outcomes(MapPage& page, double y) {
  if (page.facts.outcomes.empty()) return y;
  const double label = add_row_label(page, words_of(page, Word::map_ends_as), "", y + 4);
  std::vector<MapEnd> ends = page.facts.outcomes;
  if (page.facts.still.value) {
    MapEnd& still = ends.emplace_back();
    still.id = "_still";
    still.label = words_of(page, Word::chart_still);
    still.share = page.facts.still;
    still.is_open = true;
  }
  return std::max(y + 4 + label, draw_ends(page, ends, "outcome", y));
}

}  // namespace cairn
