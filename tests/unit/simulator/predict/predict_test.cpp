#include "simulator/predict.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/journey_builder.h"

using namespace cairn;

namespace {

constexpr double kMonth = 30.4375;

Metric conversion() {
  return {};
}

Metric at(Metric::Kind kind, PlaceId place) {
  Metric metric;
  metric.kind = kind;
  metric.place = place;
  return metric;
}

Metric money(Metric::Kind kind, Per per) {
  Metric metric;
  metric.kind = kind;
  metric.per = per;
  metric.per_days = per == Per::time ? kMonth : 0;
  return metric;
}

Metric time_to_conversion(Stat stat) {
  Metric metric;
  metric.kind = Metric::Kind::time_to;
  metric.to = Metric::To::conversion;
  metric.stat = stat;
  return metric;
}

// web -> home, 30 % (20 to 40 %) of whom buy for 50 EUR after a wait of 10 days on average, half of
// whom are of each persona; 1 000 a month.
struct Shop : JourneyBuilder {
  PlaceId home = touchpoint("home");
  PlaceId paid = outcome("paid", Counts::win);
  SourceId web = source("web");

  explicit Shop(bool has_doubt) {
    enter(web, home);
    journey.sources[web].shares.push_back(share({}));
    FlowLine& buy = go(home, 30, paid);
    if (has_doubt) buy.value = percent_range(20, 30, 40);
    buy.after = Amount{Law::exponential, exact({10, 0}, Unit::days), {}};
    rest(home, journey.leave);
    MoneyLine earns;
    earns.amount = money(50);
    journey.places[paid].earns.push_back(earns);
    journey.frame.entrants = exact({1000, 0}, Unit::people);
    journey.frame.entrants_per_days = kMonth;
  }

  void stop_after(double horizon_days) {
    journey.frame.horizon = exact({horizon_days, 0}, Unit::days);
  }

  Answer answer(const Metric& metric, const RunOptions& options) const {
    return predict(journey, {{metric, {}}}, options).answers.front();
  }
};

RunOptions best_only() {
  return {1, 0, 0, 1, false};
}
RunOptions with_worlds(std::uint32_t worlds) {
  return {1, worlds, 0, 2, false};
}

}  // namespace

TEST_CASE("without a horizon figures are exact") {
  const Shop shop(false);
  const Answer answer = shop.answer(conversion(), best_only());
  CHECK(answer.is_defined);
  CHECK(answer.estimate.method == Method::exact);
  CHECK(answer.estimate.best == Approx(0.3).epsilon(1e-14));
  CHECK(answer.estimate.value == answer.estimate.best);
  CHECK(answer.estimate.low == answer.estimate.best);
  CHECK(answer.estimate.error == 0);
  CHECK_FALSE(answer.walk);
  CHECK(shop.answer(time_to_conversion(Stat::none), best_only()).estimate.best == Approx(10));
  CHECK(shop.answer(money(Metric::Kind::revenue, Per::time), best_only()).estimate.best ==
        Approx(15'000));
  CHECK(shop.answer(at(Metric::Kind::exits, shop.home), best_only()).estimate.best == Approx(0.7));
}

TEST_CASE("nothing uncertain means no worlds") {
  const Shop shop(false);
  CHECK(predict(shop.journey, {{conversion(), {}}}, with_worlds(50)).record.worlds == 0);
}

TEST_CASE("doubt spreads a figure over its range") {
  const Shop shop(true);
  const Answer answer = shop.answer(conversion(), with_worlds(4'000));
  CHECK(answer.estimate.best == Approx(0.3));
  CHECK(answer.estimate.low == Approx(0.2).margin(0.01));
  CHECK(answer.estimate.high == Approx(0.4).margin(0.01));
  CHECK(answer.estimate.value == Approx(0.29).margin(0.01));
  CHECK(answer.estimate.samples.empty());
  // Nothing of the price is in doubt, so revenue per customer is the same in every world.
  const Answer per_customer =
      shop.answer(money(Metric::Kind::revenue, Per::customer), with_worlds(100));
  CHECK(per_customer.estimate.low == Approx(50).epsilon(1e-12));
  CHECK(per_customer.estimate.high == Approx(50).epsilon(1e-12));
}

TEST_CASE("samples are kept where asked") {
  RunOptions options = with_worlds(40);
  options.keep_samples = true;
  const Answer answer = Shop(true).answer(conversion(), options);
  REQUIRE(answer.estimate.samples.size() == 40);
  double sum = 0;
  for (const double sample : answer.estimate.samples) sum += sample;
  CHECK(sum / 40 == Approx(answer.estimate.value));
}

TEST_CASE("a horizon cuts what comes later, inside a certified bracket") {
  Shop shop(false);
  shop.stop_after(30);
  const double expected = 0.3 * (1 - std::exp(-3.0));
  const Answer answer = shop.answer(conversion(), best_only());
  CHECK(answer.estimate.method == Method::grid);
  CHECK(std::fabs(answer.estimate.best - expected) <= answer.estimate.error);
  CHECK(2 * answer.estimate.error <= 1e-4);
  // Mean of an exponential cut at three means: 10 (1 - 4 e^-3) / (1 - e^-3).
  const Answer time = shop.answer(time_to_conversion(Stat::mean), best_only());
  CHECK(time.estimate.best ==
        Approx(10 * (1 - 4 * std::exp(-3.0)) / (1 - std::exp(-3.0))).epsilon(1e-3));
  // A payment at age t falls into the window for 1 - t/30 of the entrants.
  const Answer month = shop.answer(money(Metric::Kind::revenue, Per::time), best_only());
  const double weight = 1 - (1 - std::exp(-3.0)) / 3;
  CHECK(month.estimate.best == Approx(1000 * 50 * 0.3 * weight).epsilon(1e-3));
}

TEST_CASE("doubt about a share is carried over the horizon") {
  Shop shop(true);
  shop.stop_after(30);
  const double kept = 1 - std::exp(-3.0);
  const Answer answer = shop.answer(conversion(), with_worlds(2'000));
  CHECK(answer.estimate.low == Approx(0.2 * kept).margin(0.01));
  CHECK(answer.estimate.high == Approx(0.4 * kept).margin(0.01));
}

TEST_CASE("doubt that acts only through the horizon is seen") {
  Shop shop(false);
  shop.stop_after(30);
  const ParameterId wait{shop.journey.places[shop.home].flows.front().after->first};
  Parameter& parameter = shop.journey.parameters[wait];
  parameter.doubt = Doubt::range;
  parameter.low = 5;
  parameter.high = 20;
  const Answer answer = shop.answer(conversion(), with_worlds(1'000));
  CHECK(answer.estimate.low == Approx(0.3 * (1 - std::exp(-30.0 / 20))).margin(0.004));
  CHECK(answer.estimate.high == Approx(0.3 * (1 - std::exp(-30.0 / 5))).margin(0.002));
}

TEST_CASE("the walk agrees with the exact figures and gives quantiles") {
  const Shop shop(false);
  RunOptions options = best_only();
  options.people = 200'000;
  const Prediction prediction = predict(shop.journey,
                                        {{conversion(), {}},
                                         {money(Metric::Kind::revenue, Per::time), {}},
                                         {time_to_conversion(Stat::median), {}},
                                         {time_to_conversion(Stat::p90), {}}},
                                        options);
  REQUIRE(prediction.answers[0].walk);
  CHECK(std::fabs(prediction.answers[0].walk->z) < 4);
  CHECK(prediction.answers[0].walk->standard_error ==
        Approx(std::sqrt(0.21 / 200'000)).epsilon(0.3));
  REQUIRE(prediction.answers[1].walk);
  CHECK(prediction.answers[1].walk->value == Approx(15'000).epsilon(0.02));
  CHECK(prediction.record.worst_z < 4);
  const Estimate& median = prediction.answers[2].estimate;
  CHECK(median.method == Method::grid);
  CHECK(std::fabs(median.best - 10 * std::log(2.0)) <= median.error);
  REQUIRE(prediction.answers[2].walk);
  CHECK(std::fabs(prediction.answers[2].walk->z) < 4);
  CHECK(prediction.answers[3].estimate.value == Approx(10 * std::log(10.0)).epsilon(0.02));
}

TEST_CASE("a quantile needs no walk") {
  const Answer answer = Shop(false).answer(time_to_conversion(Stat::p90), best_only());
  REQUIRE(answer.is_defined);
  CHECK(std::fabs(answer.estimate.best - 10 * std::log(10.0)) <= answer.estimate.error);
}

TEST_CASE("the walk alone answers with its noise, and with nobody says why it cannot") {
  RunOptions options;
  options.engine = Engine::walk;
  options.people = 50'000;
  const Shop shop(false);
  const Prediction walked =
      predict(shop.journey, {{conversion(), {}}, {time_to_conversion(Stat::median), {}}}, options);
  CHECK(walked.record.is_walked_alone);
  CHECK(walked.record.worlds == 0);
  for (const Answer& answer : walked.answers) {
    CHECK(answer.estimate.method == Method::walk);
    CHECK(answer.estimate.low < answer.estimate.value);
    CHECK(answer.estimate.value < answer.estimate.high);
    CHECK_FALSE(answer.walk.has_value());
  }
  CHECK(std::fabs(walked.answers[0].estimate.value - 0.3) < 4 * walked.answers[0].estimate.error);
  options.people = 0;
  const Prediction nobody =
      predict(shop.journey, {{time_to_conversion(Stat::median), {}}}, options);
  CHECK_FALSE(nobody.answers[0].is_defined);
  CHECK(nobody.answers[0].why_not.find("people") != std::string::npos);
}

TEST_CASE("a journey too large to eliminate is iterated to a bracket that holds the exact value") {
  RunOptions options = best_only();
  const Shop shop(false);
  const Question asked{conversion(), {}};
  const Answer exact = predict(shop.journey, {asked}, options).answers[0];
  options.most_states = 1;
  const Answer iterated = predict(shop.journey, {asked}, options).answers[0];
  CHECK(exact.estimate.method == Method::exact);
  CHECK(iterated.estimate.method == Method::iterative);
  CHECK(iterated.estimate.error > 0);
  CHECK(iterated.estimate.error < 1e-9);
  CHECK(std::fabs(iterated.estimate.best - exact.estimate.best) <= iterated.estimate.error);
}

TEST_CASE("groups mix their classes and take their part of the calendar") {
  Shop shop(false);
  const PersonaId fan = shop.persona("fan");
  const PersonaId other = shop.persona("other");
  const PersonaId ghost = shop.persona("ghost");
  shop.journey.personas[fan].shares.push_back(JourneyBuilder::share(shop.percent(25)));
  shop.journey.personas[other].shares.push_back(JourneyBuilder::share(shop.percent(75)));
  shop.journey.personas[ghost].shares.push_back(JourneyBuilder::share(shop.percent(0)));
  shop.go(shop.home, 60, shop.paid, JourneyBuilder::for_all(fan));
  const auto ask = [&](const Metric& metric, std::vector<PersonaId> personas) {
    std::vector<Group> groups;
    for (const PersonaId id : personas) groups.push_back({{JourneyBuilder::trait(id)}});
    return predict(shop.journey, {{metric, groups}}, best_only()).answers.front();
  };
  CHECK(ask(conversion(), {}).estimate.best == Approx(0.25 * 0.6 + 0.75 * 0.3));
  CHECK(ask(conversion(), {fan}).estimate.best == Approx(0.6));
  CHECK(ask(conversion(), {fan, other}).estimate.best == Approx(0.375));
  CHECK(ask(money(Metric::Kind::revenue, Per::time), {fan}).estimate.best ==
        Approx(250 * 0.6 * 50));
  CHECK(ask(money(Metric::Kind::revenue, Per::entrant), {fan}).estimate.best == Approx(30));
  const Answer nobody = ask(conversion(), {ghost});
  CHECK_FALSE(nobody.is_defined);
  CHECK(nobody.why_not == "nobody is in this group");
}

TEST_CASE("flows count passages per entrant") {
  const Shop shop(false);
  const Prediction prediction = predict(shop.journey, {}, best_only());
  REQUIRE(prediction.flows.size() == 3);
  for (const FlowVolume& flow : prediction.flows) {
    const double expected = flow.source.is_valid() ? 1 : flow.to == shop.paid ? 0.3 : 0.7;
    CHECK(flow.per_entrant == Approx(expected));
  }
}

TEST_CASE("threads change nothing, seeds do") {
  Shop shop(true);
  shop.stop_after(30);
  RunOptions options{1, 64, 5'000, 1, true};
  const std::vector<Question> questions = standard_questions(shop.journey);
  const Prediction one = predict(shop.journey, questions, options);
  options.threads = 3;
  const Prediction three = predict(shop.journey, questions, options);
  options.seed = 2;
  const Prediction other = predict(shop.journey, questions, options);
  bool is_other = false;
  for (std::size_t i = 0; i < one.answers.size(); ++i) {
    const Estimate& a = one.answers[i].estimate;
    const Estimate& b = three.answers[i].estimate;
    CHECK(a.value == b.value);
    CHECK(a.low == b.low);
    CHECK(a.high == b.high);
    CHECK(a.best == b.best);
    CHECK(a.error == b.error);
    CHECK(a.samples == b.samples);
    CHECK(one.answers[i].walk.has_value() == three.answers[i].walk.has_value());
    if (one.answers[i].walk) CHECK(one.answers[i].walk->value == three.answers[i].walk->value);
    is_other = is_other || a.value != other.answers[i].estimate.value;
  }
  CHECK(is_other);
}
