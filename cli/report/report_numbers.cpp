#include "cli/report/report_numbers.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "base/parallel.h"
#include "decision/advising.h"
#include "decision/influence.h"
#include "journey/apply.h"
#include "simulator/compare.h"
#include "simulator/luck.h"
#include "simulator/predict.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

// Beyond so many rows medians would take longer than all the rest.
constexpr std::size_t kMostMedians = 64;

Metric metric_of(Metric::Kind kind) {
  Metric metric;
  metric.kind = kind;
  return metric;
}

Metric median_to_conversion() {
  Metric metric = metric_of(Metric::Kind::time_to);
  metric.to = Metric::To::conversion;
  metric.stat = Stat::median;
  return metric;
}

// ---- today --------------------------------------------------------------------------------------

// Of all the work; only the bar of progress depends on it.
constexpr double kSolvedPart = 0.9;

Prediction predict_today(const Journey& journey, const Options& options) {
  RunOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.people = options.people;
  how.threads = options.threads;
  how.find_times = true;
  how.keep_samples = true;
  return predict(journey, standard_questions(journey), how);
}

std::optional<JudgedPromises> judge(const Journey& journey, const Options& options) {
  if (journey.expectations.empty()) return std::nullopt;
  PromiseOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.people = options.people;
  how.threads = options.threads;
  return judge_promises(journey, how);
}

// ---- fixes --------------------------------------------------------------------------------------

CompareOptions compare_options(const Options& options) {
  CompareOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.threads = options.threads;
  how.keep_samples = true;
  how.find_flows = true;
  how.find_persona_reach = true;
  return how;
}

std::uint32_t mask_of(const std::vector<FixId>& fixes) {
  std::uint32_t mask = 0;
  for (const FixId fix : fixes) mask |= std::uint32_t{1} << fix.index;
  return mask;
}

/// Sets of fixes that `cairn compare` has no row for.
std::vector<Alternative> sets_beside(const Journey& journey) {
  const std::vector<Alternative> table = all_alternatives(journey);
  std::vector<Alternative> sets = all_combinations(journey);
  std::erase_if(sets, [&](const Alternative& set) {
    return std::any_of(table.begin(), table.end(),
                       [&](const Alternative& row) { return row.fixes == set.fixes; });
  });
  return sets;
}

/// Of rows that are all there: today, then every set of fixes in the order of all_combinations.
Comparison pick_combinations(const Journey& journey, const Comparison& solved) {
  Comparison picked;
  picked.questions = solved.questions;
  picked.record = solved.record;
  picked.alternatives.push_back(solved.alternatives.front());
  for (const Alternative& set : all_combinations(journey)) {
    const auto row = std::find_if(
        solved.alternatives.begin() + 1, solved.alternatives.end(),
        [&](const ComparedAlternative& one) { return one.alternative.fixes == set.fixes; });
    CAIRN_CHECK(row != solved.alternatives.end());
    picked.alternatives.push_back(*row);
    picked.alternatives.back().alternative = set;
  }
  return picked;
}

void advise(const Journey& journey, const Options& options, ReportNumbers& numbers) {
  ExperimentOptions tests;
  tests.seed = options.seed;
  tests.worlds = numbers.comparison->record.worlds;
  tests.threads = options.threads;
  numbers.advice = advise_all(journey, *numbers.comparison, tests);
}

/// More sets than can be solved sharply: in fewer worlds, the rough way. The table has the sharp
/// figures of every fix alone and of every scenario.
std::optional<Comparison> compare_roughly(const Journey& journey, const Options& options,
                                          Progress* progress) {
  CompareOptions how = compare_options(options);
  how.worlds = std::min(options.worlds, kLivingWorlds);
  how.is_rough = true;
  how.progress = progress;
  return compare(journey, all_combinations(journey), compare_questions(journey), how);
}

void compare_all(const Journey& journey, const Options& options, Progress* progress,
                 ReportNumbers& numbers) {
  const std::vector<Question> questions = compare_questions(journey);
  const std::size_t fixes = journey.fixes.size();
  const bool is_sharp = fixes <= kMostSharpFixes || fixes > kMostCombinedFixes;
  // A set of fixes is a number with one bit each, also in the page.
  const bool has_sets = fixes < 32;
  if (has_sets && !is_sharp) numbers.combinations = compare_roughly(journey, options, progress);
  CompareOptions how = compare_options(options);
  const std::vector<Alternative> table = all_alternatives(journey);
  if (has_sets && is_sharp) {
    how.beside = sets_beside(journey);
    how.find_medians = table.size() + how.beside.size() <= kMostMedians;
    how.progress = progress;
  }
  std::optional<Comparison> solved = compare(journey, table, questions, how);
  if (solved && has_sets && is_sharp) numbers.combinations = pick_combinations(journey, *solved);
  if (solved) {
    solved->alternatives.resize(1 + table.size());
  } else {
    // Too many states for all fixes together: today alone may still be solved.
    solved = compare(journey, {}, questions, compare_options(options));
  }
  if (!solved) return;
  numbers.comparison = std::move(solved);
  advise(journey, options, numbers);
}

// ---- every set of fixes -------------------------------------------------------------------------

std::vector<double> draw_entrants(const Journey& journey, std::uint64_t seed,
                                  std::uint32_t worlds) {
  const ParameterId id = journey.frame.entrants;
  const double best = to_double(journey.parameters[id].best);
  std::vector<double> entrants(worlds, best);
  if (journey.parameters[id].doubt == Doubt::exact) return entrants;
  const DrawPlan plan = plan_draws(journey);
  for (std::uint32_t w = 0; w < worlds; ++w) entrants[w] = draw_world(plan, seed, w).at(id);
  return entrants;
}

/// As many customers of one period as `cairn run` would expect, by set of fixes.
std::vector<Customers> customers_of(const Journey& journey, const Comparison& all) {
  if (!journey.frame.entrants.is_valid()) return {};
  const double entrants = to_double(journey.parameters[journey.frame.entrants].best);
  const std::vector<double> drawn = draw_entrants(journey, all.record.seed, all.record.worlds);
  std::vector<Customers> customers;
  for (const ComparedAlternative& row : all.alternatives) {
    const ComparedFigure* figure = find_figure(all, row, Metric::Kind::conversion);
    if (figure == nullptr || !figure->answer.is_defined) return {};
    const Estimate& estimate = figure->answer.estimate;
    const bool has_worlds = estimate.samples.size() == drawn.size();
    customers.push_back(forecast_customers(entrants, estimate.best,
                                           has_worlds ? drawn : std::vector<double>{},
                                           has_worlds ? estimate.samples : std::vector<double>{}));
    customers.back().entrants_per_days = journey.frame.entrants_per_days;
  }
  return customers;
}

void find_medians(ReportNumbers& numbers) {
  const std::vector<ComparedAlternative>& rows = numbers.combinations->alternatives;
  const Answer* today = find_answer(numbers.today, median_to_conversion(), {});
  const bool has_any = std::any_of(rows.begin(), rows.end(), [](const ComparedAlternative& row) {
    return row.median_days.has_value();
  });
  if (today == nullptr || !today->is_defined || !has_any) return;
  std::vector<std::optional<double>>& medians = numbers.living.medians;
  for (const ComparedAlternative& row : rows) medians.push_back(row.median_days);
  medians.front() = today->estimate.best;
}

void find_clashes(const Journey& journey, LivingNumbers& living) {
  for (std::size_t a = 0; a < journey.fixes.size(); ++a) {
    for (std::size_t b = a + 1; b < journey.fixes.size(); ++b) {
      if (find_clash(journey, {journey.fixes.id_at(a), journey.fixes.id_at(b)})) {
        living.clashes.emplace_back(a, b);
      }
    }
  }
}

Answer figure_at(Metric::Kind kind, PlaceId place, double value) {
  Answer answer;
  answer.question.metric = metric_of(kind);
  answer.question.metric.place = place;
  answer.estimate.value = answer.estimate.best = value;
  return answer;
}

/// What a picture reads of a prediction, of one set of fixes at best estimates.
Prediction as_prediction(const Journey& journey, const RunRecord& record,
                         const ComparedAlternative& row) {
  std::vector<double> visits(journey.places.size(), 0);
  for (const FlowVolume& flow : row.flows) visits[flow.to.index] += flow.per_entrant;
  Prediction prediction;
  const auto add = [&](Metric::Kind kind, PlaceId place, double value) {
    prediction.answers.push_back(figure_at(kind, place, value));
  };
  for (const PlaceEffect& place : row.places) {
    const double came = visits[place.place.index];
    add(Metric::Kind::reach, place.place, place.reach);
    if (journey.places[place.place].kind == Place::Kind::outcome) continue;
    add(Metric::Kind::visits, place.place, came);
    if (came > 0) add(Metric::Kind::exits, place.place, place.lost / came);
    if (place.feeling) add(Metric::Kind::emotion, place.place, *place.feeling);
  }
  prediction.flows = row.flows;
  prediction.record = record;
  return prediction;
}

void find_living(const Journey& journey, ReportNumbers& numbers) {
  if (!numbers.combinations) return;
  LivingNumbers& living = numbers.living;
  living.combinations = &*numbers.combinations;
  for (const ComparedAlternative& row : numbers.combinations->alternatives) {
    living.masks.push_back(mask_of(row.alternative.fixes));
    numbers.by_combination.push_back(as_prediction(journey, numbers.combinations->record, row));
  }
  find_clashes(journey, living);
  find_medians(numbers);
  living.customers = customers_of(journey, *numbers.combinations);
}

// ---- what it hangs on ---------------------------------------------------------------------------

/// The figure an alternative is judged on (journey/advice.h), by world.
struct Judged {
  HangsOn hangs_on;
  std::vector<double> samples;
};

std::optional<Judged> judged_of(const Comparison& comparison, const ComparedAlternative& row) {
  Judged judged;
  judged.hangs_on.alternative = row.alternative;
  if (row.business) {
    judged.hangs_on.figure = HangsOn::Figure::net;
    judged.hangs_on.unit = Unit::money;
    judged.hangs_on.mean = row.business->net.value;
    judged.samples = row.business->net_samples;
    return judged;
  }
  const ComparedFigure* profit = find_figure(comparison, row, Metric::Kind::profit, Per::entrant);
  const bool has_profit = profit != nullptr && profit->effect;
  const ComparedFigure* figure =
      has_profit ? profit : find_figure(comparison, row, Metric::Kind::conversion);
  if (figure == nullptr || !figure->effect) return std::nullopt;
  judged.hangs_on.figure = has_profit ? HangsOn::Figure::profit : HangsOn::Figure::conversion;
  judged.hangs_on.unit = figure->answer.unit;
  judged.hangs_on.mean = figure->effect->value;
  judged.samples = figure->effect->samples;
  return judged;
}

/// Of the alternative with the highest mean, as `cairn compare --why`; without any of today's
/// conversion.
std::optional<Judged> find_judged(const ReportNumbers& numbers) {
  std::optional<Judged> best;
  if (numbers.comparison) {
    const std::vector<ComparedAlternative>& rows = numbers.comparison->alternatives;
    for (std::size_t a = 1; a < rows.size(); ++a) {
      std::optional<Judged> one = judged_of(*numbers.comparison, rows[a]);
      if (!one || one->samples.empty()) continue;
      if (!best || one->hangs_on.mean > best->hangs_on.mean) best = std::move(one);
    }
    if (best) return best;
  }
  const Answer* conversion = find_answer(numbers.today, metric_of(Metric::Kind::conversion), {});
  if (conversion == nullptr || !conversion->is_defined) return std::nullopt;
  Judged today;
  today.hangs_on.mean = conversion->estimate.value;
  today.samples = conversion->estimate.samples;
  return today;
}

/// Net values by the calendar: today, then every alternative; empty without a calendar.
Utilities choices(const ReportNumbers& numbers) {
  Utilities utilities;
  if (!numbers.comparison) return utilities;
  for (const ComparedAlternative& row : numbers.comparison->alternatives) {
    if (row.business && !row.business->net_samples.empty()) {
      utilities.push_back(row.business->net_samples);
    }
  }
  if (!utilities.empty()) {
    utilities.insert(utilities.begin(), std::vector<double>(utilities.front().size(), 0));
  }
  return utilities;
}

std::optional<HangsOn> find_hangs_on(const Journey& journey, const Options& options,
                                     const ReportNumbers& numbers) {
  std::optional<Judged> judged = find_judged(numbers);
  if (!judged || judged->samples.empty()) return std::nullopt;
  const InfluenceReport report =
      find_influences(journey, judged->samples, choices(numbers), options.seed, options.threads);
  HangsOn hangs_on = judged->hangs_on;
  hangs_on.unsourced = report.unsourced;
  if (report.everything) hangs_on.worth_of_everything = report.everything->value;
  for (const Influence& one : report.numbers) {
    if (!(one.share > 0)) continue;
    hangs_on.rows.push_back({one.number, one.low, one.high, one.at_low, one.at_high, one.share});
  }
  return hangs_on;
}

}  // namespace

std::unique_ptr<ReportNumbers> find_numbers(const Journey& journey, const Options& options,
                                            Progress* progress, Stopwatch& watch) {
  auto numbers = std::make_unique<ReportNumbers>();
  {
    // What takes longest tells how far all have come.
    const ProgressScope scope(progress, kSolvedPart);
    for_each_index(3, options.threads, [&](std::size_t i) {
      if (i == 0) compare_all(journey, options, progress, *numbers);
      if (i == 1) numbers->today = predict_today(journey, options);
      if (i == 2) numbers->promises = judge(journey, options);
    });
  }
  watch.lap("predict, compare and judge");
  find_living(journey, *numbers);
  watch.lap("every set of fixes");
  numbers->hangs_on = find_hangs_on(journey, options, *numbers);
  watch.lap("what it hangs on");
  return numbers;
}

}  // namespace cairn
