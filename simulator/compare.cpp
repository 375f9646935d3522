#include "simulator/compare.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "base/parallel.h"
#include "journey/apply.h"
#include "journey/row_edits.h"
#include "simulator/best.h"
#include "simulator/doubt.h"
#include "simulator/estimates.h"
#include "simulator/exact/until.h"
#include "simulator/figures.h"
#include "simulator/walked.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

/// One alternative at best estimates.
struct Solved {
  WorldChains at_best;
  BestAnswer best;
  Walked walked;
};

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

// ---- places and pains ---------------------------------------------------------------------------

/// Exits by pain of one class, in parts of the exits of its place: weighed by how often each state
/// is visited and left by a loss.
void add_pains(const Setting& setting, const WorldChains& numbers, std::size_t c,
               const Totals& totals, std::vector<double>& lost) {
  const StateSpace& space = setting.spaces[c];
  const std::vector<double> visits =
      stop_at(setting.plans[c], numbers.chains[c], StateSet(space.states.size(), 0)).visits;
  std::vector<double> exits(setting.journey->places.size(), 0);
  std::vector<double> by_pain(setting.journey->pains.size(), 0);
  for (std::size_t s = 0; s < space.states.size(); ++s) {
    const State& state = space.states[s];
    if (!state.place.is_valid() || state.source.is_valid() || state.ways.empty()) continue;
    const ResolvedRow row = resolve_row(state, numbers.world);
    double leaving = 0;
    for (std::size_t w = 0; w < state.ways.size(); ++w) {
      if (state.ways[w].is_loss) leaving += row.shares[w] * visits[s];
    }
    exits[state.place.index] += leaving;
    const std::vector<double> left = causes_left(state, numbers.world);
    for (std::size_t i = 0; i < left.size(); ++i) {
      by_pain[state.causes[i].pain.index] += leaving * left[i];
    }
  }
  for (std::size_t p = 0; p < by_pain.size(); ++p) {
    const PlaceId place = setting.journey->pains[PainId{static_cast<std::uint32_t>(p)}].place;
    if (!(exits[place.index] > 0)) continue;
    // Within the horizon as many as the engine says; of what, as without one.
    lost[p] +=
        numbers.shares[c] * totals[setting.layout.exits(place)] * by_pain[p] / exits[place.index];
  }
}

std::vector<double> lost_by_pain(const Setting& setting, const Solved& solved) {
  std::vector<double> lost(setting.journey->pains.size(), 0);
  if (lost.empty()) return lost;
  for (std::size_t c = 0; c < setting.classes.size(); ++c) {
    if (solved.at_best.shares[c] > 0) {
      add_pains(setting, solved.at_best, c, solved.best.by_class[c], lost);
    }
  }
  return lost;
}

std::optional<double> feeling_at(const TotalsLayout& layout, const Totals& totals, PlaceId place) {
  const double felt = totals[layout.felt_visits(place)];
  if (!(felt > 0)) return std::nullopt;
  return totals[layout.feeling_sum(place)] / felt;
}

bool has_scores(const Journey& journey) {
  return std::any_of(journey.places.begin(), journey.places.end(),
                     [](const Place& place) { return !place.nps.empty(); });
}

/// The same chains with scores for feelings; a coarse grid tells a mean over visits well enough.
void find_scores(Setting setting, const std::vector<Solved>& solved, Comparison& comparison) {
  constexpr std::uint32_t kScoreCells = 64;
  if (!has_scores(*setting.journey)) return;
  setting.feelings = Feelings::nps;
  Question question;
  question.metric.kind = Metric::Kind::nps;
  const FigurePlan plan = plan_figures(setting, {question});
  const World written = written_estimate(*setting.journey);
  std::optional<double> today;
  for (std::size_t a = 0; a < solved.size(); ++a) {
    const WorldChains numbers = build_world_chains(setting, written, solved[a].at_best.strengths);
    const bool has_horizon = std::isfinite(numbers.weights.horizon_days);
    const std::vector<Totals> totals = has_horizon
                                           ? estimate_with_horizon(setting, numbers, kScoreCells)
                                           : solve_without_horizon(setting, numbers);
    const double score =
        figure_values(setting, plan, numbers.world, mix_classes(plan, numbers.shares, totals))
            .front();
    ComparedAlternative& row = comparison.alternatives[a];
    if (std::isfinite(score)) row.nps = score;
    if (a == 0) today = row.nps;
    row.nps_today = today;
  }
}

void find_places(const Setting& setting, const FigurePlan& plan, const std::vector<Solved>& solved,
                 Comparison& comparison) {
  const Journey& journey = *setting.journey;
  std::vector<Totals> totals;
  std::vector<std::vector<double>> pains;
  for (const Solved& one : solved) {
    totals.push_back(mix_classes(plan, one.at_best.shares, one.best.by_class).front().totals);
    pains.push_back(lost_by_pain(setting, one));
  }
  for (std::size_t a = 0; a < solved.size(); ++a) {
    ComparedAlternative& row = comparison.alternatives[a];
    for (std::size_t i = 0; i < journey.places.size(); ++i) {
      const PlaceId place = journey.places.id_at(i);
      row.places.push_back(
          {place, totals[a][setting.layout.reach(place)], totals[0][setting.layout.reach(place)],
           totals[a][setting.layout.exits(place)], totals[0][setting.layout.exits(place)],
           feeling_at(setting.layout, totals[a], place),
           feeling_at(setting.layout, totals[0], place)});
    }
    for (std::size_t p = 0; p < journey.pains.size(); ++p) {
      if (journey.pains[journey.pains.id_at(p)].causes.empty()) continue;
      row.pains.push_back({journey.pains.id_at(p), pains[a][p], pains[0][p]});
    }
  }
}

void find_flows(const Setting& setting, const FigurePlan& plan, const std::vector<Solved>& solved,
                Comparison& comparison) {
  for (std::size_t a = 0; a < solved.size(); ++a) {
    const Solved& one = solved[a];
    comparison.alternatives[a].flows = flow_volumes(
        setting, mix_classes(plan, one.at_best.shares, one.best.by_class).front().totals);
  }
}

// ---- figures ------------------------------------------------------------------------------------

Answer answer_figure(const Setting& setting, const FigurePlan& plan, const Solved& solved,
                     const DoubtAnswer* doubt, const Question& question, std::size_t q,
                     bool keep_samples) {
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

void compare_figures(const Setting& setting, const FigurePlan& plan,
                     const std::vector<Solved>& solved, const std::vector<DoubtAnswer>& doubt,
                     const CompareOptions& options, Comparison& comparison) {
  const std::vector<double> none;
  for (std::size_t a = 0; a < solved.size(); ++a) {
    for (std::size_t q = 0; q < comparison.questions.size(); ++q) {
      ComparedFigure figure;
      figure.answer = answer_figure(setting, plan, solved[a], doubt.empty() ? nullptr : &doubt[a],
                                    comparison.questions[q], q, options.keep_samples);
      const bool is_pair = a > 0 && figure.answer.is_defined &&
                           comparison.alternatives[0].figures[q].answer.is_defined;
      if (is_pair) {
        figure.effect =
            paired_effect(solved[a].best.values[q], solved[0].best.values[q],
                          doubt.empty() ? none : doubt[a].values[q],
                          doubt.empty() ? none : doubt[0].values[q], options.keep_samples);
        figure.effect->error = solved[a].best.errors[q] + solved[0].best.errors[q];
      }
      if (figure.answer.walk) {
        RunRecord& record = comparison.record;
        record.worst_z = std::max(record.worst_z, std::fabs(figure.answer.walk->z));
      }
      comparison.alternatives[a].figures.push_back(std::move(figure));
    }
  }
}

std::vector<CalendarEffect> find_calendars(const Setting& setting,
                                           const std::vector<Solved>& solved,
                                           const std::vector<DoubtAnswer>& doubt, std::size_t first,
                                           const CompareOptions& options,
                                           const Comparison& comparison) {
  std::vector<Alternative> alternatives;
  std::vector<double> full_best;
  for (std::size_t a = 0; a < solved.size(); ++a) {
    alternatives.push_back(comparison.alternatives[a].alternative);
    const std::vector<double>& values = solved[a].best.values;
    full_best.insert(full_best.end(), values.begin() + static_cast<std::ptrdiff_t>(first),
                     values.end());
  }
  return solve_calendar_effects(
      setting, alternatives, full_best, doubt, first,
      {options.seed, options.worlds, options.threads, options.is_rough, options.progress});
}

// Parts of what is left that steps are thought to take; only the bar of progress depends on them.
constexpr double kWalkPart = 0.5, kSolvePart = 0.2, kDoubtPart = 0.7;

std::vector<Solved> solve_all(const Setting& setting, const FigurePlan& plan,
                              const Comparison& comparison, const CompareOptions& options) {
  std::vector<Solved> solved(comparison.alternatives.size());
  const World written = written_estimate(*setting.journey);
  for (std::size_t a = 0; a < solved.size(); ++a) {
    const Alternative& alternative = comparison.alternatives[a].alternative;
    solved[a].at_best =
        build_world_chains(setting, written, strengths_of(*setting.journey, alternative));
  }
  Solved& today = solved.front();
  today.best = solve_best(setting, plan, comparison.questions, today.at_best, options.threads);
  const bool is_walked = options.people > 0;
  if (is_walked) {
    begin_step(options.progress, "walking people", options.people * solved.size(), kWalkPart);
  } else {
    begin_step(options.progress, "solving", solved.size(), kSolvePart);
  }
  if (options.is_rough) {
    const RoughSolver rough(setting, plan, today.at_best, today.best);
    for_each_index(solved.size() - 1, options.threads, [&](std::size_t i) {
      solved[i + 1].best = rough.solve(solved[i + 1].at_best);
      if (!is_walked) advance(options.progress);
    });
  }
  for (std::size_t a = 0; a < solved.size(); ++a) {
    Solved& made = solved[a];
    if (a > 0 && !options.is_rough) {
      made.best = solve_like(setting, plan, made.at_best, today.best, options.threads);
      if (!is_walked) advance(options.progress);
    }
    if (options.people > 0) {
      WalkOptions walking;
      walking.seed = options.seed;
      walking.people = options.people;
      walking.threads = options.threads;
      walking.progress = options.progress;
      made.walked = walk_people(setting, plan, made.at_best, comparison.questions, walking);
    }
  }
  return solved;
}

void write_record(const Setting& setting, const std::vector<Solved>& solved,
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
  std::vector<Solved> solved;
  std::vector<DoubtAnswer> doubt;
};

/// Nothing if it cannot be solved. The setting points into what is returned: it stays where it is.
std::unique_ptr<Prepared> prepare(const Journey& journey,
                                  const std::vector<Alternative>& alternatives,
                                  const std::vector<Question>& questions,
                                  const CompareOptions& options) {
  std::optional<Journey> applied = apply_fixes(journey, fixes_of(alternatives));
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
  comparison.alternatives.resize(1 + alternatives.size());
  for (std::size_t a = 0; a < alternatives.size(); ++a) {
    comparison.alternatives[a + 1].alternative = alternatives[a];
  }
  made->solved = solve_all(made->setting, made->plan, comparison, options);
  std::vector<DoubtCase> cases;
  for (const Solved& one : made->solved) cases.push_back({&one.at_best, &one.best});
  if (options.worlds > 0 && has_doubt(journey)) {
    const ProgressScope scope(options.progress, options.find_business ? kDoubtPart : 1);
    made->doubt = solve_doubt(made->setting, made->plan, cases, options.seed, options.worlds,
                              options.threads, options.progress);
  }
  write_record(made->setting, made->solved, options, !made->doubt.empty(), comparison.record);
  return made;
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
  if (by_calendar) {
    const std::vector<CalendarEffect> effects = find_calendars(
        made->setting, made->solved, made->doubt, questions.size(), options, comparison);
    for (std::size_t a = 1; a < effects.size(); ++a) {
      comparison.alternatives[a].business = business_case(effects[a]);
    }
  }
  comparison.questions.resize(questions.size());
  compare_figures(made->setting, made->plan, made->solved, made->doubt, options, comparison);
  if (options.find_places) {
    find_places(made->setting, made->plan, made->solved, comparison);
    find_scores(made->setting, made->solved, comparison);
  }
  if (options.find_flows) find_flows(made->setting, made->plan, made->solved, comparison);
  return std::move(comparison);
}

std::optional<std::vector<CalendarEffect>> compare_calendars(
    const Journey& journey, const std::vector<Alternative>& alternatives,
    const CompareOptions& options) {
  if (!has_calendar(journey)) return std::nullopt;
  const std::unique_ptr<Prepared> made =
      prepare(journey, alternatives, calendar_questions(), options);
  if (!made) return std::nullopt;
  return find_calendars(made->setting, made->solved, made->doubt, 0, options, made->comparison);
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
