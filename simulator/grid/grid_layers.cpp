#include "simulator/grid/grid_layers.h"

#include <algorithm>
#include <utility>

namespace cairn {
namespace {

/// Whether anybody may come by narrow laws only to a cell that is not the first.
bool has_narrow_paths(const Chain& chain, double cell_days) {
  std::vector<std::uint8_t> is_found(chain.states.size(), 0);
  std::vector<std::uint32_t> open;
  for (std::uint32_t s = 0; s < chain.states.size(); ++s) {
    if (!(chain.entry[s] > 0)) continue;
    is_found[s] = 1;
    open.push_back(s);
  }
  while (!open.empty()) {
    const ChainState& state = chain.states[open.back()];
    open.pop_back();
    if (!is_narrow(state.takes, cell_days)) continue;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const ChainEdge& edge = chain.edges[e];
      if (!(edge.probability > 0) || !is_narrow(edge.after, cell_days)) continue;
      if (std::max(state.takes.value, edge.after.value) > cell_days / 2) return true;
      if (is_found[edge.target] != 0) continue;
      is_found[edge.target] = 1;
      open.push_back(edge.target);
    }
  }
  return false;
}

}  // namespace

GridLayers make_grid_layers(const Chain& chain, const std::vector<std::uint8_t>& is_touchpoint,
                            double horizon_days, std::uint32_t cells, Rounding rounding) {
  GridLayers layers;
  const auto add = [&](Rounding part, double sign) {
    layers.layers.push_back(
        {make_grid_chain(chain, is_touchpoint, horizon_days, cells, part), sign});
  };
  add(rounding, 1);
  if (rounding != Rounding::middle) return layers;
  layers.share_of_last = 0.5;
  if (!has_narrow_paths(chain, horizon_days / cells)) return layers;
  add(Rounding::middle_below, -1);
  add(Rounding::middle_above, 1);
  add(Rounding::on_grid, 1);
  return layers;
}

LayerResults run_layers(const GridLayers& layers, const StepPlan& plan,
                        const LayerResults* inflows) {
  LayerResults results;
  for (std::size_t i = 0; i < layers.layers.size(); ++i) {
    StepPlan layer_plan = plan;
    if (inflows != nullptr) {
      layer_plan.entry = nullptr;
      layer_plan.inflow = &(*inflows)[i];
    }
    results.push_back(run_steps(layers.layers[i].grid, layer_plan));
  }
  return results;
}

StateSeries take_settled(const GridLayers& layers, LayerResults& results, std::size_t index) {
  double visits = 0, touches = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    visits += layers.layers[i].sign * results[i][index].visits.back();
    touches += layers.layers[i].sign * results[i][index].touches.back();
  }
  StateSeries series = std::move(results[0][index]);
  series.visits.back() = std::max(0.0, visits * layers.share_of_last);
  series.touches.back() = std::max(0.0, touches * layers.share_of_last);
  return series;
}

double count_settled(const GridLayers& layers, const LayerResults& results, std::size_t index) {
  double sum = 0, last = 0;
  const std::vector<double>& visits = results[0][index].visits;
  for (std::size_t n = 0; n + 1 < visits.size(); ++n) sum += visits[n];
  for (std::size_t i = 0; i < results.size(); ++i) {
    last += layers.layers[i].sign * results[i][index].visits.back();
  }
  return sum + std::max(0.0, last * layers.share_of_last);
}

}  // namespace cairn
