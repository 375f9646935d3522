// How high every card and bend of a flow stands, by Graphviz in a child process.
#pragma once

#include <string>

#include "render/flow/flow_plan.h"

namespace cairn {

inline constexpr double kCardGap = 30;  // between two cards, so that a label fits

/// Sets each node's y. False, with nothing changed, if Graphviz does not come to an end.
bool find_heights(const FlowGraph& graph, FlowPlan& plan, double time_limit_seconds);

/// The graph whose layout Graphviz is asked for, in DOT: boxes, bends of long lines, and the order
/// within columns. For tests.
std::string flow_layout_dot(const FlowGraph& graph);

}  // namespace cairn
