// How many get into a stage, as far as it can be told.
#include <algorithm>

#include "render/flow/flow_parts.h"

namespace cairn {
namespace {

/// Per entrant, by band.
struct BandFlows {
  double straight = 0;  // from the sources: each person has one
  double in = 0;        // passages from other bands and the sources
  double ends = 0;      // passages to outcomes and out: each person has one
};

std::vector<BandFlows> flows_of_bands(const FlowGraph& graph, const FlowNumbers& numbers,
                                      const Journey& journey) {
  const std::map<std::string, std::size_t> bands = bands_by_card(graph);
  std::vector<BandFlows> flows(graph.stages.size());
  for (const auto& [ends, volume] : numbers.per_entrant) {
    const Place& target = journey.places[ends.to];
    const auto to = bands.find(target.heading.name);
    const auto from = ends.from.source.is_valid()
                          ? bands.end()
                          : bands.find(journey.places[ends.from.place].heading.name);
    const bool is_within = from != bands.end() && to != bands.end() && from->second == to->second;
    if (to != bands.end() && !is_within) flows[to->second].in += volume;
    if (to != bands.end() && ends.from.source.is_valid()) flows[to->second].straight += volume;
    if (from != bands.end() && target.kind == Place::Kind::outcome) {
      flows[from->second].ends += volume;
    }
  }
  return flows;
}

struct ReachBounds {
  double least = 0, most = 0;
  bool is_known() const { return most - least <= 0.0005; }
};

/// Where it was not asked for, for it is no figure of one place. At least what the most visited
/// card reaches, and at least who begins or ends there; at most the sum over cards, and at most
/// what comes in, for who comes back comes in again. Where both agree to a twentieth of a point the
/// share is known.
ReachBounds bound_reach(const FlowStage& stage, const BandFlows& flows,
                        std::optional<double> FlowCard::*reach) {
  ReachBounds bounds{std::max(flows.straight, flows.ends), 0};
  for (const FlowCard& card : stage.cards) {
    bounds.least = std::max(bounds.least, (card.*reach).value_or(0));
    bounds.most += (card.*reach).value_or(0);
  }
  bounds.least = std::min(bounds.least, 1.0);
  bounds.most = std::max(bounds.least, std::min({bounds.most, flows.in, 1.0}));
  return bounds;
}

std::optional<double> given_reach(const std::vector<std::optional<double>>& by_stage, StageId id) {
  return id.is_valid() && id.index < by_stage.size() ? by_stage[id.index] : std::nullopt;
}

}  // namespace

void set_stage_reach(const FlowFigures& figures, FlowGraph& graph) {
  if (!figures.now.is_predicted) return;
  const std::vector<BandFlows> now = flows_of_bands(graph, figures.now, figures.journey);
  std::vector<BandFlows> today;
  if (figures.today) today = flows_of_bands(graph, *figures.today, figures.journey);
  for (std::size_t i = 0; i < graph.stages.size(); ++i) {
    FlowStage& stage = graph.stages[i];
    if (stage.is_entry) continue;
    const ReachBounds bounds = bound_reach(stage, now[i], &FlowCard::reach);
    stage.reach = given_reach(figures.stage_reach, stage.id);
    stage.reach_is_least = !stage.reach && !bounds.is_known();
    if (!stage.reach) stage.reach = bounds.least;
    if (!figures.today || stage.reach_is_least) continue;
    const ReachBounds before = bound_reach(stage, today[i], &FlowCard::reach_today);
    stage.reach_today = given_reach(figures.stage_reach_today, stage.id);
    if (!stage.reach_today && before.is_known()) stage.reach_today = before.least;
  }
}

}  // namespace cairn
