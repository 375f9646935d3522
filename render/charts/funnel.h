// Who gets how far: the share of each group that reaches each touchpoint and outcome.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "render/charts/chart.h"

namespace cairn {

struct FunnelStep {
  PlaceId place;
  std::string label;
  std::string section;  // its stage; empty: none
  bool counts = false;  // reaching it is a conversion or a win
};

/// A share of the group, mean over worlds and 5-95 %.
struct FunnelValue {
  double share = 0, low = 0, high = 0;
  std::optional<double> today;  // only with a scenario
  std::optional<double> exits;  // share of the visits there that leave
};

struct Funnel {
  std::vector<ChartGroup> groups;
  std::vector<FunnelStep> steps;                 // file order, outcomes behind
  std::vector<std::vector<FunnelValue>> values;  // by group, then step
  bool is_collapsed = false;  // of each stage only what most people reach, for large journeys
  std::size_t hidden = 0;     // touchpoints left out so
  std::vector<std::string> unreached;  // labels of what nobody reaches
};

/// Both predictions must have answered standard_questions. Losses are no steps.
Funnel find_funnel(const ChartInput& input);

/// How many convert, and where most are lost, in a sentence or two.
std::string funnel_finding(const ChartInput& input);

std::variant<Chart, PictureError> draw_funnel(const ChartInput& input);

}  // namespace cairn
