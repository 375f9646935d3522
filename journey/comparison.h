// What changes to a journey would bring, as data: every figure against today's, in the same worlds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journey/journey.h"
#include "journey/prediction.h"

namespace cairn {

/// What is compared: today, one fix, one scenario, or fixes chosen on the spot.
struct Alternative {
  enum class Kind : std::uint8_t { today, fix, scenario, chosen };
  Kind kind = Kind::today;
  std::vector<FixId> fixes;  // ascending; all in full
  ScenarioId scenario;       // kind scenario
};

/// A paired difference: the alternative less today, world by world.
struct Effect {
  double best = 0;              // with every number at its best estimate
  double value = 0;             // mean over worlds
  double low = 0;               // 5 % of worlds lie below
  double high = 0;              // 95 % of worlds lie below
  double chance_up = 0;         // share of worlds in which the figure rises …
  double chance_down = 0;       // … and falls
  double error = 0;             // of `best`: what the engine leaves open
  std::vector<double> samples;  // by world; kept where CompareOptions asks
};

/// One figure of one alternative.
struct ComparedFigure {
  Answer answer;
  std::optional<Effect> effect;  // none for today, and where one of the two is not defined
};

/// What a visit-level figure does at one place, at best estimates.
struct PlaceEffect {
  PlaceId place;
  double reach = 0, reach_today = 0;  // share of entrants who ever come
  double lost = 0, lost_today = 0;    // exits from here, per entrant
  std::optional<double> feeling, feeling_today;
};

/// People lost to one pain or reason, per entrant, at best estimates.
struct PainEffect {
  PainId pain;
  double lost = 0, lost_today = 0;
};

/// What an alternative brings by the calendar (R15): launches, ramps, ends and own costs, in the
/// window from `starts` to the horizon, against today in the same window and world.
struct BusinessCase {
  Estimate customers;           // more first conversions in the window
  Estimate profit;              // more profit before what the fixes cost, discounted to the start
  Estimate cost;                // what the fixes cost in the window, discounted to the start
  Estimate net;                 // profit - cost
  double chance_net = 0;        // share of worlds in which net is above 0
  std::optional<Estimate> roi;  // R24, not discounted; none: it costs nothing
  std::optional<double> payback_days;  // R24, from the first launch, at best estimates
  double chance_payback = 0;           // share of worlds that pay back within the window
  std::vector<double> net_samples;     // by world
};

struct ComparedAlternative {
  Alternative alternative;
  std::vector<ComparedFigure> figures;   // by question
  std::vector<PlaceEffect> places;       // every place
  std::vector<PainEffect> pains;         // those that cause exits
  std::vector<FlowVolume> flows;         // every way of today and of the fixes, at best estimates
  std::optional<double> nps, nps_today;  // net promoter score (R11), at best estimates
  std::optional<BusinessCase> business;  // none: today, or no money, entrants or horizon
  std::vector<std::vector<double>> persona_reach;  // by persona, then place; at best estimates
  std::optional<double> median_days;               // to conversion, at best estimates
};

struct Comparison {
  std::vector<Question> questions;
  std::vector<ComparedAlternative> alternatives;  // today first
  RunRecord record;
};

/// "guest-checkout", "spring-release", "a + b", "today".
std::string alternative_name(const Journey& journey, const Alternative& alternative);

/// Money in a window of the calendar, per time or in total: launches and own costs are part of it.
bool follows_calendar(const Metric& metric);

/// Every fix alone, then every scenario; today is not among them.
std::vector<Alternative> all_alternatives(const Journey& journey);

/// So many fixes may be combined at will: 1 024 sets.
inline constexpr std::size_t kMostCombinedFixes = 10;

/// Every set of fixes that may be taken together (apply.h: find_clash), one fix or more, in the
/// order of the numbers whose bit i is fix i. With more than kMostCombinedFixes: every fix alone
/// and every scenario.
std::vector<Alternative> all_combinations(const Journey& journey);

}  // namespace cairn
