// Answers as data: what a run found, how, and how sure it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journey/journey.h"
#include "journey/question.h"

namespace cairn {

/// What is asked, and of whom.
struct Question {
  Metric metric;
  std::vector<Group> groups;  // `for`; empty: everyone
};

/// exact: elimination on the chain. grid: time-bounded with a certified bracket. walk: simulated.
enum class Method : std::uint8_t { exact, grid, walk };

struct Estimate {
  double value = 0;  // the headline: mean over worlds (equal to `best` if nothing is uncertain)
  double low = 0;    // 5 % of worlds lie below
  double high = 0;   // 95 % of worlds lie below
  double best = 0;   // with every number at its best estimate
  /// exact: 0. grid: half the certified bracket around `best`; for mean times the distance to a
  /// grid of half as many cells. walk: standard error.
  double error = 0;
  Method method = Method::exact;
  /// The figure in every world, in order of the worlds. Filled only
  /// where RunOptions::keep_samples asks (`with 90% confidence` counts the worlds that satisfy a
  /// promise); a world in which the figure is a mean over nobody gives NaN. Empty if nothing is
  /// uncertain.
  std::vector<double> samples;
};

/// The same figure from the walk, at best estimates.
struct WalkFigure {
  double value = 0;
  double standard_error = 0;
  double z = 0;  // (walk - best) / standard error; 0 where the standard error is 0 and both agree
};

struct Answer {
  Question question;
  Unit unit = Unit::share;
  bool is_defined = true;  // false: a mean over nobody
  std::string why_not;     // set if undefined or not predicted by this version
  Estimate estimate;
  std::optional<WalkFigure> walk;
};

/// How many people take one way, at best estimates.
struct FlowVolume {
  SourceId source;  // valid: from a source; else `from` is valid
  PlaceId from;
  PlaceId to;
  double per_entrant = 0;  // expected passages per entrant within the horizon
};

/// Where the ways out exceeded 100 % in some worlds and were scaled down to it (W410).
struct ScaledSite {
  PlaceId place;    // invalid: the source
  SourceId source;  // invalid: the place
  double share_of_worlds = 0;
};

struct RunRecord {
  std::uint64_t seed = 1;
  std::uint32_t worlds = 0;       // 0: nothing is uncertain, or doubt was not asked for
  std::uint64_t people = 0;       // 0: no walk
  double horizon_days = 0;        // 0: for ever
  std::uint64_t state_count = 0;  // of all classes
  std::uint32_t class_count = 0;
  double worst_z = 0;           // largest |z| over all figures with a walk
  std::uint64_t cut_walks = 0;  // walks stopped at the step limit, reported and counted
  double scaled_worlds = 0;     // share of worlds in which some row was scaled to 100 %
  std::vector<ScaledSite> scaled_sites;
};

struct Prediction {
  std::vector<Answer> answers;  // one per question, same order
  std::vector<FlowVolume> flows;
  RunRecord record;
};

/// The questions `cairn run` asks: every figure for all, and per persona.
std::vector<Question> standard_questions(const Journey& journey);

/// The answer to one question, if it was asked.
const Answer* find_answer(const Prediction& prediction, const Metric& metric,
                          const std::vector<Group>& groups);

}  // namespace cairn
