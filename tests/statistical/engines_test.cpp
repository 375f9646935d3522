// The walk against elimination and grid on random journeys. Two ways of computing everything that
// is counted, which share only the Chain; the oracle tests look behind that.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "simulator/walk/statistics.h"
#include "tests/support/random_journey.h"
#include "tests/support/solved_text.h"

namespace cairn {
namespace {

constexpr std::uint64_t kJourneys = 500;
constexpr std::uint64_t kPeople = 50'000;
// People in further walks where the ones before differ: what is carried by few and long journeys
// needs more of them before its standard error can be trusted. A mistake differs every time.
constexpr std::array<std::uint64_t, 2> kMorePeople = {1'000'000, 10'000'000};
constexpr std::uint32_t kCells = 400;
// Figures farther apart than this many standard errors are held to differ. By chance alone one of
// some 20 000 near normal figures would do so once in a hundred choices of seeds; the seeds are
// fixed.
constexpr double kMostSigmas = 5;

/// One comparison: what is compared and how the two engines stand to each other.
struct Finding {
  std::string name;
  WalkFigure walk;
  double exact = 0;
  double error = 0;
};

bool is_judged(const Finding& finding) {
  return std::isfinite(finding.walk.standard_error);
}

bool differs(const Finding& finding) {
  return std::fabs(finding.walk.z) >= kMostSigmas;
}

/// Where the walk has too few events for a standard error: what cannot happen must not, and what
/// makes up so much cannot be missing. (Feelings and value may cancel to 0.)
bool is_impossible(const Finding& finding) {
  const bool may_cancel =
      finding.name.rfind("feelings", 0) == 0 || finding.name.rfind("value", 0) == 0;
  if (finding.exact == 0 && finding.error == 0) return finding.walk.value != 0 && !may_cancel;
  return finding.walk.value == 0 && std::fabs(finding.exact) - finding.error > 0.05;
}

std::vector<bool> everyone(const SolvedText& text) {
  return std::vector<bool>(text.shares.size(), true);
}

Finding compare(const SolvedText& text, const SolvedTotals& exact, const WalkResult& walk,
                std::size_t index) {
  bool is_share = index == text.layout.conversion();
  for (std::size_t i = 0; i < text.layout.place_count; ++i) {
    is_share = is_share || index == text.layout.reach(PlaceId{static_cast<std::uint32_t>(i)});
  }
  const auto estimate = estimate_ratio(walk, everyone(text), {{{index, 1}}, {}});
  return {name_of_total(text, index),
          compare_with_exact(estimate, exact.value[index], exact.error[index], is_share),
          exact.value[index], exact.error[index]};
}

/// A mean among those whom something happens to: less left to chance than in the two sums.
Finding compare_ratio(const SolvedText& text, const SolvedTotals& exact, const WalkResult& walk,
                      std::size_t top, std::size_t bottom) {
  const auto estimate = estimate_ratio(walk, everyone(text), {{{top, 1}}, {{bottom, 1}}});
  const double low =
      (exact.value[top] - exact.error[top]) / (exact.value[bottom] + exact.error[bottom]);
  const double high =
      (exact.value[top] + exact.error[top]) / (exact.value[bottom] - exact.error[bottom]);
  const double middle = (low + high) / 2, error = (high - low) / 2;
  return {name_of_total(text, top) + " / " + name_of_total(text, bottom),
          compare_with_exact(estimate, middle, error, false), middle, error};
}

std::vector<Finding> compare_all(const SolvedText& text, const SolvedTotals& exact,
                                 const WalkResult& walk) {
  std::vector<Finding> findings;
  const TotalsLayout& at = text.layout;
  for (std::size_t t = 0; t < at.size(); ++t) findings.push_back(compare(text, exact, walk, t));
  const auto add_ratio = [&](std::size_t top, std::size_t bottom) {
    if (exact.value[bottom] - exact.error[bottom] > 1e-3) {
      findings.push_back(compare_ratio(text, exact, walk, top, bottom));
    }
  };
  add_ratio(at.conversion_time(), at.conversion());
  add_ratio(at.conversion_touches(), at.conversion());
  for (std::size_t i = 0; i < at.place_count; ++i) {
    const PlaceId place{static_cast<std::uint32_t>(i)};
    add_ratio(at.time_to(place), at.reach(place));
    add_ratio(at.touches_to(place), at.reach(place));
    add_ratio(at.exits(place), at.visits(place));
    add_ratio(at.days_at(place), at.visits(place));
    add_ratio(at.feeling_sum(place), at.visits(place));
  }
  return findings;
}

/// The place most visited of those with more than one way out; of one class.
PlaceId most_visited_choice(const SolvedText& text, const SolvedTotals& exact) {
  PlaceId found;
  double most = 0;
  for (const ChainState& state : text.chains[0].states) {
    if (state.edge_count < 2 || state.source.is_valid()) continue;
    const double visits = exact.value[text.layout.visits(state.place)];
    if (visits <= most) continue;
    most = visits;
    found = state.place;
  }
  return found;
}

}  // namespace

TEST_CASE("walk and exact engines agree on random journeys") {
  std::size_t judged = 0, counted = 0, walked_again = 0;
  for (std::uint64_t seed = 1; seed <= kJourneys; ++seed) {
    const std::string source = random_journey_text(seed);
    const SolvedText text = solve_text(source);
    INFO("seed " << seed << "\n" << source << text.mistakes);
    REQUIRE(text.compiled.is_sound);
    const SolvedTotals exact = solve_totals(text, kCells);
    const WalkResult walk = walk_text(text, {seed, kPeople, 0});
    CHECK(walk.cut_walks == 0);
    const std::vector<Finding> findings = compare_all(text, exact, walk);
    for (const Finding& finding : findings) {
      INFO(finding.name << ": walk " << finding.walk.value << ", exact " << finding.exact);
      CHECK_FALSE(is_impossible(finding));
      if (finding.exact == 0 && finding.walk.value == 0) continue;
      ++counted;
      judged += is_judged(finding) ? 1 : 0;
    }
    std::vector<std::uint8_t> always(findings.size(), 0);
    for (std::size_t i = 0; i < findings.size(); ++i) always[i] = differs(findings[i]) ? 1 : 0;
    const auto differs_still = [&always] {
      return std::find(always.begin(), always.end(), 1) != always.end();
    };
    walked_again += differs_still() ? 1 : 0;
    for (const std::uint64_t people : kMorePeople) {
      if (!differs_still()) break;
      const auto again = compare_all(text, exact, walk_text(text, {seed + kJourneys, people, 0}));
      for (std::size_t i = 0; i < findings.size(); ++i) {
        if (!differs(again[i])) always[i] = 0;
      }
    }
    for (std::size_t i = 0; i < findings.size(); ++i) {
      INFO(findings[i].name << ", exact " << findings[i].exact << " +- " << findings[i].error);
      CHECK(always[i] == 0);
    }
  }
  // The rest happens too rarely among so few people to say anything.
  INFO(judged << " of " << counted << " figures judged, " << walked_again
              << " journeys walked again");
  CHECK(counted > 50 * kJourneys);
  CHECK(static_cast<double>(judged) > 0.8 * static_cast<double>(counted));
  CHECK(walked_again < kJourneys / 20);
}

TEST_CASE("a wrong number would be noticed") {
  // One touchpoint of each journey, the one most visited of those with a choice, sends a little
  // more people one way, in the walk only.
  int changed = 0, noticed = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    RandomJourneyOptions options;
    options.may_have_horizon = false;
    options.may_split = false;
    SolvedText text = solve_text(random_journey_text(seed, options));
    REQUIRE(text.mistakes.empty());
    const SolvedTotals exact = solve_totals(text, kCells);
    const PlaceId place = most_visited_choice(text, exact);
    // Journeys without a choice, or with one that few ever come to, are no test.
    if (!place.is_valid() || exact.value[text.layout.visits(place)] < 0.5) continue;
    ++changed;
    for (const ChainState& state : text.chains[0].states) {
      if (state.source.is_valid() || state.place != place) continue;
      text.chains[0].edges[state.first_edge].probability += 0.05;
    }
    const auto findings = compare_all(text, exact, walk_text(text, {seed, kPeople, 0}));
    noticed += std::any_of(findings.begin(), findings.end(), differs) ? 1 : 0;
  }
  CHECK(changed > 20);
  CHECK(noticed == changed);
}

TEST_CASE("the grid's middle value is much better than its bracket") {
  // Doubt is carried by middle values alone: half of the bracket would be too much to be wrong by.
  std::size_t judged = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const std::string source = random_journey_text(seed);
    const SolvedText text = solve_text(source);
    INFO("seed " << seed << "\n" << source << text.mistakes);
    REQUIRE(text.mistakes.empty());
    if (!text.has_horizon()) continue;
    SolvedTotals exact = solve_totals(text, 200);
    exact.value = estimate_totals(text, 200);
    for (double& error : exact.error) error *= 0.2;
    for (const Finding& finding :
         compare_all(text, exact, walk_text(text, {seed, kMorePeople[0], 0}))) {
      // The middle keeps every mean, not the squares of times below a cell: nobody is told those.
      if (!is_judged(finding) || finding.name.find("square") != std::string::npos) continue;
      ++judged;
      INFO(finding.name << ": walk " << finding.walk.value << " +- " << finding.walk.standard_error
                        << ", middle " << finding.exact << " +- " << finding.error);
      CHECK_FALSE(differs(finding));
    }
  }
  CHECK(judged > 1'000);
}

TEST_CASE("z is spread as chance spreads it") {
  // Were the standard errors too large, no difference would ever be noticed. Without a horizon and
  // for plain counts of frequent things z is near normal: its square has mean 1.
  double squares = 0, count = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    RandomJourneyOptions options;
    options.may_have_horizon = false;
    const SolvedText text = solve_text(random_journey_text(seed, options));
    REQUIRE(text.mistakes.empty());
    const SolvedTotals exact = solve_totals(text, kCells);
    const WalkResult walk = walk_text(text, {seed, kPeople, 0});
    // One figure per journey, for figures of one journey move together.
    const Finding finding = compare(text, exact, walk, text.layout.end_touches());
    if (!is_judged(finding) || finding.walk.standard_error == 0) continue;
    squares += finding.walk.z * finding.walk.z;
    count += 1;
  }
  REQUIRE(count > 60);
  // The mean of `count` squares has standard error sqrt(2 / count); 5 of them.
  CHECK(std::fabs(squares / count - 1) < 5 * std::sqrt(2 / count));
}

TEST_CASE("one thread and four threads walk the same journey") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const SolvedText text = solve_text(random_journey_text(seed));
    REQUIRE(text.mistakes.empty());
    TimeQuestion question;
    question.metric.kind = Metric::Kind::time_to;
    question.metric.to = Metric::To::end;
    CHECK((walk_text(text, {seed, 5'000, 1}, {question}) ==
           walk_text(text, {seed, 5'000, 4}, {question})));
  }
}

}  // namespace cairn
