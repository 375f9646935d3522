#include "render/flow/flow_marks.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <set>

#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

std::map<std::string, std::string> labels_by_id(const FlowGraph& graph) {
  std::map<std::string, std::string> labels;
  for (const FlowStage& stage : graph.stages) {
    for (const FlowCard& card : stage.cards) labels[card.id] = card.label;
  }
  for (const FlowOutcome& outcome : graph.outcomes) labels[outcome.id] = outcome.label;
  return labels;
}

/// Classes of cards beside their kind.
std::map<std::string, std::string> classes_by_id(const FlowGraph& graph) {
  std::map<std::string, std::string> classes;
  for (const FlowStage& stage : graph.stages) {
    for (const FlowCard& card : stage.cards) {
      classes[card.id] = card.is_entry ? " is-entry" : card.is_none ? " is-none" : "";
    }
  }
  return classes;
}

std::string link_title(const FlowLink& link, const std::map<std::string, std::string>& labels,
                       PictureLanguage language) {
  std::string title = labels.at(link.from) + " → " + labels.at(link.to);
  if (link.share_of_visits) title += ": " + picture_share(*link.share_of_visits, language);
  if (link.volume_today) {
    title += fmt::format(" · {:.3g} → {:.3g} / 100", 100 * *link.volume_today, 100 * *link.volume);
  } else if (link.volume) {
    title +=
        " · " + words(Word::of_100_people, language, {fmt::format("{:.3g}", 100 * *link.volume)});
  }
  return title;
}

std::string_view heading_name(ArrowHeading heading) {
  switch (heading) {
    case ArrowHeading::right:
      return "right";
    case ArrowHeading::left:
      return "left";
    case ArrowHeading::up:
      return "up";
    case ArrowHeading::down:
      return "down";
  }
  return "right";
}

/// Three letters that tell the numbers of this plan from those of another flow on the same page:
/// FNV-1a over the cards and lines.
std::string plan_key(const FlowPlan& plan) {
  std::uint64_t hash = 14695981039346656037u;
  const auto add = [&hash](std::string_view bytes) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  };
  for (const PlanNode& node : plan.nodes) add(node.id + "/");
  for (const PlanLink& link : plan.links) {
    add(fmt::format("{} {}/", link.nodes.front(), link.nodes.back()));
  }
  std::string key;
  for (int i = 0; i < 3; ++i, hash /= 26) key += static_cast<char>('a' + hash % 26);
  return key;
}

/// Classes of what belongs to a line.
std::string link_classes(const FlowPlan& plan, const std::string& key, std::size_t route) {
  const PlanLink& link = plan.links[route];
  return fmt::format(" l{0}{1} f{0}{2} t{0}{3}", key, route, link.nodes.front(), link.nodes.back());
}

/// How a line is drawn: in a delta by what changes.
struct LineLook {
  Colour colour = kFlow;
  Dash dash = Dash::none;
};

LineLook look_of(const FlowGraph& graph, const FlowLink& link) {
  if (!graph.is_delta) return {};
  const double change = change_of(link);
  if (std::fabs(change) < kUnchanged) return {kExit, Dash::none};
  return change > 0 ? LineLook{kGood, Dash::none} : LineLook{kBad, Dash::dashed};
}

std::string line_id(const FlowLink& link) {
  return name_id(link.from) + "__" + name_id(link.to);
}

Shape moved(Shape shape, Point by) {
  shape.at.x += by.x;
  shape.at.y += by.y;
  for (Point& point : shape.points) point = {point.x + by.x, point.y + by.y};
  return shape;
}

}  // namespace

std::string length_text(double points) {
  return fmt::format("{:.2f}", points);
}

Shape head_shape(Point tip, ArrowHeading heading, double length, double width, Colour colour) {
  const double half = width / 2;
  std::vector<Point> corners{tip};
  switch (heading) {
    case ArrowHeading::right:
      corners.insert(corners.end(),
                     {{tip.x - length, tip.y - half}, {tip.x - length, tip.y + half}});
      break;
    case ArrowHeading::left:
      corners.insert(corners.end(),
                     {{tip.x + length, tip.y - half}, {tip.x + length, tip.y + half}});
      break;
    case ArrowHeading::up:
      corners.insert(corners.end(),
                     {{tip.x - half, tip.y + length}, {tip.x + half, tip.y + length}});
      break;
    case ArrowHeading::down:
      corners.insert(corners.end(),
                     {{tip.x - half, tip.y - length}, {tip.x + half, tip.y - length}});
      break;
  }
  Shape head = area_shape(std::move(corners), {.fill = colour.light});
  head.part = "head";
  return head;
}

void add_card_marks(const FlowGraph& graph, const FlowPlan& plan, const FlowPage& page,
                    std::vector<Mark>& marks) {
  const std::map<std::string, std::string> labels = labels_by_id(graph);
  const std::map<std::string, std::string> classes = classes_by_id(graph);
  const std::string key = plan_key(plan);
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    const PlanNode& node = plan.nodes[i];
    if (node.kind == PlanNode::Kind::bend) continue;
    Mark mark;
    mark.id = name_id(node.id);
    mark.kind = node.kind == PlanNode::Kind::outcome ? "outcome" : "card" + classes.at(node.id);
    mark.kind += fmt::format(" c{}{}", key, i);
    mark.title = labels.at(node.id);
    const Point corner = page.at({node.x - node.width / 2, node.y + node.height / 2});
    if (node.box.bar_width > 0) {
      mark.data = {{"bar-left", length_text(corner.x + node.box.bar_left)},
                   {"bar-width", length_text(node.box.bar_width)}};
    }
    for (const Shape& shape : node.box.shapes) mark.shapes.push_back(moved(shape, corner));
    marks.push_back(std::move(mark));
  }
}

void add_line_marks(const FlowGraph& graph, const FlowPlan& plan, const std::vector<Route>& routes,
                    const FlowPage& page, std::vector<Mark>& marks) {
  const std::string key = plan_key(plan);
  const std::map<std::string, std::string> labels = labels_by_id(graph);
  std::vector<std::size_t> order(routes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return routes[a].width > routes[b].width; });
  for (const std::size_t i : order) {
    const Route& route = routes[i];
    const FlowLink& link = graph.links[route.link];
    const Point tip = page.at(route.tip);
    Mark mark;
    mark.id = line_id(link);
    mark.kind = std::string("line") + (link.is_none ? " is-none" : "") + link_classes(plan, key, i);
    mark.title = link_title(link, labels, graph.words);
    mark.data = {
        {"from", name_id(link.from)},        {"to", name_id(link.to)},
        {"width", length_text(route.width)}, {"tip-x", length_text(tip.x)},
        {"tip-y", length_text(tip.y)},       {"heading", std::string(heading_name(route.heading))}};
    std::vector<Point> curve;
    for (const Point point : route.curve) curve.push_back(page.at(point));
    const LineLook look = look_of(graph, link);
    Shape line = curve_shape(
        std::move(curve), {.stroke = look.colour.light, .width = route.width, .dash = look.dash});
    line.part = "line";
    mark.shapes.push_back(std::move(line));
    mark.shapes.push_back(
        head_shape(tip, route.heading, route.head_length, route.head_width, look.colour));
    marks.push_back(std::move(mark));
  }
}

void add_label_marks(const FlowGraph& graph, const FlowPlan& plan, const std::vector<Route>& routes,
                     const FlowPage& page, std::vector<Mark>& marks) {
  const std::string key = plan_key(plan);
  const std::map<std::string, std::string> labels = labels_by_id(graph);
  for (std::size_t i = 0; i < routes.size(); ++i) {
    const Route& route = routes[i];
    if (route.label.empty()) continue;
    const FlowLink& link = graph.links[route.link];
    Mark mark;
    mark.id = line_id(link) + "__share";
    mark.kind =
        std::string("label") + (link.is_none ? " is-none" : "") + link_classes(plan, key, i);
    mark.title = link_title(link, labels, graph.words);
    mark.data = {{"from", name_id(link.from)}, {"to", name_id(link.to)}};
    const Point centre = page.at(route.label_at);
    const Point corner{centre.x - route.label_width / 2, centre.y - kLabelHeight / 2};
    Shape pill = rect_shape(corner, route.label_width, kLabelHeight, 4, {.fill = kPill.light});
    pill.part = "pill";
    Shape share =
        text_shape(route.label, {centre.x, baseline_in(corner.y, kLabelHeight, kLineLabelSize)},
                   {kLineLabelSize, graph.is_delta ? look_of(graph, link).colour : kInk,
                    graph.is_delta, Anchor::middle});
    share.part = "share";
    if (route.leader_from) {
      // The pill hides the rest.
      mark.shapes.push_back(line_shape({page.at(*route.leader_from), centre},
                                       {.stroke = kMuted.light, .width = 0.7}));
    }
    mark.shapes.push_back(std::move(pill));
    mark.shapes.push_back(std::move(share));
    marks.push_back(std::move(mark));
  }
}

std::string hover_rules(const FlowPlan& plan) {
  const std::string key = plan_key(plan);
  std::vector<std::set<std::size_t>> neighbours(plan.nodes.size());
  std::string rules = ".is-none{display:none}.card,.outcome,.line,.label{transition:opacity .15s}";
  for (std::size_t i = 0; i < plan.links.size(); ++i) {
    const std::size_t a = plan.links[i].nodes.front(), b = plan.links[i].nodes.back();
    neighbours[a].insert(b);
    neighbours[b].insert(a);
    rules += fmt::format(
        "svg:has(.l{3}{0}:hover) :is(.line,.label):not(.l{3}{0}),"
        "svg:has(.l{3}{0}:hover) :is(.card,.outcome):not(.c{3}{1},.c{3}{2})",
        i, a, b, key);
    rules += "{opacity:.2}";
  }
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    if (plan.nodes[i].kind == PlanNode::Kind::bend) continue;
    std::string near = fmt::format(".c{}{}", key, i);
    for (const std::size_t other : neighbours[i]) near += fmt::format(",.c{}{}", key, other);
    rules += fmt::format(
        "svg:has(.c{2}{0}:hover) :is(.line,.label):not(.f{2}{0},.t{2}{0}),"
        "svg:has(.c{2}{0}:hover) :is(.card,.outcome):not({1})",
        i, near, key);
    rules += "{opacity:.2}";
  }
  return rules;
}

}  // namespace cairn
