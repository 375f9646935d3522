#include "journey/prediction_json.h"

#include <cmath>
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "journey/judge.h"
#include "journey/metric_name.h"
#include "tests/support/journey_builder.h"
#include "tests/support/schema_check.h"

using namespace cairn;
using Json = nlohmann::json;

namespace {

struct Sample {
  JourneyBuilder builder;
  Prediction prediction;
  Envelope envelope;

  Sample() {
    builder.journey.frame.currency = "EUR";
    const PersonaId regular = builder.persona("regular");
    const PlaceId order = builder.touchpoint("order");
    Answer reach;
    reach.question.metric.kind = Metric::Kind::reach;
    reach.question.metric.place = order;
    reach.question.groups = {{{JourneyBuilder::trait(regular)}}};
    reach.estimate = {1.0 / 3, 0.25, 0.5, 0.1 + 0.2, 1e-9, Method::grid, {}};
    reach.walk = WalkFigure{0.3001, 0.0004, 0.25};
    Answer value;
    value.question.metric.kind = Metric::Kind::value;
    value.question.metric.per = Per::customer;
    value.unit = Unit::money;
    value.is_defined = false;
    value.why_not = "a mean over nobody";
    prediction.answers = {reach, value};
    prediction.record.seed = 18446744073709551615U;
    prediction.record.worlds = 50;
    envelope.command = "run";
    envelope.version = "0.1.0";
    envelope.spec_sha256 = "abc";
  }

  Json json() const {
    return Json::parse(prediction_to_json(builder.journey, prediction, envelope));
  }
};

Json load_schema() {
  std::ifstream file(CAIRN_SOURCE_DIR "/docs/result.schema.json");
  return Json::parse(file);
}

Metric metric_of(Metric::Kind kind) {
  Metric metric;
  metric.kind = kind;
  return metric;
}

}  // namespace

TEST_CASE("the envelope has its keys in order") {
  const Sample sample;
  const auto json = nlohmann::ordered_json::parse(
      prediction_to_json(sample.builder.journey, sample.prediction, sample.envelope));
  std::vector<std::string> keys;
  for (const auto& [key, unused] : json.items()) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"cairn", "schema", "command", "spec_sha256", "seed",
                                         "worlds", "people", "results", "diagnostics"});
  CHECK(json["seed"].get<std::uint64_t>() == 18446744073709551615U);
}

TEST_CASE("numbers have 12 significant digits") {
  const Json result = Sample().json()["results"][0];
  CHECK(result["value"].dump() == "0.333333333333");
  CHECK(result["best"].dump() == "0.3");
  CHECK(result["walk"]["z"] == 0.25);
  CHECK(result["metric"] == "reach");
  CHECK(result["of"] == "order");
  CHECK(result["for"] == "regular");
  CHECK(result["in"].is_null());
  CHECK(result["unit"] == "share");
  CHECK(result["method"] == "grid");
}

TEST_CASE("what has no value is null and says why") {
  const Json result = Sample().json()["results"][1];
  for (const char* key : {"value", "low", "high", "best", "error", "method"}) {
    CHECK(result[key].is_null());
  }
  CHECK(result["why"] == "a mean over nobody");
  CHECK(result["unit"] == "EUR");
  CHECK(result["metric"] == "value per customer");
  CHECK(result["for"].is_null());
}

TEST_CASE("no number is ever infinite or negative zero") {
  Sample sample;
  sample.prediction.answers[0].walk->z = HUGE_VAL;
  sample.prediction.answers[0].estimate.low = -0.0;
  const std::string text =
      prediction_to_json(sample.builder.journey, sample.prediction, sample.envelope);
  CHECK(text.find("\"z\": null") != std::string::npos);
  CHECK(text.find(": -0") == std::string::npos);
}

TEST_CASE("the output fits its schema") {
  Sample sample;
  CHECK(check_schema(load_schema(), sample.json()) == std::vector<std::string>{});
  sample.envelope.has_run = false;
  sample.envelope.command = "check";
  sample.envelope.spec_sha256 = "";
  sample.prediction = {};
  sample.envelope.diagnostics_json =
      R"([{"code": "E401", "level": "error", "message": "m", "spans": []}])";
  CHECK(check_schema(load_schema(), sample.json()) == std::vector<std::string>{});
}

TEST_CASE("promises fit the schema, judged or not") {
  Sample sample;
  Expectation judged, later;
  judged.text = "expect conversion at least 3%";
  judged.bound = {Bound::Kind::at_least, 0.03, 0};
  later.is_target = true;
  later.bound = {Bound::Kind::between, 1, 2};
  later.confidence = 0.9;
  sample.builder.journey.expectations = {judged, later};
  // Something is uncertain, and there is no figure by world to count.
  sample.builder.percent_range(30, 35, 40);
  std::vector<Answer> answers(2, sample.prediction.answers[0]);
  answers[1].estimate.samples.clear();
  const std::vector<Judgement> judgements =
      judge_expectations(sample.builder.journey, answers, false);
  sample.envelope.judgements = &judgements;
  sample.envelope.command = "test";
  const Json json = sample.json();
  CHECK(check_schema(load_schema(), json) == std::vector<std::string>{});
  CHECK(json["promises"][0]["verdict"] == "holds");
  CHECK(json["promises"][0]["bound"]["at_most"].is_null());
  CHECK(json["promises"][1]["verdict"] == "not judged");
  CHECK(json["promises"][1]["measured"].is_null());
}

TEST_CASE("the schema check itself finds what is wrong") {
  Json json = Sample().json();
  json["results"][0]["surprise"] = 1;
  json["results"][1].erase("unit");
  json["command"] = "sing";
  json["seed"] = "one";
  CHECK(check_schema(load_schema(), json).size() == 4);
}

TEST_CASE("metrics are named as the language spells them") {
  JourneyBuilder builder;
  const PlaceId order = builder.touchpoint("order");
  Metric time = metric_of(Metric::Kind::time_to);
  time.place = order;
  time.stat = Stat::median;
  CHECK(metric_name(builder.journey, time) == "median time to order");
  Metric end = metric_of(Metric::Kind::time_to);
  end.to = Metric::To::end;
  CHECK(metric_name(builder.journey, end) == "time to end");
  Metric profit = metric_of(Metric::Kind::profit);
  profit.per = Per::time;
  profit.per_days = 30.4375;
  CHECK(metric_name(builder.journey, profit) == "profit per month");
  Metric exits = metric_of(Metric::Kind::exits);
  exits.place = order;
  CHECK(metric_name(builder.journey, exits) == "exits at order");
  Metric roi = metric_of(Metric::Kind::roi);
  roi.subject = "guest-checkout";
  CHECK(metric_name(builder.journey, roi) == "roi of guest-checkout");
  CHECK(metric_name(builder.journey, metric_of(Metric::Kind::conversion)) == "conversion");
  CHECK(metric_name(builder.journey, metric_of(Metric::Kind::emotion)) == "emotion");
}

TEST_CASE("groups are named as after for") {
  JourneyBuilder builder;
  const PersonaId regular = builder.persona("regular");
  const DeviceId mobile = builder.device("mobile"), tablet = builder.device("tablet");
  CHECK(groups_name(builder.journey, {}) == "all");
  const Group both{{JourneyBuilder::trait(mobile), JourneyBuilder::trait(regular)}};
  const Group either{{JourneyBuilder::trait(tablet)}};
  CHECK(groups_name(builder.journey, {both, either}) == "mobile regular, tablet");
}
