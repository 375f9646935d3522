// Places nothing leads to (W407).
#include <algorithm>

#include "journey/checks.h"

namespace cairn {
namespace {

class Unreached {
 public:
  explicit Unreached(const CheckGround& ground)
      : ground_(ground), is_known_(ground.journey.places.size()) {
    const Journey& journey = ground.journey;
    for (std::size_t i = 0; i < journey.places.size(); ++i) {
      is_known_[i] = !ground.sites[i].empty();
    }
    is_known_[journey.leave.index] = true;
    // A guard that never holds is a finding of its own, and 0% is a decision: a place with a way in
    // from a place people come to is not forgotten.
    mark_targets_of_reached();
    for (const Fix& fix : journey.fixes) {
      for (const Change& change : fix.changes) {
        mark_from(change.toward);
        mark_from(change.place.to);
      }
    }
  }

  std::vector<PlaceId> find_roots() {
    const Journey& journey = ground_.journey;
    std::vector<bool> has_way_in(journey.places.size());
    for (std::size_t i = 0; i < journey.places.size(); ++i) {
      for (const FlowLine& line : journey.places[journey.places.id_at(i)].flows) {
        if (line.target.index != i) has_way_in[line.target.index] = true;
      }
    }
    std::vector<PlaceId> roots;
    // First those without any way in, then one of each ring that is left.
    for (const bool may_have_way_in : {false, true}) {
      for (std::size_t i = 0; i < journey.places.size(); ++i) {
        if (is_known_[i] || has_way_in[i] != may_have_way_in) continue;
        roots.push_back(journey.places.id_at(i));
        mark_from(roots.back());
      }
    }
    return roots;
  }

 private:
  void mark_targets_of_reached() {
    for (std::size_t i = 0; i < ground_.journey.places.size(); ++i) {
      if (ground_.sites[i].empty()) continue;
      const Place& place = ground_.journey.places[ground_.journey.places.id_at(i)];
      for (const FlowLine& line : place.flows) mark_from(line.target);
    }
    for (const Source& source : ground_.journey.sources) {
      for (const FlowLine& line : source.flows) mark_from(line.target);
    }
  }

  // The place and all that follows from it.
  void mark_from(PlaceId start) {
    if (!start.is_valid() || is_known_[start.index]) return;
    std::vector<PlaceId> work = {start};
    is_known_[start.index] = true;
    while (!work.empty()) {
      const PlaceId place = work.back();
      work.pop_back();
      for (const FlowLine& line : ground_.journey.places[place].flows) {
        if (is_known_[line.target.index]) continue;
        is_known_[line.target.index] = true;
        work.push_back(line.target);
      }
    }
  }

  const CheckGround& ground_;
  std::vector<bool> is_known_;  // reached, or explained
};

}  // namespace

void check_reachability(const CheckGround& ground, Diagnostics& diagnostics) {
  for (const PlaceId place : Unreached(ground).find_roots()) {
    const Heading& heading = ground.journey.places[place].heading;
    Diagnostic diagnostic{
        Code::W407, heading.name_span, "nothing leads to " + quoted_name(heading), "", {}, {}, {},
        {}};
    diagnostic.help = {"add a flow with `-> " + heading.name +
                       "`, or let a fix `move` people there"};
    diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace cairn
