// How long until the first conversion: quantiles of those who convert, never a lone mean.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "render/charts/chart.h"

namespace cairn {

/// Everyone, then the personas told apart; with a persona: it, then everyone.
std::vector<ChartGroup> time_groups(const Journey& journey, PersonaId persona,
                                    PictureLanguage language);

/// When those of a group who convert have done so. Answers on which the median and the 90 % point
/// rest are the headlines of `cairn run`; the other points are at best estimates.
struct TimeRow {
  ChartGroup group;
  bool is_today = false;                                  // beside a scenario
  double conversion = 0;                                  // share of the group
  double p10 = 0, p25 = 0, median = 0, p75 = 0, p90 = 0;  // days
};

/// Days that are round in some unit: where a scale of times may have a line.
std::vector<double> round_times();

/// Groups in which nobody converts have no row.
std::vector<TimeRow> find_time_rows(const ChartInput& input);

/// Both predictions must have answered standard_questions and have times (RunOptions::find_times).
std::variant<Chart, PictureError> draw_time(const ChartInput& input);

}  // namespace cairn
