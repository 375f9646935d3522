#include "render/map/map_facts.h"

#include <algorithm>

#include "render/picture/words.h"

namespace cairn {
namespace {

/// Without stages so many touchpoints still get a column each.
constexpr std::size_t kMostLooseColumns = 9;

std::vector<Group> group_of(PersonaId persona) {
  if (!persona.is_valid()) return {};
  Group group;
  group.traits.emplace_back().persona = persona;
  return {group};
}

std::optional<double> figure(const MapInput& input, const MapNumbers& numbers, const Metric& metric,
                             PersonaId persona) {
  const Answer* answer = answer_for(input.journey, numbers.prediction, metric, persona);
  if (answer == nullptr) return std::nullopt;
  return answer->estimate.value;
}

MapFigure figures(const MapInput& input, const Metric& metric) {
  MapFigure found;
  found.value = figure(input, shown_numbers(input), metric, input.persona);
  if (input.is_delta) found.today = figure(input, input.today, metric, input.persona);
  return found;
}

/// What is written, where nothing is predicted.
std::optional<double> written_feeling(const Journey& journey, const Place& place,
                                      PersonaId persona) {
  std::optional<double> general;
  for (const FeelingLine& line : place.feels) {
    const double value = to_double(journey.parameters[line.value].best);
    if (!line.scope.conditions.empty()) continue;
    if (line.scope.groups.empty()) {
      if (!general) general = value;
    } else if (persona.is_valid() && is_about(line.scope, persona)) {
      return value;
    }
  }
  return general;
}

/// The word of the line that is most about the persona. Of everyone only where all lines have it: a
/// mean over people who feel differently has no word.
std::string feeling_word(const Place& place, PersonaId persona) {
  std::string word;
  for (const FeelingLine& line : place.feels) {
    if (!persona.is_valid() && line.word != place.feels.front().word) return {};
    if (!is_about(line.scope, persona)) continue;
    const bool is_closer = persona.is_valid() && !line.scope.groups.empty();
    if (word.empty() || is_closer) word = line.word;
  }
  return word;
}

/// Whether a fix of the scenario acts on what is felt there: then the word no longer fits.
bool is_feeling_changed(const MapInput& input, PlaceId id) {
  return std::any_of(input.fixes.begin(), input.fixes.end(), [&](FixId fix) {
    const std::vector<Change>& changes = input.journey.fixes[fix].changes;
    return std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
      return change.place.kind == ChangePlace::Kind::feels && change.place.at == id;
    });
  });
}

std::optional<double> feeling_of(const MapInput& input, const MapNumbers& numbers, PlaceId id,
                                 PersonaId persona) {
  const Place& place = input.journey.places[id];
  if (place.feels.empty()) return std::nullopt;
  if (numbers.prediction == nullptr) return written_feeling(input.journey, place, persona);
  return figure(input, numbers, map_metric(Metric::Kind::emotion, id), persona);
}

MapTouchpoint touchpoint_of(const MapInput& input, const MapFacts& facts, PlaceId id) {
  MapTouchpoint touchpoint;
  touchpoint.place = id;
  touchpoint.reach = figures(input, map_metric(Metric::Kind::reach, id));
  touchpoint.feeling.value = feeling_of(input, shown_numbers(input), id, input.persona);
  if (input.is_delta) touchpoint.feeling.today = feeling_of(input, input.today, id, input.persona);
  if (!is_feeling_changed(input, id)) {
    touchpoint.feels = feeling_word(input.journey.places[id], input.persona);
  }
  for (const PersonaId other : facts.others) {
    touchpoint.of_others.push_back(feeling_of(input, shown_numbers(input), id, other));
  }
  touchpoint.is_new =
      input.is_delta && touchpoint.reach.value.value_or(0) > 0 && touchpoint.reach.today == 0.0;
  return touchpoint;
}

void add_touchpoint(const MapInput& input, const MapFacts& facts, PlaceId id, MapColumn& column) {
  const Place& place = input.journey.places[id];
  column.touchpoints.push_back(touchpoint_of(input, facts, id));
  find_texts(input, place.texts, column);
  find_pains(input, place, column);
}

MapColumn stage_column(const MapInput& input, const MapFacts& facts, StageId id,
                       std::size_t number) {
  const Stage& stage = input.journey.stages[id];
  MapColumn column;
  column.id = stage.heading.name;
  column.label = stage.heading.label;
  column.number = number;
  const auto stage_figure = [&](const MapNumbers& numbers) {
    return id.index < numbers.stages.size() ? numbers.stages[id.index] : StageFigures{};
  };
  const StageFigures shown = stage_figure(shown_numbers(input));
  column.reach.value = shown.reach;
  column.arrival_days.value = shown.arrival_days;
  if (input.is_delta) {
    const StageFigures today = stage_figure(input.today);
    column.reach.today = today.reach;
    column.arrival_days.today = today.arrival_days;
  }
  find_texts(input, stage.texts, column);
  for (const PlaceId place : stage.places) {
    if (input.journey.places[place].kind == Place::Kind::touchpoint) {
      add_touchpoint(input, facts, place, column);
    }
  }
  return column;
}

std::vector<PlaceId> loose_touchpoints(const Journey& journey) {
  std::vector<PlaceId> loose;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const Place& place = journey.places[journey.places.id_at(i)];
    if (place.kind == Place::Kind::touchpoint && !place.stage.is_valid()) {
      loose.push_back(journey.places.id_at(i));
    }
  }
  return loose;
}

/// A touchpoint that only a fix leads to stands on no map that nobody can reach it on.
bool is_out_of_reach(const MapInput& input, PlaceId id) {
  const auto reach = figures(input, map_metric(Metric::Kind::reach, id));
  return reach.value == 0.0 && reach.today.value_or(0) == 0;
}

void add_loose_columns(const MapInput& input, MapFacts& facts) {
  std::vector<PlaceId> loose = loose_touchpoints(input.journey);
  loose.erase(std::remove_if(loose.begin(), loose.end(),
                             [&](PlaceId id) { return is_out_of_reach(input, id); }),
              loose.end());
  if (loose.empty()) return;
  if (facts.has_stages || loose.size() > kMostLooseColumns) {
    MapColumn& column = facts.columns.emplace_back();
    if (facts.has_stages) {
      column.label = word(Word::map_outside, input.language);
    } else {
      column.label = input.journey.frame.heading.label;
    }
    for (const PlaceId id : loose) add_touchpoint(input, facts, id, column);
    if (loose.size() == 1) column.reach = column.touchpoints.front().reach;
    return;
  }
  for (const PlaceId id : loose) {
    MapColumn& column = facts.columns.emplace_back();
    column.label = input.journey.places[id].heading.label;
    column.id = input.journey.places[id].heading.name;
    column.is_touchpoint = true;
    add_touchpoint(input, facts, id, column);
    column.reach = column.touchpoints.front().reach;
  }
}

}  // namespace

const MapNumbers& shown_numbers(const MapInput& input) {
  return input.fixes.empty() ? input.today : input.with_fixes;
}

Metric map_metric(Metric::Kind kind, PlaceId place) {
  Metric metric;
  metric.kind = kind;
  metric.place = place;
  return metric;
}

const Answer* answer_for(const Journey& journey, const Prediction* prediction, const Metric& metric,
                         PersonaId persona) {
  if (prediction == nullptr) return nullptr;
  if (journey.personas.size() < 2) persona = PersonaId{};
  const Answer* answer = find_answer(*prediction, metric, group_of(persona));
  return answer != nullptr && answer->is_defined ? answer : nullptr;
}

bool is_about(const Scope& scope, PersonaId persona) {
  if (!persona.is_valid() || scope.groups.empty()) return true;
  return std::any_of(scope.groups.begin(), scope.groups.end(), [&](const Group& group) {
    return std::all_of(group.traits.begin(), group.traits.end(), [&](const Trait& trait) {
      return !trait.persona.is_valid() || trait.persona == persona;
    });
  });
}

std::string persona_label(const Journey& journey, PersonaId persona) {
  return journey.personas[persona].heading.label;
}

MapFacts find_map_facts(const MapInput& input) {
  MapFacts facts;
  facts.is_delta = input.is_delta && !input.fixes.empty();
  const Journey& journey = input.journey;
  facts.has_stages = !journey.stages.empty();
  for (std::size_t i = 0; i < journey.personas.size() && journey.personas.size() > 1; ++i) {
    const PersonaId id = journey.personas.id_at(i);
    if (id != input.persona) facts.others.push_back(id);
  }
  for (std::size_t i = 0; i < journey.stages.size(); ++i) {
    facts.columns.push_back(stage_column(input, facts, journey.stages.id_at(i), i + 1));
  }
  add_loose_columns(input, facts);
  for (MapColumn& column : facts.columns) find_evidence(journey, column);
  find_ways_out(input, facts);
  find_fixes(input, facts);
  find_ends(input, facts);
  return facts;
}

}  // namespace cairn
