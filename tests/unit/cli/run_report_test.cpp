#include "render/terminal/run_report.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "tests/support/journey_builder.h"

using namespace cairn;

namespace {

/// Two personas, one touchpoint with a pain, one win; figures by hand.
struct Shop {
  JourneyBuilder builder;
  Prediction prediction;
  PlaceId home, paid;
  PersonaId hunter, regular;

  Shop() {
    Journey& journey = builder.journey;
    journey.frame.heading.label = "Tea shop";
    journey.frame.currency = "EUR";
    hunter = builder.persona("hunter");
    regular = builder.persona("regular");
    journey.personas[hunter].shares.push_back(JourneyBuilder::share(builder.percent(65)));
    journey.personas[regular].shares.push_back(JourneyBuilder::share({}));
    const SourceId web = builder.source("web");
    home = builder.touchpoint("home");
    paid = builder.outcome("paid", Counts::win);
    builder.enter(web, home);
    builder.go(home, 30, paid);
    builder.rest(home, journey.leave);
    const PainId pain = builder.pain(home, "Too dear");
    journey.pains[pain].causes.push_back({builder.percent(40), {}, {}});
    for (const PersonaId persona : {PersonaId{}, hunter, regular}) add_answers(persona);
    prediction.flows.push_back({{}, home, journey.leave, 0.7});
    prediction.flows.push_back({{}, home, paid, 0.3});
    prediction.record.people = 1'000'000;
    prediction.record.worst_z = 0.5;
  }

  void add(Metric metric, PersonaId persona, double value, Unit unit, double z) {
    Answer answer;
    answer.question.metric = metric;
    if (persona.is_valid()) answer.question.groups = {{{JourneyBuilder::trait(persona)}}};
    answer.unit = unit;
    answer.estimate = {value, value, value, value, 0, Method::exact, {}};
    answer.walk = WalkFigure{value, value / 1000, z};
    prediction.answers.push_back(answer);
  }

  void add_answers(PersonaId persona) {
    Metric metric;
    add(metric, persona, 0.3, Unit::share, 0.5);
    metric.kind = Metric::Kind::reach;
    metric.place = paid;
    add(metric, persona, 0.3, Unit::share, 0.5);
    metric.place = home;
    add(metric, persona, 1, Unit::share, 0);
  }

  std::string report(RunReportOptions options = {}) const {
    return run_report(builder.journey, prediction, options);
  }
};

bool has(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("the report begins with what it is about") {
  const std::string text = Shop().report();
  CHECK(text.rfind("Tea shop\ntoday", 0) == 0);
}

TEST_CASE("no line of the report is wider than a terminal") {
  Shop shop;
  shop.builder.journey.places[shop.home].heading.label = std::string(300, 'x');
  shop.builder.journey.personas[shop.hunter].heading.label = "非常非常非常非常非常非常長的名字";
  RunReportOptions all;
  all.show_all = true;
  for (const std::string& text : {shop.report(), shop.report(all)}) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) CHECK(display_width(line) <= 100);
  }
}

TEST_CASE("a loss is shown with its reasons and what they leave open") {
  const std::string text = Shop().report();
  CHECK(has(text, "40% Too dear\n"));
  CHECK(has(text, "60% unexplained\n"));
  CHECK(has(text, "70.0%"));
}

TEST_CASE("both engines and their distance are shown") {
  const std::string text = Shop().report();
  CHECK(has(text, "solved"));
  CHECK(has(text, "walked"));
  CHECK(has(text, "+0.5"));
  CHECK(has(text, "All 9 figures agree"));
  CHECK_FALSE(has(text, "!"));
}

TEST_CASE("engines that disagree raise an alarm") {
  Shop shop;
  shop.prediction.answers[1].walk->z = -7.5;
  shop.prediction.record.worst_z = 7.5;
  const std::string text = shop.report();
  CHECK(has(text, "! The two ways disagree on 1 figure"));
  CHECK(has(text, "8 of 9 figures agree"));
  // A distance that is not a number is as alarming as a large one.
  shop.prediction.answers[1].walk->z = std::nan("");
  CHECK(has(shop.report(), "! The two ways disagree"));
}

TEST_CASE("without a walk nothing claims to agree") {
  Shop shop;
  shop.prediction.record.people = 0;
  for (Answer& answer : shop.prediction.answers) answer.walk.reset();
  const std::string text = shop.report();
  CHECK_FALSE(has(text, "agree"));
  CHECK(has(text, "No people were walked"));
}

TEST_CASE("all figures are shown on demand") {
  Shop shop;
  RunReportOptions all;
  all.show_all = true;
  CHECK(has(shop.report(all), "reach paid for regular"));
  CHECK_FALSE(has(shop.report(), "reach paid for regular"));
}

TEST_CASE("plain characters on demand") {
  RunReportOptions options;
  options.style.use_ascii = true;
  for (const char c : Shop().report(options)) CHECK(static_cast<unsigned char>(c) < 128);
}

TEST_CASE("colour only on demand") {
  RunReportOptions options;
  CHECK_FALSE(has(Shop().report(options), "\x1b"));
  options.style.use_colour = true;
  CHECK(has(Shop().report(options), "\x1b[1mTea shop\x1b[0m"));
}

TEST_CASE("a journey without a goal says so") {
  Shop shop;
  shop.prediction.answers.clear();
  CHECK(has(shop.report(), "nobody can convert"));
}
