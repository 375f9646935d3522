#include "render/picture/drawing.h"

#include <cmath>
#include <cstddef>

namespace cairn {
namespace {

Shape path_shape(std::vector<Point> points, const Paint& paint) {
  Shape shape;
  shape.kind = Shape::Kind::path;
  shape.points = std::move(points);
  shape.paint = paint;
  return shape;
}

/// Slopes at the points that keep the curve between its neighbours.
std::vector<double> monotone_slopes(const std::vector<Point>& points) {
  const std::size_t n = points.size();
  std::vector<double> secants(n - 1), slopes(n);
  for (std::size_t i = 0; i + 1 < n; ++i) {
    secants[i] = (points[i + 1].y - points[i].y) / (points[i + 1].x - points[i].x);
  }
  slopes[0] = secants[0];
  slopes[n - 1] = secants[n - 2];
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const bool turns = secants[i - 1] * secants[i] <= 0;
    slopes[i] = turns ? 0 : (secants[i - 1] + secants[i]) / 2;
  }
  for (std::size_t i = 0; i + 1 < n; ++i) {
    if (secants[i] == 0) {
      slopes[i] = slopes[i + 1] = 0;
      continue;
    }
    const double a = slopes[i] / secants[i], b = slopes[i + 1] / secants[i];
    const double length = std::hypot(a, b);
    if (length <= 3) continue;
    slopes[i] = 3 * a / length * secants[i];
    slopes[i + 1] = 3 * b / length * secants[i];
  }
  return slopes;
}

}  // namespace

std::string name_id(std::string_view name) {
  std::string id;
  for (const char c : name) {
    if (c == '_' && id.ends_with('_')) id += '.';
    id += c;
  }
  return id;
}

Shape rect_shape(Point left_top, double width, double height, double radius, const Paint& paint) {
  Shape shape;
  shape.kind = Shape::Kind::rect;
  shape.at = left_top;
  shape.width = width;
  shape.height = height;
  shape.radius = radius;
  shape.paint = paint;
  return shape;
}

Shape circle_shape(Point centre, double radius, const Paint& paint) {
  Shape shape;
  shape.kind = Shape::Kind::circle;
  shape.at = centre;
  shape.radius = radius;
  shape.paint = paint;
  return shape;
}

Shape line_shape(std::vector<Point> vertices, const Paint& paint) {
  return path_shape(std::move(vertices), paint);
}

Shape area_shape(std::vector<Point> vertices, const Paint& paint) {
  Shape shape = path_shape(std::move(vertices), paint);
  shape.is_closed = true;
  return shape;
}

Shape curve_shape(std::vector<Point> bezier, const Paint& paint) {
  Shape shape = path_shape(std::move(bezier), paint);
  shape.is_curve = true;
  return shape;
}

Shape text_shape(std::string_view text, Point at, const TextLook& look) {
  Shape shape;
  shape.kind = Shape::Kind::text;
  shape.text = text;
  shape.at = at;
  shape.size = look.size;
  shape.paint.fill = look.colour.light;
  shape.is_bold = look.is_bold;
  shape.is_italic = look.is_italic;
  shape.anchor = look.anchor;
  return shape;
}

std::vector<std::string> texts_of(const Drawing& drawing) {
  std::vector<std::string> texts;
  for (const Mark& mark : drawing.marks) {
    for (const Shape& shape : mark.shapes) {
      if (shape.kind == Shape::Kind::text) texts.push_back(shape.text);
    }
  }
  return texts;
}

std::vector<Point> monotone_curve(const std::vector<Point>& points) {
  if (points.size() < 2) return points;
  const std::vector<double> slopes = monotone_slopes(points);
  std::vector<Point> curve{points.front()};
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const Point a = points[i], b = points[i + 1];
    const double third = (b.x - a.x) / 3;
    curve.push_back({a.x + third, a.y + third * slopes[i]});
    curve.push_back({b.x - third, b.y - third * slopes[i + 1]});
    curve.push_back(b);
  }
  return curve;
}

}  // namespace cairn
