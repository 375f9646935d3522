// Runs on one grid, with what lands in the last cell split into what the horizon cuts and what not.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/chain/chain.h"
#include "simulator/grid/time_steps.h"

namespace cairn {

/// Rounded down or up, a grid is one layer and the last cell counts in full: its events are at the
/// horizon. With `middle`, those that land there stand for true moments on both sides of the
/// horizon. Half of them count, which is right to second order for what is spread over time; of
/// those that came by narrow laws only, all that are on the grid or were rounded up count, and none
/// of those that were rounded down. With the layers all A = on grid, B = at or below the true
/// moment and C = at or above it, the count is (all + C - B + A) / 2.
struct GridLayers {
  struct Layer {
    GridChain grid;
    double sign = 1;
  };
  std::vector<Layer> layers;  // the first is the whole
  double share_of_last = 1;   // factor of what lands in the last cell
};

GridLayers make_grid_layers(const Chain& chain, const std::vector<std::uint8_t>& is_touchpoint,
                            double horizon_days, std::uint32_t cells, Rounding rounding);

using LayerResults = std::vector<StepResult>;  // by layer

/// Runs a plan on each layer. `inflows`, by layer, replace the plan's entry if given.
LayerResults run_layers(const GridLayers& layers, const StepPlan& plan,
                        const LayerResults* inflows);

/// Takes out the whole series of the plan's state number `index`, its last cell settled.
StateSeries take_settled(const GridLayers& layers, LayerResults& results, std::size_t index);

/// How many of its visits count, all cells together.
double count_settled(const GridLayers& layers, const LayerResults& results, std::size_t index);

}  // namespace cairn
