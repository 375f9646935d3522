// Numbers as written: exact decimals, units, families, what may not be.
#include "compiler/evaluate.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "compiler/number.h"
#include "tests/support/compiled_text.h"

namespace {

using namespace cairn;

/// The first parameter of a spec whose only number is an assumption.
struct Assumed {
  CompiledText text;
  const Parameter* first = nullptr;
  const Parameter* second = nullptr;
};

Assumed assume(const std::string& amount) {
  Assumed result;
  result.text = compile_text("assume x " + amount + "\n");
  const Journey& journey = result.text.journey();
  if (journey.assumptions.empty()) return result;
  const Amount& held = journey.assumptions[AssumptionId{0}].amount;
  if (held.first.is_valid()) result.first = &journey.parameters[held.first];
  if (held.second.is_valid()) result.second = &journey.parameters[held.second];
  return result;
}

double best(const Assumed& assumed) {
  REQUIRE(assumed.first != nullptr);
  return to_double(assumed.first->best);
}

/// How far two numbers differ beyond what one double can hold.
double distance(DoubleDouble a, DoubleDouble b) {
  return std::abs(to_double(add(a, negate(b))));
}

}  // namespace

TEST_CASE("numbers are read with gaps, signs, suffixes and full-width digits") {
  const auto value = [](const char* token) { return to_double(*read_number(token)); };
  CHECK(value("1 024") == 1024);
  CHECK(value("1_000_000") == 1e6);
  CHECK(value("40\u00A0000") == 40000);
  CHECK(value("-0.25") == -0.25);
  CHECK(value("+2") == 2);
  CHECK(value("1.5k") == 1500);
  CHECK(value("2M") == 2e6);
  CHECK(value("３０") == 30);
  CHECK(*read_integer("1 024") == 1024);
}

TEST_CASE("decimals are exact to about 32 digits") {
  // 0.1 as a double is off by 5.6e-18; its ten-fold is 1 only with the second double.
  const DoubleDouble tenth = *read_number("0.1");
  CHECK(distance(multiply(tenth, {10.0, 0.0}), {1.0, 0.0}) < 1e-31);
  const DoubleDouble sum =
      add(*read_number("0.3333333333333333"), *read_number("0.6666666666666667"));
  CHECK(distance(sum, {1.0, 0.0}) < 1e-31);
  const DoubleDouble rest = add({1.0, 0.0}, negate(*read_number("0.999999999999999999999999")));
  CHECK(to_double(rest) == Approx(1e-24).epsilon(1e-6));
}

TEST_CASE("numbers too long to compute with are refused, long ones are not") {
  CHECK(read_number(std::string(300, '9')).has_value());
  CHECK_FALSE(read_number(std::string(301, '9')).has_value());
  CHECK_FALSE(read_integer("1000000000000001").has_value());
  CHECK(codes_of(assume(std::string(301, '9') + " EUR").text.diagnostics) == "E304");
  CHECK(codes_of(assume("0." + std::string(290, '0') + "1 s").text.diagnostics).empty());
}

TEST_CASE("times are days") {
  CHECK(best(assume("90 s")) == Approx(90.0 / 86400).epsilon(1e-15));
  CHECK(best(assume("6 h")) == 0.25);
  CHECK(best(assume("2 weeks")) == 14);
  CHECK(best(assume("1 month")) == 30.4375);
  CHECK(best(assume("2 years")) == 730.5);
  CHECK(assume("1 day").first->unit == Unit::days);
}

TEST_CASE("the unit of an assumption is the one written") {
  CHECK(assume("39 EUR").first->unit == Unit::money);
  CHECK(assume("2.5% to 4%").first->unit == Unit::share);
  CHECK(assume("6pp to 14pp").first->unit == Unit::points);
  CHECK(assume("0.8").first->unit == Unit::factor);
  CHECK(assume("1 in 6").first->unit == Unit::share);
  CHECK(best(assume("6pp")) == 0.06);
}

TEST_CASE("symbols stand for codes") {
  const auto codes = [](const std::string& amount) {
    return codes_of(
        compile_text("journey x\n  currency EUR\nassume y " + amount + "\n").diagnostics);
  };
  CHECK(codes("€49").empty());
  CHECK(codes("49 €").empty());
  CHECK(codes("£49") == "E305");
  CHECK(codes("49 USD") == "E305");
}

TEST_CASE("the best estimate of a range is the median of its family") {
  // Rates by their odds: the logits of 20% and 80% cancel.
  CHECK(best(assume("20% to 80%")) == Approx(0.5));
  CHECK(best(assume("30% to 38%")) == Approx(0.338850).epsilon(1e-5));
  // Money and times by their logarithm, points by halves.
  CHECK(best(assume("1 to 4 EUR")) == Approx(2));
  CHECK(best(assume("4 to 9 days")) == Approx(6));
  CHECK(best(assume("6pp to 14pp")) == Approx(0.10));
  // The written centre of `+-`.
  const Assumed centre = assume("34% +- 3pp");
  CHECK(best(centre) == 0.34);
  CHECK(centre.first->low == Approx(0.31));
  CHECK(centre.first->high == Approx(0.37));
}

TEST_CASE("the unit of the second end counts for both") {
  const Assumed time = assume("2 to 4 min");
  CHECK(time.first->low == Approx(2.0 / 1440));
  const Assumed mixed = assume("50 s to 4 min");
  CHECK(mixed.first->low == Approx(50.0 / 86400));
  CHECK(mixed.first->high == Approx(4.0 / 1440));
  CHECK(assume("30 to 38%").first->low == 0.30);
}

TEST_CASE("counts are observed, fractions exact") {
  const Assumed count = assume("418 of 1 024");
  CHECK(count.first->doubt == Doubt::observed);
  CHECK(count.first->observed == 418);
  CHECK(count.first->total == 1024);
  CHECK(best(count) == 418.0 / 1024);
  CHECK(best(assume("0 of 50")) == Approx(0.5 / 51));
  CHECK(best(assume("50 of 50")) == Approx(50.5 / 51));
  const Assumed fraction = assume("1 in 6");
  CHECK(fraction.first->doubt == Doubt::exact);
  CHECK(distance(multiply(fraction.first->best, {6.0, 0.0}), {1.0, 0.0}) < 1e-31);
}

TEST_CASE("a range of times is chance on a line and doubt behind an assumption") {
  CHECK(assume("2 to 4 min").first->doubt == Doubt::range);
  const CompiledText text = compile_text("touchpoint a\n  takes 2 to 4 min\n");
  const Amount& takes = text.journey().places[PlaceId{0}].takes.at(0).amount;
  CHECK(takes.law == Law::lognormal_p5_p95);
  CHECK(text.journey().parameters[takes.first].doubt == Doubt::exact);
  CHECK(to_double(text.journey().parameters[takes.second].best) == Approx(4.0 / 1440));
}

TEST_CASE("median and p90 may be doubtful but not overlap") {
  const Assumed both = assume("median 2 to 3 min, p90 9 to 12 min");
  REQUIRE(both.second != nullptr);
  CHECK(both.first->doubt == Doubt::range);
  CHECK(both.second->high == Approx(12.0 / 1440));
  CHECK(codes_of(assume("median 2 to 5 min, p90 4 to 9 min").text.diagnostics) == "E307");
  CHECK(codes_of(assume("median 4 min, p90 3 min").text.diagnostics) == "E307");
  CHECK(codes_of(assume("median 4 min, p90 4 min").text.diagnostics) == "E307");
}

TEST_CASE("a wrong number is one mistake with the right code") {
  const auto codes = [](const std::string& amount) {
    return codes_of(assume(amount).text.diagnostics);
  };
  CHECK(codes("38% to 30%") == "E304");
  CHECK(codes("0% to 5%") == "E304");
  CHECK(codes("95% to 100%") == "E304");
  CHECK(codes("130%") == "E304");
  CHECK(codes("2% +- 3pp") == "E304");
  CHECK(codes("34% +- 3%") == "E303");
  CHECK(codes("70 of 50") == "E304");
  CHECK(codes("5 min +- 4 min") == "W312");
  CHECK(codes("2% +- 1.9pp") == "W312");
  CHECK(codes("34% +- 3pp").empty());
  CHECK(codes("0 of 50") == "W310");
  CHECK(codes("3 of 12") == "W311");
  CHECK(codes("-2 min") == "E304");
}
