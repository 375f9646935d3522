#include "simulator/compared_places.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "journey/row_edits.h"
#include "simulator/exact/until.h"

namespace cairn {
namespace {

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

std::vector<double> lost_by_pain(const Setting& setting, const SolvedAlternative& solved) {
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

}  // namespace

// The same chains with scores for feelings; a coarse grid tells a mean over visits well enough.
void find_scores(Setting setting, const std::vector<SolvedAlternative>& solved,
                 Comparison& comparison) {
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

void find_places(const Setting& setting, const FigurePlan& plan,
                 const std::vector<SolvedAlternative>& solved, Comparison& comparison) {
  const Journey& journey = *setting.journey;
  std::vector<Totals> totals;
  std::vector<std::vector<double>> pains;
  for (const SolvedAlternative& one : solved) {
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

void find_flows(const Setting& setting, const FigurePlan& plan,
                const std::vector<SolvedAlternative>& solved, Comparison& comparison) {
  for (std::size_t a = 0; a < solved.size(); ++a) {
    const SolvedAlternative& one = solved[a];
    comparison.alternatives[a].flows = flow_volumes(
        setting, mix_classes(plan, one.at_best.shares, one.best.by_class).front().totals);
  }
}

void find_persona_reach(const Setting& setting, const std::vector<SolvedAlternative>& solved,
                        Comparison& comparison) {
  const Journey& journey = *setting.journey;
  std::vector<Question> questions;
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    Trait trait;
    trait.persona = journey.personas.id_at(i);
    questions.push_back({{}, {Group{{trait}}}});
  }
  const FigurePlan plan = plan_figures(setting, questions);
  for (std::size_t a = 0; a < solved.size(); ++a) {
    const std::vector<MixTotals> mixes =
        mix_classes(plan, solved[a].at_best.shares, solved[a].best.by_class);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      std::vector<double>& reach = comparison.alternatives[a].persona_reach.emplace_back();
      for (std::size_t i = 0; i < journey.places.size(); ++i) {
        reach.push_back(
            mixes[plan.mix_of[q]].totals[setting.layout.reach(journey.places.id_at(i))]);
      }
    }
  }
}

}  // namespace cairn
