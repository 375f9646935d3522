// Everything the report predicts about a journey, worked out once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "cli/options/options.h"
#include "cli/project/console.h"
#include "cli/promises/promises.h"
#include "journey/advice.h"
#include "journey/comparison.h"
#include "journey/prediction.h"
#include "render/page/page_input.h"

namespace cairn {

/// Sets of more fixes than this get their ranges from fewer worlds.
inline constexpr std::size_t kMostSharpFixes = 6;
inline constexpr std::uint32_t kLivingWorlds = 200;

/// The page points into it: it stays where it is.
struct ReportNumbers {
  Prediction today;                      // as `cairn run` has it
  std::optional<Comparison> comparison;  // as `cairn compare` has it, today first
  std::vector<Advised> advice;           // by its alternatives
  std::optional<Comparison> combinations;
  LivingNumbers living;  // of them
  std::optional<JudgedPromises> promises;
  std::optional<HangsOn> hangs_on;
  std::vector<Prediction> by_combination;  // reach and flows alone, for pictures
};

/// All that is predicted, compared and judged. The journey must be sound at level run.
std::unique_ptr<ReportNumbers> find_numbers(const Journey& journey, const Options& options,
                                            Progress* progress, Stopwatch& watch);

}  // namespace cairn
