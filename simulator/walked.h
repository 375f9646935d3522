// What the walk says about the figures that were asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "journey/prediction.h"
#include "simulator/best.h"
#include "simulator/figures.h"
#include "simulator/setting.h"
#include "simulator/walk/monte_carlo.h"
#include "simulator/walk/statistics.h"

namespace cairn {

/// A walk and, by question, where its times stand (npos: no quantile was asked).
struct Walked {
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  std::uint64_t people = 0;
  WalkResult result;
  std::vector<std::size_t> times_of;
};

/// The classes of a journey as the walk wants them.
std::vector<WalkClass> walk_classes(const Setting& setting, const WorldChains& numbers);

/// Walks people at best estimates, once for all questions. No people: an empty walk.
Walked walk_people(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                   const std::vector<Question>& questions, const WalkOptions& options);

/// A quantile of a time; nothing if nobody got there.
std::optional<QuantileEstimate> walked_quantile(const Walked& walked, std::size_t question,
                                                Stat stat);

/// The figure beside its solved value; nothing where the walk has too little to say. `factor`: that
/// of the calendar.
std::optional<WalkFigure> walked_figure(const FigurePlan& plan, const Walked& walked,
                                        std::size_t question, double factor, const Answer& answer);

/// The figures by the walk alone: `errors` are standard errors.
BestAnswer answer_by_walk(const Setting& setting, const FigurePlan& plan,
                          const WorldChains& numbers, const Walked& walked);

}  // namespace cairn
