// How figures change with the numbers that were written: what a better number would be worth.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "journey/question.h"
#include "simulator/exact/parameter_gradient.h"
#include "simulator/figures.h"
#include "simulator/setting.h"

namespace cairn {

/// Of one question, at the numbers of one world.
struct QuestionSlopes {
  FigureSlopes figure;
  /// Of mean times: the standard deviation between the people who get there, where it is above 0.
  std::optional<FigureSlopes> deviation;
};

/// Slopes by every written number, that of entrants included, per unit of it (a share by 1, a time
/// by a day). Nothing for what has none: quantiles and figures that are not defined or are means
/// over nobody; and nothing with a horizon, or where a class is too large to eliminate. Places
/// whose times are asked for must be timed by the plans (ExactNeeds).
std::optional<QuestionSlopes> find_slopes(const Setting& setting, const WorldChains& numbers,
                                          const Question& question);

/// The same within the horizon, which must be finite, on `cells` cells (grid/horizon_gradient.h);
/// the horizon has a slope too. However large the classes are.
std::optional<QuestionSlopes> find_slopes_within(const Setting& setting, const WorldChains& numbers,
                                                 const Question& question, std::uint32_t cells);

/// By ParameterId: 1 where slopes are one-sided (journey/share_kinks.h).
std::vector<std::uint8_t> find_kinks(const Setting& setting, const World& world);

}  // namespace cairn
