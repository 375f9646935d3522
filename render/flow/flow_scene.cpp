#include "render/flow/flow_scene.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

#include "render/flow/card_html.h"
#include "render/picture/picture.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/text_fit.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr double kBandPadding = 16;  // under the lowest and above the highest card
constexpr double kExitLength = 34;
constexpr double kNarrowestPage = 560;  // so that the title has room
constexpr double kThickestExit = 14;

struct Block {
  std::string html;
  double height = 0;
};

double line_step(double size) {
  return std::ceil(size * 1.45);
}

Block stage_header(const PlanBand& band, double width) {
  const std::string label = band.stage == nullptr
                                ? std::string(word(Word::outcome, PictureLanguage::english))
                                : band.stage->label;
  std::string reach;
  double reach_width = 0;
  double number_width = 0;
  if (band.stage != nullptr) {
    if (band.stage->reach) {
      reach = (band.stage->reach_is_least ? "≥ " : "") + picture_share(*band.stage->reach);
      reach_width = std::ceil(text_width(reach, kStageNumberSize, Weight::regular)) + 4;
    }
    if (band.stage->number > 0) number_width = band.stage->number < 10 ? 18 : 28;
  }
  const double label_width = width - number_width - reach_width;
  const std::vector<std::string> lines = wrap_text(label, kStageSize, label_width, 2, Weight::bold);
  Block block;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const double height = line_step(kStageSize);
    block.html += R"(<TR>)";
    if (number_width > 0) {
      block.html += text_cell(i == 0 ? fmt::format("{}", band.stage->number) : "", number_width,
                              height, {kStageSize, kMuted.light, true, "LEFT"});
    }
    block.html += text_cell(lines[i], label_width, height, {kStageSize, kInk.light, true, "LEFT"});
    if (reach_width > 0) {
      block.html += text_cell(i == 0 ? reach : "", reach_width, height,
                              {kStageNumberSize, kMuted.light, false, "RIGHT"});
    }
    block.html += "</TR>";
    block.height += height;
  }
  block.html = plain_table(block.html);
  return block;
}

Block title_block(const FlowGraph& graph, double width) {
  Block block;
  const auto add = [&](const std::string& text, double size, Colour colour, bool is_bold,
                       std::size_t most) {
    if (text.empty()) return;
    for (const std::string& line :
         wrap_text(text, size, width, most, is_bold ? Weight::bold : Weight::regular)) {
      const double height = line_step(size);
      block.html +=
          "<TR>" + text_cell(line, width, height, {size, colour.light, is_bold}) + "</TR>";
      block.height += height;
    }
  };
  add(graph.title, kTitleSize, kInk, true, 2);
  add(graph.subtitle, kSubtitleSize, kMuted, false, 5);
  block.html = plain_table(block.html);
  return block;
}

void add_html(Scene& scene, const std::string& name, const Block& block, double left, double top,
              double width) {
  SceneNode node;
  node.name = name;
  node.html = block.html;
  node.at = {left + width / 2, top - block.height / 2};
  node.width = width;
  node.height = block.height;
  scene.nodes.push_back(std::move(node));
}

/// A triangle whose tip is at `tip`.
SceneNode make_head(const std::string& name, Point tip, ArrowHeading heading, double length,
                    double width, Colour colour) {
  SceneNode head;
  head.kind = SceneNode::Kind::head;
  head.name = name;
  head.heading = heading;
  head.colour = colour.light;
  // Graphviz puts the middle of a triangle's box at the middle of its circle, two thirds from the
  // tip.
  const double box = length * 4 / 3;
  const bool is_level = heading == ArrowHeading::right || heading == ArrowHeading::left;
  head.width = is_level ? box : width;
  head.height = is_level ? width : box;
  switch (heading) {
    case ArrowHeading::right:
      head.at = {tip.x - box / 2, tip.y};
      break;
    case ArrowHeading::left:
      head.at = {tip.x + box / 2, tip.y};
      break;
    case ArrowHeading::up:
      head.at = {tip.x, tip.y - box / 2};
      break;
    case ArrowHeading::down:
      head.at = {tip.x, tip.y + box / 2};
      break;
  }
  return head;
}

std::string link_title(const FlowLink& link, const std::map<std::string, std::string>& labels) {
  std::string title = labels.at(link.from) + " → " + labels.at(link.to);
  if (link.share_of_visits) title += ": " + picture_share(*link.share_of_visits);
  if (link.volume) {
    title += fmt::format(" · {:.3g} per 100 {}", 100 * *link.volume,
                         word(Word::people, PictureLanguage::english));
  }
  return title;
}

std::map<std::string, std::string> labels_by_id(const FlowGraph& graph) {
  std::map<std::string, std::string> labels;
  for (const FlowStage& stage : graph.stages) {
    for (const FlowCard& card : stage.cards) labels[card.id] = card.label;
  }
  for (const FlowOutcome& outcome : graph.outcomes) labels[outcome.id] = outcome.label;
  return labels;
}

void add_cards(const FlowPlan& plan, const std::map<std::string, std::string>& labels,
               Scene& scene) {
  std::vector<SceneNode> dots;
  for (const PlanNode& planned : plan.nodes) {
    if (planned.kind == PlanNode::Kind::bend) continue;
    SceneNode node;
    node.name = planned.id;
    node.html = planned.box.html;
    node.title = labels.at(planned.id);
    node.at = {planned.x, planned.y};
    node.width = planned.width;
    node.height = planned.height;
    scene.nodes.push_back(std::move(node));
    if (!planned.box.has_dot) continue;
    SceneNode& dot = dots.emplace_back();
    dot.kind = SceneNode::Kind::dot;
    dot.name = "feeling " + planned.id;
    dot.at = {planned.x - planned.width / 2 + planned.box.dot_x,
              planned.y + planned.height / 2 - planned.box.dot_y};
    dot.width = dot.height = 11;
    dot.colour = planned.box.dot_colour.light;
  }
  scene.nodes.insert(scene.nodes.end(), dots.begin(), dots.end());
}

void add_links(const FlowGraph& graph, const std::vector<Route>& routes,
               const std::map<std::string, std::string>& labels, Scene& scene) {
  for (const Route& route : routes) {
    const FlowLink& link = graph.links[route.link];
    SceneLine line;
    line.from = link.from;
    line.to = link.to;
    line.id = link.from + "__" + link.to;
    line.title = link_title(link, labels);
    line.curve = route.curve;
    line.width = route.width;
    line.colour = kFlow.light;
    scene.nodes.push_back(make_head("arrow " + line.id, route.tip, route.heading, route.head_length,
                                    route.head_width, kFlow));
    scene.lines.push_back(std::move(line));
  }
  // Thin lines last, so that they stay visible where they cross thick ones.
  std::stable_sort(scene.lines.begin(), scene.lines.end(),
                   [](const SceneLine& a, const SceneLine& b) { return a.width > b.width; });
  for (const Route& route : routes) {
    if (route.label.empty()) continue;
    const FlowLink& link = graph.links[route.link];
    SceneNode pill;
    pill.kind = SceneNode::Kind::pill;
    pill.name = "share " + link.from + "__" + link.to;
    pill.html = fmt::format(R"(<FONT POINT-SIZE="{}" COLOR="{}">{}</FONT>)", kLineLabelSize,
                            kInk.light, escape_label(route.label));
    pill.title = link_title(link, labels);
    pill.at = route.label_at;
    pill.width = route.label_width;
    pill.height = kLabelHeight;
    pill.colour = kPill.light;
    scene.nodes.push_back(std::move(pill));
  }
}

/// One muted arrow under each stage that people leave from.
void add_exits(const FlowGraph& graph, const FlowPlan& plan, double bottom, Scene& scene) {
  double most = 0;
  for (const FlowLink& link : graph.links) most = std::max(most, link.volume.value_or(0));
  for (const FlowStage& stage : graph.stages) most = std::max(most, stage.exits.value_or(0));
  for (std::size_t i = 0; i < plan.bands.size(); ++i) {
    const PlanBand& band = plan.bands[i];
    if (band.stage == nullptr || !band.stage->has_exits) continue;
    if (band.stage->exits && *band.stage->exits < 0.0005) continue;
    const double share = most > 0 ? band.stage->exits.value_or(0) / most : 0;
    const double width =
        band.stage->exits ? 1.5 + (kThickestExit - 1.5) * std::pow(share, 0.75) : 2.5;
    const double x = (band.left + band.right) / 2;
    const double length = 6 + 0.6 * width;
    const std::string name = fmt::format("exit {}", i + 1);
    SceneNode head = make_head(name + " arrow", {x, bottom - kExitLength}, ArrowHeading::down,
                               length, 6 + 1.5 * width, kExit);
    Block block;
    const std::string leave(word(Word::leave, PictureLanguage::english));
    const std::string text =
        band.stage->exits ? picture_share(*band.stage->exits) + " " + leave : leave;
    constexpr double kTextWidth = 130;
    block.height = 20;
    block.html = plain_table(
        "<TR>" + text_cell(text, kTextWidth, block.height, {13, kMuted.light, true, "CENTER"}) +
        "</TR>");
    add_html(scene, name, block, x - kTextWidth / 2, bottom - kExitLength - 3, kTextWidth);
    SceneLine line;
    line.from = name;
    line.to = head.name;
    line.id = fmt::format("leave__{}", i + 1);
    line.title = text;
    const double y0 = bottom, y1 = bottom - kExitLength + length * 0.8;
    line.curve = {{x, y0}, {x, (2 * y0 + y1) / 3}, {x, (y0 + 2 * y1) / 3}, {x, y1}};
    line.width = width;
    line.colour = kExit.light;
    scene.lines.push_back(std::move(line));
    scene.nodes.push_back(std::move(head));
  }
}

}  // namespace

Scene build_scene(const FlowGraph& graph, const FlowPlan& plan) {
  Scene scene;
  scene.title = graph.title;
  scene.description = graph.subtitle;
  scene.font = font_families(graph.language);
  const std::map<std::string, std::string> labels = labels_by_id(graph);

  double header_height = 0;
  std::vector<Block> headers;
  constexpr double kHeaderInset = 12;
  for (const PlanBand& band : plan.bands) {
    headers.push_back(band.is_drawn ? stage_header(band, band.right - band.left - 2 * kHeaderInset)
                                    : Block{});
    header_height = std::max(header_height, headers.back().height);
  }
  const double top = plan.top + kBandPadding + (header_height > 0 ? header_height + 10 : 0);
  const double bottom = plan.bottom - kBandPadding;
  const double right = plan.bands.empty() ? 0 : plan.bands.back().right;
  for (std::size_t i = 0; i < plan.bands.size(); ++i) {
    const PlanBand& band = plan.bands[i];
    if (!band.is_drawn) continue;
    scene.bands.push_back({fmt::format("cluster_{}", i + 1),
                           {band.left, bottom, band.right, top},
                           band.stage == nullptr});
    add_html(scene, fmt::format("stage {}", i + 1), headers[i], band.left + kHeaderInset, top - 8,
             band.right - band.left - 2 * kHeaderInset);
  }
  add_cards(plan, labels, scene);
  std::vector<Route> routes = route_links(plan);
  place_labels(graph, plan, routes);
  add_links(graph, routes, labels, scene);
  add_exits(graph, plan, bottom, scene);

  const double page_right = std::max(right, kNarrowestPage);
  const Block title = title_block(graph, page_right);
  if (title.height > 0) add_html(scene, "title", title, 0, top + 16 + title.height, page_right);
  const bool has_exits = std::any_of(graph.stages.begin(), graph.stages.end(),
                                     [](const FlowStage& s) { return s.has_exits; });
  scene.page = {-kPageMargin, bottom - (has_exits ? kExitLength + 26 : 0) - kPageMargin,
                page_right + kPageMargin, top + 16 + title.height + kPageMargin};
  return scene;
}

}  // namespace cairn
