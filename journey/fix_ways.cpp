#include "journey/fix_ways.h"

#include <algorithm>
#include <map>

#include "journey/choice.h"

namespace cairn {
namespace {

using Kind = Change::Kind;

bool is_new_way(const Change& change) {
  switch (change.kind) {
    case Kind::set:
    case Kind::raise:
      return change.place.kind == ChangePlace::Kind::flow;
    case Kind::remove:
      return change.toward.is_valid();
    case Kind::move:
      return true;
    case Kind::scale:
    case Kind::lower:
      return false;
  }
  return false;
}

// Whom both scopes fit. Of many alternatives on both sides only one side is kept: that fits more
// people, which is on the safe side of a proof.
Scope both_scopes(const Scope& a, const Scope& b) {
  constexpr std::size_t kMostGroups = 64;
  Scope both = a;
  if (a.groups.empty()) {
    both.groups = b.groups;
  } else if (!b.groups.empty() && a.groups.size() * b.groups.size() <= kMostGroups) {
    both.groups.clear();
    for (const Group& one : a.groups) {
      for (const Group& other : b.groups) {
        Group group = one;
        group.traits.insert(group.traits.end(), other.traits.begin(), other.traits.end());
        both.groups.push_back(std::move(group));
      }
    }
  }
  both.conditions.insert(both.conditions.end(), b.conditions.begin(), b.conditions.end());
  if (!both.span.is_valid()) both.span = b.span;
  return both;
}

class Adder {
 public:
  Adder(const Journey& journey, FixWays& ways) : journey_(journey), ways_(ways) {
    for (std::size_t i = 0; i < journey.places.size(); ++i) {
      const PlaceId place = journey.places.id_at(i);
      for (const FlowLine& line : journey.places[place].flows) {
        written_[{place, line.target}].push_back(&line);
      }
    }
  }

  // First all ways of their own, then those that share them.
  void add_all(const std::vector<FixId>& fixes) {
    for (const bool is_move : {false, true}) {
      for (const FixId fix : fixes) {
        fix_ = fix;
        for (const Change& change : journey_.fixes[fix_].changes) {
          if ((change.kind == Kind::move) == is_move && is_new_way(change)) add(change);
        }
      }
    }
  }

 private:
  void add(const Change& change) {
    if (is_exactly(journey_, change.amount.first, 0)) return;
    if (change.kind == Kind::move) {
      add_move(change);
    } else if (change.kind == Kind::remove) {
      put(flows_of(journey_.pains[change.pain].place), change, change.toward, change.scope);
    } else {
      add_raised(change);
    }
  }

  // A written share is changed where it stands; what is not written, or 0%, becomes a way.
  void add_raised(const Change& change) {
    const auto found = written_.find({change.place.from, change.place.to});
    if (found == written_.end()) {
      put(flows_of(change.place.from), change, change.place.to, change.scope);
      return;
    }
    for (const FlowLine* line : found->second) {
      if (line->kind != FlowLine::Kind::share || !is_exactly(journey_, line->value, 0)) continue;
      put(flows_of(change.place.from), change, change.place.to,
          both_scopes(line->scope, change.scope));
    }
  }

  void add_move(const Change& change) {
    if (change.place.from.is_valid()) {
      put(flows_of(change.place.from), change, change.toward, change.scope);
      return;
    }
    if (ways_in_.empty()) collect_ways_in();
    const auto found = ways_in_.find(change.place.to);
    if (found == ways_in_.end()) return;
    for (const PlaceId from : found->second.places) {
      put(flows_of(from), change, change.toward, change.scope);
    }
    for (const SourceId from : found->second.sources) {
      put(ways_.journey.sources[from].flows, change, change.toward, change.scope);
    }
  }

  std::vector<FlowLine>& flows_of(PlaceId place) { return ways_.journey.places[place].flows; }

  void put(std::vector<FlowLine>& flows, const Change& change, PlaceId target, const Scope& scope) {
    if (++count_ > kMostAddedWays) {
      ways_.is_complete = false;
      return;
    }
    ways_.adds[fix_.index] = true;
    FlowLine line;
    line.value = change.amount.first;
    line.target = target;
    line.scope = scope;
    line.span = change.span;
    line.target_span = change.target_span;
    line.added_by = fix_;
    if (change.kind == Kind::move) line.instead_of = change.place.to;
    flows.push_back(std::move(line));
  }

  struct WaysIn {
    std::vector<PlaceId> places;
    std::vector<SourceId> sources;
  };

  // Of all ways that are there when moves are added: written ones, and those fixes add themselves.
  void collect_ways_in() {
    const auto note = [](const std::vector<FlowLine>& flows, auto id, auto list, auto& ways_in) {
      for (const FlowLine& line : flows) {
        if (line.instead_of.is_valid()) continue;  // moves do not move each other (R14)
        auto& ids = list(ways_in[line.target]);
        if (ids.empty() || ids.back() != id) ids.push_back(id);
      }
    };
    const Journey& now = ways_.journey;
    for (std::size_t i = 0; i < now.places.size(); ++i) {
      const PlaceId place = now.places.id_at(i);
      note(
          now.places[place].flows, place, [](WaysIn & in) -> auto& { return in.places; }, ways_in_);
    }
    for (std::size_t i = 0; i < now.sources.size(); ++i) {
      const SourceId source = now.sources.id_at(i);
      note(
          now.sources[source].flows, source, [](WaysIn & in) -> auto& { return in.sources; },
          ways_in_);
    }
  }

  const Journey& journey_;
  FixWays& ways_;
  FixId fix_;
  std::size_t count_ = 0;
  std::map<std::pair<PlaceId, PlaceId>, std::vector<const FlowLine*>> written_;
  std::map<PlaceId, WaysIn> ways_in_;
};

}  // namespace

bool may_add_ways(const Journey& journey) {
  return std::any_of(journey.fixes.begin(), journey.fixes.end(), [](const Fix& fix) {
    return std::any_of(fix.changes.begin(), fix.changes.end(), is_new_way);
  });
}

FixWays add_fix_ways(const Journey& journey) {
  std::vector<FixId> all;
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) all.push_back(journey.fixes.id_at(i));
  return add_fix_ways(journey, all);
}

FixWays add_fix_ways(const Journey& journey, const std::vector<FixId>& fixes) {
  FixWays ways{journey, std::vector<bool>(journey.fixes.size()), true};
  Adder(journey, ways).add_all(fixes);
  return ways;
}

}  // namespace cairn
