#include "simulator/doubt.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/compiled_text.h"
#include "tests/support/random_journey.h"

using namespace cairn;

TEST_CASE("what the sharper way changed is carried in proportion, or as it is") {
  const double inf = std::numeric_limits<double>::infinity();
  const Totals coarse{2, 2, 0, 0, -4, inf};
  const Totals sharp{1, -1, 0.5, 0, -2, 3};
  Totals totals{4, 5, 0.25, 0, -8, 7};
  carry_totals(coarse, sharp, totals);
  CHECK(totals[0] == 2);
  CHECK(totals[1] == 2);     // the sign differs: 5 + (-1 - 2)
  CHECK(totals[2] == 0.75);  // nothing to be in proportion to
  CHECK(totals[3] == 0);
  CHECK(totals[4] == -4);
  CHECK_FALSE(totals[5] > -inf);  // endless without the horizon: only the grid can tell
}

namespace {

/// The totals that may be left out, by the part they belong to.
std::vector<std::uint8_t> totals_of(const ExactPlan& plan, const TotalsLayout& at,
                                    const ExactParts& missing) {
  std::vector<std::uint8_t> is_missing(at.size(), 0);
  const auto miss = [&](std::size_t total) { is_missing[total] = 1; };
  const auto miss_passages = [&](const std::vector<PlaceId>& places) {
    for (const PlaceId place : places) {
      for (const std::size_t total :
           {at.reach(place), at.time_to(place), at.touches_to(place), at.time_square_to(place)}) {
        miss(total);
      }
    }
  };
  if (!missing.places) miss_passages(plan.block.places);
  if (!missing.ends) miss_passages(plan.ends);
  if (!missing.end_time) miss(at.end_time()), miss(at.end_time_square());
  if (!missing.value) miss(at.value());
  if (!missing.conversion_time) {
    for (const std::size_t total :
         {at.conversion_time(), at.conversion_touches(), at.conversion_time_square()}) {
      miss(total);
    }
  }
  return is_missing;
}

}  // namespace

TEST_CASE("what a solve leaves out moves no bit of anything else") {
  RandomJourneyOptions options;
  options.may_have_horizon = false;
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    INFO("seed " << seed);
    const CompiledText text = compile_text(random_journey_text(seed, options));
    REQUIRE(text.compiled.is_sound);
    const Setting setting = build_setting(text.journey());
    const WorldChains numbers = build_world_chains(setting, written_estimate(text.journey()));
    const std::vector<Totals> all = solve_without_horizon(setting, numbers);
    for (unsigned left_out = 1; left_out < 32; ++left_out) {
      std::vector<ExactPlan> plans = setting.plans;
      for (ExactPlan& plan : plans) {
        plan.finds = {(left_out & 1U) == 0, (left_out & 2U) == 0 || !plan.goes_on_converted,
                      (left_out & 4U) == 0, (left_out & 8U) == 0, (left_out & 16U) == 0};
      }
      const std::vector<Totals> some = solve_without_horizon(setting, plans, numbers);
      for (std::size_t c = 0; c < all.size(); ++c) {
        const auto is_missing = totals_of(plans[c], setting.layout, plans[c].finds);
        for (std::size_t i = 0; i < all[c].size(); ++i) {
          if (is_missing[i] != 0 || std::isnan(all[c][i])) continue;
          if (some[c][i] != all[c][i]) FAIL_CHECK("class " << c << ", total " << i);
          ++compared;
        }
      }
    }
  }
  CHECK(compared > 100'000);
}
