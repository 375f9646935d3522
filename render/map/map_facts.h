// What stands on a map, in columns, before anything has a place. Private to render/map.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "render/map/map.h"

namespace cairn {

/// A figure as the map shows it, and today's where the two are held against one another.
struct MapFigure {
  std::optional<double> value, today;
};

struct MapTouchpoint {
  PlaceId place;
  MapFigure reach;
  MapFigure feeling;
  std::string feels;  // the word written beside the feeling
  bool is_new = false;
  std::vector<std::optional<double>> of_others;  // feelings, by MapFacts::others
};

/// Words of the spec, and whose they are if not everybody's.
struct MapSaying {
  std::string text, whose;
};

struct MapPain {
  PainId pain;
  MapFigure lost;  // per entrant
  const PainRelief* relief = nullptr;
};

/// A fix that is modelled, or an idea that is not.
struct MapFix {
  FixId fix;
  std::string idea;
  bool is_taken = false;  // part of the scenario shown
};

/// How the stays in a column end, as parts of all of them; null where nobody comes. `still` are
/// those that the horizon cuts off: with them the parts add up.
struct MapWaysOut {
  MapFigure on, back, leave, still;
};

/// How many written numbers stand behind a column: counted (`n of m`), from a source, or neither.
struct MapEvidence {
  std::size_t counted = 0, sourced = 0, assumed = 0;
};

struct MapColumn {
  std::string id, label;
  std::size_t number = 0;      // of the stage, from 1; 0: none
  bool is_touchpoint = false;  // one touchpoint is the column
  MapFigure reach, arrival_days;
  std::vector<MapTouchpoint> touchpoints;
  std::vector<MapSaying> does, thinks, notes;
  std::vector<MapPain> pains;
  std::vector<MapFix> fixes;
  MapWaysOut ways;
  MapEvidence evidence;
};

/// A source or an outcome, with the share of entrants who come by it or end there.
struct MapEnd {
  std::string id, label, channel;
  MapFigure share;
  bool is_win = false, is_loss = false;
  bool is_open = false;  // no end: who is still on the way
};

struct MapFacts {
  std::vector<MapColumn> columns;
  std::vector<PersonaId> others;  // whose feelings are drawn beside
  std::vector<MapEnd> sources, outcomes;
  MapFigure still;  // share of entrants who have not ended at the horizon; null: hardly anybody
  bool has_stages = false;
  bool is_delta = false;
};

MapFacts find_map_facts(const MapInput& input);

/// The figures shown: with the scenario's fixes if there is one.
const MapNumbers& shown_numbers(const MapInput& input);

/// The answer for a persona, or for everyone where the journey has only one kind of people; null
/// if it was not asked or is not defined.
const Answer* answer_for(const Journey& journey, const Prediction* prediction, const Metric& metric,
                         PersonaId persona);

Metric map_metric(Metric::Kind kind, PlaceId place = {});

/// Whether a line is about a persona; invalid: about anybody.
bool is_about(const Scope& scope, PersonaId persona);

std::string persona_label(const Journey& journey, PersonaId persona);

// Parts of find_map_facts.
void find_texts(const MapInput& input, const std::vector<TextLine>& lines, MapColumn& column);
void find_pains(const MapInput& input, const Place& place, MapColumn& column);
void find_evidence(const Journey& journey, MapColumn& column);
void find_ways_out(const MapInput& input, MapFacts& facts);
void find_fixes(const MapInput& input, MapFacts& facts);
void find_ends(const MapInput& input, MapFacts& facts);

}  // namespace cairn
