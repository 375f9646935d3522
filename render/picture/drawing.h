// A picture as primitives with places, before it is written as SVG, PNG or PDF. Points; y grows
// downward from the top left corner of the page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "render/picture/style.h"

namespace cairn {

struct Point {
  double x = 0, y = 0;
};

enum class Anchor : std::uint8_t { start, middle, end };
enum class Dash : std::uint8_t { none, dashed, dotted };

/// How an area or a line is coloured. Without a fill or a stroke it has none; `opacity` of both.
struct Paint {
  std::string_view fill = {};    // a Colour's light value; empty: none
  std::string_view stroke = {};  // the same
  double width = 1;              // of the stroke
  Dash dash = Dash::none;
  double opacity = 1;
};

struct Shape {
  enum class Kind : std::uint8_t { rect, circle, path, text };
  Kind kind = Kind::rect;
  std::string part;  // what it shows in its mark ("reach"), for pages that change it; may be empty
  Paint paint;       // text: the fill is its colour
  Point at;          // rect: left top; circle: centre; text: the anchor on the baseline
  double width = 0, height = 0;              // rect
  double radius = 0;                         // rect: of the corners; circle
  std::vector<Point> points;                 // path: vertices, or for a curve 3n + 1 Bezier points
  bool is_curve = false, is_closed = false;  // path
  std::string text;
  double size = 12;
  bool is_bold = false, is_italic = false;
  Anchor anchor = Anchor::start;
};

/// Shapes that belong together and have one meaning: a card, a line with its arrowhead.
struct Mark {
  std::string id;     // stable, unique in the drawing; empty: none
  std::string kind;   // "card", "line": its class in the SVG; empty: none
  std::string title;  // shown when pointed at; empty: nothing
  std::vector<std::pair<std::string, std::string>> data;  // data-… attributes
  std::vector<Shape> shapes;
};

struct Drawing {
  double width = 0, height = 0;
  std::string title, description;  // for screen readers
  std::string language;            // picks the Han forms; "" for none in particular
  std::string style;               // more rules for the SVG's style element
  std::vector<Mark> marks;         // drawn in this order
};

/// A name of the spec as part of an id. Ids are made so that no two can be equal whatever names a
/// spec has: parts are joined by two underscores, which no part holds, and what no name stands for
/// begins with an underscore, as no name does.
std::string name_id(std::string_view name);

// ---- making shapes ------------------------------------------------------------------------------

Shape rect_shape(Point left_top, double width, double height, double radius, const Paint& paint);
Shape circle_shape(Point centre, double radius, const Paint& paint);
Shape line_shape(std::vector<Point> vertices, const Paint& paint);
Shape area_shape(std::vector<Point> vertices, const Paint& paint);
Shape curve_shape(std::vector<Point> bezier, const Paint& paint);

struct TextLook {
  double size = 12;
  Colour colour = kInk;
  bool is_bold = false;
  Anchor anchor = Anchor::start;
  bool is_italic = false;
};

/// One line of text with its baseline at `at.y`.
Shape text_shape(std::string_view text, Point at, const TextLook& look);

/// All texts of the picture, for finding the scripts in use.
std::vector<std::string> texts_of(const Drawing& drawing);

/// Bezier points of a smooth curve through points whose x increase, without overshoot between them
/// (monotone cubic: Fritsch, Carlson 1980, SIAM Journal on Numerical Analysis 17).
std::vector<Point> monotone_curve(const std::vector<Point>& points);

}  // namespace cairn
