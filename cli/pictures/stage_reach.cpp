#include "cli/pictures/stage_reach.h"

#include <algorithm>

#include "base/parallel.h"
#include "render/flow/flow_graph.h"
#include "simulator/compare.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

bool is_wide(const Stage& stage) {
  return stage.places.size() > 1;
}

std::optional<double> reach_of(const Journey& journey, const Stage& stage, PersonaId persona) {
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  how.threads = 1;
  Question question;
  question.metric.kind = Metric::Kind::conversion;
  question.groups = flow_groups(persona);
  const Prediction found =
      predict(with_stage_as_goal(journey, stage, journey.active_fixes.empty()), {question}, how);
  const Answer* answer = find_answer(found, question.metric, question.groups);
  if (answer == nullptr || !answer->is_defined) return std::nullopt;
  return answer->estimate.best;
}

/// Where a change acts.
PlaceId place_of(const Journey& journey, const Change& change) {
  if (change.kind == Change::Kind::remove) return journey.pains[change.pain].place;
  return change.place.kind == ChangePlace::Kind::flow ? change.place.from : change.place.at;
}

/// What fixes change once the stage is reached.
void forget_changes_at(const Stage& stage, Journey& journey) {
  for (Fix& fix : journey.fixes) {
    std::erase_if(fix.changes, [&](const Change& change) {
      const PlaceId place = place_of(journey, change);
      return std::find(stage.places.begin(), stage.places.end(), place) != stage.places.end();
    });
  }
}

}  // namespace

Journey with_stage_as_goal(const Journey& journey, const Stage& stage, bool ends_there) {
  Journey copy = journey;
  for (Place& place : copy.places) {
    if (place.counts == Counts::conversion || place.counts == Counts::win) {
      place.counts = Counts::nothing;
    }
  }
  for (const PlaceId id : stage.places) {
    Place& place = copy.places[id];
    place.counts = Counts::conversion;
    if (!ends_there) continue;
    FlowLine gone;
    gone.kind = FlowLine::Kind::everyone;
    gone.target = journey.leave;
    place.flows = {gone};
    place.takes.clear();
  }
  if (ends_there) forget_changes_at(stage, copy);
  return copy;
}

std::vector<std::optional<double>> find_stage_reach(const Journey& journey, PersonaId persona,
                                                    unsigned threads) {
  std::vector<std::optional<double>> reach(journey.stages.size());
  for_each_index(reach.size(), threads, [&](std::size_t i) {
    const Stage& stage = journey.stages[journey.stages.id_at(i)];
    if (is_wide(stage)) reach[i] = reach_of(journey, stage, persona);
  });
  return reach;
}

std::vector<std::vector<std::optional<double>>> find_stage_reach(
    const Journey& journey, const std::vector<Alternative>& alternatives, unsigned threads) {
  std::vector<std::vector<std::optional<double>>> reach(
      alternatives.size(), std::vector<std::optional<double>>(journey.stages.size()));
  std::vector<char> is_solved(journey.stages.size(), 1);
  for_each_index(journey.stages.size(), threads, [&](std::size_t i) {
    const Stage& stage = journey.stages[journey.stages.id_at(i)];
    if (!is_wide(stage)) return;
    CompareOptions how;
    how.worlds = 0;
    how.threads = 1;
    how.find_business = false;
    how.find_places = false;
    how.is_rough = true;  // against today on the same few cells: far below what is printed
    Question question;
    question.metric.kind = Metric::Kind::conversion;
    // The comparison puts today before what it is given.
    const auto compared =
        compare(with_stage_as_goal(journey, stage, true), alternatives, {question}, how);
    is_solved[i] = compared && compared->alternatives.size() == alternatives.size() + 1;
    for (std::size_t k = 0; is_solved[i] && k < alternatives.size(); ++k) {
      reach[k][i] = compared->alternatives[k + 1].figures.front().answer.estimate.best;
    }
  });
  const bool is_whole = std::find(is_solved.begin(), is_solved.end(), 0) == is_solved.end();
  if (!is_whole) reach.clear();
  return reach;
}

std::size_t count_wide_stages(const Journey& journey) {
  return static_cast<std::size_t>(
      std::count_if(journey.stages.begin(), journey.stages.end(), is_wide));
}

}  // namespace cairn
