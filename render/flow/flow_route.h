// Lines of the flow picture: curves from card to card, their arrowheads, and room for their labels.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "render/flow/flow_plan.h"
#include "render/picture/drawing.h"

namespace cairn {

struct Rect {
  double left = 0, bottom = 0, right = 0, top = 0;
};

enum class ArrowHeading { right, left, up, down };

struct Route {
  std::size_t link = 0;      // in FlowGraph::links
  std::vector<Point> curve;  // 3n + 1 Bezier points, from the start to the arrowhead's base
  double width = 1;
  Point tip;
  ArrowHeading heading = ArrowHeading::right;
  double head_length = 0, head_width = 0;
  std::string label;  // empty: none, or no room for one
  Point label_at;     // centre
  double label_width = 0;
  std::optional<Point> leader_from;  // a hairline from here on the line to the label
};

inline constexpr double kLabelHeight = 15;

/// One route per link of the plan, in the same order. Without labels.
std::vector<Route> route_links(const FlowPlan& plan);

/// Gives every route its label where it covers least; a label that would hide a card or another
/// label is left out.
void place_labels(const FlowGraph& graph, const FlowPlan& plan, std::vector<Route>& routes);

/// Points along a curve, first and last included, at most `step` apart.
std::vector<Point> sample_curve(const std::vector<Point>& curve, double step);

}  // namespace cairn
