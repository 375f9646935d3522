// The fast kernel against the plain one: two ways of drawing that share only the Chain and the
// batches. And what common random numbers buy.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "simulator/walk/kernel.h"
#include "simulator/walk/records.h"
#include "simulator/walk/statistics.h"
#include "tests/support/random_journey.h"
#include "tests/support/solved_text.h"

namespace cairn {
namespace {

/// Two walks of one ratio, each with its own error. Some 30 000 figures are compared: 5 standard
/// errors are passed by chance about once in fifty choices of seeds; the seeds are fixed.
constexpr double kMostSigmas = 5;

std::string read_file(const std::string& path) {
  return std::get<std::string>(DiskFiles().read(std::string(CAIRN_SOURCE_DIR) + "/" + path));
}

std::vector<std::string> spec_names() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(CAIRN_SOURCE_DIR) + "/specs")) {
    if (entry.path().extension() == ".journey") {
      names.push_back("specs/" + entry.path().filename().string());
    }
  }
  return names;
}

struct Compared {
  std::size_t judged = 0;
  std::vector<std::size_t> differing;  // indexes into Totals
};

/// Figures that both kernels have seen often enough to judge.
Compared compare_kernels(const SolvedText& text, std::uint64_t seed, std::uint64_t people) {
  WalkOptions options;
  options.seed = seed;
  options.people = people;
  const WalkResult fast = walk_text(text, options);
  options.kernel = WalkOptions::Kernel::plain;
  const WalkResult plain = walk_text(text, options);
  CHECK(fast.people == plain.people);
  Compared compared;
  const std::vector<bool> everyone(text.shares.size(), true);
  for (std::size_t t = 0; t < text.layout.size(); ++t) {
    const Ratio ratio{{{t, 1}}, {}};
    const RatioEstimate a = estimate_ratio(fast, everyone, ratio);
    const RatioEstimate b = estimate_ratio(plain, everyone, ratio);
    const double difference = std::fabs(a.value - b.value);
    if (difference <= 1e-9 * std::fabs(a.value)) continue;
    if (std::min(a.varying_batches, b.varying_batches) < kFewestBatches) continue;
    ++compared.judged;
    const double error = std::hypot(a.standard_error, b.standard_error);
    if (difference > kMostSigmas * error) compared.differing.push_back(t);
  }
  return compared;
}

/// A figure that differs must differ again, among more people: long and rare journeys make standard
/// errors that are themselves unsure.
std::size_t check_kernels(const SolvedText& text, const std::string& name, std::uint64_t seed,
                          std::uint64_t people) {
  const Compared first = compare_kernels(text, seed, people);
  if (first.differing.empty()) return first.judged;
  const Compared again = compare_kernels(text, seed + 1000, people * 10);
  for (const std::size_t t : first.differing) {
    const bool differs_again =
        std::find(again.differing.begin(), again.differing.end(), t) != again.differing.end();
    INFO(name << ": " << name_of_total(text, t));
    CHECK_FALSE(differs_again);
  }
  return first.judged;
}

SolvedText solve_spec(const std::string& path) {
  return solve_text(read_file(path));
}

}  // namespace

TEST_CASE("fast and plain kernel agree on random journeys") {
  std::size_t judged = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    const SolvedText text = solve_text(random_journey_text(seed));
    REQUIRE(text.mistakes.empty());
    judged += check_kernels(text, "random journey " + std::to_string(seed), seed, 20'000);
  }
  CHECK(judged > 5'000);
}

TEST_CASE("fast and plain kernel agree on the specs") {
  std::size_t specs = 0, judged = 0;
  for (const std::string& name : spec_names()) {
    const SolvedText text = solve_spec(name);
    // Some import what is not beside them here, and some are only there to be imported.
    if (!text.compiled.is_sound || text.compiled.journey.sources.empty()) continue;
    ++specs;
    judged += check_kernels(text, name, 5, 50'000);
  }
  CHECK(specs >= 5);
  CHECK(judged > 100);
}

TEST_CASE("every instruction set walks random journeys to the same bytes") {
  for (std::uint64_t seed = 300; seed < 320; ++seed) {
    const SolvedText text = solve_text(random_journey_text(seed));
    REQUIRE(text.mistakes.empty());
    WalkOptions options;
    options.people = 5'000;
    options.isa = Isa::scalar;
    options.threads = 1;
    const WalkResult first = walk_text(text, options);
    for (const WalkKernel& kernel : find_kernels()) {
      options.isa = kernel.isa;
      options.threads = 7;
      const WalkResult other = walk_text(text, options);
      bool is_same = other.cut_walks == first.cut_walks;
      for (std::size_t c = 0; c < first.classes.size(); ++c) {
        for (std::size_t b = 0; b < first.classes[c].size(); ++b) {
          is_same = is_same && first.classes[c][b].sums == other.classes[c][b].sums;
        }
      }
      INFO(kernel.name << ", journey " << seed);
      CHECK(is_same);
    }
  }
}

TEST_CASE("the benchmark journey walks to its exact answers") {
  // Known to all these digits from linear algebra on the same journey.
  const SolvedText text = solve_spec("bench/journeys/shop.journey");
  REQUIRE(text.compiled.is_sound);
  WalkOptions options;
  options.people = 3'000'000;
  const WalkResult walk = walk_text(text, options);
  const std::vector<bool> everyone(text.shares.size(), true);
  const auto check = [&](std::size_t index, double exact) {
    const RatioEstimate estimate = estimate_ratio(walk, everyone, {{{index, 1}}, {}});
    INFO(estimate.value << " +- " << estimate.standard_error << ", exact " << exact);
    CHECK(std::fabs(estimate.value - exact) < 5 * estimate.standard_error);
  };
  check(text.layout.conversion(), 0.193315);
  check(text.layout.end_touches(), 5.943429);
  check(text.layout.cost(), 0.825491);
  check(text.layout.end_time(), 69.809778 / 1440);
}

TEST_CASE("paired what-ifs have at most an eighth of the variance") {
  const SolvedText before = solve_spec("bench/journeys/shop.journey");
  const SolvedText after = solve_spec("bench/journeys/shop-fixed.journey");
  constexpr std::uint64_t kPeople = 200'000;
  const auto wins_of = [](const SolvedText& text) {
    std::vector<double> wins(kPeople), days(kPeople);
    std::vector<WalkClass> classes;
    for (std::size_t c = 0; c < text.shares.size(); ++c) {
      classes.push_back({&text.spaces[c], &text.chains[c], text.shares[c]});
    }
    WalkOptions options;
    options.people = kPeople;
    walk_records(text.compiled.journey, classes, text.layout, text.weights, options,
                 [&](std::size_t c, const RecordChunk& chunk) {
                   for (std::size_t i = 0; i < chunk.count; ++i) {
                     const PlaceId place = text.chains[c].states[chunk.states[i]].place;
                     wins[chunk.customers[i]] =
                         text.compiled.journey.places[place].counts == Counts::win ? 1 : 0;
                     days[chunk.customers[i]] = chunk.days[i];
                   }
                 });
    return std::pair(wins, days);
  };
  const auto variance = [](const std::vector<double>& values) {
    double sum = 0, square = 0;
    for (const double value : values) {
      sum += value;
      square += value * value;
    }
    const auto n = static_cast<double>(values.size());
    return square / n - (sum / n) * (sum / n);
  };
  const auto gain = [&](const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> difference;
    for (std::size_t i = 0; i < a.size(); ++i) difference.push_back(b[i] - a[i]);
    return (variance(a) + variance(b)) / variance(difference);
  };
  const auto [wins_before, days_before] = wins_of(before);
  const auto [wins_after, days_after] = wins_of(after);
  INFO("conversion " << gain(wins_before, wins_after) << ", days "
                     << gain(days_before, days_after));
  CHECK(gain(wins_before, wins_after) > 8);
  CHECK(gain(days_before, days_after) > 8);
}

}  // namespace cairn
