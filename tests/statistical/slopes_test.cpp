// Every slope of everything the exact engine answers, against differences, on a hundred journeys.
#include "tests/support/slopes.h"

#include <catch2/catch.hpp>

#include "tests/support/effort.h"
#include "tests/support/random_journey.h"

namespace cairn {

TEST_CASE("slopes of all figures equal differences on many journeys") {
  RandomJourneyOptions options;
  options.may_have_horizon = false;
  options.most_touchpoints = 6;
  std::size_t compared = 0;
  for (std::uint64_t seed = 101; seed <= 100 + effort(100, 5); ++seed) {
    INFO("seed " << seed);
    const SlopeModel model = make_slope_model(random_journey_text(seed, options));
    compared += check_slopes(model, all_slope_figures(model, seed));
  }
  CHECK(compared > effort(20'000, 500));
}

}  // namespace cairn
