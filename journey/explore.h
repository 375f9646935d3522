// The ground the state spaces are built on: the lines of every site sorted, and whom each of their
// scopes fits. For that, everything any line could lead to is explored, before it is known which
// line counts.
#pragma once

#include <cstddef>
#include <vector>

#include "journey/choice.h"

namespace cairn {

struct Ground {
  Remember remember = Remember::what_is_asked;
  MemoryLayout layout;
  std::vector<SitePlan> plans;    // places, then sources, then personas
  std::vector<FitSets> states;    // by site: customers and memories during a visit
  std::vector<FitSets> arrivals;  // by site: on arrival, before anything is cleared or set
  std::vector<Memory> live;       // by site: bits of memory that may still be read from there on
  bool is_complete = true;        // false: more memories than the limit
};

Ground prepare_ground(const Journey& journey, const std::vector<CustomerClass>& classes,
                      std::size_t state_limit, Remember remember = Remember::what_is_asked);

/// How many states there can be at most, all classes together: for each site the product of all
/// values of what is remembered there. Known from the plans alone, before anything is explored.
double bound_states(const Ground& ground, std::size_t class_count);

/// Ground::live; the rest of the ground must be there.
std::vector<Memory> find_live(const Journey& journey, const Ground& ground);

// Where a site stands in the tables above.
std::uint32_t site_index(const Journey& journey, PlaceId place);
std::uint32_t site_index(const Journey& journey, SourceId source);
std::uint32_t site_index(const Journey& journey, PersonaId persona);

const std::vector<FlowLine>& flows_at(const Journey& journey, Site site);
const std::vector<MemoryLine>& memory_at(const Journey& journey, Site site);

/// What a memory line of the slot does when it happens.
Memory apply_slot(const MemoryLayout& layout, const Slot& slot, Memory memory);

/// The sources a class may enter by.
std::vector<SourceId> sources_of(const Journey& journey, const CustomerClass& customer);

/// A state's identity while exploring.
struct StateKey {
  std::uint32_t site = 0;
  Memory memory = 0;
  bool operator==(const StateKey&) const = default;
};
struct StateKeyHash {
  /// Finaliser of splitmix64 (Steele, Lea, Flood 2014) over both parts.
  std::size_t operator()(const StateKey& key) const {
    std::uint64_t x = key.memory + 0x9e3779b97f4a7c15ULL * (std::uint64_t{key.site} + 1);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<std::size_t>(x ^ (x >> 31));
  }
};

}  // namespace cairn
