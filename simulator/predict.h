// Journey and questions to answers: picks the engine, merges classes, carries doubt.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/journey.h"
#include "journey/prediction.h"
#include "simulator/setting.h"
#include "simulator/walk/monte_carlo.h"
#include "simulator/walk/paths.h"

namespace cairn {

/// Who answers. exact: elimination or a certified grid, with doubt. walk: simulated people alone,
/// at best estimates. both: exact, checked by the walk.
enum class Engine : std::uint8_t { both, exact, walk };

struct RunOptions {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 1'000;      // 0: best estimates only
  std::uint64_t people = 1'000'000;  // 0: no walk
  unsigned threads = 0;              // 0: as many as the machine has; never changes a byte
  bool keep_samples = false;         // fill Estimate::samples
  std::vector<Group> flows_of =
      {};  // whose flows; some question must ask about them (or: everyone)
  Engine engine = Engine::both;
  WalkOptions::Kernel kernel = WalkOptions::Kernel::fast;
  /// Above 0: walk until the share that converts is known to plus or minus so much (a share), at
  /// most `people`.
  double precision = 0;
  std::size_t most_states = kMostStates;  // of one class: larger ones are iterated
  bool find_touches = false;              // fill Prediction::touches
  // Fill Prediction::roles, and Answer::deviation with a horizon too: what only --all and --json
  // show.
  bool find_details = false;
  // Fill Prediction::conversion_times, and persona_times of the first personas that questions ask
  // about.
  bool find_times = false;
  PlaceId given = {};  // valid: fill Prediction::given
  Progress* progress = nullptr;
};

/// Answers every question. The journey must have passed the checks at level run.
Prediction predict(const Journey& journey, const std::vector<Question>& questions,
                   const RunOptions& options);

/// The paths of the people that `predict` walks with the fast kernel and without `precision`, as
/// CSV (walk/paths.h).
PathsWritten write_walked_paths(const Journey& journey, const RunOptions& options,
                                const TextSink& sink);

}  // namespace cairn
