#include "render/flow/flow_draw.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "render/flow/flow_marks.h"
#include "render/flow/graphviz_heights.h"
#include "render/picture/style.h"
#include "tests/support/golden.h"
#include "tests/unit/render/samples.h"
#include "tests/unit/render/svg_text.h"

namespace cairn {
namespace {

Drawing drawing_of(const FlowGraph& graph, FlowDrawing how = {}) {
  bool was_stacked = true;
  how.was_stacked = &was_stacked;
  auto drawn = draw_flow(graph, how);
  if (const auto* error = std::get_if<PictureError>(&drawn)) FAIL(error->message);
  CHECK_FALSE(was_stacked);
  return std::get<Drawing>(drawn);
}

std::string draw(const FlowGraph& graph, PictureFormat format) {
  const auto written = write_drawing(drawing_of(graph), format, Theme::automatic);
  if (const auto* error = std::get_if<PictureError>(&written)) FAIL(error->message);
  return std::get<std::string>(written);
}

/// Without Graphviz's heights, which differ from version to version.
std::string stacked_svg(const FlowGraph& graph) {
  FlowDrawing how;
  how.asks_graphviz = false;
  return to_svg(drawing_of(graph, how), Theme::light);
}

const Mark* find_mark(const Drawing& drawing, std::string_view id) {
  for (const Mark& mark : drawing.marks) {
    if (mark.id == id) return &mark;
  }
  return nullptr;
}

const Shape* find_part(const Drawing& drawing, std::string_view id, std::string_view part) {
  const Mark* mark = find_mark(drawing, id);
  if (mark == nullptr) return nullptr;
  for (const Shape& shape : mark->shapes) {
    if (shape.part == part) return &shape;
  }
  return nullptr;
}

std::string datum(const Drawing& drawing, std::string_view id, std::string_view name) {
  const Mark* mark = find_mark(drawing, id);
  if (mark == nullptr) return "no mark";
  for (const auto& [key, value] : mark->data) {
    if (key == name) return value;
  }
  return "none";
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("every sample draws as a well-formed SVG") {
  for (const Sample& sample : all_samples()) {
    INFO(sample.name);
    const std::string svg = draw(sample.graph, PictureFormat::svg);
    CHECK(xml_fault(svg) == "");
  }
}

TEST_CASE("the checker of the test before finds faults") {
  CHECK(xml_fault("<a><b x=\"1\"/></a>") == "");
  CHECK(xml_fault("<a><b></a>") != "");
  CHECK(xml_fault("<a>x & y</a>") != "");
  CHECK(xml_fault("<a x=\"1\" y></a>") != "");
  CHECK(xml_fault("<a>\x01</a>") != "");
}

TEST_CASE("each format begins as its kind does") {
  const FlowGraph graph = sample_tiny();
  CHECK(draw(graph, PictureFormat::png).substr(0, 8) == "\x89PNG\r\n\x1a\n");
  CHECK(draw(graph, PictureFormat::pdf).substr(0, 5) == "%PDF-");
  CHECK(has(draw(graph, PictureFormat::svg), "<svg "));
}

TEST_CASE("the same graph gives the same bytes") {
  for (const PictureFormat format : {PictureFormat::svg, PictureFormat::png, PictureFormat::pdf}) {
    const std::string first = draw(sample_saas(), format);
    const std::string second = draw(sample_saas(), format);
    const bool is_equal = first == second;
    CHECK(is_equal);
  }
}

TEST_CASE("an SVG has a title, a description, dark colours and fonts of other systems") {
  const std::string svg = draw(sample_chinese(), PictureFormat::svg);
  CHECK(has(svg, "<title id=\"_title\">茶與杯:顧客如何走過我們的商店</title>"));
  CHECK(has(svg, "<desc id=\"_desc\">Everybody who enters"));
  CHECK(has(svg, "@media screen and (prefers-color-scheme:dark)"));
  for (const Colour role : kRoles) {
    CHECK(has(svg, "[fill=\"" + std::string(role.light) + "\"]{fill:" + std::string(role.dark)));
  }
  CHECK(has(svg, "Noto Sans CJK TC,PingFang TC"));
  CHECK_FALSE(has(svg, "font-family=\"Arial,Noto"));
}

TEST_CASE("every colour in a picture is a role, so that the dark style covers it") {
  const std::string svg = draw(sample_shop(), PictureFormat::svg);
  std::size_t found = 0;
  for (std::size_t at = svg.find("fill=\"#"); at != svg.npos; at = svg.find("fill=\"#", at + 1)) {
    if (at > 0 && svg[at - 1] == '[') continue;  // a rule
    const std::string colour = svg.substr(at + 6, 7);
    CHECK(has(svg, "[fill=\"" + colour + "\"]{fill:"));
    ++found;
  }
  CHECK(found > 100);
}

TEST_CASE("one colour per role") {
  std::vector<std::string_view> seen;
  const auto add = [&seen](std::string_view colour) {
    for (const std::string_view other : seen) CHECK(other != colour);
    seen.push_back(colour);
  };
  for (const Colour role : kRoles) add(role.light);
  for (const ChipColours& chip : kChips) {
    add(chip.ground.light);
    add(chip.text.light);
  }
}

TEST_CASE("names cannot break out of their labels") {
  const std::string svg = draw(sample_hostile(), PictureFormat::svg);
  CHECK_FALSE(has(svg, "<script"));
  CHECK(has(svg, "&lt;script&gt;alert(1)"));
  CHECK_FALSE(has(svg, "\xE2\x80\xAE"));
  // 300 characters are shortened where they are seen, not where they are pointed at.
  CHECK(has(svg, "<title>" + std::string(300, 'm')));
}

TEST_CASE("what a page's script looks for is there") {
  const Drawing drawing = drawing_of(sample_shop());
  const Mark* line = find_mark(drawing, "product__cart");
  REQUIRE(line != nullptr);
  CHECK(line->kind.substr(0, 5) == "line ");
  CHECK(has(line->title, "Product page → Cart: 34%"));
  CHECK(datum(drawing, "product__cart", "from") == "product");
  CHECK(datum(drawing, "product__cart", "to") == "cart");
  CHECK(datum(drawing, "product__cart", "width") == "12.00");
  CHECK(datum(drawing, "product__cart", "heading") == "right");
  REQUIRE(find_part(drawing, "product__cart", "line") != nullptr);
  const Shape* head = find_part(drawing, "product__cart", "head");
  REQUIRE(head != nullptr);
  CHECK(datum(drawing, "product__cart", "tip-x") == length_text(head->points[0].x));
  CHECK(find_part(drawing, "product__cart__share", "share")->text == "34%");
  CHECK(find_part(drawing, "product__cart__share", "pill") != nullptr);
  CHECK(find_part(drawing, "cart", "reach")->text == "33% reach");
  CHECK(find_part(drawing, "cart", "leave")->text == "25% leave");
  CHECK(find_part(drawing, "stage__2", "reach")->text == "58%");
  CHECK(find_part(drawing, "leave__2", "leave")->text == "26% leave");
  CHECK(find_part(drawing, "leave__2", "exit") != nullptr);
  CHECK(find_part(drawing, "repeat", "reach")->text == "4.9%");
}

TEST_CASE("a delta has colours, dashes and signs") {
  const Drawing drawing = drawing_of(sample_delta());
  const Shape* more = find_part(drawing, "cart__guest", "line");
  const Shape* fewer = find_part(drawing, "cart__account", "line");
  const Shape* equal = find_part(drawing, "product__cart", "line");
  REQUIRE((more != nullptr && fewer != nullptr && equal != nullptr));
  CHECK(more->paint.stroke == kGood.light);
  CHECK(more->paint.dash == Dash::none);
  CHECK(fewer->paint.stroke == kBad.light);
  CHECK(fewer->paint.dash == Dash::dashed);
  CHECK(equal->paint.stroke == kExit.light);
  CHECK(find_part(drawing, "cart__guest__share", "share")->text == "+9.4");
  CHECK(find_part(drawing, "cart__account__share", "share")->text == "−9.1");
  CHECK(find_mark(drawing, "product__cart__share") == nullptr);
  const std::string svg = to_svg(drawing, Theme::light);
  CHECK(has(svg, ">NEW<"));
  CHECK(has(svg, ">▼ −8.0pp<"));
  CHECK(has(svg, ">▼ −2.4pp<"));
  CHECK(has(svg, ">▲ +0.4pp<"));
}

TEST_CASE("a living flow has every part of what nobody uses yet, hidden") {
  const Drawing drawing = drawing_of(sample_living());
  CHECK(has(find_mark(drawing, "later")->kind, "card is-none"));
  CHECK(has(find_mark(drawing, "later__paid")->kind, "line is-none"));
  CHECK(has(find_mark(drawing, "later__paid__share")->kind, "label is-none"));
  for (const char* part : {"reach", "leave", "reach-bar", "leave-bar"}) {
    CHECK(find_part(drawing, "later", part) != nullptr);
  }
  CHECK(has(drawing.style, ".is-none{display:none}"));
}

TEST_CASE("bars are as long as their shares") {
  const Drawing drawing = drawing_of(sample_shop());
  const Shape* reach = find_part(drawing, "cart", "reach-bar");
  const Shape* leave = find_part(drawing, "cart", "leave-bar");
  REQUIRE(reach != nullptr);
  REQUIRE(leave != nullptr);
  const double whole = std::stod(datum(drawing, "cart", "bar-width"));
  CHECK(reach->width == Approx(0.33 * whole).margin(0.51));
  CHECK(leave->width == Approx(0.33 * 0.25 * whole).margin(0.51));
  CHECK(leave->at.x + leave->width == Approx(reach->at.x + reach->width));
  CHECK(length_text(reach->at.x) == datum(drawing, "cart", "bar-left"));
}

TEST_CASE("ids are unique") {
  const Drawing drawing = drawing_of(sample_saas());
  std::set<std::string> seen;
  for (const Mark& mark : drawing.marks) {
    if (!mark.id.empty()) CHECK(seen.insert(mark.id).second);
  }
  CHECK(seen.size() > 20);
}

/// Every id="…" of an SVG.
std::vector<std::string> ids_of(const std::string& svg) {
  std::vector<std::string> ids;
  const std::string mark = " id=\"";
  for (std::size_t at = svg.find(mark); at != std::string::npos; at = svg.find(mark, at)) {
    at += mark.size();
    ids.push_back(svg.substr(at, svg.find('"', at) - at));
  }
  return ids;
}

TEST_CASE("no name makes an id that something else has") {
  CHECK(name_id("cart") == "cart");
  CHECK(name_id("a__b") == "a_._b");
  CHECK(name_id("a___b").find("__") == std::string::npos);
  FlowGraph graph = sample_tiny();
  std::vector<FlowCard>& cards = graph.stages[1].cards;
  const std::string before = cards[0].id;
  for (const char* name : {"title", "desc", "stage", "leave", "entry", "home__basket", "outcomes",
                           "basket__paid__share"}) {
    FlowCard card = cards[0];
    card.id = name;
    cards.push_back(card);
    graph.links.push_back({before, name, 0.1, 0.1, {}, false});
    graph.links.push_back({"stage", name, 0.1, 0.1, {}, false});
  }
  std::set<std::string> seen;
  for (const std::string& id : ids_of(stacked_svg(graph))) {
    INFO(id);
    CHECK(seen.insert(id).second);
  }
  CHECK(seen.count("_title") == 1);
  CHECK(seen.count("title") == 1);
  CHECK(seen.count("home_._basket") == 1);
}

TEST_CASE("what only fixes lead to keeps no column empty today") {
  FlowGraph graph = sample_living();
  graph.stages[1].label = "Shop";
  graph.stages[1].number = 1;
  FlowStage later;
  later.key = "_loose-1";
  later.cards = {graph.stages[1].cards.back()};
  graph.stages[1].cards.pop_back();
  graph.stages.push_back(later);
  const FlowPlan plan = plan_flow(graph);
  CHECK(plan.columns.size() == 3);  // sources, the stage, outcomes
  CHECK(find_mark(drawing_of(graph), "later") != nullptr);
  graph.stages.back().cards[0].is_none = false;  // with the fixes it has one
  CHECK(plan_flow(graph).columns.size() == 4);
}

TEST_CASE("a stub says who is still in a stage, and a card who is still there") {
  FlowGraph graph = sample_tiny();
  graph.stages[1].still = 0.031;
  graph.stages[1].cards[1].still = 0.12;
  const Drawing drawing = drawing_of(graph);
  CHECK(find_part(drawing, "still__" + graph.stages[1].key, "still")->text == "3.1% still here");
  CHECK(find_part(drawing, "basket", "still")->text == "12% still here");
  CHECK(find_part(drawing, "home", "still") == nullptr);
}

TEST_CASE("long names are written smaller before they are cut") {
  FlowGraph graph = sample_tiny();
  graph.stages[1].cards[0].label =
      "Second reminder with the comparison of all tariffs and the monthly price of each";
  const Drawing drawing = drawing_of(graph);
  std::string shown;
  for (const Shape& shape : find_mark(drawing, "home")->shapes) shown += shape.text + " ";
  CHECK(has(shown, "price of each"));
  CHECK_FALSE(has(shown, "…"));
}

TEST_CASE("everything stands on the page") {
  for (const Sample& sample : all_samples()) {
    const Drawing drawing = drawing_of(sample.graph);
    bool is_inside = true;
    for (const Mark& mark : drawing.marks) {
      for (const Shape& shape : mark.shapes) {
        is_inside = is_inside && shape.at.x >= 0 && shape.at.y >= 0 &&
                    shape.at.x + shape.width <= drawing.width &&
                    shape.at.y + shape.height <= drawing.height;
        for (const Point p : shape.is_curve ? sample_curve(shape.points, 5) : shape.points) {
          is_inside =
              is_inside && p.x >= 0 && p.y >= 0 && p.x <= drawing.width && p.y <= drawing.height;
        }
      }
    }
    INFO(sample.name);
    CHECK(is_inside);
  }
}

TEST_CASE("names of any characters make no rule of style") {
  FlowGraph graph = sample_tiny();
  graph.stages[0].cards[0].id = "}*{fill:red}";
  CHECK_FALSE(has(drawing_of(graph).style, "red"));
}

TEST_CASE("rules of two flows on one page do not meet") {
  const Drawing first = drawing_of(sample_shop()), second = drawing_of(sample_delta());
  const std::string shop = find_mark(first, "cart")->kind;
  const std::string delta = find_mark(second, "pay")->kind;
  REQUIRE(shop.size() > 9);
  const std::string key = shop.substr(0, 9);  // "card cabc"
  CHECK(delta.substr(0, 9) != key);
  CHECK(first.style == drawing_of(sample_shop()).style);
  CHECK(has(first.style, "." + shop.substr(5) + ":hover"));
}

TEST_CASE("a layout that takes too long leaves the cards stacked") {
  FlowDrawing how;
  how.time_limit_seconds = 0;
  bool was_stacked = false;
  how.was_stacked = &was_stacked;
  const auto drawn = draw_flow(sample_shop(), how);
  REQUIRE(std::holds_alternative<Drawing>(drawn));
  CHECK(was_stacked);
  CHECK(to_svg(std::get<Drawing>(drawn), Theme::light) == stacked_svg(sample_shop()));
}

TEST_CASE("nothing to draw is an error in words") {
  const auto drawn = draw_flow(FlowGraph());
  REQUIRE(std::holds_alternative<PictureError>(drawn));
}

TEST_CASE("stacked flows, to the byte") {
  for (const Sample& sample : all_samples()) {
    if (sample.name == "large" || sample.name == "huge" || sample.name == "sources") continue;
    CHECK(compare_with_golden(golden_folder("flow") / (sample.name + ".svg"),
                              stacked_svg(sample.graph)) == "");
  }
}

TEST_CASE("a flow as a graph in DOT") {
  for (const Sample& sample : {Sample{"shop", sample_shop()}, Sample{"hostile", sample_hostile()},
                               Sample{"one-card", sample_one_card()}}) {
    CHECK(compare_with_golden(golden_folder("dot") / (sample.name + ".graph.dot"),
                              flow_dot(sample.graph)) == "");
  }
}

TEST_CASE("the graph that is laid out") {
  CHECK(compare_with_golden(golden_folder("dot") / "shop.dot", flow_layout_dot(sample_shop())) ==
        "");
  CHECK(compare_with_golden(golden_folder("dot") / "saas.dot", flow_layout_dot(sample_saas())) ==
        "");
}

}  // namespace cairn
