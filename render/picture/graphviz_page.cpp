#include "render/picture/graphviz_page.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <graphviz/gvc.h>
#include <string_view>

#include "render/picture/graphviz_ids.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kArc = 0.5522847498;  // handles of a quarter circle, for a radius of 1

/// The operations of a page, from the lower left corner as Graphviz counts.
class PageWriter {
 public:
  PageWriter(const Drawing& drawing, Theme theme)
      : height_(drawing.height), theme_(theme), font_(font_families(drawing.language)) {
    add(rect_shape({0, 0}, drawing.width, drawing.height, 0, {.fill = kPaper.light}));
    for (const Mark& mark : drawing.marks) {
      for (const Shape& shape : mark.shapes) add(shape);
    }
  }
  const std::string& operations() const { return out_; }

 private:
  void word(char what, const std::string& text) {
    out_ += fmt::format("{} {} -{} ", what, text.size(), text);
  }

  std::string colour(std::string_view light, double opacity) const {
    if (light.empty()) return "#00000000";
    const std::string hex(themed(light, theme_));
    if (opacity >= 1) return hex;
    return hex + fmt::format("{:02x}", static_cast<int>(std::lround(255 * opacity)));
  }

  /// Pen, fill and line style; the capital operations fill and stroke, the small ones only stroke.
  bool set_paint(const Paint& paint) {
    const bool is_filled = !paint.fill.empty();
    if (is_filled) word('C', colour(paint.fill, paint.opacity));
    word('c', colour(paint.stroke, paint.opacity));
    word('S', fmt::format("setlinewidth({:.2f})", paint.stroke.empty() ? 0.0 : paint.width));
    word('S', paint.dash == Dash::dashed   ? "dashed"
              : paint.dash == Dash::dotted ? "dotted"
                                           : "solid");
    return is_filled;
  }

  std::string point(Point p) const { return fmt::format("{:.2f} {:.2f} ", p.x, height_ - p.y); }

  void add_points(char what, const std::vector<Point>& points) {
    out_ += fmt::format("{} {} ", what, points.size());
    for (const Point p : points) out_ += point(p);
  }

  void add_rect(const Shape& shape, bool is_filled) {
    const double l = shape.at.x, t = shape.at.y, r = l + shape.width, b = t + shape.height;
    const double radius = std::min({shape.radius, shape.width / 2, shape.height / 2});
    if (radius <= 0) return add_points(is_filled ? 'P' : 'p', {{l, t}, {r, t}, {r, b}, {l, b}});
    const double k = radius * (1 - kArc);
    std::vector<Point> curve{{l + radius, t}};
    const auto side = [&](Point from, Point to) { curve.insert(curve.end(), {from, to, to}); };
    side({l + radius, t}, {r - radius, t});
    curve.insert(curve.end(), {{r - k, t}, {r, t + k}, {r, t + radius}});
    side({r, t + radius}, {r, b - radius});
    curve.insert(curve.end(), {{r, b - k}, {r - k, b}, {r - radius, b}});
    side({r - radius, b}, {l + radius, b});
    curve.insert(curve.end(), {{l + k, b}, {l, b - k}, {l, b - radius}});
    side({l, b - radius}, {l, t + radius});
    curve.insert(curve.end(), {{l, t + k}, {l + k, t}, {l + radius, t}});
    add_points(is_filled ? 'b' : 'B', curve);
  }

  void add_text(const Shape& shape) {
    const std::string text = clean_text(shape.text);
    if (text.empty()) return;
    word('c', colour(shape.paint.fill, shape.paint.opacity));
    out_ += fmt::format("F {:.2f} {} -{} ", shape.size, font_.size(), font_);
    out_ += fmt::format("t {} ", (shape.is_bold ? 1 : 0) + (shape.is_italic ? 2 : 0));
    // What Graphviz calls the baseline of a background's text lies a fifth of its size higher.
    const Point at{shape.at.x, shape.at.y + 0.2 * shape.size};
    const int side = shape.anchor == Anchor::start ? -1 : shape.anchor == Anchor::end ? 1 : 0;
    const Weight weight = shape.is_bold ? Weight::bold : Weight::regular;
    out_ += fmt::format("T {}{} {:.0f} {} -{} ", point(at), side,
                        text_width(text, shape.size, weight), text.size(), text);
  }

  void add(const Shape& shape) {
    if (shape.kind == Shape::Kind::text) return add_text(shape);
    const bool is_filled = set_paint(shape.paint);
    if (shape.kind == Shape::Kind::rect) return add_rect(shape, is_filled);
    if (shape.kind == Shape::Kind::circle) {
      out_ += fmt::format("{} {}{:.2f} {:.2f} ", is_filled ? 'E' : 'e', point(shape.at),
                          shape.radius, shape.radius);
    } else if (shape.is_curve) {
      add_points(is_filled ? 'b' : 'B', shape.points);
    } else if (shape.is_closed) {
      add_points(is_filled ? 'P' : 'p', shape.points);
    } else {
      add_points('L', shape.points);
    }
  }

  double height_;
  Theme theme_;
  std::string font_;
  std::string out_;
};

void pin(Agraph_t* page, const char* name, double x, double y) {
  Agnode_t* node = agnode(page, const_cast<char*>(name), 1);
  set_attribute(node, "pos", fmt::format("{:.2f},{:.2f}", x, y));
  set_attribute(node, "style", "invis");
  set_attribute(node, "shape", "point");
  set_attribute(node, "width", "0.01");
  set_attribute(node, "height", "0.01");
}

Agraph_t* build_page(const Drawing& drawing, PictureFormat format, Theme theme) {
  Agraph_t* page = open_graph("page");
  // The ground reaches the edge of the last pixel, which a shape covers only in part.
  set_attribute(page, "bgcolor", std::string(themed(kPaper.light, theme)));
  set_attribute(page, "pad", "0");
  set_attribute(page, "margin", "0");
  set_attribute(page, "bb", fmt::format("0,0,{:.2f},{:.2f}", drawing.width, drawing.height));
  if (format == PictureFormat::png) {
    // Two pixels a point; fewer where that would make more than a screen can ever show.
    constexpr double kMostPixels = 32e6;
    const double area = drawing.width * drawing.height;
    const double scale = std::min(2.0, std::sqrt(kMostPixels / std::max(area, 1.0)));
    set_attribute(page, "dpi", fmt::format("{:.0f}", scale * kPointsPerInch));
  }
  set_attribute(page, "_background", PageWriter(drawing, theme).operations());
  pin(page, "lower left", 0, 0);
  pin(page, "upper right", drawing.width, drawing.height);
  return page;
}

/// The time of writing stands in a PDF; equal input shall give equal bytes.
void forget_time(std::string& pdf) {
  constexpr std::string_view kKey = "/CreationDate (D:";
  for (std::size_t at = pdf.find(kKey); at != std::string::npos; at = pdf.find(kKey, at + 1)) {
    for (std::size_t i = at + kKey.size(); i < pdf.size() && pdf[i] != ')'; ++i) {
      if (pdf[i] >= '0' && pdf[i] <= '9') pdf[i] = '0';
    }
    pdf.replace(at + kKey.size(), 8, "20000101");
  }
}

/// The last thing Graphviz complained about.
std::string last_message() {
  char* message = aglasterr();
  std::string result = message == nullptr ? "it gave no reason" : message;
  std::free(message);
  while (!result.empty() && result.back() == '\n') result.pop_back();
  return result;
}

std::string reason(const ChildResult& result, double time_limit_seconds) {
  switch (result.end) {
    case ChildResult::End::timed_out:
      return fmt::format("drawing took longer than {:g} s", time_limit_seconds);
    case ChildResult::End::crashed:
      return "Graphviz crashed on this picture";
    case ChildResult::End::failed:
      return "Graphviz could not draw this picture: " + result.bytes;
    default:
      return "cannot start a process to draw in";
  }
}

}  // namespace

ChildWork draw_page(const Drawing& drawing, PictureFormat format, Theme theme) {
  agseterr(AGMAX);  // keep messages, print none
  GVC_t* context = gvContext();
  Agraph_t* page = build_page(drawing, format, theme);
  if (gvLayout(context, page, "nop2") != 0) return {false, last_message()};
  char* bytes = nullptr;
  unsigned int size = 0;
  const char* kind = format == PictureFormat::png ? "png:cairo" : "pdf:cairo";
  if (gvRenderData(context, page, kind, &bytes, &size) != 0 || size == 0) {
    return {false, last_message()};
  }
  std::string result(bytes, size);
  if (format == PictureFormat::pdf) forget_time(result);
  return {true, result};
}

std::variant<std::string, PictureError> write_drawing(const Drawing& drawing, PictureFormat format,
                                                      Theme theme, double time_limit_seconds) {
  if (format == PictureFormat::svg) return to_svg(drawing, theme);
  if (format == PictureFormat::dot) return PictureError{"only a flow can be written as DOT"};
  const ChildResult result =
      run_in_child([&] { return draw_page(drawing, format, theme); }, time_limit_seconds);
  if (result.end == ChildResult::End::done) return result.bytes;
  return PictureError{reason(result, time_limit_seconds)};
}

}  // namespace cairn
