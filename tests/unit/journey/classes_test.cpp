#include "journey/classes.h"

#include <numeric>

#include <catch2/catch.hpp>

#include "tests/support/journey_builder.h"

using namespace cairn;

TEST_CASE("everybody alike is one class") {
  JourneyBuilder builder;
  builder.source("web");
  const std::vector<CustomerClass> classes = find_classes(builder.journey);
  REQUIRE(classes.size() == 1);
  CHECK(classes[0] == CustomerClass{});
  CHECK(class_shares(builder.journey, classes, best_estimate(builder.journey)) ==
        std::vector<double>{1});
  CHECK(class_name(builder.journey, classes[0]).empty());
}

TEST_CASE("sources and devices split only where a line asks") {
  JourneyBuilder builder;
  const PersonaId a = builder.persona("a");
  builder.persona("b");
  builder.source("web");
  builder.source("mail");
  const DeviceId mobile = builder.device("mobile");
  builder.device("desktop");
  CHECK(find_classes(builder.journey).size() == 2);
  CHECK(count_classes(builder.journey) == 2);
  Expectation expectation;
  expectation.groups = JourneyBuilder::for_all(a, mobile).groups;
  builder.journey.expectations.push_back(expectation);
  CHECK(find_classes(builder.journey).size() == 4);
  const PlaceId home = builder.touchpoint("home");
  builder.go(home, 10, builder.journey.leave, JourneyBuilder::for_all(SourceId{0}));
  CHECK(find_classes(builder.journey).size() == 8);
  CHECK(count_classes(builder.journey) == 8);
}

TEST_CASE("a fix does not split today's customers") {
  JourneyBuilder builder;
  builder.device("mobile");
  builder.device("desktop");
  Fix fix;
  Change change;
  change.scope = JourneyBuilder::for_all(DeviceId{0});
  fix.changes.push_back(change);
  builder.journey.fixes.add(fix);
  CHECK(find_classes(builder.journey).size() == 1);
}

TEST_CASE("shares multiply from persona to source to device") {
  JourneyBuilder builder;
  const PersonaId hunter = builder.persona("hunter");
  const PersonaId regular = builder.persona("regular");
  const SourceId ads = builder.source("ads");
  const SourceId mail = builder.source("mail");
  const DeviceId mobile = builder.device("mobile");
  const DeviceId desktop = builder.device("desktop");
  Journey& journey = builder.journey;
  journey.personas[hunter].shares = {JourneyBuilder::share(builder.percent(65))};
  journey.personas[regular].shares = {JourneyBuilder::share({})};
  journey.sources[ads].shares = {
      JourneyBuilder::share(builder.percent(40)),
      JourneyBuilder::share(builder.percent(15), JourneyBuilder::for_all(regular))};
  journey.sources[mail].shares = {JourneyBuilder::share({})};
  journey.devices[mobile].lines = {{{}, JourneyBuilder::share(builder.percent(64))},
                                   {regular, JourneyBuilder::share(builder.percent(10))}};
  journey.devices[desktop].lines = {{{}, JourneyBuilder::share({})},
                                    {regular, JourneyBuilder::share({})}};
  const PlaceId home = builder.touchpoint("home");
  builder.go(home, 10, journey.leave, JourneyBuilder::for_all(ads, mobile));

  const World world = best_estimate(journey);
  const std::vector<CustomerClass> classes = find_classes(journey);
  const std::vector<double> shares = class_shares(journey, classes, world);
  REQUIRE(classes.size() == 8);
  CHECK(std::accumulate(shares.begin(), shares.end(), 0.0) == Approx(1).epsilon(1e-15));
  CHECK(shares[0] == Approx(0.65 * 0.40 * 0.64));  // hunter ads mobile
  CHECK(shares[3] == Approx(0.65 * 0.60 * 0.36));  // hunter mail desktop
  CHECK(shares[4] == Approx(0.35 * 0.15 * 0.10));  // regular ads mobile: the persona's own devices
  CHECK(shares[7] == Approx(0.35 * 0.85 * 0.90));
  CHECK(source_shares(journey, {regular, {}, {}}, world) == std::vector<double>{0.15, 0.85});
  CHECK(source_shares(journey, classes[0], world) == std::vector<double>{1, 0});
  CHECK(class_name(journey, classes[4]) == "regular from ads on mobile");
}

TEST_CASE("shares above a whole are scaled to it") {
  JourneyBuilder builder;
  const SourceId a = builder.source("a");
  const SourceId b = builder.source("b");
  builder.journey.sources[a].shares = {JourneyBuilder::share(builder.percent(150))};
  builder.journey.sources[b].shares = {JourneyBuilder::share(builder.percent(50))};
  const std::vector<double> shares =
      source_shares(builder.journey, {}, best_estimate(builder.journey));
  CHECK(shares[0] == Approx(0.75));
  CHECK(shares[1] == Approx(0.25));
}

TEST_CASE("a group fits if all its traits do, a list if any group does") {
  JourneyBuilder builder;
  const PersonaId vip = builder.persona("vip");
  const SourceId mail = builder.source("mail");
  const ChannelId email = builder.journey.channels.add({"email", {}});
  builder.journey.sources[mail].channel = email;
  const DeviceId mobile = builder.device("mobile");
  const CustomerClass customer{vip, mail, {}};
  const auto is_fit = [&](const Scope& scope) {
    return fits_any(builder.journey, customer, scope.groups);
  };
  CHECK(is_fit({}));
  CHECK(is_fit(JourneyBuilder::for_all(vip, email)));
  CHECK_FALSE(is_fit(JourneyBuilder::for_all(vip, mobile)));
  CHECK(is_fit(JourneyBuilder::for_any(vip, mobile)));
  // "Any source" is not a source.
  CHECK_FALSE(fits_any(builder.journey, {vip, {}, {}}, JourneyBuilder::for_all(mail).groups));
}
