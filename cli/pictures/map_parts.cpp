#include "cli/pictures/map_parts.h"

#include <algorithm>
#include <cmath>

#include "cli/pictures/stage_reach.h"
#include "decision/advising.h"
#include "journey/apply.h"
#include "simulator/compare.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

std::vector<Group> group_of(const Journey& journey, PersonaId persona) {
  if (!persona.is_valid() || journey.personas.size() < 2) return {};
  Group group;
  group.traits.emplace_back().persona = persona;
  return {group};
}

Metric metric_of(Metric::Kind kind, PlaceId place = {}) {
  Metric metric;
  metric.kind = kind;
  metric.place = place;
  return metric;
}

RunOptions run_options(const MapWish& wish, std::uint32_t worlds) {
  RunOptions how;
  how.seed = wish.seed;
  how.worlds = worlds;
  how.people = 0;
  how.threads = wish.threads;
  how.progress = wish.progress;
  return how;
}

// Parts of what is left that steps are thought to take; only the bar of progress depends on them.
constexpr double kPredicting = 0.5, kFiguresOfStage = 0.9, kComparing = 0.85;
constexpr double kTodayOfScenario = 0.4, kFixes = 0.5;

Prediction predict_for_map(const Journey& journey, const MapWish& wish, const Prediction* known) {
  RunOptions how = run_options(wish, known == nullptr ? wish.worlds : 0);
  how.flows_of = group_of(journey, wish.persona);
  if (known == nullptr) return predict(journey, standard_questions(journey), how);
  Prediction found = *known;
  // Of a persona the flows alone are missing.
  const Question anything{metric_of(Metric::Kind::reach, journey.leave), how.flows_of};
  if (!how.flows_of.empty()) found.flows = predict(journey, {anything}, how).flows;
  return found;
}

std::optional<double> value_of(const Prediction& prediction, const Question& question) {
  const Answer* answer = find_answer(prediction, question.metric, question.groups);
  if (answer == nullptr || !answer->is_defined) return std::nullopt;
  return answer->estimate.value;
}

Metric median_of_time(Metric::To to, PlaceId place) {
  Metric metric = metric_of(Metric::Kind::time_to, place);
  metric.to = to;
  metric.stat = Stat::median;
  return metric;
}

std::vector<Question> for_all(const Metric& metric, const std::vector<PersonaId>& whos,
                              const Journey& journey) {
  std::vector<Question> questions;
  for (const PersonaId who : whos) questions.push_back({metric, group_of(journey, who)});
  return questions;
}

/// A stage of several touchpoints: whoever comes to two of them is counted once.
std::vector<StageFigures> find_wide_stage(const Journey& journey, const Stage& stage,
                                          const std::vector<PersonaId>& whos, const MapWish& wish) {
  const Journey goal = with_stage_as_goal(journey, stage, journey.active_fixes.empty());
  const auto reach = for_all(metric_of(Metric::Kind::conversion), whos, journey);
  const auto median = for_all(median_of_time(Metric::To::conversion, {}), whos, journey);
  const Prediction reached = [&] {
    const ProgressScope scope(wish.progress, kFiguresOfStage);
    return predict(goal, reach, run_options(wish, wish.worlds));
  }();
  const Prediction times = predict(goal, median, run_options(wish, 0));
  std::vector<StageFigures> found;
  for (std::size_t i = 0; i < whos.size(); ++i) {
    found.push_back({value_of(reached, reach[i]), value_of(times, median[i])});
  }
  return found;
}

/// By stage, of each of `whos`.
StageTable find_stages(const Journey& journey, const Prediction& prediction,
                       const std::vector<PersonaId>& whos, const MapWish& wish) {
  std::vector<Question> medians;  // of stages of one touchpoint
  for (const Stage& stage : journey.stages) {
    if (stage.places.size() != 1) continue;
    const Metric metric = median_of_time(Metric::To::place, stage.places.front());
    for (const Question& one : for_all(metric, whos, journey)) medians.push_back(one);
  }
  Prediction times;
  if (!medians.empty()) {
    const ProgressScope scope(wish.progress, 0.1);
    times = predict(journey, medians, run_options(wish, 0));
  }
  StageTable table(whos.size());
  const auto is_wide = [](const Stage& stage) { return stage.places.size() > 1; };
  auto wide_left = std::count_if(journey.stages.begin(), journey.stages.end(), is_wide);
  for (const Stage& stage : journey.stages) {
    std::vector<StageFigures> wide;
    if (is_wide(stage)) {
      const ProgressScope scope(wish.progress, 1.0 / static_cast<double>(wide_left--));
      wide = find_wide_stage(journey, stage, whos, wish);
    }
    for (std::size_t i = 0; i < whos.size(); ++i) {
      StageFigures& found = table[i].emplace_back();
      if (!wide.empty()) found = wide[i];
      if (stage.places.size() != 1) continue;
      const std::vector<Group> groups = group_of(journey, whos[i]);
      const PlaceId place = stage.places.front();
      found.reach = value_of(prediction, {metric_of(Metric::Kind::reach, place), groups});
      found.arrival_days = value_of(times, {median_of_time(Metric::To::place, place), groups});
    }
  }
  return table;
}

Alternative chosen_alternative(const MapWish& wish) {
  Alternative chosen;
  chosen.kind = Alternative::Kind::chosen;
  chosen.fixes = wish.fixes;
  std::sort(chosen.fixes.begin(), chosen.fixes.end());
  return chosen;
}

/// What today's people lose to each pain, and with the scenario's fixes in full.
void find_pains(const Journey& journey, const MapWish& wish, MapParts& parts) {
  const Journey theirs =
      wish.persona.is_valid() ? journey_of_persona(journey, wish.persona) : journey;
  CompareOptions how;
  how.seed = wish.seed;
  how.worlds = 0;
  how.threads = wish.threads;
  how.find_business = false;
  std::vector<Alternative> alternatives;
  if (!wish.fixes.empty()) alternatives.push_back(chosen_alternative(wish));
  const auto comparison =
      compare(theirs, alternatives, {{metric_of(Metric::Kind::conversion), {}}}, how);
  if (!comparison) return;
  parts.today_pains = comparison->alternatives.front().pains;
  if (!wish.fixes.empty()) parts.fixed_pains = comparison->alternatives.back().pains;
}

/// A journey whose fixes take away one pain each, whole.
Journey with_pains_removed(const Journey& journey, std::vector<PainId>& pains) {
  Journey copy = journey;
  copy.fixes = {};
  copy.scenarios = {};
  copy.experiments = {};
  Parameter all;
  all.key = "map|all of a pain";
  all.unit = Unit::share;
  all.best = DoubleDouble{1, 0};
  const ParameterId whole = copy.parameters.add(all);
  for (std::size_t i = 0; i < journey.pains.size(); ++i) {
    const PainId id = journey.pains.id_at(i);
    const Pain& pain = journey.pains[id];
    if (pain.is_reason || pain.causes.empty()) continue;
    Fix fix;
    fix.heading.name = "without " + pain.name;
    fix.heading.label = pain.label;
    Change& change = fix.changes.emplace_back();
    change.kind = Change::Kind::remove;
    change.pain = id;
    change.amount.first = whole;
    copy.fixes.add(std::move(fix));
    pains.push_back(id);
  }
  return copy;
}

/// What having each pain away would bring, at best estimates, and what it costs today.
void find_reliefs(const Journey& journey, const MapWish& wish, MapParts& parts) {
  constexpr std::size_t kMostPains = 40;
  std::vector<PainId> pains;
  const Journey theirs = with_pains_removed(
      wish.persona.is_valid() ? journey_of_persona(journey, wish.persona) : journey, pains);
  if (pains.empty() || pains.size() > kMostPains) return;
  CompareOptions how;
  how.seed = wish.seed;
  how.worlds = 0;
  how.threads = wish.threads;
  how.find_business = false;
  how.is_rough = true;  // against today on the same few cells: far below what is printed
  std::vector<Question> questions{{metric_of(Metric::Kind::conversion), {}}};
  if (!journey.frame.currency.empty()) {
    Metric profit = metric_of(Metric::Kind::profit);
    profit.per = Per::entrant;
    questions.push_back({profit, {}});
  }
  const auto comparison = compare(theirs, all_alternatives(theirs), questions, how);
  if (!comparison) return;
  parts.today_pains = comparison->alternatives.front().pains;
  for (std::size_t i = 0; i < pains.size(); ++i) {
    const ComparedAlternative& one = comparison->alternatives[i + 1];
    if (!one.figures[0].effect) continue;
    PainRelief relief{pains[i], one.figures[0].effect->best, std::nullopt};
    if (one.figures.size() > 1 && one.figures[1].effect) {
      relief.profit = one.figures[1].effect->best;
    }
    parts.reliefs.push_back(relief);
  }
}

void find_comparison(const Journey& journey, const MapWish& wish, MapParts& parts) {
  if (journey.fixes.empty() || wish.comparison != nullptr) return;
  std::vector<Alternative> alternatives;
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
    Alternative& one = alternatives.emplace_back();
    one.kind = Alternative::Kind::fix;
    one.fixes = {journey.fixes.id_at(i)};
  }
  if (wish.fixes.size() > 1) alternatives.push_back(chosen_alternative(wish));
  CompareOptions how;
  how.seed = wish.seed;
  how.worlds = wish.worlds;
  how.threads = wish.threads;
  how.progress = wish.progress;
  {
    const ProgressScope scope(wish.progress, kComparing);
    parts.comparison = compare(journey, alternatives, compare_questions(journey), how);
  }
  if (!parts.comparison) return;
  ExperimentOptions tests;
  tests.seed = wish.seed;
  tests.worlds = parts.comparison->record.worlds;
  tests.threads = wish.threads;
  tests.progress = wish.progress;
  parts.advice = advise_all(journey, *parts.comparison, tests);
}

}  // namespace

Journey journey_of_persona(const Journey& journey, PersonaId persona) {
  Journey copy = journey;
  Parameter none;
  none.key = "map|nobody";
  none.unit = Unit::share;
  const ParameterId nobody = copy.parameters.add(none);
  for (std::size_t i = 0; i < copy.personas.size(); ++i) {
    ShareLine line;
    line.is_rest = copy.personas.id_at(i) == persona;
    if (!line.is_rest) line.value = nobody;
    copy.personas[copy.personas.id_at(i)].shares = {line};
  }
  return copy;
}

StageTable find_stage_table(const Journey& journey, const Prediction& prediction,
                            const MapWish& wish) {
  std::vector<PersonaId> whos{PersonaId{}};
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    whos.push_back(journey.personas.id_at(i));
  }
  return find_stages(journey, prediction, whos, wish);
}

MapParts gather_map(const Journey& journey, const MapWish& wish) {
  MapParts parts;
  const bool wants_today = wish.fixes.empty() || wish.is_delta;
  const bool has_more = !journey.fixes.empty() || !wish.fixes.empty();
  if (wants_today) {
    const ProgressScope today(wish.progress, has_more ? kTodayOfScenario : 1);
    {
      const ProgressScope figures(wish.progress, kPredicting);
      parts.today = predict_for_map(journey, wish, wish.today);
    }
    const std::size_t who = wish.persona.is_valid() ? wish.persona.index + 1 : 0;
    parts.today_stages = wish.stages != nullptr
                             ? wish.stages->at(who)
                             : find_stages(journey, parts.today, {wish.persona}, wish).front();
  }
  {
    const ProgressScope scope(wish.progress, wish.fixes.empty() ? 1 : kFixes);
    find_comparison(journey, wish, parts);
  }
  if (wish.fixes.empty()) find_reliefs(journey, wish, parts);
  if (!journey.pains.empty() && parts.today_pains.empty()) find_pains(journey, wish, parts);
  if (wish.fixes.empty()) return parts;
  if (const std::optional<Journey> applied = apply_fixes(journey, wish.fixes)) {
    parts.is_scenario_known = true;
    {
      const ProgressScope scope(wish.progress, kPredicting);
      parts.with_fixes = predict_for_map(*applied, wish, nullptr);
    }
    parts.fixed_stages = find_stages(*applied, parts.with_fixes, {wish.persona}, wish).front();
  }
  return parts;
}

MapInput map_input(const Journey& journey, const MapWish& wish, const MapParts* parts) {
  MapInput input{journey};
  input.persona = wish.persona;
  input.language = wish.language;
  input.comparison = wish.comparison;
  input.advice = wish.advice;
  input.fixes = wish.fixes;
  input.scenario_label = wish.scenario_label;
  input.is_delta = wish.is_delta;
  if (parts == nullptr) return input;
  if (wish.fixes.empty() || wish.is_delta) {
    input.today = {&parts->today, parts->today_stages, parts->today_pains, parts->reliefs};
  }
  if (parts->is_scenario_known) {
    input.with_fixes = {&parts->with_fixes, parts->fixed_stages, parts->fixed_pains, {}};
  }
  if (parts->comparison) {
    input.comparison = &*parts->comparison;
    input.advice = &parts->advice;
  }
  return input;
}

}  // namespace cairn
