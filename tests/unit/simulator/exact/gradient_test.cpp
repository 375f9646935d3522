// Slopes by every written number against central differences, on random journeys.
// tests/statistical/slopes_test.cpp does the same on a hundred of them.
#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "journey/share_kinks.h"
#include "tests/support/effort.h"
#include "tests/support/random_journey.h"
#include "tests/support/slopes.h"

namespace cairn {
namespace {

/// The number whose key ends like this.
std::size_t find_number(const Journey& journey, const std::string& end) {
  for (std::size_t p = 0; p < journey.parameters.size(); ++p) {
    const std::string& key = journey.parameters[journey.parameters.id_at(p)].key;
    if (key.size() >= end.size() && key.compare(key.size() - end.size(), end.size(), end) == 0) {
      return p;
    }
  }
  FAIL("no number " << end);
  return 0;
}

}  // namespace

TEST_CASE("slopes of all figures equal differences", "[exact]") {
  RandomJourneyOptions options;
  options.may_have_horizon = false;
  options.most_touchpoints = 4;
  std::size_t compared = 0;
  for (std::uint64_t seed = 1; seed <= effort(12, 3); ++seed) {
    INFO("seed " << seed);
    const SlopeModel model = make_slope_model(random_journey_text(seed, options));
    compared += check_slopes(model, all_slope_figures(model, seed));
  }
  CHECK(compared > effort(2000, 200));
}

TEST_CASE("slopes of a ratio and of money in time", "[exact]") {
  SlopeModel model = make_slope_model(
      "journey j\n  currency EUR\n  discount 8% per year\n  entrants 100 per month\n"
      "persona a\n  share 40%\npersona b\n  share rest\n"
      "source s\n  share 70%\n  costs 1 EUR\n  -> look\n"
      "source t\n  share rest\n  30% -> look\n  rest -> buy\n"
      "touchpoint look\n  takes median 2 days, p90 9 days\n  costs 3 EUR per week\n"
      "  20% -> buy after 3 days\n  25% -> buy for a\n  times 1.2 -> buy for b\n  rest -> leave\n"
      "touchpoint buy\n  takes 40 days to 400 days\n  counts as conversion\n"
      "  earns 20 EUR\n  earns 5 EUR per month\n  60% -> buy\n  rest -> leave\n");
  const TotalsLayout& at = model.layout;
  const auto figures = [&] {
    return std::vector<SlopeFigure>{
        ratio_figure(model, "value per customer", {{{at.value(), 1}}, {{at.conversion(), 1}}}),
        ratio_figure(model, "profit", {{{at.revenue(), 1}, {at.cost(), -1}}, {}}),
        ratio_figure(model, "time", {{{at.conversion_time(), 1}}, {{at.conversion(), 1}}}),
        ratio_figure(model, "square", {{{at.end_time_square(), 1}}, {}})};
  };
  CHECK(check_slopes(model, figures()) > 60);
  // Of one group: its classes are made a whole, the other's numbers do not matter to it.
  for (std::size_t c = 0; c < model.classes.size(); ++c) {
    model.is_counted[c] = model.classes[c].persona == model.classes[0].persona ? 1 : 0;
  }
  const std::vector<SlopeFigure> of_group = figures();
  CHECK(check_slopes(model, of_group) > 60);
  CHECK(of_group[1].slopes.by_parameter[find_number(model.journey(), "persona a|share")] == 0);
}

TEST_CASE("slopes by a discount of nothing", "[exact]") {
  const SlopeModel model = make_slope_model(
      "journey j\n  currency EUR\n  discount 0% per year\n"
      "source s\n  share rest\n  -> use\n"
      "touchpoint use\n  takes mean 90 days\n  counts as conversion\n  earns 5 EUR per month\n"
      "  60% -> use after 30 days\n  rest -> leave\n");
  const TotalsLayout& at = model.layout;
  const SlopeFigure revenue = ratio_figure(model, "revenue", {{{at.revenue(), 1}}, {}});
  check_slopes(model, {revenue});
  CHECK(revenue.slopes.by_parameter[find_number(model.journey(), "discount")] < -10);
}

TEST_CASE("slopes at kinks are those towards the smaller number", "[exact]") {
  const SlopeModel model = make_slope_model(
      "journey j\npersona a\n  share 50%\npersona b\n  share rest\n"
      "source s\n  share 100%\n  -> look\n"
      "touchpoint look\n  takes 2 days\n"
      "  80% -> buy\n  20% -> look\n  rest -> leave\n"
      "touchpoint buy\n  40% -> done\n  times 2.5 -> done for b\n  rest -> leave\n"
      "outcome done\n  counts as win\n");
  const World world = best_estimate(model.journey());
  const auto kinks = find_kinks(model.journey(), model.classes, model.spaces, world);
  const auto is_kink = [&](const std::string& end) {
    return kinks[find_number(model.journey(), end)] != 0;
  };
  CHECK(is_kink("touchpoint look|-> buy"));  // the rest is used up
  CHECK(is_kink("touchpoint look|-> look"));
  CHECK(is_kink("touchpoint buy|-> done"));  // 40 % times 2.5 is all
  CHECK(is_kink("source s|share"));
  CHECK_FALSE(is_kink("persona a|share"));
  CHECK(std::count(kinks.begin(), kinks.end(), 1) == 5);
  CHECK(check_slopes(model, {ratio_figure(model, "won", {{{model.layout.conversion(), 1}}, {}})}) ==
        kinks.size());
}

TEST_CASE("the deviation of a time has slopes, and none where it is 0", "[exact]") {
  const std::string text =
      "journey j\nsource s\n  share rest\n  -> look\ntouchpoint look\n  takes {} days\n"
      "  50% -> done\n  rest -> leave\noutcome done\n  counts as win\n";
  const auto slopes_of = [&](const std::string& takes) {
    std::string filled = text;
    filled.replace(filled.find("{}"), 2, takes);
    const SlopeModel model = make_slope_model(filled);
    const SlopeWorld best(model, best_estimate(model.journey()));
    const auto slopes =
        deviation_gradient(best.mix, model.layout, best.weights,
                           {{{model.layout.end_time(), 1}}, {}}, model.layout.end_time_square());
    return slopes ? std::optional<double>(
                        slopes->by_parameter[find_number(model.journey(), "look|takes")])
                  : std::nullopt;
  };
  // An exponential time deviates by its mean.
  CHECK(*slopes_of("mean 3") == Approx(1));
  CHECK_FALSE(slopes_of("3").has_value());
}

TEST_CASE("a figure over nobody has no slopes", "[exact]") {
  const SlopeModel model = make_slope_model(
      "journey j\npersona a\n  share 100%\nsource s\n  share 100%\n  -> look\n"
      "touchpoint look\n  0% -> won\n  rest -> leave\noutcome won\n  counts as win\n");
  const SlopeWorld best(model, best_estimate(model.journey()));
  const TotalsLayout& at = model.layout;
  CHECK_FALSE(ratio_gradient(best.mix, at, best.weights,
                             {{{at.conversion_time(), 1}}, {{at.conversion(), 1}}})
                  .has_value());
}

}  // namespace cairn
