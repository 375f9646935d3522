// The figures a flow picture needs, looked up once: by place, by link, by cause of exits.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "journey/journey.h"
#include "journey/prediction.h"

namespace cairn {

/// Where a link starts: a source or a touchpoint.
struct LinkStart {
  SourceId source;
  PlaceId place;
  auto operator<=>(const LinkStart&) const = default;
};

struct LinkEnds {
  LinkStart from;
  PlaceId to;
  auto operator<=>(const LinkEnds&) const = default;
};

struct PlaceFigures {
  std::optional<double> reach, exits, visits, feeling;
  double still = 0;  // share of entrants who are here at the horizon
};

struct FlowNumbers {
  bool is_predicted = false;
  Table<PlaceId, PlaceFigures> places;
  Table<SourceId, std::optional<double>> entrants;  // share who enter by each source
  std::map<LinkEnds, double> per_entrant;           // passages; only of a prediction
  std::vector<LinkEnds> links;                      // every way, in file order, each once
  std::set<LinkEnds> added;  // those of them that only fixes open (FlowLine::added_by)
  std::map<LinkEnds, double> written_share;  // best estimates for everyone, where stated
};

/// `groups`: whose answers to read; the prediction's flows must be theirs.
FlowNumbers gather_flow_numbers(const Journey& journey, const Prediction* prediction,
                                const std::vector<Group>& groups);

/// The pain or reason that causes most of the exits at a place, by its share at best estimate;
/// lines for everyone count before lines for some. Empty if no cause is stated.
std::string largest_cause(const Journey& journey, const Place& place);

}  // namespace cairn
