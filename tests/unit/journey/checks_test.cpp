#include "journey/checks.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/journey_builder.h"

using namespace cairn;

namespace {

// A sound journey to be spoilt by each test.
struct Shop : JourneyBuilder {
  SourceId web = source("web");
  PlaceId home = touchpoint("home");
  PlaceId order = outcome("order", Counts::win);
  Shop() { enter(web, home); }

  std::vector<Diagnostic> found(Level level = Level::run) const {
    Diagnostics diagnostics;
    check_journey(journey, level, diagnostics);
    return diagnostics.all();
  }
  std::vector<std::string> codes(Level level = Level::run) const {
    std::vector<std::string> ids;
    for (const Diagnostic& diagnostic : found(level)) {
      ids.emplace_back(code_info(diagnostic.code).id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
  }
  /// The one message there is; empty if there are none or several.
  std::string message(Level level = Level::run) const {
    const std::vector<Diagnostic> all = found(level);
    return all.size() == 1 ? all[0].message : "";
  }
};

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("a sound journey has no findings") {
  Shop shop;
  shop.go(shop.home, 30, shop.order);
  shop.rest(shop.home, shop.journey.leave);
  CHECK(shop.codes().empty());
}

TEST_CASE("levels follow what is written") {
  Shop shop;
  shop.all(shop.home, shop.order);
  CHECK(level_of(shop.journey) == Level::draw);
  shop.rest(shop.home, shop.journey.leave);
  CHECK(level_of(shop.journey) == Level::run);
  shop.journey.fixes.add({});
  CHECK(level_of(shop.journey) == Level::decide);
}

TEST_CASE("several lone arrows are fine in a picture only") {
  Shop shop;
  shop.all(shop.home, shop.order);
  shop.all(shop.home, shop.journey.leave);
  CHECK(shop.codes(Level::draw).empty());
  CHECK(shop.codes(Level::run) == Codes{"E402"});
}

TEST_CASE("shares that miss somebody are E401 with what is missing") {
  Shop shop;
  shop.go(shop.home, 46, shop.order);
  shop.go(shop.home, 10, shop.home);
  CHECK(shop.codes() == Codes{"E401"});
  CHECK(shop.message() == "the ways out of \"home\" add up to 56%");
  CHECK(shop.found()[0].caption == "44% of visitors have nowhere to go");
  CHECK(shop.found()[0].labels.size() == 2);
}

TEST_CASE("rounded thirds are all, a tenth of a point is the limit") {
  Shop shop;
  const PlaceId other = shop.outcome("other", Counts::win);
  shop.go(shop.home, 33.3, shop.order);
  shop.go(shop.home, 33.3, other);
  shop.go(shop.home, 33.3, shop.journey.leave);
  CHECK(shop.codes().empty());
  shop.journey.places[shop.home].flows.pop_back();
  shop.go(shop.home, 33.2, shop.journey.leave);
  CHECK(shop.codes() == Codes{"E401"});
  CHECK(shop.message() == "the ways out of \"home\" add up to 99.8%");
}

TEST_CASE("uncertain shares need a rest even if they add up") {
  Shop shop;
  shop.journey.places[shop.home].flows.push_back(
      JourneyBuilder::flow(FlowLine::Kind::share, shop.percent_range(50, 60, 70), shop.order));
  shop.go(shop.home, 40, shop.journey.leave);
  CHECK(shop.codes() == Codes{"E401"});
}

TEST_CASE("counts of one total that use it up need no rest") {
  Shop shop;
  for (const auto& [count, target] :
       {std::pair{30, shop.order}, std::pair{70, shop.journey.leave}}) {
    const ParameterId id = shop.percent(count);
    Parameter& parameter = shop.journey.parameters[id];
    parameter.doubt = Doubt::observed;
    parameter.observed = count;
    parameter.total = 100;
    parameter.count_group = "home of 100";
    shop.journey.places[shop.home].flows.push_back(
        JourneyBuilder::flow(FlowLine::Kind::share, id, target));
  }
  CHECK(shop.codes().empty());
  shop.journey.parameters[shop.journey.places[shop.home].flows[0].value].count_group = "another";
  CHECK(shop.codes() == Codes{"E401"});
}

TEST_CASE("E402 names the customers and the terms") {
  Shop shop;
  const PersonaId regular = shop.persona("regular");
  const PersonaId hunter = shop.persona("hunter");
  shop.journey.personas[regular].shares = {JourneyBuilder::share(shop.percent(40))};
  shop.journey.personas[hunter].shares = {JourneyBuilder::share({})};
  const PlaceId other = shop.outcome("other", Counts::win);
  shop.go(shop.home, 20, shop.order);
  shop.go(shop.home, 58, shop.order, JourneyBuilder::for_all(regular));
  shop.go(shop.home, 54, other);
  shop.rest(shop.home, shop.journey.leave);
  CHECK(shop.codes() == Codes{"E402"});
  CHECK(shop.message() == "the ways out of \"home\" add up to 112% for regular: 58% + 54%");
}

TEST_CASE("the memory in which a sum is wrong is named") {
  Shop shop;
  shop.go(shop.home, 60, shop.order, JourneyBuilder::when({JourneyBuilder::visited(shop.home, 2)}));
  shop.go(shop.home, 50, shop.home);
  shop.rest(shop.home, shop.journey.leave);
  CHECK(shop.message() ==
        "the ways out of \"home\" add up to 110% when visited home 2 times: 60% + 50%");
}

TEST_CASE("two rest lines for the same customers are E403") {
  Shop shop;
  shop.go(shop.home, 30, shop.order);
  shop.rest(shop.home, shop.journey.leave);
  shop.rest(shop.home, shop.home);
  CHECK(shop.codes() == Codes{"E403"});
}

TEST_CASE("overlapping lines are E404, once") {
  Shop shop;
  const PersonaId regular = shop.persona("regular");
  shop.go(shop.home, 72, shop.order, JourneyBuilder::for_all(regular));
  shop.go(shop.home, 60, shop.order, JourneyBuilder::when({JourneyBuilder::visited(shop.home, 2)}));
  shop.go(shop.home, 10, shop.home);
  shop.rest(shop.home, shop.journey.leave);
  // A persona alone fits everyone, so the guard on the second visit is narrower.
  CHECK(shop.codes().empty());
  const PersonaId hunter = shop.persona("hunter");
  shop.journey.personas[regular].shares = {JourneyBuilder::share(shop.percent(40))};
  shop.journey.personas[hunter].shares = {JourneyBuilder::share({})};
  CHECK(shop.codes() == Codes{"E404"});
  CHECK(shop.message() ==
        "two `-> order` lines of \"home\" fit regular customers who visited home 2 times");
}

TEST_CASE("a target given twice, or by a share and the rest, is E405") {
  Shop shop;
  shop.go(shop.home, 20, shop.order);
  shop.go(shop.home, 30, shop.order);
  shop.rest(shop.home, shop.journey.leave);
  CHECK(shop.codes() == Codes{"E405"});
  CHECK(shop.message() == "`-> order` is given twice for everyone");
  Shop both;
  both.go(both.home, 20, both.journey.leave);
  both.go(both.home, 30, both.order);
  both.rest(both.home, both.journey.leave);
  CHECK(both.codes() == Codes{"E405"});
  CHECK(both.message() == "`-> leave` is both 20% and the rest for everyone");
}

TEST_CASE("a loop nobody leaves is an error without a horizon and a note with one") {
  Shop shop;
  const PlaceId chat = shop.touchpoint("chat");
  const PlaceId support = shop.touchpoint("support");
  shop.go(shop.home, 30, shop.order);
  shop.rest(shop.home, chat);
  shop.all(chat, support);
  shop.all(support, chat);
  CHECK(shop.codes() == Codes{"E406"});
  CHECK(shop.message() == "nobody can leave the loop chat -> support -> chat");
  shop.journey.frame.horizon = shop.exact({365, 0}, Unit::days);
  CHECK(shop.codes() == Codes{"N420"});
}

TEST_CASE("a rest of nothing does not open a loop") {
  Shop shop;
  shop.go(shop.home, 100, shop.home);
  shop.rest(shop.home, shop.order);
  CHECK(shop.codes() == Codes{"E406"});
}

TEST_CASE("a dead end is reported once, at its heading") {
  Shop shop;
  const PlaceId chat = shop.touchpoint("chat");
  shop.go(shop.home, 30, shop.order);
  shop.rest(shop.home, chat);
  CHECK(shop.codes() == Codes{"E408"});
  CHECK(shop.message() == "\"chat\" has no ways out");
}

TEST_CASE("places nothing leads to are reported at their root") {
  Shop shop;
  const PlaceId wishlist = shop.touchpoint("wishlist");
  const PlaceId mail = shop.touchpoint("mail");
  shop.all(wishlist, mail);
  shop.all(mail, shop.order);
  shop.go(shop.home, 30, shop.order);
  shop.rest(shop.home, shop.journey.leave);
  CHECK(shop.codes() == Codes{"W407"});
  CHECK(shop.message() == "nothing leads to \"wishlist\"");
  Fix fix;
  Change change;
  change.kind = Change::Kind::move;
  change.place.from = shop.home;
  change.place.to = shop.journey.leave;
  change.toward = wishlist;
  change.amount.first = shop.journey.places[shop.home].flows[0].value;
  fix.changes.push_back(change);
  shop.journey.fixes.add(fix);
  CHECK(shop.codes() == Codes{"N508"});
}

TEST_CASE("a factor needs somebody, something and a rest") {
  Shop shop;
  shop.go(shop.home, 30, shop.order);
  shop.rest(shop.home, shop.home);
  shop.times(shop.home, 0.8, shop.order, {});
  CHECK(shop.codes() == Codes{"E409"});
  Shop nothing;
  nothing.rest(nothing.home, nothing.order);
  nothing.times(nothing.home, 0.8, nothing.order,
                JourneyBuilder::when({JourneyBuilder::visited(nothing.home)}));
  CHECK(nothing.codes() == Codes{"E409"});
  Shop restless;
  restless.go(restless.home, 30, restless.order);
  restless.go(restless.home, 70, restless.home);
  restless.times(restless.home, 0.8, restless.order,
                 JourneyBuilder::when({JourneyBuilder::visited(restless.home, 2)}));
  CHECK(restless.codes() == Codes{"E409"});
}

TEST_CASE("pains explain at most all exits, and only where somebody leaves") {
  Shop shop;
  const PainId slow = shop.pain(shop.home, "slow");
  const PainId dear = shop.pain(shop.home, "dear");
  shop.journey.pains[slow].causes.push_back({shop.percent(70), {}, {}});
  shop.journey.pains[dear].causes.push_back({shop.percent(48), {}, {}});
  shop.go(shop.home, 30, shop.order);
  shop.rest(shop.home, shop.journey.leave);
  CHECK(shop.codes() == Codes{"E411"});
  CHECK(shop.message() == "the pains at \"home\" explain 118% of exits");
  shop.journey.pains[dear].causes[0].share = shop.percent(30);
  CHECK(shop.codes().empty());
  shop.journey.places[shop.home].flows.clear();
  shop.all(shop.home, shop.order);
  CHECK(shop.codes() == Codes{"W412", "W412"});
}

TEST_CASE("too much memory names the guard that multiplies most") {
  Shop shop;
  const PlaceId chat = shop.touchpoint("chat");
  shop.go(shop.home, 1, shop.order,
          JourneyBuilder::when({JourneyBuilder::visited(shop.home, 900)}));
  shop.rest(shop.home, chat);
  shop.go(chat, 1, shop.order, JourneyBuilder::when({JourneyBuilder::visited(chat, 800)}));
  shop.go(chat, 50, chat);
  shop.rest(chat, shop.home);
  CHECK(shop.codes() == Codes{"E415"});
  CHECK(shop.message() ==
        "memory makes up to 2 170 000 states, and 200 000 is the limit; `visited home 900 times` "
        "alone multiplies by up to 901");
}

TEST_CASE("a guard that never holds is named") {
  Shop shop;
  const PlaceId review = shop.touchpoint("review");
  shop.go(shop.home, 30, review);
  shop.all(review, shop.order);
  shop.go(shop.home, 10, shop.order, JourneyBuilder::when({JourneyBuilder::visited(review)}));
  shop.rest(shop.home, shop.journey.leave);
  CHECK(shop.codes() == Codes{"W416"});
  CHECK(shop.message() == "`when visited review` can never be true at \"home\"");
}

TEST_CASE("shares of personas and sources divide a whole") {
  Shop shop;
  shop.all(shop.home, shop.order);
  const PersonaId a = shop.persona("a");
  CHECK(shop.codes().empty());
  const PersonaId b = shop.persona("b");
  CHECK(shop.codes() == Codes{"E417"});
  shop.journey.personas[a].shares = {JourneyBuilder::share(shop.percent(60))};
  CHECK(shop.message() == "persona \"b\" has no share");
  shop.journey.personas[b].shares = {JourneyBuilder::share(shop.percent(30))};
  CHECK(shop.message() == "persona shares add up to 90%");
  shop.journey.personas[b].shares = {JourneyBuilder::share({})};
  CHECK(shop.codes().empty());
  const SourceId mail = shop.source("mail");
  shop.enter(mail, shop.home);
  shop.journey.sources[shop.web].shares = {
      JourneyBuilder::share(shop.percent(40)),
      JourneyBuilder::share(shop.percent(70), JourneyBuilder::for_all(b))};
  shop.journey.sources[mail].shares = {JourneyBuilder::share(shop.percent(60))};
  CHECK(shop.message() == "source shares add up to 130% for b");
}

TEST_CASE("money for everyone beside money for some is pointed out") {
  Shop shop;
  shop.journey.frame.currency = "EUR";
  const PersonaId regular = shop.persona("regular");
  shop.all(shop.home, shop.order);
  MoneyLine wide;
  wide.amount = shop.money(38'000);
  MoneyLine narrow;
  narrow.amount = shop.money(210'000);
  narrow.scope = JourneyBuilder::for_all(regular);
  shop.journey.places[shop.order].earns = {wide, narrow};
  CHECK(shop.codes() == Codes{"W313"});
  CHECK(shop.message() ==
        "two `earns` lines of \"order\" for regular: both apply, 248 000 EUR in all");
}

TEST_CASE("without a source nobody enters, and nothing else is said") {
  JourneyBuilder builder;
  const PlaceId home = builder.touchpoint("home");
  const PlaceId order = builder.outcome("order", Counts::win);
  builder.go(home, 30, order);
  Diagnostics diagnostics;
  check_journey(builder.journey, Level::run, diagnostics);
  REQUIRE(diagnostics.all().size() == 1);
  CHECK(diagnostics.all()[0].code == Code::E421);
}

TEST_CASE("a journey without a win is noted") {
  Shop shop;
  shop.all(shop.home, shop.order);
  shop.journey.places[shop.order].counts = Counts::nothing;
  CHECK(shop.codes() == Codes{"N419"});
}
