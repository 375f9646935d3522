#include "decision/chance_better.h"

#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "decision/normal.h"

using namespace cairn;

namespace {

constexpr double kHalfPi = 1.5707963267948966;

/// The posterior on a grid of t, rate = sin^2(t), not normed.
std::vector<double> weights_of(const ArmCounts& counts, int points) {
  std::vector<double> weights;
  const double hits = static_cast<double>(counts.successes);
  const double misses = static_cast<double>(counts.total - counts.successes);
  const double top = std::atan2(std::sqrt(hits), std::sqrt(misses));
  const auto log_density = [&](double t) {
    const double first = hits > 0 ? 2 * hits * std::log(std::sin(t)) : 0;
    return first + (misses > 0 ? 2 * misses * std::log(std::cos(t)) : 0);
  };
  for (int i = 0; i < points; ++i) {
    const double t = kHalfPi * (i + 0.5) / points;
    weights.push_back(std::exp(log_density(t) - log_density(top)));
  }
  return weights;
}

/// The double sum over all pairs of points, by running sums; a pair on the diagonal counts half.
double summed_chance(const ArmCounts& control, const ArmCounts& changed) {
  constexpr int kPoints = 20'000;
  const std::vector<double> first = weights_of(control, kPoints);
  const std::vector<double> second = weights_of(changed, kPoints);
  double below = 0, better = 0, all = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    better += second[i] * (below + first[i] / 2);
    below += first[i];
    all += second[i];
  }
  return better / (below * all);
}

const std::vector<std::pair<ArmCounts, ArmCounts>> kTests = {{{0, 1}, {0, 1}},
                                                             {{0, 1}, {1, 1}},
                                                             {{0, 10}, {1, 10}},
                                                             {{0, 5}, {0, 50}},
                                                             {{10, 10}, {20, 20}},
                                                             {{48, 80}, {56, 70}},
                                                             {{3, 7}, {900, 2000}},
                                                             {{900, 2000}, {3, 7}},
                                                             {{1, 2}, {0, 100'000}},
                                                             {{2, 2}, {50'000, 90'000}},
                                                             {{418, 1024}, {460, 1024}},
                                                             {{5, 20'000}, {9, 21'000}},
                                                             {{0, 100'000}, {1, 1000}},
                                                             {{100'000, 100'000}, {3, 3}},
                                                             {{50'100, 100'000}, {500, 1000}}};

}  // namespace

TEST_CASE("the chance to be better, computed to fourteen digits elsewhere") {
  const auto is = [](double expected) { return Approx(expected).margin(1e-11); };
  CHECK(chance_better({0, 10}, {1, 10}) == is(0.82636454979089));
  CHECK(chance_better({0, 1}, {1, 1}) == is(0.90528473456935));  // 1/2 + 4 / pi^2
  CHECK(chance_better({0, 1}, {1, 1}) == is(0.5 + 1 / (kHalfPi * kHalfPi)));
  CHECK(chance_better({48, 80}, {56, 70}) == is(0.99627367921262));
  CHECK(chance_better({0, 5}, {0, 50}) == is(0.19913635594267));
  CHECK(chance_better({10, 10}, {20, 20}) == is(0.60629227733179));
  CHECK(chance_better({3, 7}, {900, 2000}) == is(0.53941436204865));
  CHECK(chance_better({418, 1024}, {460, 1024}) == is(0.96963956731332));
}

TEST_CASE("the chance to be better is what a double sum over both posteriors gives") {
  for (const auto& [control, changed] : kTests) {
    INFO(control.successes << "/" << control.total << " and " << changed.successes << "/"
                           << changed.total);
    CHECK(chance_better(control, changed) == Approx(summed_chance(control, changed)).margin(1e-6));
  }
}

TEST_CASE("one arm is better or the other is") {
  for (const auto& [control, changed] : kTests) {
    INFO(control.successes << "/" << control.total << " and " << changed.successes << "/"
                           << changed.total);
    CHECK(chance_better(control, changed) + chance_better(changed, control) ==
          Approx(1).margin(1e-11));
  }
}

TEST_CASE("with a great many people the chance is that of two normal rates") {
  for (const std::int64_t people : {1'000'000LL, 1'000'000'000LL, 100'000'000'000LL}) {
    const double n = static_cast<double>(people);
    const auto more = static_cast<std::int64_t>(std::sqrt(n) * 0.6);
    const ArmCounts control = {people / 2, people};
    const ArmCounts changed = {people / 2 + more, people};
    const double normal = normal_below(static_cast<double>(more) / n / std::sqrt(0.5 / n));
    CHECK(chance_better(control, changed) == Approx(normal).margin(1e-6));
    CHECK(chance_better(control, control) == Approx(0.5).margin(1e-6));
  }
}
