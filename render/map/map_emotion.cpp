// The curve of feelings: bold for whom the map is about, dashed for the others (and for today,
// where it stands beside a scenario).
#include <algorithm>
#include <cmath>

#include "render/map/map_plot.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

bool is_felt(const MapTouchpoint& touchpoint) {
  return touchpoint.feeling.value || touchpoint.feeling.today ||
         std::any_of(touchpoint.of_others.begin(), touchpoint.of_others.end(),
                     [](const std::optional<double>& one) { return one.has_value(); });
}

std::vector<FeltPoint> find_points(const MapPage& page) {
  std::vector<FeltPoint> points;
  for (std::size_t c = 0; c < page.columns.size(); ++c) {
    std::vector<const MapTouchpoint*> felt;
    for (const MapTouchpoint& touchpoint : page.facts.columns[c].touchpoints) {
      if (is_felt(touchpoint)) felt.push_back(&touchpoint);
    }
    const double slot =
        page.columns[c].width / static_cast<double>(std::max<std::size_t>(felt.size(), 1));
    for (std::size_t i = 0; i < felt.size(); ++i) {
      points.push_back({page.columns[c].x + slot * (static_cast<double>(i) + 0.5), slot, felt[i]});
    }
  }
  return points;
}

/// The points of one curve: `read(touchpoint)` gives a feeling, or nothing.
template <class Read>
std::vector<Point> curve_points(const Plot& plot, Read read) {
  std::vector<Point> points;
  for (const FeltPoint& point : plot.points) {
    const std::optional<double> feeling = read(*point.touchpoint);
    if (feeling) points.push_back({point.x, plot.y_of(*feeling)});
  }
  return points;
}

void add_ground(MapPage& page, Plot& plot) {
  Mark mark;
  mark.kind = "emotion-ground";
  const double middle = plot.y_of((plot.low + plot.high) / 2);
  const double left = page.left(), width = page.right() - left;
  mark.shapes.push_back(
      rect_shape({left, plot.top}, width, middle - plot.top, 0, {.fill = kGoodGround.light}));
  mark.shapes.push_back(
      rect_shape({left, middle}, width, plot.bottom() - middle, 0, {.fill = kBadGround.light}));
  for (const double value : {plot.high, (plot.low + plot.high) / 2, plot.low}) {
    const double y = plot.y_of(value);
    plot.curves.push_back({left, y - 0.5, page.right(), y + 0.5});
    const bool is_middle = value != plot.high && value != plot.low;
    mark.shapes.push_back(line_shape(
        {{left, y}, {page.right(), y}},
        {.stroke = kExit.light, .width = 0.8, .dash = is_middle ? Dash::none : Dash::dashed}));
    mark.shapes.push_back(text_shape(signed_number(value, page.input.language), {left - 7, y + 3.8},
                                     {kMapNote, kMuted, false, Anchor::end}));
  }
  page.drawing.marks.push_back(std::move(mark));
}

/// The name of another curve stands where that is farthest from the bold one.
void name_curve(const MapPage& page, Plot& plot, Mark& mark, const std::vector<Point>& curve,
                const std::vector<Point>& bold, std::string_view label, Colour colour) {
  const auto distance = [&](const Point& point) {
    double nearest = 40;
    for (const Point& other : bold) {
      if (std::fabs(other.x - point.x) < 1) nearest = std::fabs(other.y - point.y);
    }
    return nearest;
  };
  std::vector<Point> order;
  for (const Point& point : curve) {
    if (distance(point) > 2) order.push_back(point);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](const Point& a, const Point& b) { return distance(a) > distance(b); });
  const TextLook look{11, colour, true, Anchor::middle};
  const std::string name = short_words(label, look);
  const double half = width_of(name, look) / 2;
  std::vector<Point> places;
  for (const Point& point : order) {
    for (const double lift : {-9.0, 17.0}) {
      for (const double shift : {0.0, half + 15, -half - 15, half + 45, -half - 45}) {
        places.push_back({point.x + shift, point.y + lift});
      }
    }
  }
  add_where_free(page, plot, mark, name, places, look);
}

/// Nobody sees two curves that lie on one another.
bool is_alike(const std::vector<Point>& curve, const std::vector<Point>& bold) {
  if (curve.size() > bold.size()) return false;
  return std::all_of(curve.begin(), curve.end(), [&](const Point& point) {
    return std::any_of(bold.begin(), bold.end(), [&](const Point& other) {
      return std::fabs(other.x - point.x) < 0.01 && std::fabs(other.y - point.y) < 1.5;
    });
  });
}

std::string_view dash_name(Dash dash) {
  return dash == Dash::dotted ? "dotted" : "dashed";
}

struct OtherCurve {
  std::size_t other = 0;
  std::vector<Point> points;
  std::string name;  // of all personas who feel the same everywhere
};

bool is_same(const std::vector<Point>& a, const std::vector<Point>& b) {
  return a.size() == b.size() && is_alike(a, b);
}

/// The curves that can be told from the bold one and from one another.
std::vector<OtherCurve> find_others(const MapPage& page, const Plot& plot,
                                    const std::vector<Point>& bold) {
  std::vector<OtherCurve> curves;
  for (std::size_t i = 0; i < page.facts.others.size(); ++i) {
    OtherCurve curve{i,
                     curve_points(plot, [&](const MapTouchpoint& one) { return one.of_others[i]; }),
                     persona_label(page.input.journey, page.facts.others[i])};
    if (is_alike(curve.points, bold)) continue;
    const auto same = std::find_if(curves.begin(), curves.end(), [&](const OtherCurve& other) {
      return is_same(curve.points, other.points);
    });
    if (same == curves.end()) {
      curves.push_back(std::move(curve));
    } else {
      same->name += ", " + curve.name;
    }
  }
  return curves;
}

void draw_others(MapPage& page, Plot& plot, const std::vector<OtherCurve>& curves) {
  for (const OtherCurve& curve : curves) {
    const PersonaId persona = page.facts.others[curve.other];
    const Colour colour = kPersonas[persona.index % kPersonas.size()];
    const Dash dash = persona.index % 3 == 2 ? Dash::dotted : Dash::dashed;
    Mark mark;
    mark.id = "emotion__" + name_id(page.input.journey.personas[persona].heading.name);
    mark.kind = "emotion-other";
    mark.title = curve.name;
    mark.data.emplace_back("line", dash_name(dash));
    if (curve.points.size() > 1) {
      const std::vector<Point> bezier = monotone_curve(curve.points);
      take_curve(bezier, 1, plot.curves);
      mark.shapes.push_back(
          curve_shape(bezier, {.stroke = colour.light, .width = 1.5, .dash = dash}));
    }
    for (const Point& point : curve.points) {
      add_marker(mark, point, persona.index, colour);
      plot.curves.push_back({point.x - 4, point.y - 4, point.x + 4, point.y + 4});
    }
    page.drawing.marks.push_back(std::move(mark));
  }
}

void draw_today(MapPage& page, Plot& plot) {
  if (!page.facts.is_delta) return;
  const std::vector<Point> points =
      curve_points(plot, [](const MapTouchpoint& one) { return one.feeling.today; });
  if (points.size() < 2) return;
  Mark mark;
  mark.id = "emotion___today";
  mark.kind = "emotion-today";
  mark.title = words_of(page, Word::map_today);
  mark.shapes.push_back(curve_shape(monotone_curve(points),
                                    {.stroke = kFlow.light, .width = 2, .dash = Dash::dashed}));
  for (const Point& point : points) {
    mark.shapes.push_back(circle_shape(point, 3, {.fill = kPaper.light, .stroke = kFlow.light}));
  }
  page.drawing.marks.push_back(std::move(mark));
}

/// The lowest and the highest of the bold curve; equal where there is one point or no difference.
struct Extremes {
  const FeltPoint* lowest = nullptr;
  const FeltPoint* highest = nullptr;
};

Extremes find_extremes(const Plot& plot) {
  Extremes found;
  for (const FeltPoint& point : plot.points) {
    const std::optional<double>& feeling = point.touchpoint->feeling.value;
    if (!feeling) continue;
    if (!found.lowest || *feeling < *found.lowest->touchpoint->feeling.value) found.lowest = &point;
    if (!found.highest || *feeling > *found.highest->touchpoint->feeling.value) {
      found.highest = &point;
    }
  }
  return found;
}

std::string face_title(const MapPage& page, const MapTouchpoint& touchpoint) {
  std::string title = page.input.journey.places[touchpoint.place].heading.label + " " +
                      feeling_text(*touchpoint.feeling.value, page.input.language);
  if (!touchpoint.feels.empty()) title += " " + touchpoint.feels;
  if (touchpoint.feeling.today) {
    title += " · " + words_of(page, Word::map_today_was,
                              {feeling_text(*touchpoint.feeling.today, page.input.language)});
  }
  return title;
}

/// "−1.7 annoyed", with what it is where it is the lowest or the highest.
std::string point_words(const MapPage& page, const FeltPoint& point, const Extremes& extremes) {
  std::string text = feeling_text(*point.touchpoint->feeling.value, page.input.language);
  if (!point.touchpoint->feels.empty()) text += " " + point.touchpoint->feels;
  if (extremes.lowest == extremes.highest) return text;
  if (&point == extremes.lowest) return words_of(page, Word::map_lowest, {text});
  if (&point == extremes.highest) return words_of(page, Word::map_highest, {text});
  return text;
}

void name_point(const MapPage& page, Plot& plot, Mark& mark, const FeltPoint& point,
                const Extremes& extremes) {
  const double feeling = *point.touchpoint->feeling.value;
  const double y = plot.y_of(feeling);
  const bool is_extreme = extremes.lowest != extremes.highest &&
                          (&point == extremes.lowest || &point == extremes.highest);
  const bool is_low = feeling < (plot.low + plot.high) / 2 || &point == extremes.lowest;
  TextLook look{is_extreme ? 11.5 : kMapNote, kInk, is_extreme, Anchor::middle};
  if (is_extreme) {
    const double middle = (plot.low + plot.high) / 2;
    look.colour = feeling < middle ? kBad : feeling > middle ? kGood : kInk;
  }
  const std::string text = short_words(point_words(page, point, extremes), look);
  const double half = width_of(text, look) / 2;
  const double above = y - kFace - 6, below = y + kFace + 13;
  const double x = std::clamp(point.x, page.left() + half + 3,
                              std::max(page.left() + half + 3, page.right() - half - 3));
  std::vector<Point> places;
  for (const double at :
       is_low ? std::vector<double>{below, above} : std::vector<double>{above, below}) {
    places.push_back({x, at});
    places.push_back({point.x + half * 0.6, at});
    places.push_back({point.x - half * 0.6, at});
    places.push_back({x, at < y ? at - 11 : at + 11});
  }
  places.push_back({point.x + kFace + 6 + half, y + 4});
  places.push_back({point.x - kFace - 6 - half, y + 4});
  if (add_where_free(page, plot, mark, text, places, look)) return;
  add_where_free(page, plot, mark, feeling_text(feeling, page.input.language),
                 {{point.x, above}, {point.x, below}}, look);
}

void draw_face(MapPage& page, Plot& plot, const FeltPoint& point, const Extremes& extremes) {
  const MapTouchpoint& touchpoint = *point.touchpoint;
  const double feeling = *touchpoint.feeling.value;
  Mark mark;
  mark.id = "feeling__" + name_id(page.input.journey.places[touchpoint.place].heading.name);
  mark.kind = "feeling";
  mark.title = face_title(page, touchpoint);
  add_face(mark, {point.x, plot.y_of(feeling)}, feeling, plot,
           std::min(kFace, std::max(4.0, point.slot * 0.42)));
  name_point(page, plot, mark, point, extremes);
  page.drawing.marks.push_back(std::move(mark));
}

void draw_bold(MapPage& page, Plot& plot, const std::vector<Point>& bold,
               const std::vector<OtherCurve>& others) {
  Mark line;
  line.id = "emotion___curve";
  line.kind = "emotion-curve";
  if (bold.size() > 1) {
    const std::vector<Point> bezier = monotone_curve(bold);
    take_curve(bezier, 2, plot.curves);
    line.shapes.push_back(curve_shape(bezier, {.stroke = kInk.light, .width = 2.6}));
  }
  page.drawing.marks.push_back(std::move(line));
  // The extremes find room first, then the names of curves, then what is felt elsewhere.
  const Extremes extremes = find_extremes(plot);
  if (extremes.lowest != nullptr) draw_face(page, plot, *extremes.lowest, extremes);
  if (extremes.highest != extremes.lowest) draw_face(page, plot, *extremes.highest, extremes);
  Mark names;
  names.kind = "emotion-names";
  for (const OtherCurve& curve : others) {
    const PersonaId persona = page.facts.others[curve.other];
    name_curve(page, plot, names, curve.points, bold, curve.name,
               kPersonas[persona.index % kPersonas.size()]);
  }
  page.drawing.marks.push_back(std::move(names));
  for (const FeltPoint& point : plot.points) {
    if (!point.touchpoint->feeling.value) continue;
    if (&point == extremes.lowest || &point == extremes.highest) continue;
    draw_face(page, plot, point, extremes);
  }
}

/// Which touchpoint each point is: names under the plot.
double draw_axis(MapPage& page, const Plot& plot) {
  Mark mark;
  mark.kind = "emotion-axis";
  double height = 0;
  for (const FeltPoint& point : plot.points) {
    if (point.slot < 34) continue;
    const std::string& label = page.input.journey.places[point.touchpoint->place].heading.label;
    height = std::max(height, add_text(mark, label, {point.x, plot.bottom() + 4}, point.slot - 6,
                                       {kMapAxisName, kMuted, false, Anchor::middle}, 6));
    mark.shapes.push_back(line_shape({{point.x, plot.bottom() - 4}, {point.x, plot.bottom() + 2}},
                                     {.stroke = kExit.light}));
  }
  page.drawing.marks.push_back(std::move(mark));
  return plot.bottom() + (height > 0 ? height + 4 : 0);
}

}  // namespace

double draw_emotion(MapPage& page, double y) {
  const Frame& frame = page.input.journey.frame;
  Plot plot;
  plot.top = y;
  plot.low = frame.emotion_low;
  plot.high = frame.emotion_high;
  plot.points = find_points(page);
  const std::string who = page.input.persona.is_valid()
                              ? persona_label(page.input.journey, page.input.persona)
                              : words_of(page, Word::map_everyone);
  const std::string scale = words_of(page, Word::map_scale,
                                     {signed_number(plot.low, page.input.language),
                                      signed_number(plot.high, page.input.language)});
  // Narrower than other notes: the numbers of the scale stand beside it.
  add_row_label(
      page, words_of(page, Word::map_emotion),
      page.facts.others.empty()
          ? scale
          : words_of(page, Word::two_remarks, {scale, words_of(page, Word::map_bold, {who})}),
      y, kMapLabels - 30);
  add_ground(page, plot);
  const std::vector<Point> bold =
      curve_points(plot, [](const MapTouchpoint& one) { return one.feeling.value; });
  for (const Point& point : bold) {
    plot.taken.push_back({point.x - kFace, point.y - kFace, point.x + kFace, point.y + kFace});
  }
  const std::vector<OtherCurve> curves = find_others(page, plot, bold);
  draw_others(page, plot, curves);
  draw_today(page, plot);
  draw_bold(page, plot, bold, curves);
  return draw_axis(page, plot);
}

}  // namespace cairn
