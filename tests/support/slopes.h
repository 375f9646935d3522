// Slopes by written numbers, held against central differences.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "simulator/exact/parameter_gradient.h"
#include "tests/support/compiled_text.h"

namespace cairn {

/// A journey with everything that does not depend on the world.
struct SlopeModel {
  CompiledText text;
  std::vector<CustomerClass> classes;
  std::vector<StateSpace> spaces;
  std::vector<std::uint8_t> is_counted;  // by class: in the group asked about
  TotalsLayout layout;

  const Journey& journey() const { return text.journey(); }
};
SlopeModel make_slope_model(const std::string& text);

/// One world, solved without a horizon.
struct SlopeWorld {
  SlopeWorld(const SlopeModel& model, World at);
  SlopeWorld(const SlopeWorld&) = delete;  // cases point into it
  SlopeWorld& operator=(const SlopeWorld&) = delete;

  World world;
  MoneyWeights weights;
  std::vector<Chain> chains;
  std::vector<ExactPlan> plans;
  std::vector<Totals> totals;
  std::vector<ClassCase> cases;
  MixCase mix;
};

/// A figure, its slopes at the best estimate, and how its value is found without them.
struct SlopeFigure {
  std::string name;
  FigureSlopes slopes;
  std::function<double(const SlopeWorld&)> value;
};

/// Compares every slope with a difference, one-sided at kinks, by CHECKs. How many were compared.
std::size_t check_slopes(const SlopeModel& model, const std::vector<SlopeFigure>& figures);

/// All totals at once, none outweighing the others; revenue of a customer; standard deviations of
/// all times; conditional reach and what places do for conversion, some of them.
std::vector<SlopeFigure> all_slope_figures(const SlopeModel& model, std::uint64_t seed);

SlopeFigure ratio_figure(const SlopeModel& model, const std::string& name, const Ratio& ratio);

}  // namespace cairn
