// A `for` or `when` in a fix that nobody ever fits (W416), with the ways of all fixes open: who is
// not met then is met in no scenario.
#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "journey/changes.h"
#include "journey/fix_ways.h"
#include "journey/walk.h"

namespace cairn {
namespace {

// Far more than a project has; a file made to be slow gets no warnings instead.
constexpr std::size_t kMostAsks = 100'000;
constexpr std::size_t kMostTries = 20'000'000;

// A line of a fix with a scope, at one of the places it acts on.
struct Ask {
  const Change* change = nullptr;
  PlaceId place;
};

std::vector<Ask> collect_asks(const Journey& journey) {
  std::vector<Ask> asks;
  for (const Fix& fix : journey.fixes) {
    for (const Change& change : fix.changes) {
      if (change.scope.groups.empty() && change.scope.conditions.empty()) continue;
      Fix alone;
      alone.changes = {change};
      for (const PlaceId place : acted_places(journey, alone)) asks.push_back({&change, place});
      if (asks.size() > kMostAsks) return {};
    }
  }
  return asks;
}

class GuardWalk {
 public:
  GuardWalk(const Journey& journey, const std::vector<Ask>& asks)
      : asks_(asks), ways_(add_fix_ways(journey)), pending_(journey.places.size()) {
    for (std::size_t i = 0; i < asks.size(); ++i) {
      // Text says nothing to customers, but what it asks for is remembered.
      TextLine line;
      line.scope = asks[i].change->scope;
      ways_.journey.places[asks[i].place].texts.push_back(std::move(line));
      pending_[asks[i].place.index].push_back(i);
    }
    is_visited_.resize(journey.places.size());
    fits_.resize(asks.size());
  }

  /// False if it would take too long; then nothing is known.
  bool run() {
    const Journey& journey = ways_.journey;
    const std::vector<CustomerClass> classes = find_classes(journey);
    if (classes.size() > kDefaultStateLimit) return false;
    Ground ground = prepare_ground(journey, classes, kDefaultStateLimit);
    std::size_t left = kDefaultStateLimit;
    for (const CustomerClass& customer : classes) {
      WalkOptions options;
      options.state_limit = left;
      options.sources = sources_of(journey, customer);
      options.fixes = &ways_.adds;
      const Walk walk = walk_class(journey, ground, customer, options);
      if (!walk.is_complete) return false;
      left -= walk.visits.size();
      for (const Visit& visit : walk.visits) {
        const PlaceId place = ground.plans[visit.key.site].site.place;
        if (place.is_valid() && !note(ground.layout, customer, place, visit.key.memory)) {
          return false;
        }
      }
    }
    return true;
  }

  bool fits(std::size_t ask) const { return fits_[ask]; }
  bool is_visited(PlaceId place) const { return is_visited_[place.index]; }

 private:
  bool note(const MemoryLayout& layout, const CustomerClass& customer, PlaceId place,
            Memory memory) {
    is_visited_[place.index] = true;
    std::vector<std::size_t>& pending = pending_[place.index];
    try_count_ += pending.size();
    pending.erase(std::remove_if(pending.begin(), pending.end(),
                                 [&](std::size_t ask) {
                                   const Scope& scope = asks_[ask].change->scope;
                                   fits_[ask] = fits_any(ways_.journey, customer, scope.groups) &&
                                                holds(layout, memory, scope.conditions);
                                   return fits_[ask];
                                 }),
                  pending.end());
    return try_count_ <= kMostTries;
  }

  const std::vector<Ask>& asks_;
  FixWays ways_;
  std::vector<std::vector<std::size_t>> pending_;  // by place: asks that nobody fitted yet
  std::vector<bool> is_visited_, fits_;
  std::size_t try_count_ = 0;
};

}  // namespace

void check_fix_guards(const Journey& journey, Diagnostics& diagnostics) {
  const std::vector<Ask> asks = collect_asks(journey);
  if (asks.empty()) return;
  GuardWalk walk(journey, asks);
  if (!walk.run()) return;
  for (std::size_t i = 0; i < asks.size();) {
    // One line may act on many places: one of them is enough.
    bool fits = false;
    bool is_visited = false;
    const std::size_t first = i;
    for (; i < asks.size() && asks[i].change == asks[first].change; ++i) {
      fits = fits || walk.fits(i);
      is_visited = is_visited || walk.is_visited(asks[i].place);
    }
    if (fits || !is_visited) continue;
    const Scope& scope = asks[first].change->scope;
    Diagnostic diagnostic{Code::W416, scope.span, "", "", {}, {}, {}, {}};
    diagnostic.message = fmt::format("`{}` can never be true at {}", scope_text(journey, scope),
                                     quoted_name(journey.places[asks[first].place].heading));
    diagnostic.caption = "so this line changes nothing";
    diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace cairn
