#include "cli/pictures/stage_reach.h"

#include <algorithm>

#include "base/parallel.h"
#include "render/flow/flow_graph.h"
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
  const Prediction found = predict(with_stage_as_goal(journey, stage), {question}, how);
  const Answer* answer = find_answer(found, question.metric, question.groups);
  if (answer == nullptr || !answer->is_defined) return std::nullopt;
  return answer->estimate.best;
}

}  // namespace

Journey with_stage_as_goal(const Journey& journey, const Stage& stage) {
  Journey copy = journey;
  for (Place& place : copy.places) {
    if (place.counts == Counts::conversion || place.counts == Counts::win) {
      place.counts = Counts::nothing;
    }
  }
  for (const PlaceId id : stage.places) {
    Place& place = copy.places[id];
    place.counts = Counts::conversion;
    // What comes after is of no matter, and makes most of the work. Active fixes may act on it.
    if (!journey.active_fixes.empty()) continue;
    FlowLine gone;
    gone.kind = FlowLine::Kind::everyone;
    gone.target = journey.leave;
    place.flows = {gone};
    place.takes.clear();
  }
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

std::size_t count_wide_stages(const Journey& journey) {
  return static_cast<std::size_t>(
      std::count_if(journey.stages.begin(), journey.stages.end(), is_wide));
}

}  // namespace cairn
