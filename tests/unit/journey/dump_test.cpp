#include <catch2/catch.hpp>

#include "journey/journey_dump.h"
#include "tests/support/journey_builder.h"

using namespace cairn;

namespace {

Journey small_journey() {
  JourneyBuilder builder;
  builder.journey.frame.heading = {"shop", "Shop", "", {}, {}};
  builder.journey.frame.currency = "EUR";
  const PersonaId regular = builder.persona("regular");
  const SourceId web = builder.source("web");
  const PlaceId home = builder.touchpoint("home");
  const Amount wait = builder.days(2);
  builder.enter(web, home);
  builder.go(home, 30, home, JourneyBuilder::for_all(regular)).after = wait;
  builder.rest(home, builder.journey.leave,
               JourneyBuilder::when({JourneyBuilder::visited(home, 2)}));
  return builder.journey;
}

}  // namespace

TEST_CASE("a dump shows all that is meant, indented") {
  CHECK(dump_journey(small_journey()) ==
        "journey shop \"Shop\"\n"
        "  currency EUR\n"
        "  emotions -2 to 2\n"
        "persona regular \"regular\"\n"
        "source web \"web\"\n"
        "  -> home\n"
        "outcome leave \"leave\"\n"
        "  counts as loss\n"
        "touchpoint home \"home\"\n"
        "  0.3 + 1.1102230246251566e-17 share key \"number 1\" -> home after (2 days key \"number "
        "0\")"
        " for regular\n"
        "  rest -> leave when visited home 2 times\n");
}

TEST_CASE("dumps differ in meaning, not in places") {
  const std::string text = dump_journey(small_journey());
  Journey moved = small_journey();
  moved.places[PlaceId{1}].flows[0].span = {FileId{0}, 10, 20};
  CHECK(dump_journey(moved) == text);
  Journey other = small_journey();
  other.parameters[ParameterId{1}].best = {0.3, 0};
  CHECK(dump_journey(other) != text);
  other = small_journey();
  other.places[PlaceId{1}].flows[0].scope = {};
  CHECK(dump_journey(other) != text);
  other = small_journey();
  other.places[PlaceId{1}].heading.label = "Home \"page\"\n";
  CHECK(dump_journey(other).find("\"Home \\\"page\\\"\\x0a\"") != std::string::npos);
}
