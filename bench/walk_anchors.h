// What the walk is measured against: the same journeys walked as people write it themselves.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "simulator/chain/chain.h"

namespace cairn {

/// A journey of lognormal stays and fixed money per visit, by class, as plain tables.
struct AnchorJourney {
  struct Row {
    std::vector<std::pair<int, double>> ways;  // target and share; none: an outcome
    double mu = 0, sigma = 0;
    double cost = 0, revenue = 0;
  };
  struct Class {
    double share = 0;
    int start = 0;
    std::vector<Row> rows;  // by state
  };
  std::vector<Class> classes;
};

AnchorJourney make_anchor(const std::vector<Chain>& chains, const std::vector<double>& shares);

/// What a walk found, to see that all do the same work.
struct AnchorSums {
  double people = 0, steps = 0, revenue = 0, cost = 0, days = 0;
};

/// As many write it: a discrete_distribution per state, mt19937, lognormal_distribution, all of
/// Boost.Random.
AnchorSums walk_naively(const AnchorJourney& journey, std::uint64_t people, std::uint32_t seed);

/// As somebody writes it who measures: alias rows packed into 8 bytes, xoshiro256++, the ziggurat
/// normal of Boost.Random, std::exp, classes one after the other.
AnchorSums walk_well(const AnchorJourney& journey, std::uint64_t people, std::uint64_t seed);

}  // namespace cairn
