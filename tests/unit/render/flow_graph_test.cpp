#include "render/flow/flow_graph.h"

#include <fmt/format.h>
#include <string>

#include <catch2/catch.hpp>

#include "render/picture/picture_numbers.h"
#include "tests/support/golden.h"
#include "tests/support/journey_builder.h"

namespace cairn {
namespace {

/// A shop of two stages and a reminder outside of them.
struct Shop {
  JourneyBuilder b;
  SourceId web = b.source("web"), friends = b.source("friends");
  PlaceId page = b.touchpoint("page"), cart = b.touchpoint("cart"), pay = b.touchpoint("pay");
  PlaceId reminder = b.touchpoint("reminder");
  PlaceId paid = b.outcome("paid", Counts::win), lost = b.outcome("lost", Counts::loss);

  Shop() {
    b.journey.frame.heading.label = "Shop";
    const StageId look = stage("look", {page}), buy = stage("buy", {cart, pay});
    (void)look;
    (void)buy;
    b.enter(web, page);
    b.enter(friends, page);
    b.go(page, 40, cart);
    b.rest(page, b.journey.leave);
    b.go(cart, 50, pay);
    b.go(cart, 0.1, page);
    b.rest(cart, b.journey.leave);
    b.go(pay, 90, paid);
    b.rest(pay, lost);
    const PainId small = b.pain(cart, "slow");
    const PainId large = b.pain(cart, "shipping");
    b.journey.pains[small].causes.push_back({b.percent(10), {}, {}});
    b.journey.pains[large].causes.push_back({b.percent(39), {}, {}});
  }

  StageId stage(const std::string& name, std::vector<PlaceId> places) {
    Stage item;
    item.heading = {name, name, "", {}, {}};
    item.places = places;
    const StageId id = b.journey.stages.add(item);
    for (const PlaceId place : places) b.journey.places[place].stage = id;
    return id;
  }

  static Answer answer(Metric::Kind kind, PlaceId place, double value) {
    Answer made;
    made.question.metric.kind = kind;
    made.question.metric.place = place;
    made.estimate.best = made.estimate.value = value;
    return made;
  }

  Prediction prediction() const {
    using Kind = Metric::Kind;
    Prediction p;
    p.record.horizon_days = 365.25;
    p.answers = {answer(Kind::reach, page, 1),    answer(Kind::visits, page, 1.0004),
                 answer(Kind::exits, page, 0.6),  answer(Kind::reach, cart, 0.4),
                 answer(Kind::visits, cart, 0.4), answer(Kind::exits, cart, 0.499),
                 answer(Kind::reach, pay, 0.2),   answer(Kind::visits, pay, 0.2),
                 answer(Kind::exits, pay, 0.1),   answer(Kind::reach, paid, 0.18),
                 answer(Kind::reach, lost, 0.02), answer(Kind::reach, reminder, 0),
                 answer(Kind::emotion, page, 0.5)};
    const auto flow = [&p](SourceId source, PlaceId from, PlaceId to, double volume) {
      p.flows.push_back({source, from, to, volume});
    };
    flow(web, {}, page, 0.75);
    flow(friends, {}, page, 0.25);
    flow({}, page, cart, 0.4);
    flow({}, page, b.journey.leave, 0.6);
    flow({}, cart, pay, 0.2);
    flow({}, cart, page, 0.0004);
    flow({}, cart, b.journey.leave, 0.1996);
    flow({}, pay, paid, 0.18);
    flow({}, pay, lost, 0.02);
    return p;
  }
};

FlowGraph graph_of(const Journey& journey, const Prediction* prediction = nullptr) {
  FlowInput input{journey};
  input.prediction = prediction;
  return build_flow_graph(input);
}

const FlowCard& card(const FlowGraph& graph, const std::string& id) {
  for (const FlowStage& stage : graph.stages) {
    for (const FlowCard& found : stage.cards) {
      if (found.id == id) return found;
    }
  }
  FAIL("no card " << id);
  return graph.stages[0].cards[0];
}

const FlowLink* link(const FlowGraph& graph, const std::string& from, const std::string& to) {
  for (const FlowLink& found : graph.links) {
    if (found.from == from && found.to == to) return &found;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a flow graph with numbers") {
  const Shop shop;
  const Prediction prediction = shop.prediction();
  const FlowGraph graph = graph_of(shop.b.journey, &prediction);
  CHECK(compare_with_golden(golden_folder("dot") / "shop.flow", dump_flow_graph(graph)) == "");
}

TEST_CASE("a flow graph without numbers shows what is written") {
  const Shop shop;
  const FlowGraph graph = graph_of(shop.b.journey);
  CHECK(compare_with_golden(golden_folder("dot") / "shop-written.flow", dump_flow_graph(graph)) ==
        "");
  CHECK_FALSE(card(graph, "page").reach);
  CHECK_FALSE(link(graph, "page", "cart")->volume);
  CHECK(*link(graph, "page", "cart")->share_of_visits == Approx(0.4));
  // Nobody wrote a number on a lone way.
  CHECK_FALSE(link(graph, "web", "page")->share_of_visits);
}

TEST_CASE("who is still there when the time is over is counted, so that all add up") {
  const Shop shop;
  Prediction prediction = shop.prediction();
  for (FlowVolume& flow : prediction.flows) {
    if (flow.to == shop.paid) flow.per_entrant -= 0.01;
  }
  const FlowGraph graph = graph_of(shop.b.journey, &prediction);
  REQUIRE(card(graph, "pay").still);
  CHECK(*card(graph, "pay").still == Approx(0.05));
  CHECK(*card(graph, "pay").still + *link(graph, "pay", "paid")->share_of_visits +
            *link(graph, "pay", "lost")->share_of_visits ==
        Approx(1));
  CHECK(*graph.stages[2].still == Approx(0.01));
  CHECK_FALSE(card(graph, "page").still);
  CHECK(graph.subtitle.find("Still here =") != std::string::npos);
  prediction.record.horizon_days = 0;
  const FlowGraph endless = graph_of(shop.b.journey, &prediction);
  CHECK_FALSE(card(endless, "pay").still);
  CHECK_FALSE(endless.stages[2].still);
}

TEST_CASE("a stage's reach is the one that was solved for, where it was") {
  const Shop shop;
  Prediction prediction = shop.prediction();
  // Some of those who come to pay need not have come to the cart.
  prediction.flows.push_back({{}, shop.page, shop.pay, 0.1});
  FlowInput input{shop.b.journey};
  input.prediction = &prediction;
  CHECK(build_flow_graph(input).stages[2].reach_is_least);
  input.stage_reach = {std::nullopt, 0.37};
  const FlowGraph graph = build_flow_graph(input);
  CHECK(graph.stages[2].reach == 0.37);
  CHECK_FALSE(graph.stages[2].reach_is_least);
  CHECK(graph.stages[1].reach == 1.0);
}

TEST_CASE("sources stand in a band of their own, `leave` is no outcome") {
  const Shop shop;
  const Prediction prediction = shop.prediction();
  const FlowGraph graph = graph_of(shop.b.journey, &prediction);
  REQUIRE(graph.stages.size() == 4);
  CHECK(graph.stages[0].is_entry);
  CHECK(graph.stages[1].number == 1);
  CHECK(graph.stages[3].label.empty());
  CHECK(*card(graph, "web").reach == Approx(0.75));
  REQUIRE(graph.outcomes.size() == 2);
  CHECK(graph.outcomes[0].is_win);
  CHECK(graph.outcomes[1].is_loss);
  CHECK(link(graph, "page", "leave") == nullptr);
  CHECK(*graph.stages[2].exits == Approx(0.1996));
}

TEST_CASE("thin lines are left out and counted, but no card loses its largest way") {
  const Shop shop;
  Prediction prediction = shop.prediction();
  const FlowGraph graph = graph_of(shop.b.journey, &prediction);
  CHECK(link(graph, "cart", "page") == nullptr);
  CHECK(graph.hidden_links == 1);
  CHECK(graph.subtitle.find("Not shown: 1 line under 0.4%.") != std::string::npos);

  for (FlowVolume& flow : prediction.flows) {
    if (flow.from == shop.pay) flow.per_entrant /= 1000;
  }
  const FlowGraph thin = graph_of(shop.b.journey, &prediction);
  CHECK(link(thin, "pay", "paid") != nullptr);
}

TEST_CASE("the largest losses after the first stage are marked, with their largest cause") {
  const Shop shop;
  const Prediction prediction = shop.prediction();
  const FlowGraph graph = graph_of(shop.b.journey, &prediction);
  CHECK_FALSE(card(graph, "page").is_highlighted);
  CHECK(card(graph, "cart").is_highlighted);
  CHECK(card(graph, "cart").why == "shipping");
  CHECK(card(graph, "pay").why.empty());
}

TEST_CASE("who gets into a stage is known, or known at least") {
  const Shop shop;
  Prediction prediction = shop.prediction();
  const FlowGraph graph = graph_of(shop.b.journey, &prediction);
  CHECK(*graph.stages[1].reach == Approx(1));
  CHECK_FALSE(graph.stages[1].reach_is_least);
  // The cart has 40 %, and no more come in.
  CHECK(*graph.stages[2].reach == Approx(0.4));
  CHECK_FALSE(graph.stages[2].reach_is_least);
  // Straight to the payment: others, or those who have been in the cart and went back.
  prediction.flows.push_back({{}, shop.page, shop.pay, 0.05});
  const FlowGraph wide = graph_of(shop.b.journey, &prediction);
  CHECK(*wide.stages[2].reach == Approx(0.4));
  CHECK(wide.stages[2].reach_is_least);
}

TEST_CASE("nobody ends in a stage without having come there") {
  const Shop shop;
  Prediction prediction = shop.prediction();
  for (Answer& answer : prediction.answers) {
    const Metric& metric = answer.question.metric;
    const bool is_buying = metric.place == shop.cart || metric.place == shop.pay;
    if (is_buying && metric.kind == Metric::Kind::reach) answer.estimate.best = 0.1;
  }
  const FlowGraph graph = graph_of(shop.b.journey, &prediction);
  CHECK(*graph.stages[2].reach == Approx(0.1996 + 0.18 + 0.02));
}

TEST_CASE("a large journey is drawn by stages, and nothing gets lost") {
  JourneyBuilder b;
  const SourceId web = b.source("web");
  std::vector<PlaceId> places;
  Prediction p;
  for (int i = 0; i < 44; ++i) places.push_back(b.touchpoint(fmt::format("t{}", i)));
  const PlaceId paid = b.outcome("paid", Counts::win);
  for (int s = 0; s < 2; ++s) {
    Stage stage;
    stage.heading = {fmt::format("s{}", s), fmt::format("Stage {}", s), "", {}, {}};
    const StageId id = b.journey.stages.add(stage);
    for (int i = 0; i < 22; ++i) {
      b.journey.places[places[static_cast<std::size_t>(22 * s + i)]].stage = id;
    }
  }
  b.enter(web, places[0]);
  p.flows.push_back({web, {}, places[0], 1.0});
  // From each of the first stage to its own of the second: 2 % each, the rest leaves.
  for (std::size_t i = 0; i < 22; ++i) {
    if (i > 0) {
      b.go(places[0], 4, places[i]);
      p.flows.push_back({{}, places[0], places[i], 0.04});
    }
    b.go(places[i], 50, places[22 + i]);
    p.flows.push_back({{}, places[i], places[22 + i], 0.02});
    b.rest(places[i], b.journey.leave);
    p.flows.push_back({{}, places[i], b.journey.leave, 0.02});
    b.rest(places[22 + i], paid);
    p.flows.push_back({{}, places[22 + i], paid, 0.02});
  }
  for (std::size_t i = 0; i < 44; ++i) {
    p.answers.push_back(Shop::answer(Metric::Kind::reach, places[i],
                                     i == 0   ? 1
                                     : i < 22 ? .04
                                              : .02));
  }
  const FlowGraph graph = graph_of(b.journey, &p);
  CHECK(graph.collapsed == 44);
  CHECK(compare_with_golden(golden_folder("dot") / "large.flow", dump_flow_graph(graph)) == "");
  FlowInput input{b.journey};
  input.prediction = &p;
  input.is_full = true;
  CHECK(build_flow_graph(input).collapsed == 0);
  CHECK(build_flow_graph(input).stages[1].cards.size() == 22);
}

TEST_CASE("a touchpoint that only a fix leads to is left out and counted") {
  Shop shop;
  Fix fix;
  fix.heading = {"remind", "remind", "", {}, {}};
  Change change;
  change.kind = Change::Kind::move;
  change.place.from = shop.cart;
  change.place.to = shop.b.journey.leave;
  change.toward = shop.reminder;
  fix.changes.push_back(change);
  shop.b.journey.fixes.add(fix);
  const FlowGraph graph = graph_of(shop.b.journey);
  CHECK(graph.hidden_cards == 1);
  CHECK(graph.stages.size() == 3);
}

namespace {

/// A fix that sends a part of those who leave the cart to the reminder.
FixId add_reminder(Shop& shop) {
  Fix fix;
  fix.heading = {"remind", "remind", "", {}, {}};
  Change change;
  change.kind = Change::Kind::move;
  change.place.from = shop.cart;
  change.place.to = shop.b.journey.leave;
  change.toward = shop.reminder;
  change.amount.first = shop.b.percent(30);
  fix.changes.push_back(change);
  return shop.b.journey.fixes.add(fix);
}

Prediction with_reminder(const Shop& shop) {
  Prediction p = shop.prediction();
  for (FlowVolume& flow : p.flows) {
    if (flow.from == shop.cart && flow.to == shop.b.journey.leave) flow.per_entrant = 0.14;
  }
  p.flows.push_back({{}, shop.cart, shop.reminder, 0.06});
  for (Answer& answer : p.answers) {
    const Metric& metric = answer.question.metric;
    if (metric.place == shop.reminder) answer.estimate.best = 0.06;
    if (metric.place == shop.cart && metric.kind == Metric::Kind::exits) {
      answer.estimate.best = 0.35;
    }
    if (metric.place == shop.paid) answer.estimate.best = 0.2;
  }
  return p;
}

}  // namespace

TEST_CASE("a scenario shows what only its fixes lead to, behind where people come from") {
  Shop shop;
  const FixId fix = add_reminder(shop);
  const Prediction changed = with_reminder(shop);
  FlowInput input{shop.b.journey};
  input.prediction = &changed;
  input.fixes = {fix};
  input.scenario = "Remind";
  const FlowGraph graph = build_flow_graph(input);
  CHECK(graph.hidden_cards == 0);
  CHECK(card(graph, "reminder").is_new);
  CHECK(*link(graph, "cart", "reminder")->volume == Approx(0.06));
  CHECK(graph.title == "Shop — with Remind");
  CHECK(graph.subtitle.find("at full strength") != std::string::npos);
  REQUIRE(graph.stages.size() == 4);
  CHECK(graph.stages[3].cards[0].id == "reminder");
}

TEST_CASE("a delta holds the figures of both sides") {
  Shop shop;
  const FixId fix = add_reminder(shop);
  const Prediction today = shop.prediction(), changed = with_reminder(shop);
  FlowInput input{shop.b.journey};
  input.prediction = &changed;
  input.today = &today;
  input.fixes = {fix};
  input.scenario = "Remind";
  const FlowGraph graph = build_flow_graph(input);
  CHECK(graph.is_delta);
  CHECK(compare_with_golden(golden_folder("dot") / "shop-delta.flow", dump_flow_graph(graph)) ==
        "");
  CHECK(change_of(*link(graph, "cart", "reminder")) == Approx(0.06));
  CHECK(change_of(*link(graph, "page", "cart")) == 0);
  CHECK(*graph.stages[2].exits - *graph.stages[2].exits_today == Approx(0.14 - 0.1996));
}

TEST_CASE(
    "a graph that keeps everything is the same for today and for the fixes, but for figures") {
  Shop shop;
  const FixId fix = add_reminder(shop);
  const Prediction today = shop.prediction(), changed = with_reminder(shop);
  FlowInput input{shop.b.journey};
  input.fixes = {fix};
  input.keeps_everything = true;
  input.prediction = &today;
  const FlowGraph before = build_flow_graph(input);
  input.prediction = &changed;
  const FlowGraph after = build_flow_graph(input);
  CHECK(before.hidden_links + before.hidden_cards == 0);
  REQUIRE(before.links.size() == after.links.size());
  for (std::size_t i = 0; i < before.links.size(); ++i) {
    CHECK(before.links[i].from == after.links[i].from);
    CHECK(before.links[i].to == after.links[i].to);
  }
  CHECK(link(before, "cart", "reminder")->is_none);
  CHECK_FALSE(link(after, "cart", "reminder")->is_none);
  CHECK(link(before, "cart", "page")->is_none);
  CHECK(card(before, "reminder").is_none);
  CHECK_FALSE(card(after, "reminder").is_none);
}

TEST_CASE("figures of a persona are read from the answers about it") {
  Shop shop;
  const PersonaId regular =
      shop.b.journey.personas.add({{"regular", "Regular", "", {}, {}}, {}, {}, {}});
  Prediction prediction = shop.prediction();
  Answer answer = Shop::answer(Metric::Kind::reach, shop.cart, 0.7);
  answer.question.groups = flow_groups(regular);
  prediction.answers.push_back(answer);
  FlowInput input{shop.b.journey};
  input.prediction = &prediction;
  input.persona = regular;
  const FlowGraph graph = build_flow_graph(input);
  CHECK(*card(graph, "cart").reach == Approx(0.7));
  CHECK_FALSE(card(graph, "page").reach);
  CHECK(graph.subtitle.find("Regular only, over 12\u00A0months.") == 0);
}

TEST_CASE("an empty journey has an empty graph") {
  const JourneyBuilder b;
  const FlowGraph graph = graph_of(b.journey);
  CHECK(graph.stages.empty());
  CHECK(graph.outcomes.empty());
}

TEST_CASE("numbers of pictures are short") {
  CHECK(picture_share(1, PictureLanguage::english) == "100%");
  CHECK(picture_share(1 - 1e-12, PictureLanguage::english) == "100%");
  CHECK(picture_share(0.9999999, PictureLanguage::english) == ">99%");
  CHECK(picture_share(0.9951, PictureLanguage::english) == ">99%");
  CHECK(picture_share(0.9949, PictureLanguage::english) == "99%");
  CHECK(picture_share(1e-7, PictureLanguage::english) == "<0.1%");
  CHECK(picture_share(0.172, PictureLanguage::english) == "17%");
  CHECK(picture_share(0.0996, PictureLanguage::english) == "10%");
  CHECK(picture_share(0.0994, PictureLanguage::english) == "9.9%");
  CHECK(picture_share(0.0006, PictureLanguage::english) == "0.1%");
  CHECK(picture_share(0.0001, PictureLanguage::english) == "<0.1%");
  CHECK(picture_share(0, PictureLanguage::english) == "0%");
  CHECK(picture_points(0.0236, PictureLanguage::english) == "+2.4");
  CHECK(picture_points(-0.1213, PictureLanguage::english) == "−12");
  CHECK(picture_points(0.0003, PictureLanguage::english) == "");
  CHECK(feeling_text(-1.56, PictureLanguage::english) == "−1.6");
  CHECK(feeling_text(0.3, PictureLanguage::english) == "+0.3");
  CHECK(feeling_text(-0.01, PictureLanguage::english) == "0.0");
}

}  // namespace cairn
