#include "journey/memory.h"

#include <catch2/catch.hpp>

#include "tests/support/journey_builder.h"

using namespace cairn;

TEST_CASE("only what is asked for is remembered") {
  JourneyBuilder builder;
  const PlaceId home = builder.touchpoint("home");
  const PlaceId other = builder.touchpoint("other");
  const FlagId asked = builder.flag("asked");
  const FlagId unasked = builder.flag("unasked");
  const FlagId required = builder.flag("required");
  builder.rest(
      home, other,
      JourneyBuilder::when({JourneyBuilder::has(asked), JourneyBuilder::visited(home, 3)}));
  builder.go(home, 5, other,
             JourneyBuilder::when({JourneyBuilder::not_(JourneyBuilder::visited(home, 2))}));
  builder.journey.places[other].requires_lines.push_back({required, {}});
  const MemoryLayout layout = layout_memory(builder.journey);
  // What is only required changes no number: the engines need not remember it, the proof does.
  REQUIRE(layout.flags.size() == 1);
  CHECK(layout.flags[0].flag == asked);
  const MemoryLayout proof = layout_memory(builder.journey, Remember::what_is_required_too);
  REQUIRE(proof.flags.size() == 2);
  CHECK(proof.flags[1].flag == required);
  REQUIRE(layout.counts.size() == 1);
  CHECK(layout.counts[0].most == 3);
  CHECK(layout.counts[0].bits == 2);
  CHECK(layout.total_bits == 3);
  CHECK_FALSE(has_flag(layout, with_flag(layout, 0, unasked, true), unasked));
}

TEST_CASE("fields do not run into each other") {
  JourneyBuilder builder;
  const PlaceId a = builder.touchpoint("a");
  const PlaceId b = builder.touchpoint("b");
  const FlagId flag = builder.flag("flag");
  builder.rest(a, b,
               JourneyBuilder::when({JourneyBuilder::visited(a, 5), JourneyBuilder::visited(b, 2),
                                     JourneyBuilder::has(flag), JourneyBuilder::last(b)}));
  const MemoryLayout layout = layout_memory(builder.journey);
  Memory memory = with_flag(layout, 0, flag, true);
  for (int i = 0; i < 9; ++i) memory = after_move(layout, memory, b, a);
  CHECK(visit_count(layout, memory, a) == 5);
  CHECK(visit_count(layout, memory, b) == 0);
  CHECK(has_flag(layout, memory, flag));
  CHECK(holds(layout, memory, {JourneyBuilder::last(b)}));
  memory = after_move(layout, memory, a, b);
  CHECK(visit_count(layout, memory, b) == 1);
  CHECK_FALSE(holds(layout, memory, {JourneyBuilder::last(b)}));
  CHECK(
      holds(layout, memory,
            {JourneyBuilder::not_(JourneyBuilder::visited(b, 2)), JourneyBuilder::visited(a, 4)}));
  CHECK(with_count(layout, memory, a, 0) != memory);
  CHECK(visit_count(layout, with_count(layout, memory, a, 0), a) == 0);
  CHECK(visit_count(layout, with_count(layout, memory, a, 0), b) == 1);
}

TEST_CASE("once asks for a second visit, but not where the journey ends") {
  JourneyBuilder builder;
  const PlaceId home = builder.touchpoint("home");
  const PlaceId order = builder.outcome("order", Counts::win);
  MoneyLine once;
  once.amount = builder.money(1);
  once.basis = MoneyLine::Basis::once;
  builder.journey.places[home].costs.push_back(once);
  builder.journey.places[order].earns.push_back(once);
  const MemoryLayout layout = layout_memory(builder.journey);
  REQUIRE(layout.counts.size() == 1);
  CHECK(layout.counts[0].place == home);
  CHECK(layout.counts[0].most == 2);
}

TEST_CASE("what fixes ask is not remembered today") {
  JourneyBuilder builder;
  Change change;
  change.scope = JourneyBuilder::when({JourneyBuilder::has(builder.flag("flag"))});
  Fix fix;
  fix.changes.push_back(change);
  builder.journey.fixes.add(fix);
  CHECK(layout_memory(builder.journey).total_bits == 0);
}
