// The plan held against every set judged in every world, and numbers whose influence is known.
#include "decision/fix_plan.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "compiler/compile.h"
#include "decision/influence.h"
#include "journey/apply.h"
#include "simulator/compare.h"

using namespace cairn;

namespace {

Journey compiled(const std::string& text) {
  MemoryFiles files;
  files.contents["/p/test.journey"] = text;
  Diagnostics diagnostics;
  Compiled result =
      compile(load_project(files, "/p/test.journey", {}, diagnostics), {}, diagnostics);
  INFO(text);
  for (const Diagnostic& one : diagnostics.all()) UNSCOPED_INFO(one.message);
  REQUIRE(result.is_sound);
  return std::move(result.journey);
}

// Six fixes whose effects overlap, some of them not worth their money.
Journey six_fixes() {
  return compiled(
      "journey shop\n  currency EUR\n  starts 2025-01-01\n  entrants 1 000 per month\n"
      "  horizon 12 months\n  discount 5% per year\n"
      "source web\n  -> home\n"
      "touchpoint home\n  pain slow \"Slow\" causes 40% of exits\n  20% to 30% -> cart\n"
      "  10% -> chat\n  rest -> leave\n"
      "touchpoint chat\n  takes median 1 day, p90 4 days\n  30% to 50% -> cart\n  rest -> leave\n"
      "touchpoint cart\n  pain form \"Long form\" causes 30% of exits\n  takes median 2 days, p90 "
      "9 days\n  45% to 55% -> paid\n  rest -> leave\n"
      "outcome paid\n  counts as win\n  earns 20 EUR\n"
      "fix a\n  remove 20% to 40% of slow\n  costs 9 000 EUR once\n"
      "fix b\n  remove 30% to 60% of form\n  costs 500 EUR per month\n  starts 2025-03-01\n"
      "fix c\n  raise home -> chat by 1pp to 6pp\n  costs 3 000 EUR once\n"
      "fix d\n  scale chat -> cart times 1.1 to 1.4\n  costs 2 000 EUR once\n  ramps 2 months\n"
      "fix e\n  raise cart -> paid by 1pp to 3pp\n  costs 6 000 EUR once\n"
      "fix f\n  lower home -> chat by 2pp\n");
}

/// b runs from day 59 (1 March) to the horizon, a year of 365.25 days.
std::vector<double> own_costs_of_six() {
  return {9000, 500 * (365.25 - 59) / 30.4375, 3000, 2000, 6000, 0};
}

std::vector<FixId> fixes_in(std::uint32_t mask) {
  std::vector<FixId> fixes;
  for (std::uint32_t i = 0; i < 6; ++i) {
    if (((mask >> i) & 1) != 0) fixes.push_back(FixId{i});
  }
  return fixes;
}

}  // namespace

TEST_CASE("the plan is the best of all sets within the budget", "[plan]") {
  const Journey journey = six_fixes();
  std::vector<Alternative> all;
  for (std::uint32_t mask = 0; mask < 64; ++mask) {
    all.push_back({Alternative::Kind::chosen, fixes_in(mask), {}});
  }
  CompareOptions how;
  how.worlds = 400;
  how.find_places = false;
  const auto comparison = compare(journey, all, {Question{}}, how);
  REQUIRE(comparison);
  const std::vector<double> costs = own_costs_of_six();
  for (const double budget : {0.0, 3500.0, 8000.0, 12000.0, 17000.0, 1e9}) {
    INFO("budget " << budget);
    std::size_t best = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      double cost = 0;
      for (const FixId fix : all[i].fixes) cost += costs[fix.index];
      if (cost > budget) continue;
      const auto net = [&](std::size_t k) {
        return comparison->alternatives[k + 1].business->net.value;
      };
      if (net(i) > net(best)) best = i;
    }
    PlanOptions options;
    options.worlds = 400;
    options.budget = budget;
    const FixPlan plan = plan_fixes(journey, options);
    CHECK(plan.why_not.empty());
    CHECK(plan.tried == 64);
    CHECK(plan.chosen.fixes == all[best].fixes);
    CHECK(plan.chosen.business->net.value ==
          Approx(comparison->alternatives[best + 1].business->net.value).epsilon(1e-9));
    CHECK(plan.chosen.cost <= budget);
  }
}

TEST_CASE("the cheapest set that reaches a target is found", "[plan]") {
  const Journey journey = six_fixes();
  std::vector<Alternative> all;
  for (std::uint32_t mask = 0; mask < 64; ++mask) {
    all.push_back({Alternative::Kind::chosen, fixes_in(mask), {}});
  }
  CompareOptions how;
  how.worlds = 200;
  how.find_places = how.find_business = false;
  const auto comparison = compare(journey, all, {Question{}}, how);
  const std::vector<double> costs = own_costs_of_six();
  for (const double wanted : {0.14, 0.18, 0.21}) {
    INFO("target " << wanted);
    double cheapest = HUGE_VAL;
    for (std::size_t i = 0; i < all.size(); ++i) {
      double cost = 0;
      for (const FixId fix : all[i].fixes) cost += costs[fix.index];
      const double reached = comparison->alternatives[i + 1].figures[0].answer.estimate.value;
      if (reached >= wanted) cheapest = std::min(cheapest, cost);
    }
    Expectation target;
    target.bound = {Bound::Kind::at_least, wanted, 0};
    PlanOptions options;
    options.worlds = 200;
    options.target = &target;
    const FixPlan plan = plan_fixes(journey, options);
    REQUIRE(plan.why_not.empty());
    CHECK(plan.chosen.cost == Approx(cheapest));
    CHECK(plan.chosen.reached >= wanted);
  }
  Expectation target;
  target.bound = {Bound::Kind::at_least, 0.9, 0};
  PlanOptions options;
  options.worlds = 50;
  options.target = &target;
  const FixPlan plan = plan_fixes(journey, options);
  CHECK_FALSE(plan.why_not.empty());
  CHECK(plan.nearest);
}

TEST_CASE("beyond what can be tried a search finds what brute force finds", "[plan]") {
  // Seventeen fixes that have nothing to do with each other: each pays or does not by itself.
  std::string text =
      "journey many\n  currency EUR\n  entrants 1 000 per month\n  horizon 12 months\nsource web\n"
      "  -> home\ntouchpoint home\n  1% -> paid\n  rest -> leave\noutcome paid\n"
      "  counts as win\n  earns 10 EUR\n";
  std::vector<FixId> paying;
  for (std::uint32_t i = 0; i < 17; ++i) {
    // One point of 12 000 entrants brings 1 200 EUR.
    const int cost = 200 * static_cast<int>(i);
    text += fmt::format("fix f{}\n  raise home -> paid by 1pp\n  costs {} EUR once\n", i, cost);
    if (cost < 1200) paying.push_back(FixId{i});
  }
  PlanOptions options;
  const FixPlan plan = plan_fixes(compiled(text), options);
  CHECK_FALSE(plan.is_exact);
  CHECK(plan.chosen.fixes == paying);
}

TEST_CASE("numbers make the part of a range that their spread says", "[influence]") {
  // conversion = x + y, x and y independent and nearly normal; y is three times as wide.
  const Journey journey = compiled(
      "journey sum\nsource web\n  -> home\ntouchpoint home\n  29% to 31% -> won from \"GA\"\n"
      "  27% to 33% -> two\n  rest -> leave\ntouchpoint two\n  -> won\noutcome won\n  counts as "
      "win\n");
  CompareOptions how;
  how.keep_samples = true;
  const auto comparison = compare(journey, {}, {Question{}}, how);
  REQUIRE(comparison);
  const std::vector<double>& samples =
      comparison->alternatives[0].figures[0].answer.estimate.samples;
  const InfluenceReport report = find_influences(journey, samples, {}, 1, 2);
  REQUIRE(report.numbers.size() == 2);
  // A squared correlation of 1 000 worlds is known to 2 sqrt(0.1 × 0.9 / 1 000) = 0.019.
  CHECK(report.numbers[0].share == Approx(0.9).margin(0.06));
  CHECK(report.numbers[1].share == Approx(0.1).margin(0.06));
  CHECK(report.unsourced == Approx(0.9).margin(0.06));
  CHECK(report.numbers[0].at_high - report.numbers[0].at_low == Approx(0.06).margin(0.004));
  CHECK(report.numbers[0].low == Approx(0.27).margin(0.002));
}
