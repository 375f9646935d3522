// Which fixes stand in which column of the map.
#include <algorithm>

#include "render/map/map_facts.h"

namespace cairn {
namespace {

/// A place that a change acts on; invalid: an assumption, which may stand anywhere.
PlaceId place_of(const Journey& journey, const Change& change) {
  if (change.kind == Change::Kind::remove) return journey.pains[change.pain].place;
  const ChangePlace& place = change.place;
  if (place.kind != ChangePlace::Kind::flow) return place.at;
  return place.from.is_valid() ? place.from : place.to;
}

/// The column of the first touchpoint that a fix acts on; else the first column.
std::size_t column_of_fix(const Journey& journey, const MapFacts& facts, const Fix& fix) {
  for (const Change& change : fix.changes) {
    const PlaceId place = place_of(journey, change);
    for (std::size_t c = 0; c < facts.columns.size(); ++c) {
      const auto& touchpoints = facts.columns[c].touchpoints;
      const bool is_here =
          std::any_of(touchpoints.begin(), touchpoints.end(),
                      [&](const MapTouchpoint& one) { return one.place == place; });
      if (is_here) return c;
    }
  }
  return 0;
}

}  // namespace

void find_fixes(const MapInput& input, MapFacts& facts) {
  const Journey& journey = input.journey;
  if (facts.columns.empty()) return;
  std::vector<std::vector<MapFix>> found(facts.columns.size());
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
    const FixId id = journey.fixes.id_at(i);
    const bool is_taken =
        std::find(input.fixes.begin(), input.fixes.end(), id) != input.fixes.end();
    found[column_of_fix(journey, facts, journey.fixes[id])].push_back({id, {}, is_taken});
  }
  for (std::size_t c = 0; c < found.size(); ++c) {
    std::vector<MapFix>& ideas = facts.columns[c].fixes;
    ideas.insert(ideas.begin(), found[c].begin(), found[c].end());
  }
}

}  // namespace cairn
