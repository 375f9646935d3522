// The two specs of the design, held against figures that do not come from cairn: a walk written for
// each spec by hand (60 million people, standard errors as given) and pencil and paper.
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "compiler/compile.h"
#include "simulator/predict.h"

using namespace cairn;

namespace {

constexpr double kMonth = 30.4375;

Journey compile_at(const Files& disk, const std::string& path) {
  Diagnostics diagnostics;
  const Project project = load_project(disk, path, {}, diagnostics);
  Compiled compiled = compile(project, {}, diagnostics);
  REQUIRE(compiled.is_sound);
  return std::move(compiled.journey);
}

std::string text_at(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Journey spec(const std::string& name) {
  return compile_at(DiskFiles{}, std::string(CAIRN_SOURCE_DIR "/specs/") + name + ".journey");
}

// The spec without the line that begins with `start`.
Journey spec_without(const std::string& name, const std::string& start) {
  std::string text = text_at(std::string(CAIRN_SOURCE_DIR "/specs/") + name + ".journey");
  const std::size_t begin = text.find(start);
  REQUIRE(begin != std::string::npos);
  text.erase(begin, text.find('\n', begin) - begin);
  MemoryFiles files;
  files.contents["/p/spec.journey"] = text;
  return compile_at(files, "/p/spec.journey");
}

PlaceId place_called(const Journey& journey, const std::string& name) {
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    if (journey.places[journey.places.id_at(i)].heading.name == name) {
      return journey.places.id_at(i);
    }
  }
  FAIL("no place is called " << name);
  return {};
}

std::vector<Group> persona_called(const Journey& journey, const std::string& name) {
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    const PersonaId id = journey.personas.id_at(i);
    if (journey.personas[id].heading.name != name) continue;
    Trait trait;
    trait.persona = id;
    return {{{trait}}};
  }
  FAIL("no persona is called " << name);
  return {};
}

Metric reach(PlaceId place) {
  Metric metric;
  metric.kind = Metric::Kind::reach;
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

const Estimate& estimate_of(const Prediction& prediction, const Metric& metric,
                            const std::vector<Group>& groups = {}) {
  const Answer* answer = find_answer(prediction, metric, groups);
  REQUIRE(answer != nullptr);
  REQUIRE(answer->is_defined);
  return answer->estimate;
}

// Within four standard errors of the hand-written walk and the error of the grid.
void check_near(const Estimate& estimate, double walked, double standard_error) {
  INFO("best " << estimate.best << " (grid error " << estimate.error << "), mean over worlds "
               << estimate.value << " (" << estimate.low << " to " << estimate.high << "), by hand "
               << walked << " +- " << standard_error);
  CHECK(std::fabs(estimate.best - walked) < 4 * standard_error + estimate.error);
}

}  // namespace

TEST_CASE("the shop agrees with a walk written by hand") {
  const Journey journey = spec("shop");
  const Prediction prediction =
      predict(journey, standard_questions(journey), {1, 1000, 200'000, 0, false});
  check_near(estimate_of(prediction, {}), 0.0386331, 0.000025);
  check_near(estimate_of(prediction, {}, persona_called(journey, "deal-hunter")), 0.0203535,
             0.000023);
  check_near(estimate_of(prediction, {}, persona_called(journey, "regular")), 0.0725989, 0.000057);
  check_near(estimate_of(prediction, money(Metric::Kind::profit, Per::entrant)), 0.972512, 0.0016);
  check_near(estimate_of(prediction, money(Metric::Kind::revenue, Per::time)), 114'828, 94);
  check_near(estimate_of(prediction, money(Metric::Kind::cost, Per::time)), 76'044, 45);
  check_near(estimate_of(prediction, money(Metric::Kind::profit, Per::time)), 38'783, 66);
  const Estimate& conversion = estimate_of(prediction, {});
  CHECK(conversion.low == Approx(0.035).margin(0.0015));
  CHECK(conversion.high == Approx(0.042).margin(0.0015));
  CHECK(prediction.record.worst_z < 5);
  // 21 places with their memory and 4 moments of entry, by persona and device.
  CHECK(prediction.record.state_count == 4 * 25);
}

TEST_CASE("the subscription agrees with a walk written by hand") {
  const Journey journey = spec("saas");
  const Prediction prediction =
      predict(journey, standard_questions(journey), {1, 200, 200'000, 0, false});
  check_near(estimate_of(prediction, {}), 0.0335774, 0.000023);
  check_near(estimate_of(prediction, reach(place_called(journey, "pro-month"))), 0.0317096,
             0.000023);
  check_near(estimate_of(prediction, money(Metric::Kind::profit, Per::entrant)), 25.5029, 0.025);
  check_near(estimate_of(prediction, money(Metric::Kind::profit, Per::time)), 76'080, 78);
  check_near(estimate_of(prediction, money(Metric::Kind::value, Per::customer)), 843.2, 0.6);
  CHECK(prediction.record.worst_z < 5);
}

TEST_CASE("without its horizon the subscription earns for years") {
  const Journey journey = spec_without("saas", "  horizon");
  const Prediction prediction = predict(journey, standard_questions(journey), {1, 0, 0, 0, false});
  check_near(estimate_of(prediction, money(Metric::Kind::profit, Per::entrant)), 94.768, 0.24);
  check_near(estimate_of(prediction, money(Metric::Kind::profit, Per::time)), 1'039'940, 3200);
}

TEST_CASE("the tea shop is pencil and paper") {
  const Journey journey = spec("tea-shop");
  const Prediction prediction =
      predict(journey, standard_questions(journey), {1, 1000, 100'000, 0, false});
  CHECK(estimate_of(prediction, {}).best == Approx(0.12).epsilon(1e-14));
  CHECK(prediction.record.worst_z < 4.5);
}
