#include "render/map/map_plot.h"

#include "render/picture/chips.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

bool overlap(const Area& a, const Area& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

Area text_area(Point at, double width, double size, Anchor anchor) {
  const double left = anchor == Anchor::middle ? at.x - width / 2
                      : anchor == Anchor::end  ? at.x - width
                                               : at.x;
  return {left - 2, at.y - size, left + width + 2, at.y + 3};
}

bool is_inside(const Plot& plot, const MapPage& page, const Area& area) {
  return area.left >= page.left() && area.right <= page.right() && area.top >= plot.top &&
         area.bottom <= plot.bottom();
}

bool touches_any(const std::vector<Area>& areas, const Area& area) {
  return std::any_of(areas.begin(), areas.end(),
                     [&](const Area& other) { return overlap(area, other); });
}

}  // namespace

void add_face(Mark& mark, Point at, double feeling, const Plot& plot, double radius) {
  const Colour colour = emotion_colour(feeling, plot.low, plot.high);
  mark.shapes.push_back(
      circle_shape(at, radius, {.fill = colour.light, .stroke = kPaper.light, .width = 1.6}));
  const double eye = radius * 0.14;
  for (const double side : {-1.0, 1.0}) {
    mark.shapes.push_back(circle_shape({at.x + side * radius * 0.34, at.y - radius * 0.2}, eye,
                                       {.fill = kOnGood.light}));
  }
  const double half = (plot.high - plot.low) / 2;
  const double mood = half > 0 ? (feeling - (plot.low + plot.high) / 2) / half : 0;
  const double bend = radius * 0.42 * std::clamp(mood * 1.4, -1.0, 1.0);
  const double w = radius * 0.46, y = at.y + radius * 0.34 - bend * 0.35;
  mark.shapes.push_back(curve_shape(
      {{at.x - w, y}, {at.x - w * 0.5, y + bend}, {at.x + w * 0.5, y + bend}, {at.x + w, y}},
      {.stroke = kOnGood.light, .width = 1.3}));
}

void add_marker(Mark& mark, Point at, std::size_t persona, Colour colour) {
  const Paint paint{.fill = colour.light};
  switch (persona % 3) {
    case 0:
      mark.shapes.push_back(circle_shape(at, 2.8, paint));
      break;
    case 1:
      mark.shapes.push_back(rect_shape({at.x - 2.6, at.y - 2.6}, 5.2, 5.2, 0, paint));
      break;
    default:
      mark.shapes.push_back(area_shape(
          {{at.x, at.y - 3.4}, {at.x + 3.2, at.y + 2.4}, {at.x - 3.2, at.y + 2.4}}, paint));
  }
}

void take_curve(const std::vector<Point>& bezier, double radius, std::vector<Area>& areas) {
  constexpr int kPieces = 24;
  for (std::size_t i = 0; i + 3 < bezier.size(); i += 3) {
    for (int k = 0; k <= kPieces; ++k) {
      const double t = static_cast<double>(k) / kPieces, u = 1 - t;
      const double b0 = u * u * u, b1 = 3 * u * u * t, b2 = 3 * u * t * t, b3 = t * t * t;
      const double x =
          b0 * bezier[i].x + b1 * bezier[i + 1].x + b2 * bezier[i + 2].x + b3 * bezier[i + 3].x;
      const double y =
          b0 * bezier[i].y + b1 * bezier[i + 1].y + b2 * bezier[i + 2].y + b3 * bezier[i + 3].y;
      areas.push_back({x - radius, y - radius, x + radius, y + radius});
    }
  }
}

std::string short_words(std::string_view text, const TextLook& look) {
  constexpr double kMostWidth = 190;
  return wrap_text(clean_text(text), look.size, kMostWidth, 1,
                   look.is_bold ? Weight::bold : Weight::regular)
      .front();
}

bool add_where_free(const MapPage& page, Plot& plot, Mark& mark, std::string_view text,
                    const std::vector<Point>& places, const TextLook& look) {
  const std::string shown = short_words(text, look);
  const double width = width_of(shown, look);
  for (const bool keeps_off : {true, false}) {
    for (const Point& place : places) {
      const Area area = text_area(place, width, look.size, look.anchor);
      if (!is_inside(plot, page, area) || touches_any(plot.taken, area)) continue;
      if (keeps_off && touches_any(plot.curves, area)) continue;
      plot.taken.push_back(area);
      mark.shapes.push_back(text_shape(shown, place, look));
      return true;
    }
  }
  return false;
}

}  // namespace cairn
