#include "render/flow/flow_numbers.h"

#include <algorithm>

namespace cairn {
namespace {

bool is_for_everyone(const Scope& scope) {
  return scope.groups.empty() && scope.conditions.empty();
}

double best_of(const Journey& journey, ParameterId id) {
  return static_cast<double>(journey.parameters[id].best.hi);
}

/// Lists the ways of one place or source and reads the shares that hold for everyone. A `rest` for
/// everyone is known if nothing but plain shares for everyone stands beside it. A lone way has no
/// number, for nobody wrote one.
void read_ways(const Journey& journey, LinkStart from, const std::vector<FlowLine>& flows,
               std::map<LinkEnds, bool>& seen, FlowNumbers& numbers) {
  double sum = 0;
  bool is_plain = true;
  const FlowLine* rest = nullptr;
  for (const FlowLine& line : flows) {
    const LinkEnds ends{from, line.target};
    if (!seen[ends]) {
      seen[ends] = true;
      numbers.links.push_back(ends);
      if (line.added_by.is_valid()) numbers.added.insert(ends);
    }
    if (line.added_by.is_valid()) continue;
    if (!is_for_everyone(line.scope)) {
      is_plain = false;
    } else if (line.kind == FlowLine::Kind::rest) {
      rest = &line;
    } else if (line.kind == FlowLine::Kind::share) {
      const double share = best_of(journey, line.value);
      numbers.written_share[ends] = share;
      sum += share;
    }
  }
  if (rest != nullptr && is_plain && sum > 0 && sum <= 1) {
    numbers.written_share[{from, rest->target}] = 1 - sum;
  }
}

void read_answers(const Prediction& prediction, const std::vector<Group>& groups,
                  FlowNumbers& numbers) {
  for (const Answer& answer : prediction.answers) {
    const Metric& metric = answer.question.metric;
    if (answer.question.groups != groups || !answer.is_defined || !metric.place.is_valid() ||
        metric.stat != Stat::none || metric.place.index >= numbers.places.size()) {
      continue;
    }
    PlaceFigures& figures = numbers.places[metric.place];
    const double value = answer.estimate.best;
    switch (metric.kind) {
      case Metric::Kind::reach:
        figures.reach = value;
        break;
      case Metric::Kind::exits:
        figures.exits = value;
        break;
      case Metric::Kind::visits:
        figures.visits = value;
        break;
      case Metric::Kind::emotion:
        figures.feeling = value;
        break;
      default:
        break;
    }
  }
}

void read_flows(const Prediction& prediction, FlowNumbers& numbers) {
  for (std::optional<double>& share : numbers.entrants) share = 0;
  for (const FlowVolume& flow : prediction.flows) {
    const bool is_entry = flow.source.is_valid();
    const LinkStart from{flow.source, is_entry ? PlaceId{} : flow.from};
    numbers.per_entrant[{from, flow.to}] += flow.per_entrant;
    if (is_entry) {
      std::optional<double>& share = numbers.entrants[flow.source];
      share = share.value_or(0) + flow.per_entrant;
    }
  }
}

/// What came and has not gone when the time is over. Without a horizon everybody ends somewhere.
void find_who_is_still_there(const Prediction& prediction, FlowNumbers& numbers) {
  if (prediction.record.horizon_days <= 0) return;
  for (const auto& [ends, volume] : numbers.per_entrant) {
    numbers.places[ends.to].still += volume;
    if (ends.from.place.is_valid()) numbers.places[ends.from.place].still -= volume;
  }
}

/// What a `feels` line for everyone says; serves where nothing is predicted.
std::optional<double> written_feeling(const Journey& journey, const Place& place) {
  for (const FeelingLine& line : place.feels) {
    if (is_for_everyone(line.scope)) return best_of(journey, line.value);
  }
  return std::nullopt;
}

}  // namespace

FlowNumbers gather_flow_numbers(const Journey& journey, const Prediction* prediction,
                                const std::vector<Group>& groups) {
  FlowNumbers numbers;
  std::map<LinkEnds, bool> seen;
  for (std::size_t i = 0; i < journey.sources.size(); ++i) {
    const SourceId id = journey.sources.id_at(i);
    numbers.entrants.add(std::nullopt);
    read_ways(journey, {id, PlaceId{}}, journey.sources[id].flows, seen, numbers);
  }
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId id = journey.places.id_at(i);
    numbers.places.add({});
    read_ways(journey, {SourceId{}, id}, journey.places[id].flows, seen, numbers);
  }
  if (prediction != nullptr) {
    numbers.is_predicted = true;
    read_answers(*prediction, groups, numbers);
    read_flows(*prediction, numbers);
    find_who_is_still_there(*prediction, numbers);
  } else {
    for (std::size_t i = 0; i < journey.places.size(); ++i) {
      const PlaceId id = journey.places.id_at(i);
      numbers.places[id].feeling = written_feeling(journey, journey.places[id]);
    }
  }
  return numbers;
}

std::string largest_cause(const Journey& journey, const Place& place) {
  const Pain* largest = nullptr;
  double largest_share = 0;
  bool largest_is_general = false;
  for (const PainId id : place.pains) {
    const Pain& pain = journey.pains[id];
    for (const CauseLine& cause : pain.causes) {
      const bool is_general = is_for_everyone(cause.scope);
      const double share = best_of(journey, cause.share);
      const bool is_larger = is_general != largest_is_general ? is_general : share > largest_share;
      if (largest != nullptr && !is_larger) continue;
      largest = &pain;
      largest_share = share;
      largest_is_general = is_general;
    }
  }
  return largest == nullptr ? std::string() : largest->label;
}

}  // namespace cairn
