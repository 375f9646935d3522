// Ranges must hold what they promise: 90 % of them contain the truth.
#include <cmath>
#include <fmt/format.h>
#include <random>
#include <string>

#include <catch2/catch.hpp>

#include "simulator/predict.h"
#include "tests/support/compiled_text.h"

using namespace cairn;

namespace {

constexpr double kToBasket = 0.32, kToOrder = 0.18, kBack = 0.25;

/// Everybody sees the shop; from there and from the basket some order, some come back, others
/// leave.
double true_conversion() {
  return kToBasket * kToOrder / (1 - kToBasket * kBack);
}

/// What somebody would write who had watched so many visits of each touchpoint.
std::string observed_spec(std::mt19937_64& rng, int visits) {
  const auto count = [&](double chance) {
    return std::binomial_distribution<int>(visits, chance)(rng);
  };
  const int orders = count(kToOrder);
  const int back = std::binomial_distribution<int>(visits - orders, kBack / (1 - kToOrder))(rng);
  return fmt::format(R"(journey shop "Shop"
source ads
  share 100%
  -> shop
touchpoint shop
  {0} of {1} -> basket
  rest -> leave
touchpoint basket
  {2} of {1} -> order
  {3} of {1} -> shop
  rest -> leave
outcome order
  counts as win
)",
                     count(kToBasket), visits, orders, back);
}

}  // namespace

TEST_CASE("nine of ten ranges from counted visits contain the truth") {
  std::mt19937_64 rng(20'261'122);
  constexpr int kSpecs = 600;
  int holding = 0, below = 0;
  for (int i = 0; i < kSpecs; ++i) {
    const CompiledText text = compile_text(observed_spec(rng, 400));
    REQUIRE(text.compiled.is_sound);
    RunOptions options;
    options.seed = static_cast<std::uint64_t>(i);
    options.worlds = 256;
    options.engine = Engine::exact;
    const Prediction prediction = predict(text.journey(), {Question{}}, options);
    const Estimate& estimate = prediction.answers[0].estimate;
    holding += estimate.low <= true_conversion() && true_conversion() <= estimate.high ? 1 : 0;
    below += true_conversion() < estimate.low ? 1 : 0;
  }
  INFO(holding << " of " << kSpecs << " contain it, " << below << " lie above it");
  // Four standard errors of 90 % in 600, and of 5 % on one side.
  CHECK(std::abs(holding - 0.9 * kSpecs) < 4 * std::sqrt(kSpecs * 0.9 * 0.1));
  CHECK(std::abs(below - 0.05 * kSpecs) < 4 * std::sqrt(kSpecs * 0.05 * 0.95));
}
