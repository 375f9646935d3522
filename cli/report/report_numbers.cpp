#include "cli/report/report_numbers.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

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

// Beyond so many sets medians with fixes would take longer than all the rest.
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

// Of the work that is left when a step begins: a few sets of fixes, or a thousand.
constexpr double kTodayPart = 0.1;
constexpr double kComparePart = 0.8;

Prediction predict_today(const Journey& journey, const Options& options, Progress* progress) {
  RunOptions how;
  how.progress = progress;
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
  how.threads = 1;  // beside other tasks
  return judge_promises(journey, how);
}

// ---- fixes --------------------------------------------------------------------------------------

CompareOptions compare_options(const Options& options, std::uint32_t worlds) {
  CompareOptions how;
  how.seed = options.seed;
  how.worlds = worlds;
  how.threads = options.threads;
  how.keep_samples = true;
  how.find_flows = true;
  return how;
}

std::uint32_t mask_of(const std::vector<FixId>& fixes) {
  std::uint32_t mask = 0;
  for (const FixId fix : fixes) mask |= std::uint32_t{1} << fix.index;
  return mask;
}

void compare_all(const Journey& journey, const Options& options, const std::vector<Question>& asked,
                 Progress* progress, ReportNumbers& numbers) {
  const std::vector<Question> usual = compare_questions(journey);
  std::vector<Question> questions = usual;
  questions.insert(questions.end(), asked.begin(), asked.end());
  const std::size_t fixes = journey.fixes.size();
  const bool is_sharp = fixes <= kMostSharpFixes || fixes > kMostCombinedFixes;
  // A set of fixes is a number with one bit each, also in the page.
  if (fixes < 32) {
    const std::uint32_t worlds =
        is_sharp ? options.worlds : std::min(options.worlds, kLivingWorlds);
    CompareOptions how = compare_options(options, worlds);
    // The table has the sharp figures of every fix alone and of every scenario.
    how.is_rough = !is_sharp;
    how.progress = progress;
    numbers.combinations = compare(journey, all_combinations(journey), questions, how);
  }
  // By itself, as `cairn compare` asks: which short ways are good enough depends on all that is
  // asked.
  numbers.comparison =
      compare(journey, all_alternatives(journey), usual, compare_options(options, options.worlds));
  // Too many states for all fixes together: today alone may still be solved.
  if (!numbers.comparison) {
    numbers.comparison = compare(journey, {}, usual, compare_options(options, options.worlds));
  }
  if (!numbers.comparison) return;
  ExperimentOptions tests;
  tests.seed = options.seed;
  tests.worlds = numbers.comparison->record.worlds;
  tests.threads = options.threads;
  numbers.advice = advise_all(journey, *numbers.comparison, tests);
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

/// The median time to conversion at best estimates; with fixes of a copy in which they act.
std::optional<double> median_of(const Journey& journey, const std::vector<FixId>& fixes,
                                unsigned threads) {
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  how.threads = threads;
  const std::vector<Question> questions{{median_to_conversion(), {}}};
  std::optional<Journey> applied;
  if (!fixes.empty()) {
    applied = apply_fixes(journey, fixes);
    if (!applied) return std::nullopt;
  }
  const Prediction found = predict(applied ? *applied : journey, questions, how);
  const Answer& answer = found.answers.front();
  if (!answer.is_defined) return std::nullopt;
  return answer.estimate.best;
}

using Task = std::function<void()>;

/// One task for each set of fixes, each on one thread.
void add_median_tasks(const Journey& journey, ReportNumbers& numbers, std::vector<Task>& tasks) {
  if (!numbers.combinations) return;
  const std::vector<ComparedAlternative>& rows = numbers.combinations->alternatives;
  const Answer* today = find_answer(numbers.today, median_to_conversion(), {});
  if (today == nullptr || !today->is_defined || rows.size() > kMostMedians) return;
  std::vector<std::optional<double>>& medians = numbers.living.medians;
  medians.resize(rows.size());
  medians.front() = today->estimate.best;
  for (std::size_t k = 1; k < rows.size(); ++k) {
    tasks.push_back([&journey, &medians, &rows, k] {
      medians[k] = median_of(journey, rows[k].alternative.fixes, 1);
    });
  }
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

std::unique_ptr<ReportNumbers> find_numbers_today(const Journey& journey, const Options& options,
                                                  Progress* progress) {
  const ProgressScope scope(progress, kTodayPart);
  auto numbers = std::make_unique<ReportNumbers>();
  numbers->today = predict_today(journey, options, progress);
  return numbers;
}

void find_numbers_of_fixes(const Journey& journey, const Options& options,
                           const std::vector<Question>& asked, Progress* progress, Stopwatch& watch,
                           ReportNumbers& numbers) {
  {
    const ProgressScope scope(progress, kComparePart);
    compare_all(journey, options, asked, progress, numbers);
  }
  watch.lap("compare");
  find_living(journey, numbers);
  watch.lap("every set of fixes");
  // The longest task first, so that the others fill the other threads.
  std::vector<Task> tasks;
  tasks.push_back([&] { numbers.promises = judge(journey, options); });
  add_median_tasks(journey, numbers, tasks);
  begin_step(progress, "promises", tasks.size(), 1);
  for_each_index(tasks.size(), options.threads, [&](std::size_t i) {
    tasks[i]();
    advance(progress);
  });
  watch.lap("promises and medians");
  numbers.hangs_on = find_hangs_on(journey, options, numbers);
  watch.lap("what it hangs on");
}

}  // namespace cairn
