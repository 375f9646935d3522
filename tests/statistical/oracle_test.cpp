// The third opinion: journeys walked line by line, without state spaces and chains, against the
// exact engines. Here the choice of lines, memory and entry are tested as well.
#include "tests/support/oracle.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "simulator/walk/statistics.h"
#include "tests/support/random_journey.h"
#include "tests/support/solved_text.h"

namespace cairn {
namespace {

constexpr double kMostSigmas = 5;

std::size_t compare_with_oracle(std::uint64_t seed, const std::string& source,
                                std::uint64_t people) {
  const SolvedText text = solve_text(source);
  INFO("seed " << seed << "\n" << source << text.mistakes);
  REQUIRE(text.compiled.is_sound);
  const SolvedTotals exact = solve_totals(text, 400);
  const OracleResult oracle = ask_oracle(text.compiled.journey, text.layout, seed, people);
  std::size_t judged = 0;
  for (std::size_t t = 0; t < text.layout.size(); ++t) {
    INFO(name_of_total(text, t) << ": oracle " << oracle.mean[t] << " +- "
                                << oracle.standard_error[t] << ", exact " << exact.value[t]
                                << " +- " << exact.error[t]);
    // What cannot happen must not; what fewer than 30 people met is not judged otherwise.
    if (exact.value[t] == 0 && exact.error[t] == 0) CHECK(oracle.mean[t] == 0);
    if (oracle.people[t] < 30) continue;
    ++judged;
    // A deviation too rare to be among these people, worth up to ten times the mean, is no mistake.
    const double distance =
        std::max(0.0, std::fabs(oracle.mean[t] - exact.value[t]) - exact.error[t]);
    const double size = std::max(std::fabs(oracle.mean[t]), std::fabs(exact.value[t]));
    const double rare = std::sqrt(distance * 10 * size / static_cast<double>(people));
    CHECK(distance <= kMostSigmas * std::max(oracle.standard_error[t], rare) + 1e-9 * size);
  }
  return judged;
}

}  // namespace

TEST_CASE("oracle and exact engines agree on tiny journeys") {
  RandomJourneyOptions options;
  options.most_touchpoints = 3;
  std::size_t judged = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    judged += compare_with_oracle(seed, random_journey_text(seed, options), 4'000);
  }
  CHECK(judged > 60 * 20);
}

TEST_CASE("oracle and exact engines agree on journeys with many exceptions") {
  std::size_t judged = 0;
  for (std::uint64_t seed = 1001; seed <= 1040; ++seed) {
    judged += compare_with_oracle(seed, random_journey_text(seed), 4'000);
  }
  CHECK(judged > 40 * 30);
}

}  // namespace cairn
