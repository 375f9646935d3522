// Steps of build_flow_graph. Only for flow_*.cpp.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "render/flow/flow_graph.h"
#include "render/flow/flow_numbers.h"

namespace cairn {

/// Lines that carry less than this of all entrants are left out, unless a card would hang loose.
inline constexpr double kThinLine = 0.004;

struct FlowFigures {
  const Journey& journey;  // with the ways of the fixes
  FlowNumbers now;
  std::optional<FlowNumbers> today;
  std::vector<std::optional<double>> stage_reach, stage_reach_today;  // FlowInput
};

/// Index of the band each card stands in.
std::map<std::string, std::size_t> bands_by_card(const FlowGraph& graph);

/// FlowStage::reach and so on, from the cards that are there.
void set_stage_reach(const FlowFigures& figures, FlowGraph& graph);

/// Too many touchpoints to be read, and stages to draw in their place.
bool is_too_large(const FlowGraph& graph);

/// Puts one card in place of each band's. By the name of a card that is gone: the one that stands
/// for it.
std::map<std::string, std::string> collapse_stages(const FlowFigures& figures, FlowGraph& graph);

/// Lines between cards, and what leaves from each band. `stands_for`: see collapse_stages.
void add_flow_links(const FlowFigures& figures, bool keeps_everything,
                    const std::map<std::string, std::string>& stands_for, FlowGraph& graph);

/// Title and subtitle of a graph that is complete.
void name_flow_graph(const FlowInput& input, FlowGraph& graph);

}  // namespace cairn
