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

/// exact: elimination on the chain. iterative: approached and bracketed, where elimination would
/// take too much. grid: time-bounded with a certified bracket. walk: simulated.
enum class Method : std::uint8_t { exact, iterative, grid, walk };

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
  /// promise); of quantiles of times only for the first worlds; a world in which the figure is a
  /// mean over nobody gives NaN. Empty if nothing is uncertain.
  std::vector<double> samples;
  double low_error = 0;   // standard error of `low`, for worlds are a sample too …
  double high_error = 0;  // … and of `high`; at most, since worlds are spread evenly
};

/// The same figure from the walk, at best estimates.
struct WalkFigure {
  double value = 0;
  double standard_error = 0;
  double z = 0;  // (walk - best) / standard error; 0 where the standard error is 0 and both agree
};

/// Chance alone hardly ever puts two right answers further apart than this many standard errors.
inline constexpr double kAlarmZ = 5;

struct Answer {
  Question question;
  Unit unit = Unit::share;
  bool is_defined = true;  // false: a mean over nobody
  std::string why_not;     // set if undefined or not predicted by this version
  Estimate estimate;
  std::optional<WalkFigure> walk;
  std::optional<double> deviation;  // mean times: between people
};

/// 5 % lie below `low`, 95 % below `high`.
struct PeopleRange {
  double low = 0;
  double high = 0;
};

/// How many of those who enter in one unit of time become customers, sooner or later within the
/// horizon.
struct Customers {
  double entrants = 0;                      // in one unit, at best estimates
  std::optional<double> entrants_per_days;  // length of the unit; none: all enter once
  double best = 0;                          // the expected number at best estimates
  PeopleRange not_known;                    // of the expected number, over worlds
  PeopleRange by_luck;                      // of the number itself, at best estimates
  PeopleRange likely;                       // of the number itself, over worlds and luck
};

/// What conversion (within the horizon) owes to a touchpoint, at best estimates.
struct TouchpointRole {
  PlaceId place;
  double converts_after = 0;  // of those who come to it: share that converts there or later
  double lost = 0;            // of entrants: conversions lost if whoever comes to it left instead
  double passed_on = 0;       // of entrants: converting if those before it took their other ways
  double error = 0;           // of lost and passed_on: half the widest certified bracket
  bool ignores_horizon = false;  // to count within it took too much work
};

/// How many touchpoints a buyer visits before the first conversion, its own visit not included; at
/// best estimates, of those who convert within the horizon.
struct BuyerTouches {
  double mean = 0;
  std::optional<std::uint64_t> p10, median, p90;  // none: more than were counted
  std::vector<double> shares;                     // of buyers, by number
  double later = 0;                               // of buyers: needing more
};

/// When a share of those to whom something happens (within the horizon) are there, with certified
/// bounds of the days.
struct TimePercentile {
  double share = 0;
  double days = 0;
  double low = 0, high = 0;
};

/// The same of one persona.
struct PersonaTimes {
  PersonaId persona;
  std::vector<TimePercentile> times;  // empty: nobody of them converts
};

/// Who comes to the other places (within the horizon), of those who come to one; at best estimates.
struct GivenReach {
  struct Row {
    PlaceId place;
    double ever = 0;   // of those who come to `given`: before or after
    double after = 0;  // of those who come to `given`: first to it, then here
  };
  PlaceId given;
  double reach = 0;  // of entrants
  double error = 0;  // of reach, and of rows times reach: half the widest certified bracket
  bool ignores_horizon = false;  // to count within it took too much work
  std::vector<Row> rows;
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
  std::uint32_t worlds = 0;  // 0: nothing is uncertain, or doubt was not asked for
  std::uint64_t people = 0;  // 0: no walk
  bool is_walked_alone =
      false;                // nothing was solved: every figure is the walk's, at best estimates
  double horizon_days = 0;  // 0: for ever
  bool is_without_doubt = false;  // too large to be solved in many worlds: ranges are left out
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
  std::vector<TouchpointRole> roles;    // if asked for: every touchpoint
  std::optional<BuyerTouches> touches;  // if asked for, and somebody converts
  // If asked for: of those who convert, how many have by when; at best estimates.
  std::vector<TimePercentile> conversion_times;
  std::vector<PersonaTimes> persona_times;  // the same, where there are several
  std::optional<GivenReach> given;          // if asked for, and somebody comes there
  std::optional<Customers> customers;  // if the journey says how many enter and anybody can convert
  RunRecord record;
};

/// By source: how many of all entrants it brings who leave at once.
std::vector<double> lost_at_sources(const Journey& journey, const std::vector<FlowVolume>& flows);

/// The questions `cairn run` asks: every figure for all, and per persona.
std::vector<Question> standard_questions(const Journey& journey);

/// The answer to one question, if it was asked.
const Answer* find_answer(const Prediction& prediction, const Metric& metric,
                          const std::vector<Group>& groups);

}  // namespace cairn
