// Drawings as SVG. Colours stay presentation attributes, so that every viewer shows the light ones;
// the rules for dark screens find them by value.
#include <cmath>
#include <fmt/format.h>

#include "render/picture/picture.h"
#include "render/picture/text_fit.h"

namespace cairn {
namespace {

std::string number(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

void add(std::string& out, std::string_view name, std::string_view value) {
  out.append(" ").append(name).append("=\"").append(value).append("\"");
}

void add_paint(std::string& out, const Paint& paint, Theme theme) {
  add(out, "fill", paint.fill.empty() ? "none" : themed(paint.fill, theme));
  if (!paint.stroke.empty()) {
    add(out, "stroke", themed(paint.stroke, theme));
    if (paint.width != 1) add(out, "stroke-width", number(paint.width));
    if (paint.dash == Dash::dashed) add(out, "stroke-dasharray", "6 4");
    if (paint.dash == Dash::dotted) {
      add(out, "stroke-dasharray", "0.1 4");
      add(out, "stroke-linecap", "round");
    }
  }
  if (paint.opacity != 1) add(out, "opacity", number(paint.opacity));
}

std::string path_data(const Shape& shape) {
  std::string data;
  for (std::size_t i = 0; i < shape.points.size(); ++i) {
    const char* command = i == 0 ? "M" : shape.is_curve ? (i % 3 == 1 ? "C" : " ") : "L";
    data += command + number(shape.points[i].x) + "," + number(shape.points[i].y);
  }
  return shape.is_closed ? data + "Z" : data;
}

void add_shape(std::string& out, const Shape& shape, Theme theme) {
  std::string part;
  if (!shape.part.empty()) add(part, "data-part", escape_xml(shape.part));
  switch (shape.kind) {
    case Shape::Kind::rect:
      out += "<rect" + part;
      add(out, "x", number(shape.at.x));
      add(out, "y", number(shape.at.y));
      add(out, "width", number(shape.width));
      add(out, "height", number(shape.height));
      if (shape.radius > 0) add(out, "rx", number(shape.radius));
      break;
    case Shape::Kind::circle:
      out += "<circle" + part;
      add(out, "cx", number(shape.at.x));
      add(out, "cy", number(shape.at.y));
      add(out, "r", number(shape.radius));
      break;
    case Shape::Kind::path:
      out += "<path" + part;
      add(out, "d", path_data(shape));
      break;
    case Shape::Kind::text:
      out += "<text" + part;
      add(out, "x", number(shape.at.x));
      add(out, "y", number(shape.at.y));
      add(out, "font-size", number(shape.size));
      if (shape.is_bold) add(out, "font-weight", "bold");
      if (shape.is_italic) add(out, "font-style", "italic");
      if (shape.anchor != Anchor::start) {
        add(out, "text-anchor", shape.anchor == Anchor::middle ? "middle" : "end");
      }
      break;
  }
  add_paint(out, shape.paint, theme);
  if (shape.kind == Shape::Kind::text) {
    out += ">" + escape_xml(shape.text) + "</text>\n";
  } else {
    out += "/>\n";
  }
}

void add_mark(std::string& out, const Mark& mark, Theme theme, std::string_view id_prefix) {
  out += "<g";
  if (!mark.id.empty()) add(out, "id", escape_xml(std::string(id_prefix) + mark.id));
  if (!mark.kind.empty()) add(out, "class", escape_xml(mark.kind));
  for (const auto& [name, value] : mark.data) add(out, "data-" + name, escape_xml(value));
  out += ">\n";
  if (!mark.title.empty()) out += "<title>" + escape_xml(mark.title) + "</title>\n";
  for (const Shape& shape : mark.shapes) add_shape(out, shape, theme);
  out += "</g>\n";
}

void add_rule(std::string& rules, std::string_view scope, Colour colour) {
  for (const std::string_view what : {"fill", "stroke"}) {
    rules += fmt::format("{}[{}=\"{}\"]{{{}:{}}}", scope, what, colour.light, what, colour.dark);
  }
}

template <class Visit>
void visit_colours(Visit visit) {
  for (const Colour colour : kRoles) visit(colour);
  for (const ChipColours& chip : kChips) {
    visit(chip.ground);
    visit(chip.text);
  }
}

bool is_traditional(const std::string& language) {
  for (const char* mark : {"Hant", "TW", "HK"}) {
    if (language.find(mark) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

std::string_view themed(std::string_view light, Theme theme) {
  std::string_view result = light;
  if (theme != Theme::dark) return result;
  visit_colours([&](Colour colour) {
    if (colour.light == light) result = colour.dark;
  });
  return result;
}

std::string dark_rules(std::string_view scope) {
  std::string rules;
  visit_colours([&](Colour colour) { add_rule(rules, scope, colour); });
  return rules;
}

std::string font_families(const std::string& language) {
  if (language.starts_with("ja")) return "Arial,Noto Sans CJK JP";
  if (language.starts_with("ko")) return "Arial,Noto Sans CJK KR";
  return is_traditional(language) ? "Arial,Noto Sans CJK TC" : "Arial,Noto Sans CJK SC";
}

std::string wide_font_families(const std::string& language) {
  const std::string families = font_families(language);
  const std::string han = families.substr(families.find(',') + 1);
  std::string wide = "Arial,Liberation Sans,Helvetica," + han;
  if (han.ends_with("TC")) wide += ",PingFang TC,Microsoft JhengHei";
  if (han.ends_with("SC")) wide += ",PingFang SC,Microsoft YaHei";
  if (han.ends_with("JP")) wide += ",Hiragino Sans,Yu Gothic";
  if (han.ends_with("KR")) wide += ",Apple SD Gothic Neo,Malgun Gothic";
  return wide + ",sans-serif";
}

std::string to_svg(const Drawing& drawing, Theme theme, std::string_view id_prefix) {
  const std::string width = number(drawing.width), height = number(drawing.height);
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\"";
  add(out, "width", width);
  add(out, "height", height);
  add(out, "viewBox", "0 0 " + width + " " + height);
  add(out, "role", "img");
  const std::string title_id = std::string(id_prefix) + "_title";
  const std::string description_id = std::string(id_prefix) + "_desc";
  add(out, "aria-labelledby", escape_xml(title_id + " " + description_id));
  add(out, "font-family", wide_font_families(drawing.language));
  if (!drawing.language.empty()) add(out, "lang", escape_xml(drawing.language));
  out += ">\n";
  out += fmt::format("<title id=\"{}\">{}</title>\n<desc id=\"{}\">{}</desc>\n",
                     escape_xml(title_id), escape_xml(drawing.title), escape_xml(description_id),
                     escape_xml(drawing.description));
  // In a page the page has the rules.
  if (id_prefix.empty()) {
    std::string style = drawing.style;
    if (theme == Theme::automatic) {
      style += "@media screen and (prefers-color-scheme:dark){" + dark_rules("") + "}";
    }
    if (!style.empty()) out += "<style>" + style + "</style>\n";
  }
  Mark page;
  page.shapes.push_back(
      rect_shape({0, 0}, drawing.width, drawing.height, 0, {.fill = kPaper.light}));
  add_mark(out, page, theme, id_prefix);
  for (const Mark& mark : drawing.marks) add_mark(out, mark, theme, id_prefix);
  return out + "</svg>\n";
}

}  // namespace cairn
