#include "cli/map_parts.h"

#include <algorithm>
#include <cmath>

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
  return how;
}

Prediction predict_for_map(const Journey& journey, const MapWish& wish) {
  RunOptions how = run_options(wish, wish.worlds);
  how.flows_of = group_of(journey, wish.persona);
  return predict(journey, standard_questions(journey), how);
}

std::optional<double> value_of(const Prediction& prediction, const Question& question) {
  const Answer* answer = find_answer(prediction, question.metric, question.groups);
  if (answer == nullptr || !answer->is_defined) return std::nullopt;
  return answer->estimate.value;
}

/// To come to any touchpoint of a stage is to convert, where these alone count as conversion.
Journey with_stage_as_goal(const Journey& journey, const Stage& stage) {
  Journey copy = journey;
  for (Place& place : copy.places) {
    if (place.counts == Counts::conversion || place.counts == Counts::win) {
      place.counts = Counts::nothing;
    }
  }
  for (const PlaceId id : stage.places) copy.places[id].counts = Counts::conversion;
  return copy;
}

Metric median_of_time(Metric::To to, PlaceId place) {
  Metric metric = metric_of(Metric::Kind::time_to, place);
  metric.to = to;
  metric.stat = Stat::median;
  return metric;
}

StageFigures find_one_stage(const Journey& journey, const Stage& stage,
                            const Prediction& prediction, const std::vector<Group>& groups,
                            const MapWish& wish) {
  StageFigures found;
  if (stage.places.empty()) return found;
  if (stage.places.size() == 1) {
    const PlaceId place = stage.places.front();
    const Question median{median_of_time(Metric::To::place, place), groups};
    found.reach = value_of(prediction, {metric_of(Metric::Kind::reach, place), groups});
    found.arrival_days = value_of(predict(journey, {median}, run_options(wish, 0)), median);
    return found;
  }
  const Journey goal = with_stage_as_goal(journey, stage);
  const Question reach{metric_of(Metric::Kind::conversion), groups};
  const Question median{median_of_time(Metric::To::conversion, {}), groups};
  found.reach = value_of(predict(goal, {reach}, run_options(wish, wish.worlds)), reach);
  found.arrival_days = value_of(predict(goal, {median}, run_options(wish, 0)), median);
  return found;
}

/// What today's people lose to each pain, and with `fixes` in full.
void find_pains(const Journey& journey, const MapWish& wish, MapParts& parts) {
  const Journey theirs =
      wish.persona.is_valid() ? journey_of_persona(journey, wish.persona) : journey;
  CompareOptions how;
  how.seed = wish.seed;
  how.worlds = 0;
  how.threads = wish.threads;
  how.find_business = false;
  std::vector<Alternative> alternatives;
  if (!wish.fixes.empty()) {
    Alternative& chosen = alternatives.emplace_back();
    chosen.kind = Alternative::Kind::chosen;
    chosen.fixes = wish.fixes;
    std::sort(chosen.fixes.begin(), chosen.fixes.end());
  }
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

/// What having each pain away would bring, at best estimates.
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
  how.find_places = false;
  how.find_business = false;
  std::vector<Question> questions{{metric_of(Metric::Kind::conversion), {}}};
  if (!journey.frame.currency.empty()) {
    Metric profit = metric_of(Metric::Kind::profit);
    profit.per = Per::entrant;
    questions.push_back({profit, {}});
  }
  const auto comparison = compare(theirs, all_alternatives(theirs), questions, how);
  if (!comparison) return;
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
  CompareOptions how;
  how.seed = wish.seed;
  how.worlds = wish.worlds;
  how.threads = wish.threads;
  how.find_places = false;
  parts.comparison = compare(journey, alternatives, compare_questions(journey), how);
  if (!parts.comparison) return;
  ExperimentOptions tests;
  tests.seed = wish.seed;
  tests.worlds = parts.comparison->record.worlds;
  tests.threads = wish.threads;
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

std::vector<StageFigures> find_stage_figures(const Journey& journey, const Prediction& prediction,
                                             PersonaId persona, const MapWish& wish) {
  const std::vector<Group> groups = group_of(journey, persona);
  std::vector<StageFigures> found;
  for (const Stage& stage : journey.stages) {
    found.push_back(find_one_stage(journey, stage, prediction, groups, wish));
  }
  return found;
}

MapParts gather_map(const Journey& journey, const MapWish& wish) {
  MapParts parts;
  const bool wants_today = wish.fixes.empty() || wish.is_delta;
  if (wants_today) {
    parts.today = predict_for_map(journey, wish);
    parts.today_stages = find_stage_figures(journey, parts.today, wish.persona, wish);
  }
  find_pains(journey, wish, parts);
  if (wish.fixes.empty()) find_reliefs(journey, wish, parts);
  find_comparison(journey, wish, parts);
  if (wish.fixes.empty()) return parts;
  if (const std::optional<Journey> applied = apply_fixes(journey, wish.fixes)) {
    parts.is_scenario_known = true;
    parts.with_fixes = predict_for_map(*applied, wish);
    parts.fixed_stages = find_stage_figures(*applied, parts.with_fixes, wish.persona, wish);
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
