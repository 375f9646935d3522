// How people come, go on from column to column, and end: from the flows of a prediction.
#include <algorithm>

#include "journey/state_space.h"
#include "render/map/map_facts.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

std::vector<std::size_t> columns_of_places(const Journey& journey, const MapFacts& facts) {
  std::vector<std::size_t> column_of(journey.places.size(), kNoColumn);
  for (std::size_t c = 0; c < facts.columns.size(); ++c) {
    for (const MapTouchpoint& touchpoint : facts.columns[c].touchpoints) {
      column_of[touchpoint.place.index] = c;
    }
  }
  return column_of;
}

/// Passages out of a column, per entrant.
struct Ways {
  double in = 0, on = 0, back = 0, leave = 0;
};

/// A way to a loss leaves, whichever column the loss stands in (R12).
std::vector<Ways> count_ways(const Journey& journey, const MapFacts& facts,
                             const std::vector<std::size_t>& column_of,
                             const Prediction& prediction) {
  std::vector<Ways> ways(facts.columns.size());
  for (const FlowVolume& flow : prediction.flows) {
    const bool is_entry = flow.source.is_valid() || !flow.from.is_valid();
    const std::size_t from = is_entry ? kNoColumn : column_of[flow.from.index];
    const std::size_t to = column_of[flow.to.index];
    if (to != kNoColumn && to != from) ways[to].in += flow.per_entrant;
    if (from == kNoColumn) continue;
    if (is_loss(journey, flow.to)) {
      ways[from].leave += flow.per_entrant;
    } else if (to != from) {
      const bool goes_back = facts.has_stages && to < from;
      (goes_back ? ways[from].back : ways[from].on) += flow.per_entrant;
    }
  }
  return ways;
}

void read_ways(const Ways& ways, bool has_horizon, std::optional<double> MapFigure::*which,
               MapWaysOut& out) {
  const double ended = ways.on + ways.back + ways.leave;
  const double all = has_horizon ? std::max(ways.in, ended) : ended;
  if (!(all > 0)) return;
  out.still.*which = (all - ended) / all;
  out.on.*which = ways.on / all;
  out.back.*which = ways.back / all;
  out.leave.*which = ways.leave / all;
}

void read_shares(const Prediction& prediction, std::optional<double> MapFigure::*which,
                 const Journey& journey, std::vector<MapEnd>& sources) {
  std::vector<double> shares(journey.sources.size(), 0);
  for (const FlowVolume& flow : prediction.flows) {
    if (flow.source.is_valid()) shares[flow.source.index] += flow.per_entrant;
  }
  for (std::size_t i = 0; i < sources.size(); ++i) sources[i].share.*which = shares[i];
}

std::string channel_name(const Journey& journey, ChannelId channel) {
  return channel.is_valid() ? journey.channels[channel].name : std::string();
}

bool is_empty(const MapEnd& end) {
  return end.share.value == 0.0 && end.share.today.value_or(0) == 0;
}

/// Whom no outcome has by the horizon: everybody ends in at most one.
MapFigure find_still(const MapInput& input, const std::vector<MapEnd>& outcomes) {
  MapFigure still;
  const auto find = [&](const Prediction* prediction, std::optional<double> MapFigure::*which) {
    if (prediction == nullptr || prediction->record.horizon_days <= 0) return;
    double ended = 0;
    for (const MapEnd& end : outcomes) ended += (end.share.*which).value_or(0);
    still.*which = std::max(0.0, 1 - ended);
  };
  find(shown_numbers(input).prediction, &MapFigure::value);
  if (input.is_delta) find(input.today.prediction, &MapFigure::today);
  const bool is_notable =
      std::max(still.value.value_or(0), still.today.value_or(0)) >= kSmallestShare;
  return is_notable ? still : MapFigure{};
}

}  // namespace

void find_ways_out(const MapInput& input, MapFacts& facts) {
  const std::vector<std::size_t> column_of = columns_of_places(input.journey, facts);
  const auto read = [&](const Prediction* prediction, std::optional<double> MapFigure::*which) {
    if (prediction == nullptr) return;
    const std::vector<Ways> ways = count_ways(input.journey, facts, column_of, *prediction);
    const bool has_horizon = prediction->record.horizon_days > 0;
    for (std::size_t c = 0; c < ways.size(); ++c) {
      read_ways(ways[c], has_horizon, which, facts.columns[c].ways);
    }
  };
  read(shown_numbers(input).prediction, &MapFigure::value);
  if (input.is_delta) read(input.today.prediction, &MapFigure::today);
}

void find_ends(const MapInput& input, MapFacts& facts) {
  const Journey& journey = input.journey;
  for (const Source& source : journey.sources) {
    MapEnd& end = facts.sources.emplace_back();
    end.id = source.heading.name;
    end.label = source.heading.label;
    end.channel = channel_name(journey, source.channel);
  }
  if (const Prediction* shown = shown_numbers(input).prediction) {
    read_shares(*shown, &MapFigure::value, journey, facts.sources);
  }
  if (input.is_delta && input.today.prediction != nullptr) {
    read_shares(*input.today.prediction, &MapFigure::today, journey, facts.sources);
  }
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId id = journey.places.id_at(i);
    const Place& place = journey.places[id];
    if (place.kind != Place::Kind::outcome) continue;
    MapEnd& end = facts.outcomes.emplace_back();
    end.id = place.heading.name;
    // `leave` has no label of its own where nobody wrote one.
    end.label =
        id == journey.leave && place.heading.name == "leave" && place.heading.label == "Leave"
            ? std::string(word(Word::map_leaves, input.language))
            : place.heading.label;
    end.is_win = place.counts == Counts::win || place.counts == Counts::conversion;
    end.is_loss = is_loss(journey, id);
    const Metric metric = map_metric(Metric::Kind::reach, id);
    const auto read = [&](const MapNumbers& numbers) -> std::optional<double> {
      const Answer* answer = answer_for(journey, numbers.prediction, metric, input.persona);
      if (answer == nullptr) return std::nullopt;
      return answer->estimate.value;
    };
    end.share.value = read(shown_numbers(input));
    if (input.is_delta) end.share.today = read(input.today);
  }
  facts.still = find_still(input, facts.outcomes);
  for (std::vector<MapEnd>* ends : {&facts.sources, &facts.outcomes}) {
    ends->erase(std::remove_if(ends->begin(), ends->end(), is_empty), ends->end());
  }
}

}  // namespace cairn
