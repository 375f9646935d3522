#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "journey/prediction.h"
#include "tests/support/journey_builder.h"

using namespace cairn;

namespace {

struct Small : JourneyBuilder {
  PlaceId home = touchpoint("home");
  PlaceId paid = outcome("paid", Counts::win);
  SourceId web = source("web");
  Small() {
    enter(web, home);
    go(home, 30, paid);
    rest(home, journey.leave);
  }
  void earn() {
    MoneyLine earns;
    earns.amount = money(50);
    journey.places[paid].earns.push_back(earns);
  }
  int count(Metric::Kind kind) const {
    const auto questions = standard_questions(journey);
    return static_cast<int>(std::count_if(questions.begin(), questions.end(),
                                          [&](const auto& q) { return q.metric.kind == kind; }));
  }
};

}  // namespace

TEST_CASE("every place is asked for, and exits only where one can leave") {
  const Small small;
  CHECK(small.count(Metric::Kind::conversion) == 1);
  CHECK(small.count(Metric::Kind::reach) == 3);
  CHECK(small.count(Metric::Kind::exits) == 1);
  CHECK(small.count(Metric::Kind::visits) == 1);
  CHECK(small.count(Metric::Kind::time_to) == 4);
  CHECK(small.count(Metric::Kind::emotion) == 0);
}

TEST_CASE("money is asked for where there is any, by month where people enter by time") {
  Small small;
  CHECK(small.count(Metric::Kind::profit) == 0);
  small.earn();
  CHECK(small.count(Metric::Kind::profit) == 1);
  CHECK(small.count(Metric::Kind::value) == 1);
  small.journey.frame.entrants = small.exact({10, 0}, Unit::people);
  CHECK(small.count(Metric::Kind::profit) == 1);
  small.journey.frame.entrants_per_days = 7;
  CHECK(small.count(Metric::Kind::profit) == 2);
}

TEST_CASE("without any conversion nothing about converting is asked") {
  Small small;
  small.earn();
  small.journey.places[small.paid].counts = Counts::nothing;
  CHECK(small.count(Metric::Kind::conversion) == 0);
  CHECK(small.count(Metric::Kind::value) == 0);
  CHECK(small.count(Metric::Kind::time_to) == 1);
}

TEST_CASE("personas are asked for one by one if there are several") {
  Small small;
  const std::size_t for_all = standard_questions(small.journey).size();
  small.persona("one");
  CHECK(standard_questions(small.journey).size() == for_all);
  small.persona("two");
  CHECK(standard_questions(small.journey).size() == 3 * for_all);
}

TEST_CASE("an answer is found by metric and groups, however the metric is spelled") {
  Prediction prediction;
  for (int i = 0; i < 3; ++i) prediction.answers.emplace_back();
  prediction.answers[1].question.groups = {{{JourneyBuilder::trait(PersonaId{1})}}};
  prediction.answers[2].question.metric.kind = Metric::Kind::value;
  prediction.answers[2].question.metric.per = Per::customer;
  Metric value;
  value.kind = Metric::Kind::value;
  CHECK(find_answer(prediction, Metric{}, {}) == &prediction.answers[0]);
  CHECK(find_answer(prediction, Metric{}, prediction.answers[1].question.groups) ==
        &prediction.answers[1]);
  CHECK(find_answer(prediction, value, {}) == &prediction.answers[2]);
  value.per = Per::entrant;
  CHECK(find_answer(prediction, value, {}) == nullptr);
}
