// What a planned test of a fix would take and see (R16).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "decision/test_setup.h"
#include "journey/journey.h"

namespace cairn {

struct ExperimentOptions {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;  // 0: best estimates only
  unsigned threads = 0;
  TestMethod method = TestMethod::pooled;
  Progress* progress = nullptr;
};

/// One experiment of a journey, planned. Who comes to `at` takes part; its rate is the share of
/// participants to whom the metric happens after the first visit to `at`, to the end of the
/// journey.
struct PlannedExperiment {
  std::size_t experiment = 0;  // index into Journey::experiments
  PlaceId at;
  Metric metric;
  TestSetup setup;
  double reach = 0;          // of entrants who take part
  double rate_today = 0;     // at best estimates
  double effect = 0;         // that is planned for: `detect`, else what the fix does, in points
  bool is_detected = false;  // the effect is what `detect` says
  /// By world: the effect of the fix (changed less control rate) and the control rate. Empty where
  /// nothing is uncertain.
  std::vector<double> effects, rates;
  std::optional<ArmSizes> sizes;           // none: no number of people is enough
  std::optional<double> people_per_day;    // participants at today's traffic; none: all enter once
  double people_once = 0;                  // participants, where all enter once
  std::optional<double> days;              // whole days, at least seven; none: nobody comes
  std::optional<double> power_at_horizon;  // if it ran to the horizon
  std::optional<double> assurance;  // mean over worlds of the power at the planned size: the chance
                                    // that the test finds something, all doubt counted in
  std::string why_not;              // why nothing is planned; then the rest may be empty
};

/// Every experiment of the journey, in order. The journey must have passed the checks.
std::vector<PlannedExperiment> plan_experiments(const Journey& journey,
                                                const ExperimentOptions& options);

/// The touchpoint a test takes part at: as written, else the first that the fix acts on.
PlaceId participates_at(const Journey& journey, const Experiment& experiment);

}  // namespace cairn
