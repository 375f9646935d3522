// Slopes under a horizon held against differences on the same cells.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "journey/share_kinks.h"
#include "simulator/exact/parameter_gradient.h"
#include "simulator/grid/horizon.h"
#include "simulator/grid/horizon_gradient.h"
#include "tests/support/compiled_text.h"

namespace cairn {

/// Everything that does not depend on the world.
struct HorizonModel {
  CompiledText text;
  std::vector<CustomerClass> classes;
  std::vector<StateSpace> spaces;
  TotalsLayout layout;
  std::uint32_t cells = 0;

  const Journey& journey() const { return text.journey(); }
};

/// Once its text is compiled.
inline void prepare(std::uint32_t cells, HorizonModel& model) {
  INFO(messages_of(model.text));
  REQUIRE(model.text.compiled.is_sound);
  model.classes = find_classes(model.journey());
  model.spaces = build_state_spaces(model.journey()).spaces;
  model.layout = make_totals_layout(model.journey());
  model.cells = cells;
}

inline HorizonModel make_horizon_model(const std::string& text, std::uint32_t cells) {
  HorizonModel model;
  model.text = compile_text(text);
  prepare(cells, model);
  return model;
}

/// One world, solved on the grid.
struct HorizonWorld {
  HorizonWorld(const HorizonModel& model, const World& at)
      : world(at),
        weights(money_weights(model.journey(), world)),
        mix{model.journey(), model.classes, cases, world} {
    const std::vector<double> shares = class_shares(model.journey(), model.classes, world);
    for (const StateSpace& space : model.spaces) {
      chains.push_back(build_chain(model.journey(), space, world));
      totals.push_back(estimate_horizon(model.journey(), space, chains.back(), model.layout,
                                        weights, model.cells));
    }
    for (std::size_t c = 0; c < shares.size(); ++c) {
      cases.push_back({&model.spaces[c], nullptr, &chains[c], &totals[c], shares[c], true});
    }
  }
  HorizonWorld(const HorizonWorld&) = delete;  // cases point into it
  HorizonWorld& operator=(const HorizonWorld&) = delete;

  World world;
  MoneyWeights weights;
  std::vector<Chain> chains;
  std::vector<Totals> totals;
  std::vector<ClassCase> cases;
  MixCase mix;
};

inline FigureSlopes slopes_of(const HorizonModel& model, const HorizonWorld& at,
                              const Ratio& ratio) {
  const auto slopes =
      ratio_gradient(at.mix, model.layout,
                     slopes_within_horizon(at.mix, model.layout, at.weights, model.cells), ratio);
  REQUIRE(slopes.has_value());
  return *slopes;
}

inline double value_of(const HorizonModel& model, const World& world, const Ratio& ratio) {
  return *evaluate(ratio, mean_totals(HorizonWorld(model, world).mix, model.layout));
}

struct SlopeCounts {
  std::size_t compared = 0;
  std::size_t jumps = 0;  // numbers at which the sum itself jumps or bends
};

/// Compares every slope of a figure with a central difference. Where differences of two widths
/// disagree, the figure has no slope of its own to compare with.
inline SlopeCounts check_horizon_slopes(const HorizonModel& model, const Ratio& ratio) {
  const World world = best_estimate(model.journey());
  const HorizonWorld best(model, world);
  const auto [value, slopes] = slopes_of(model, best, ratio);
  const std::vector<std::uint8_t> kinks =
      find_kinks(model.journey(), model.classes, model.spaces, world);
  SlopeCounts counts;
  for (std::size_t p = 0; p < world.values.size(); ++p) {
    if (kinks[p] != 0) continue;
    const auto difference = [&](double relative) {
      const double step = relative * (world.values[p] == 0 ? 1 : std::fabs(world.values[p]));
      World up = world, down = world;
      up.values[p] += step;
      down.values[p] -= step;
      return (value_of(model, up, ratio) - value_of(model, down, ratio)) / (2 * step);
    };
    const double narrow = difference(1e-5), wide = difference(4e-5);
    const double size = std::fabs(world.values[p]) + (world.values[p] == 0 ? 1 : 0);
    const double room = 1e-10 * std::fabs(value) / (1e-5 * size) + 1e-12;
    if (std::fabs(narrow - wide) > 1e-3 * std::fabs(narrow) + 10 * room) {
      ++counts.jumps;
      continue;
    }
    ++counts.compared;
    const auto& parameter = model.journey().parameters[ParameterId{static_cast<std::uint32_t>(p)}];
    INFO(parameter.key << " at " << world.values[p] << ": slope " << slopes[p] << ", difference "
                       << narrow << ", wider " << wide);
    CHECK(std::fabs(slopes[p] - narrow) <=
          2e-6 * std::fabs(narrow) + std::fabs(narrow - wide) + room);
  }
  return counts;
}

/// All totals at once, none outweighing the others.
inline Ratio weigh_all(const HorizonModel& model, std::uint64_t seed) {
  const HorizonWorld best(model, best_estimate(model.journey()));
  const Totals totals = mean_totals(best.mix, model.layout);
  Ratio all;
  for (std::size_t i = 0; i < totals.size(); ++i) {
    all.numerator.push_back(
        {i, (1 + static_cast<double>((i * 7 + seed) % 5)) / (std::fabs(totals[i]) + 0.01)});
  }
  return all;
}

}  // namespace cairn
