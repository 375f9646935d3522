#include "simulator/compare.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "base/check.h"
#include "base/parallel.h"
#include "journey/apply.h"
#include "simulator/best.h"
#include "simulator/compared_places.h"
#include "simulator/doubt.h"
#include "simulator/estimates.h"
#include "simulator/figures.h"
#include "simulator/time_figures.h"
#include "simulator/walked.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

Strengths strengths_of(const Journey& journey, const Alternative& alternative) {
  Strengths strengths(journey.fixes.size(), 0);
  for (const FixId fix : alternative.fixes) strengths[fix.index] = 1;
  return strengths;
}

std::vector<FixId> fixes_of(const std::vector<Alternative>& alternatives) {
  std::vector<FixId> fixes;
  for (const Alternative& one : alternatives) {
    fixes.insert(fixes.end(), one.fixes.begin(), one.fixes.end());
  }
  std::sort(fixes.begin(), fixes.end());
  fixes.erase(std::unique(fixes.begin(), fixes.end()), fixes.end());
  return fixes;
}

// ---- figures ------------------------------------------------------------------------------------

Answer answer_figure(const Setting& setting, const FigurePlan& plan,
                     const SolvedAlternative& solved, const DoubtAnswer* doubt,
                     const Question& question, std::size_t q, bool keep_samples) {
  Answer answer;
  answer.question = question;
  const MetricForm& form = plan.forms[q];
  answer.unit = form.unit;
  const double best = solved.best.values[q];
  answer.why_not = form.why_not;
  if (form.is_quantile) answer.why_not = "quantiles are not compared";
  if (answer.why_not.empty() && std::isnan(best)) answer.why_not = "a mean over nobody";
  if (answer.why_not.empty() && std::isinf(best)) answer.why_not = "grows without end";
  if (!answer.why_not.empty()) {
    answer.is_defined = false;
    return answer;
  }
  answer.estimate = {best, best, best, best, solved.best.errors[q], solved.best.method, {}};
  if (doubt != nullptr) spread_over_worlds(doubt->values[q], keep_samples, answer.estimate);
  if (solved.walked.people > 0) {
    double share = 0;
    for (std::size_t c = 0; c < solved.at_best.shares.size(); ++c) {
      if (plan.mixes[plan.mix_of[q]].includes[c]) share += solved.at_best.shares[c];
    }
    const double factor = calendar_factor(*setting.journey, form, solved.at_best.world, share);
    answer.walk = walked_figure(plan, solved.walked, q, factor, answer);
  }
  return answer;
}

/// Alternatives that are solved in draws together: which ways of solving are good enough is settled
/// by all of them.
struct Batch {
  std::vector<std::size_t> rows;   // today first
  std::uint32_t checked = 0;       // worlds in which they are solved the long way too
  std::vector<DoubtAnswer> doubt;  // of them, or empty
};

std::optional<Effect> effect_of(const std::vector<SolvedAlternative>& solved, const Batch& batch,
                                std::size_t r, std::size_t q, bool keep_samples) {
  const BestAnswer& best = solved[batch.rows[r]].best;
  const BestAnswer& today = solved.front().best;
  const std::vector<double> none;
  const bool has_worlds = !batch.doubt.empty();
  Effect effect =
      paired_effect(best.values[q], today.values[q], has_worlds ? batch.doubt[r].values[q] : none,
                    has_worlds ? batch.doubt[0].values[q] : none, keep_samples);
  effect.error = best.errors[q] + today.errors[q];
  return effect;
}

/// Of every row of the batch but today, unless it is the first batch.
void compare_figures(const Setting& setting, const FigurePlan& plan,
                     const std::vector<SolvedAlternative>& solved, const Batch& batch,
                     const CompareOptions& options, Comparison& comparison) {
  const bool has_today = !comparison.alternatives.front().figures.empty();
  for (std::size_t r = has_today ? 1 : 0; r < batch.rows.size(); ++r) {
    const std::size_t a = batch.rows[r];
    for (std::size_t q = 0; q < comparison.questions.size(); ++q) {
      ComparedFigure figure;
      figure.answer =
          answer_figure(setting, plan, solved[a], batch.doubt.empty() ? nullptr : &batch.doubt[r],
                        comparison.questions[q], q, options.keep_samples);
      const bool is_pair = a > 0 && figure.answer.is_defined &&
                           comparison.alternatives[0].figures[q].answer.is_defined;
      if (is_pair) figure.effect = effect_of(solved, batch, r, q, options.keep_samples);
      if (figure.answer.walk) {
        RunRecord& record = comparison.record;
        record.worst_z = std::max(record.worst_z, std::fabs(figure.answer.walk->z));
      }
      comparison.alternatives[a].figures.push_back(std::move(figure));
    }
  }
}

/// By row of the batch.
std::vector<CalendarEffect> find_calendars(const Setting& setting,
                                           const std::vector<SolvedAlternative>& solved,
                                           const Batch& batch, std::size_t first,
                                           const CompareOptions& options,
                                           const Comparison& comparison) {
  std::vector<Alternative> alternatives;
  std::vector<double> full_best;
  for (const std::size_t a : batch.rows) {
    alternatives.push_back(comparison.alternatives[a].alternative);
    const std::vector<double>& values = solved[a].best.values;
    full_best.insert(full_best.end(), values.begin() + static_cast<std::ptrdiff_t>(first),
                     values.end());
  }
  return solve_calendar_effects(setting, alternatives, full_best, batch.doubt, first,
                                {options.seed, options.worlds, options.threads, options.is_rough,
                                 options.progress, batch.checked});
}

// Parts of what is left that steps are thought to take; only the bar of progress depends on them.
constexpr double kWalkPart = 0.5, kSolvePart = 0.2, kDoubtPart = 0.7;

std::vector<WorldChains> chains_of(const Setting& setting, const Comparison& comparison) {
  const World written = written_estimate(*setting.journey);
  std::vector<WorldChains> chains;
  for (const ComparedAlternative& row : comparison.alternatives) {
    chains.push_back(
        build_world_chains(setting, written, strengths_of(*setting.journey, row.alternative)));
  }
  return chains;
}

void solve_rows(const Setting& setting, const FigurePlan& plan, const CompareOptions& options,
                std::size_t first_beside, std::vector<SolvedAlternative>& solved) {
  const SolvedAlternative& today = solved.front();
  const bool is_walked = options.people > 0;
  if (!is_walked) begin_step(options.progress, "solving", solved.size(), kSolvePart);
  std::optional<RoughSolver> rough;
  if (options.is_rough) rough.emplace(setting, plan, today.at_best, today.best);
  for_each_index(solved.size() - 1, options.threads, [&](std::size_t i) {
    SolvedAlternative& row = solved[i + 1];
    if (rough) {
      row.best = rough->solve(row.at_best);
    } else if (i + 1 < first_beside) {
      row.best = solve_like(setting, plan, row.at_best, today.best, options.threads);
    } else {
      row.best = estimate_like(setting, plan, row.at_best, today.best);
    }
    if (!is_walked) advance(options.progress);
  });
}

void walk_rows(const Setting& setting, const FigurePlan& plan, const Comparison& comparison,
               const CompareOptions& options, std::vector<SolvedAlternative>& solved) {
  if (options.people == 0) return;
  begin_step(options.progress, "walking people", options.people * solved.size(), kWalkPart);
  WalkOptions walking;
  walking.seed = options.seed;
  walking.people = options.people;
  walking.threads = options.threads;
  walking.progress = options.progress;
  for (SolvedAlternative& row : solved) {
    row.walked = walk_people(setting, plan, row.at_best, comparison.questions, walking);
  }
}

std::vector<SolvedAlternative> solve_all(const Setting& setting, const FigurePlan& plan,
                                         const Comparison& comparison, std::size_t first_beside,
                                         const CompareOptions& options) {
  std::vector<SolvedAlternative> solved;
  for (WorldChains& chains : chains_of(setting, comparison)) {
    solved.emplace_back().at_best = std::move(chains);
  }
  solved.front().best =
      solve_best(setting, plan, comparison.questions, solved.front().at_best, options.threads);
  solve_rows(setting, plan, options, first_beside, solved);
  walk_rows(setting, plan, comparison, options, solved);
  return solved;
}

/// Those that were asked for, and apart from them those beside.
std::vector<Batch> make_batches(std::size_t count, std::size_t first_beside) {
  std::vector<Batch> batches(count > first_beside ? 2 : 1);
  // Sets of fixes that have been checked one by one need fewer.
  constexpr std::uint32_t kCheckedBeside = 8;
  for (Batch& batch : batches) batch = {{0}, kCheckedBeside, {}};
  batches.front().checked = kCheckedWorlds;
  for (std::size_t a = 1; a < count; ++a) batches[a < first_beside ? 0 : 1].rows.push_back(a);
  return batches;
}

void find_doubt(const Setting& setting, const FigurePlan& plan,
                const std::vector<SolvedAlternative>& solved, const CompareOptions& options,
                Batch& batch) {
  std::vector<DoubtCase> cases;
  for (const std::size_t a : batch.rows) cases.push_back({&solved[a].at_best, &solved[a].best});
  batch.doubt = solve_doubt(setting, plan, cases, options.seed, options.worlds, options.threads,
                            options.progress, {batch.checked, options.is_rough});
}

/// On the grids of the curves of times, which draw a median well enough; none where no grid of fair
/// cost can tell.
void find_medians(const Setting& setting, const std::vector<SolvedAlternative>& solved,
                  unsigned threads, Comparison& comparison) {
  Metric metric;
  metric.kind = Metric::Kind::time_to;
  metric.to = Metric::To::conversion;
  const FigurePlan plan = plan_figures(setting, {{metric, {}}});
  for_each_index(solved.size(), threads, [&](std::size_t a) {
    const std::vector<TimePercentile> median = solve_time_percentiles(
        setting, plan, metric, 0, solved[a].at_best, solved[a].best, {0.5}, threads);
    if (!median.empty()) comparison.alternatives[a].median_days = median.front().days;
  });
}

void write_record(const Setting& setting, const std::vector<SolvedAlternative>& solved,
                  const CompareOptions& options, bool has_worlds, RunRecord& record) {
  record.seed = options.seed;
  record.worlds = has_worlds ? options.worlds : 0;
  record.people = options.people;
  const double horizon_days = solved.front().at_best.weights.horizon_days;
  record.horizon_days = std::isfinite(horizon_days) ? horizon_days : 0;
  for (const StateSpace& space : setting.spaces) record.state_count += space.states.size();
  record.class_count = static_cast<std::uint32_t>(setting.classes.size());
}

}  // namespace

namespace {

/// A comparison that has been solved, but not yet read.
struct Prepared {
  Journey applied;
  Setting setting;
  FigurePlan plan;
  Comparison comparison;  // questions and alternatives
  std::vector<SolvedAlternative> solved;
  std::vector<Batch> batches;
};

/// Nothing if it cannot be solved. The setting points into what is returned: it stays where it is.
std::unique_ptr<Prepared> prepare(const Journey& journey,
                                  const std::vector<Alternative>& alternatives,
                                  const std::vector<Question>& questions,
                                  const CompareOptions& options) {
  const std::vector<FixId> fixes = fixes_of(alternatives);
  const std::vector<FixId> others = fixes_of(options.beside);
  // More fixes would lay out other states, and so move the last bits of the others.
  CAIRN_CHECK(std::includes(fixes.begin(), fixes.end(), others.begin(), others.end()));
  std::optional<Journey> applied = apply_fixes(journey, fixes);
  if (!applied) return nullptr;
  auto made = std::make_unique<Prepared>();
  made->applied = std::move(*applied);
  ExactNeeds needs;
  needs.all_places = false;
  made->setting = build_setting(made->applied, needs);
  if (has_large_class(made->setting)) return nullptr;
  made->plan = plan_figures(made->setting, questions);
  Comparison& comparison = made->comparison;
  comparison.questions = questions;
  comparison.alternatives.resize(1);
  for (const std::vector<Alternative>* some : {&alternatives, &options.beside}) {
    for (const Alternative& one : *some) comparison.alternatives.emplace_back().alternative = one;
  }
  const std::size_t first_beside = 1 + alternatives.size();
  made->solved = solve_all(made->setting, made->plan, comparison, first_beside, options);
  made->batches = make_batches(comparison.alternatives.size(), first_beside);
  const bool has_worlds = options.worlds > 0 && has_doubt(journey);
  if (has_worlds) {
    const ProgressScope scope(options.progress, options.find_business ? kDoubtPart : 1);
    for (Batch& batch : made->batches) {
      find_doubt(made->setting, made->plan, made->solved, options, batch);
    }
  }
  write_record(made->setting, made->solved, options, has_worlds, comparison.record);
  return made;
}

void find_business(Prepared& made, std::size_t first, const CompareOptions& options) {
  for (const Batch& batch : made.batches) {
    const std::vector<CalendarEffect> effects =
        find_calendars(made.setting, made.solved, batch, first, options, made.comparison);
    for (std::size_t r = 1; r < batch.rows.size(); ++r) {
      made.comparison.alternatives[batch.rows[r]].business = business_case(effects[r]);
    }
  }
}

}  // namespace

std::optional<Comparison> compare(const Journey& journey,
                                  const std::vector<Alternative>& alternatives,
                                  const std::vector<Question>& questions,
                                  const CompareOptions& options) {
  std::vector<Question> asked = questions;
  const bool by_calendar =
      options.find_business && has_calendar(journey) && !journey.frame.currency.empty();
  if (by_calendar) {
    // Asked behind the others, and taken away again when the calendar has used them.
    const std::vector<Question> more = calendar_questions();
    asked.insert(asked.end(), more.begin(), more.end());
  }
  const std::unique_ptr<Prepared> made = prepare(journey, alternatives, asked, options);
  if (!made) return std::nullopt;
  Comparison& comparison = made->comparison;
  if (by_calendar) find_business(*made, questions.size(), options);
  comparison.questions.resize(questions.size());
  for (const Batch& batch : made->batches) {
    compare_figures(made->setting, made->plan, made->solved, batch, options, comparison);
  }
  if (options.find_places) {
    find_places(made->setting, made->plan, made->solved, comparison);
    find_scores(made->setting, made->solved, comparison);
  }
  if (options.find_flows) find_flows(made->setting, made->plan, made->solved, comparison);
  if (options.find_persona_reach) find_persona_reach(made->setting, made->solved, comparison);
  if (options.find_medians) find_medians(made->setting, made->solved, options.threads, comparison);
  return std::move(comparison);
}

std::optional<std::vector<CalendarEffect>> compare_calendars(
    const Journey& journey, const std::vector<Alternative>& alternatives,
    const CompareOptions& options) {
  if (!has_calendar(journey)) return std::nullopt;
  const std::unique_ptr<Prepared> made =
      prepare(journey, alternatives, calendar_questions(), options);
  if (!made) return std::nullopt;
  return find_calendars(made->setting, made->solved, made->batches.front(), 0, options,
                        made->comparison);
}

std::vector<Question> compare_questions(const Journey& journey) {
  std::vector<Question> questions;
  const auto ask = [&](Metric::Kind kind, Per per, const std::vector<Group>& groups) {
    Metric metric;
    metric.kind = kind;
    metric.per = per;
    questions.push_back({metric, groups});
  };
  ask(Metric::Kind::conversion, Per::none, {});
  for (std::size_t i = 0; journey.personas.size() > 1 && i < journey.personas.size(); ++i) {
    Trait trait;
    trait.persona = journey.personas.id_at(i);
    ask(Metric::Kind::conversion, Per::none, {Group{{trait}}});
  }
  if (!journey.frame.currency.empty()) {
    for (const Metric::Kind kind :
         {Metric::Kind::revenue, Metric::Kind::cost, Metric::Kind::profit}) {
      ask(kind, Per::entrant, {});
    }
  }
  ask(Metric::Kind::emotion, Per::none, {});
  questions.push_back({});
  questions.back().metric.kind = Metric::Kind::time_to;
  questions.back().metric.to = Metric::To::end;
  return questions;
}

}  // namespace cairn
