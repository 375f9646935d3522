#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "render/flow/graphviz_flow.h"
#include "render/picture/style.h"
#include "tests/support/golden.h"
#include "tests/unit/render/samples.h"
#include "tests/unit/render/svg_text.h"

namespace cairn {
namespace {

std::string draw(const FlowGraph& graph, PictureFormat format) {
  PictureOptions options;
  options.format = format;
  const auto drawn = draw_flow_graph(graph, options);
  if (const auto* error = std::get_if<PictureError>(&drawn)) FAIL(error->message);
  const Picture& picture = std::get<Picture>(drawn);
  CHECK_FALSE(picture.used_simple_lines);
  return picture.bytes;
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
  CHECK(draw(graph, PictureFormat::dot).substr(0, 16) == "digraph journey ");
}

TEST_CASE("the same graph gives the same bytes") {
  for (const PictureFormat format :
       {PictureFormat::svg, PictureFormat::png, PictureFormat::pdf, PictureFormat::dot}) {
    const std::string first = draw(sample_saas(), format);
    const std::string second = draw(sample_saas(), format);
    const bool is_equal = first == second;
    CHECK(is_equal);
  }
}

TEST_CASE("an SVG has a title, a description, dark colours and fonts of other systems") {
  const std::string svg = draw(sample_chinese(), PictureFormat::svg);
  CHECK(has(svg, "<title>茶與杯:顧客如何走過我們的商店</title>"));
  CHECK(has(svg, "<desc>Everybody who enters"));
  CHECK(has(svg, "@media screen and (prefers-color-scheme:dark)"));
  for (const Colour role : kRoles) {
    CHECK(has(svg, "[fill=\"" + std::string(role.light) + "\"]{fill:" + std::string(role.dark)));
  }
  CHECK(has(svg, "Noto Sans CJK TC,PingFang TC"));
  CHECK_FALSE(has(svg, "font-family=\"Arial,Noto"));
  // Names of nodes are for machines.
  CHECK_FALSE(has(svg, "<title>arrow "));
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
  // Graphviz would put the graph's name in place of \G.
  CHECK(has(svg, "\\N \\G"));
  CHECK_FALSE(has(svg, "\xE2\x80\xAE"));
}

TEST_CASE("lines have stable ids") {
  const std::string svg = draw(sample_shop(), PictureFormat::svg);
  CHECK(has(svg, "id=\"product__cart\""));
  CHECK(has(svg, "<title>Product page → Cart: 34%"));
}

TEST_CASE("a picture that takes too long is an error and not a wait") {
  PictureOptions options;
  options.time_limit_seconds = 0;
  const auto drawn = draw_flow_graph(sample_shop(), options);
  REQUIRE(std::holds_alternative<PictureError>(drawn));
  CHECK(std::get<PictureError>(drawn).message == "drawing took longer than 0 s");
}

TEST_CASE("the graph that is laid out") {
  CHECK(compare_with_golden(golden_folder("dot") / "shop.dot", flow_layout_dot(sample_shop())) ==
        "");
  CHECK(compare_with_golden(golden_folder("dot") / "saas.dot", flow_layout_dot(sample_saas())) ==
        "");
}

}  // namespace cairn
