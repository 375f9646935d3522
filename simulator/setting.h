// What is solved: the classes of a journey with their state spaces, and the numbers of one world.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/classes.h"
#include "journey/journey.h"
#include "journey/state_space.h"
#include "journey/world.h"
#include "simulator/chain/chain.h"
#include "simulator/chain/totals.h"
#include "simulator/exact/exact_plan.h"

namespace cairn {

/// States of one class that are eliminated at most, unless told otherwise.
inline constexpr std::size_t kMostStates = 200'000;

/// States of all classes together that are built if so many of one class may be eliminated: as many
/// as the checks look at in any case, and never more than take a gigabyte.
inline constexpr std::size_t kMostBuiltStates = 1'000'000;
std::size_t built_states(std::size_t most_states);

/// All that does not depend on the world.
struct Setting {
  const Journey* journey = nullptr;
  TotalsLayout layout;
  std::vector<CustomerClass> classes;
  std::vector<StateSpace> spaces;  // by class
  std::vector<ExactPlan> plans;    // by class: how it is eliminated, in any world
  Feelings feelings = Feelings::feels;
};

/// `needs`: the times that will be asked for. Classes of more than `most_states` states are marked
/// as too large to eliminate.
Setting build_setting(const Journey& journey, const ExactNeeds& needs = {},
                      std::size_t most_states = kMostStates);

/// Whether some class is too large to eliminate.
bool has_large_class(const Setting& setting);

/// One world in numbers.
struct WorldChains {
  World world;  // with what active fixes make of it
  // Of a journey with active fixes alone: how far each acts, and the world without them.
  Strengths strengths;
  World written;
  std::vector<double> shares;  // of entrants, by class
  std::vector<Chain> chains;   // by class
  MoneyWeights weights;
  std::vector<Site> scaled;  // where some row of some class was above 100 %, each once
};

/// `written`: before fixes act; those that are active act in full.
WorldChains build_world_chains(const Setting& setting, World written);
/// Active fixes as far as `strengths` says.
WorldChains build_world_chains(const Setting& setting, World written, const Strengths& strengths);

/// Totals of every class when nothing is cut by a horizon. No class may be too large.
std::vector<Totals> solve_without_horizon(const Setting& setting, const WorldChains& numbers);
/// The same by plans that find less (ExactParts).
std::vector<Totals> solve_without_horizon(const Setting& setting,
                                          const std::vector<ExactPlan>& plans,
                                          const WorldChains& numbers);

/// Middle values of every class on a grid.
std::vector<Totals> estimate_with_horizon(const Setting& setting, const WorldChains& numbers,
                                          std::uint32_t cells);

/// The number of cells from `at_least` up to half as many again that makes the most fixed durations
/// whole numbers of cells, for those are then not rounded at all.
std::uint32_t align_cells(const WorldChains& numbers, std::uint32_t at_least);

}  // namespace cairn
