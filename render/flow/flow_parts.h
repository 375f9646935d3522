// Steps of build_flow_graph. Only for flow_*.cpp.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "render/flow/flow_graph.h"
#include "render/flow/flow_numbers.h"

namespace cairn {

/// Lines that carry less than this of all entrants are left out, unless a card would hang loose.
inline constexpr double kThinLine = 0.004;

struct FlowFigures {
  const Journey& journey;  // with the ways of the fixes
  FlowNumbers now;
  std::optional<FlowNumbers> today;
};

/// Index of the band each card stands in.
std::map<std::string, std::size_t> bands_by_card(const FlowGraph& graph);

/// Lines between cards, and what leaves from each band.
void add_flow_links(const FlowFigures& figures, bool keeps_everything, FlowGraph& graph);

/// Title and subtitle of a graph that is complete.
void name_flow_graph(const FlowInput& input, FlowGraph& graph);

}  // namespace cairn
