// Draws of what is not known: one world gives every parameter a value (R13, language.md 9.19-9.23).
#pragma once

#include <cstdint>
#include <vector>

#include "journey/journey.h"
#include "journey/world.h"

namespace cairn {

/// How each parameter of one journey is drawn: all that does not depend on the world, worked out
/// once.
struct DrawPlan {
  struct Entry {
    Family family = Family::fixed;
    bool is_stick = false;  // drawn with its count group, in `sticks`
    double mu = 0;          // normal, and the logarithm or log-odds of the other two
    double sigma = 0;
    double a = 0;  // beta
    double b = 0;
    std::uint64_t key_hash = 0;
  };
  /// Counts of one total in order of key: entry i takes its beta part of what those before it left.
  struct Sticks {
    std::vector<ParameterId> lines;
    bool is_closed =
        false;  // the lines use up the total and nothing takes a rest: no remainder cell
  };
  World best;
  std::vector<Entry> entries;  // by ParameterId
  std::vector<Sticks> sticks;
};

DrawPlan plan_draws(const Journey& journey);

/// World number `index` (from 0). Each parameter is the inverse CDF of one uniform keyed by (seed,
/// its key of meaning, index), so a comment, another order of lines or a scenario moves no draw.
World draw_world(const DrawPlan& plan, std::uint64_t seed, std::uint32_t index);

/// The same without a plan, for one world.
World draw_world(const Journey& journey, std::uint64_t seed, std::uint32_t index);

/// Of so many worlds in a row (from a multiple of it) each puts every parameter into another of as
/// many equal parts of its distribution: a Latin hypercube (McKay, Beckman, Conover 1979), so that
/// means and ranges over worlds need fewer of them. Which world falls into which part is another
/// keyed permutation for each parameter.
inline constexpr std::uint32_t kStrata = 1'024;

/// The uniform behind a draw, strictly between 0 and 1.
double keyed_uniform(std::uint64_t seed, std::uint64_t key_hash, std::uint32_t index);

/// Whether any parameter is uncertain at all.
bool has_doubt(const Journey& journey);

}  // namespace cairn
