// Loops nobody leaves (E406): without a horizon the mathematics has no answer.
#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "journey/checks.h"

namespace cairn {
namespace {

// The ways of one class that somebody takes at best estimates.
struct WayGraph {
  std::vector<std::vector<std::uint32_t>> next;  // by state
  std::vector<bool> is_end;  // outcomes, and places without ways (reported already)
};

WayGraph make_graph(const StateSpace& space, const World& world) {
  WayGraph graph;
  graph.next.resize(space.states.size());
  graph.is_end.resize(space.states.size());
  for (std::size_t i = 0; i < space.states.size(); ++i) {
    const ResolvedRow row = resolve_row(space.states[i], world);
    for (std::size_t k = 0; k < row.shares.size(); ++k) {
      if (!(row.shares[k] > 0)) continue;
      for (const Arrival& arrival : space.states[i].ways[k].arrivals) {
        graph.next[i].push_back(arrival.state);
      }
    }
    graph.is_end[i] = graph.next[i].empty();
  }
  return graph;
}

// Whether an end can be reached from each state: backwards from the ends.
std::vector<bool> find_free(const WayGraph& graph) {
  std::vector<std::vector<std::uint32_t>> before(graph.next.size());
  std::vector<bool> is_free(graph.next.size());
  std::vector<std::uint32_t> work;
  for (std::uint32_t i = 0; i < graph.next.size(); ++i) {
    for (const std::uint32_t state : graph.next[i]) before[state].push_back(i);
    if (!graph.is_end[i]) continue;
    is_free[i] = true;
    work.push_back(i);
  }
  while (!work.empty()) {
    const std::uint32_t state = work.back();
    work.pop_back();
    for (const std::uint32_t from : before[state]) {
      if (is_free[from]) continue;
      is_free[from] = true;
      work.push_back(from);
    }
  }
  return is_free;
}

using Loop = std::vector<PlaceId>;  // in the order people come by

// Groups of stuck states that reach each other and nothing else, by Tarjan's algorithm (1972) with
// the recursion kept on a stack of our own. Whoever is stuck ends up in one of them.
class ClosedGroups {
 public:
  ClosedGroups(const WayGraph& graph, const std::vector<bool>& is_free)
      : graph_(graph),
        order_(graph.next.size()),
        low_(graph.next.size()),
        group_(graph.next.size()) {
    for (std::uint32_t state = 0; state < graph.next.size(); ++state) {
      if (!is_free[state] && order_[state] == 0) search(state);
    }
  }

  /// Each closed group once, states in the order they are met.
  const std::vector<std::vector<std::uint32_t>>& groups() const { return groups_; }

 private:
  struct Frame {
    std::uint32_t state = 0;
    std::size_t next = 0;
  };

  void enter(std::uint32_t state) {
    order_[state] = low_[state] = ++count_;
    open_.push_back(state);
    frames_.push_back({state, 0});
  }

  void search(std::uint32_t start) {
    enter(start);
    while (!frames_.empty()) {
      const std::uint32_t state = frames_.back().state;
      if (frames_.back().next < graph_.next[state].size()) {
        const std::uint32_t to = graph_.next[state][frames_.back().next++];
        if (order_[to] == 0) {
          enter(to);
        } else if (group_[to] == 0) {
          low_[state] = std::min(low_[state], order_[to]);
        }
        continue;
      }
      frames_.pop_back();
      if (!frames_.empty()) {
        std::uint32_t& low = low_[frames_.back().state];
        low = std::min(low, low_[state]);
      }
      if (low_[state] == order_[state]) close(state);
    }
  }

  void close(std::uint32_t root) {
    ++group_count_;
    const auto first = std::find(open_.rbegin(), open_.rend(), root).base() - 1;
    std::vector<std::uint32_t> states(first, open_.end());
    open_.erase(first, open_.end());
    for (const std::uint32_t state : states) group_[state] = group_count_;
    const bool is_closed = std::all_of(states.begin(), states.end(), [&](std::uint32_t state) {
      return std::all_of(graph_.next[state].begin(), graph_.next[state].end(),
                         [&](std::uint32_t to) { return group_[to] == group_count_; });
    });
    if (is_closed) groups_.push_back(std::move(states));
  }

  const WayGraph& graph_;
  std::vector<std::uint32_t> order_, low_, group_;  // from 1; 0: not yet
  std::uint32_t count_ = 0, group_count_ = 0;
  std::vector<std::uint32_t> open_;
  std::vector<Frame> frames_;
  std::vector<std::vector<std::uint32_t>> groups_;
};

// The places of a group, each once, from the first in the file on.
Loop loop_of(const StateSpace& space, const std::vector<std::uint32_t>& states) {
  Loop places;
  std::set<PlaceId> known;
  for (const std::uint32_t state : states) {
    const PlaceId place = space.states[state].place;
    if (known.insert(place).second) places.push_back(place);
  }
  std::rotate(places.begin(), std::min_element(places.begin(), places.end()), places.end());
  return places;
}

std::string loop_text(const Journey& journey, const Loop& loop) {
  std::string text;
  for (std::size_t i = 0; i < loop.size() && i < 8; ++i) {
    text += journey.places[loop[i]].heading.name + " -> ";
  }
  if (loop.size() > 8) text += "… -> ";
  return text + journey.places[loop.front()].heading.name;
}

void report_loop(const Journey& journey, const Loop& loop, const std::string& who,
                 Diagnostics& diagnostics) {
  const bool is_cut = journey.frame.horizon.is_valid();
  Diagnostic diagnostic{is_cut ? Code::N420 : Code::E406,
                        journey.places[loop.front()].heading.name_span,
                        "",
                        "",
                        {},
                        {},
                        {},
                        {}};
  diagnostic.message =
      loop.size() == 1
          ? fmt::format("nobody can leave \"{}\"{}: everyone comes back to it",
                        journey.places[loop.front()].heading.name, who)
          : fmt::format("nobody can leave the loop {}{}", loop_text(journey, loop), who);
  for (std::size_t i = 1; i < loop.size() && i < 8; ++i) {
    diagnostic.labels.push_back({journey.places[loop[i]].heading.name_span, ""});
  }
  if (is_cut) {
    diagnostic.help = {"all figures are cut at the horizon; add a way out if there is one"};
  } else {
    diagnostic.help = {
        loop.size() == 1
            ? "add a way out, or a `horizon` at which everything is cut"
            : "add a way out on one of them, or a `horizon` at which everything is cut",
        "+     rest  -> leave"};
  }
  diagnostics.add(std::move(diagnostic));
}

}  // namespace

void check_loops(const CheckGround& ground, Diagnostics& diagnostics) {
  const World world = best_estimate(ground.journey);
  std::vector<CustomerClass> all;
  std::vector<std::pair<Loop, std::vector<CustomerClass>>> found;
  for (const StateSpace& space : ground.spaces.spaces) {
    all.push_back(space.customer);
    const WayGraph graph = make_graph(space, world);
    std::set<Loop> known;
    const std::vector<bool> is_free = find_free(graph);
    const ClosedGroups closed(graph, is_free);
    for (const std::vector<std::uint32_t>& states : closed.groups()) {
      const Loop places = loop_of(space, states);
      if (!known.insert(places).second) continue;
      const auto same = std::find_if(found.begin(), found.end(),
                                     [&](const auto& entry) { return entry.first == places; });
      if (same == found.end()) {
        found.push_back({places, {space.customer}});
      } else {
        same->second.push_back(space.customer);
      }
    }
  }
  for (const auto& [loop, customers] : found) {
    report_loop(ground.journey, loop, describe_classes(ground.journey, customers, all),
                diagnostics);
  }
}

}  // namespace cairn
