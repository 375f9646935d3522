// Sets of fixes beside the rows of a comparison: they change nothing, and are what they would be
// as rows of their own.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "compiler/compile.h"
#include "journey/apply.h"
#include "simulator/compare.h"
#include "simulator/predict.h"

using namespace cairn;

namespace {

Journey read_spec(const std::string& name) {
  Diagnostics diagnostics;
  const std::string path = std::string(CAIRN_SOURCE_DIR "/specs/") + name + ".journey";
  Compiled compiled = compile(load_project(DiskFiles{}, path, {}, diagnostics), {}, diagnostics);
  REQUIRE(compiled.is_sound);
  return std::move(compiled.journey);
}

std::vector<Alternative> sets_of_several(const Journey& journey) {
  std::vector<Alternative> sets = all_combinations(journey);
  std::erase_if(sets, [](const Alternative& set) { return set.fixes.size() < 2; });
  return sets;
}

CompareOptions few_worlds() {
  CompareOptions options;
  options.worlds = 80;
  options.keep_samples = true;
  options.find_persona_reach = true;
  options.find_medians = true;
  return options;
}

void check_same(const Estimate& a, const Estimate& b) {
  CHECK(a.best == b.best);
  CHECK(a.value == b.value);
  CHECK(a.error == b.error);
  CHECK(a.samples == b.samples);
}

}  // namespace

TEST_CASE("what stands beside changes no bit of the rows", "[compare]") {
  for (const char* name : {"shop", "saas"}) {
    const Journey journey = read_spec(name);
    const std::vector<Question> questions = compare_questions(journey);
    const std::vector<Alternative> rows = all_alternatives(journey);
    CompareOptions options = few_worlds();
    const auto alone = compare(journey, rows, questions, options);
    options.beside = sets_of_several(journey);
    REQUIRE(!options.beside.empty());
    const auto both = compare(journey, rows, questions, options);
    REQUIRE(alone);
    REQUIRE(both);
    REQUIRE(both->alternatives.size() == alone->alternatives.size() + options.beside.size());
    for (std::size_t a = 0; a < alone->alternatives.size(); ++a) {
      INFO(name << " " << alternative_name(journey, alone->alternatives[a].alternative));
      const ComparedAlternative& one = alone->alternatives[a];
      const ComparedAlternative& other = both->alternatives[a];
      for (std::size_t q = 0; q < questions.size(); ++q) {
        check_same(one.figures[q].answer.estimate, other.figures[q].answer.estimate);
        REQUIRE(one.figures[q].effect.has_value() == other.figures[q].effect.has_value());
        if (!one.figures[q].effect) continue;
        CHECK(one.figures[q].effect->samples == other.figures[q].effect->samples);
      }
      CHECK(one.persona_reach == other.persona_reach);
      CHECK(one.median_days == other.median_days);
      REQUIRE(one.business.has_value() == other.business.has_value());
      if (one.business) CHECK(one.business->net_samples == other.business->net_samples);
    }
  }
}

TEST_CASE("beside others a set of fixes is what it is as a row", "[compare]") {
  for (const char* name : {"shop", "saas"}) {
    const Journey journey = read_spec(name);
    const std::vector<Question> questions = compare_questions(journey);
    std::vector<Alternative> rows = all_alternatives(journey);
    const std::vector<Alternative> sets = sets_of_several(journey);
    CompareOptions options = few_worlds();
    options.beside = sets;
    const auto beside = compare(journey, rows, questions, options);
    options.beside.clear();
    const std::size_t first = 1 + rows.size();
    rows.insert(rows.end(), sets.begin(), sets.end());
    const auto as_rows = compare(journey, rows, questions, options);
    REQUIRE(beside);
    REQUIRE(as_rows);
    for (std::size_t a = first; a < as_rows->alternatives.size(); ++a) {
      INFO(name << " " << alternative_name(journey, as_rows->alternatives[a].alternative));
      const ComparedAlternative& one = beside->alternatives[a];
      const ComparedAlternative& other = as_rows->alternatives[a];
      for (std::size_t q = 0; q < questions.size(); ++q) {
        if (!one.figures[q].answer.is_defined) continue;
        const Estimate& near = one.figures[q].answer.estimate;
        const Estimate& true_one = other.figures[q].answer.estimate;
        CHECK(near.best == Approx(true_one.best).epsilon(1e-6));
        CHECK(near.value == Approx(true_one.value).epsilon(2e-4));
        const Effect& effect = *one.figures[q].effect;
        const Effect& true_effect = *other.figures[q].effect;
        CHECK(effect.value ==
              Approx(true_effect.value).epsilon(0.01).margin(1e-4 * std::abs(true_one.value)));
        CHECK(effect.low ==
              Approx(true_effect.low).epsilon(0.02).margin(2e-4 * std::abs(true_one.value)));
      }
      if (!one.business) continue;
      CHECK(one.business->net.best == Approx(other.business->net.best).epsilon(1e-9));
      CHECK(one.business->net.value == Approx(other.business->net.value).epsilon(0.01));
    }
  }
}

TEST_CASE("medians and who comes where are those of the journey with its fixes alone",
          "[compare]") {
  for (const char* name : {"shop", "saas"}) {
    const Journey journey = read_spec(name);
    CompareOptions how = few_worlds();
    how.worlds = 0;
    const auto comparison = compare(journey, all_combinations(journey), {{}}, how);
    REQUIRE(comparison);
    std::vector<Question> questions{{}};
    questions[0].metric.kind = Metric::Kind::time_to;
    questions[0].metric.to = Metric::To::conversion;
    questions[0].metric.stat = Stat::median;
    for (std::size_t p = 0; p < journey.personas.size(); ++p) {
      for (std::size_t i = 0; i < journey.places.size(); ++i) {
        Question& reach = questions.emplace_back();
        reach.metric.kind = Metric::Kind::reach;
        reach.metric.place = journey.places.id_at(i);
        reach.groups = {{{{journey.personas.id_at(p), {}, {}, {}}}}};
      }
    }
    RunOptions options;
    options.people = 0;
    options.worlds = 0;
    for (const ComparedAlternative& row : comparison->alternatives) {
      INFO(name << " " << alternative_name(journey, row.alternative));
      const auto applied = apply_fixes(journey, row.alternative.fixes);
      REQUIRE(applied);
      const Prediction prediction = predict(*applied, questions, options);
      REQUIRE(row.median_days);
      CHECK(*row.median_days == Approx(prediction.answers[0].estimate.best).epsilon(2e-3));
      std::size_t q = 1;
      for (const std::vector<double>& reach : row.persona_reach) {
        for (const double share : reach) {
          const Answer& answer = prediction.answers[q++];
          CHECK(share == Approx(answer.estimate.best).epsilon(1e-3).margin(1e-6));
        }
      }
      CHECK(q == questions.size());
    }
  }
}

TEST_CASE("of very many sets few settle how all are solved, near enough", "[compare]") {
  const Journey journey = read_spec("shop");
  const std::vector<Question> questions = compare_questions(journey);
  const std::vector<Alternative> once = all_combinations(journey);
  CompareOptions options;
  options.worlds = 60;
  options.find_business = false;
  const auto certified = compare(journey, once, questions, options);
  const std::size_t count = once.size();
  std::vector<Alternative> sets;
  for (int copy = 0; copy < 3; ++copy) sets.insert(sets.end(), once.begin(), once.end());
  options.is_rough = true;
  const auto rough = compare(journey, sets, questions, options);
  REQUIRE(certified);
  REQUIRE(rough);
  for (std::size_t a = 1; a < rough->alternatives.size(); ++a) {
    const ComparedAlternative& true_row = certified->alternatives[1 + (a - 1) % count];
    for (std::size_t q = 0; q < questions.size(); ++q) {
      const Answer& answer = rough->alternatives[a].figures[q].answer;
      if (!answer.is_defined) continue;
      const double true_value = true_row.figures[q].answer.estimate.value;
      CHECK(answer.estimate.value == Approx(true_value).epsilon(2e-3));
    }
  }
}
