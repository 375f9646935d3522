// The compiled form of one class of customers in one world.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "journey/state_space.h"

namespace cairn {

/// A duration or amount with its numbers filled in; the law of journey/parameter.h in its own
/// terms.
struct Draw {
  enum class Kind : std::uint8_t { fixed, exponential, lognormal };
  Kind kind = Kind::fixed;
  double value = 0;  // fixed: the value; exponential: the mean
  double mu = 0;     // lognormal: mean of the logarithm
  double sigma = 0;  // lognormal: standard deviation of the logarithm

  double mean() const;
  bool operator==(const Draw&) const = default;
};

Draw to_draw(const Amount& amount, const World& world);

struct ChainMoney {
  Draw amount;
  double sign = 1;      // +1 earns, -1 costs
  double per_days = 0;  // 0: paid when the visit begins; else accrues per so many days while there
};

struct ChainState {
  PlaceId place;
  SourceId source;  // valid at entry states
  std::uint32_t first_edge = 0, edge_count = 0;
  Draw takes;
  std::vector<ChainMoney> money;
  double feeling = 0;
  bool has_feeling = false;
  bool is_outcome = false;
};

struct ChainEdge {
  std::uint32_t target = 0;
  std::uint32_t way = 0;  // index into State::ways
  double probability = 0;
  Draw after;
};

struct Chain {
  std::vector<ChainState> states;  // same order as StateSpace::states
  std::vector<ChainEdge> edges;    // by state
  std::vector<double> entry;       // probability of each state at entry; sums to 1
  std::vector<Site> scaled;        // where some row was above 100 % in this world, each once
};

/// Adds a site unless it is there already.
void note_scaled(const Site& site, std::vector<Site>& scaled);

/// What the feelings of a chain stand for: `feels`, or the score of an `nps` line, promoters less
/// detractors in points (-100 … 100), which is a mean over visits in just the same way.
enum class Feelings : std::uint8_t { feels, nps };

Chain build_chain(const Journey& journey, const StateSpace& space, const World& world,
                  Feelings feelings = Feelings::feels);

/// The chain as text, for `cairn dump chain`.
std::string dump_chain(const Journey& journey, const StateSpace& space, const Chain& chain);

}  // namespace cairn
