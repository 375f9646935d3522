// Cards, lines and their labels as marks. Only for flow_draw.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/flow/flow_graph.h"
#include "render/flow/flow_plan.h"
#include "render/flow/flow_route.h"
#include "render/picture/drawing.h"

namespace cairn {

/// The page's place in the plan, whose y grows upward.
struct FlowPage {
  double left = 0, top = 0;
  Point at(Point p) const { return {p.x - left, top - p.y}; }
};

/// A mark's attribute of a length in points.
std::string length_text(double points);

/// A triangle whose tip is at `tip`, on the page.
Shape head_shape(Point tip, ArrowHeading heading, double length, double width, Colour colour);

void add_card_marks(const FlowGraph& graph, const FlowPlan& plan, const FlowPage& page,
                    std::vector<Mark>& marks);

/// Thick lines first, so that thin ones stay visible where they cross.
void add_line_marks(const FlowGraph& graph, const FlowPlan& plan, const std::vector<Route>& routes,
                    const FlowPage& page, std::vector<Mark>& marks);

void add_label_marks(const FlowGraph& graph, const FlowPlan& plan, const std::vector<Route>& routes,
                     const FlowPage& page, std::vector<Mark>& marks);

/// Rules that dim what has nothing to do with the card or line pointed at. Cards are `.cKN`, lines
/// and labels `.lKN .fKN .tKN`, by their numbers N in the plan and a key K of the plan: no name can
/// break a rule, and several flows may stand on one page.
std::string hover_rules(const FlowPlan& plan);

}  // namespace cairn
