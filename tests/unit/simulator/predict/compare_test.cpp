// Today against fixes and scenarios: laws that hold for any of them, on random journeys.
#include "simulator/compare.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "compiler/compile.h"
#include "journey/advice.h"
#include "journey/apply.h"
#include "simulator/predict.h"
#include "simulator/slopes.h"
#include "tests/support/random_fixes.h"
#include "tests/support/random_journey.h"

using namespace cairn;

namespace {

std::optional<Journey> try_compile(const std::string& text) {
  MemoryFiles files;
  files.contents["/p/test.journey"] = text;
  Diagnostics diagnostics;
  Compiled compiled =
      compile(load_project(files, "/p/test.journey", {}, diagnostics), {}, diagnostics);
  if (!compiled.is_sound || diagnostics.has_errors()) return std::nullopt;
  return std::move(compiled.journey);
}

/// A random journey with two fixes that the checks accept; nothing if these are refused.
std::optional<Journey> random_plan(std::uint64_t seed, bool may_have_horizon) {
  RandomJourneyOptions options;
  options.may_have_horizon = may_have_horizon;
  options.most_touchpoints = 5;
  const std::string text = with_pains(random_journey_text(seed, options));
  const auto journey = try_compile(text);
  REQUIRE(journey);
  return try_compile(text + random_fixes_text(*journey, seed, 2) +
                     "\nscenario both\n  includes f0x, f1x\nscenario only-first\n  includes f0x\n");
}

CompareOptions small_options() {
  CompareOptions options;
  options.worlds = 40;
  options.threads = 2;
  options.keep_samples = true;
  return options;
}

Compiled compile_spec(const char* name) {
  Diagnostics diagnostics;
  const std::string path = std::string(CAIRN_SOURCE_DIR "/specs/") + name + ".journey";
  Compiled compiled = compile(load_project(DiskFiles{}, path, {}, diagnostics), {}, diagnostics);
  REQUIRE(compiled.is_sound);
  return compiled;
}

void check_close(double a, double b, double tolerance) {
  CHECK(a == Approx(b).epsilon(tolerance).margin(tolerance * 1e-2));
}

}  // namespace

TEST_CASE("every row equals a prediction of the journey with its fixes alone", "[compare]") {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto journey = random_plan(seed, false);
    if (!journey) continue;
    INFO("seed " << seed);
    const std::vector<Question> questions = compare_questions(*journey);
    const std::vector<Alternative> alternatives = all_alternatives(*journey);
    const auto comparison = compare(*journey, alternatives, questions, small_options());
    REQUIRE(comparison);
    for (const ComparedAlternative& row : comparison->alternatives) {
      // Another layout: classes and memory of this alternative only.
      const auto applied = apply_fixes(*journey, row.alternative.fixes);
      REQUIRE(applied);
      RunOptions options;
      options.people = 0;
      options.worlds = 40;
      const Prediction prediction = predict(*applied, questions, options);
      for (std::size_t q = 0; q < questions.size(); ++q) {
        const Answer& answer = row.figures[q].answer;
        REQUIRE(answer.is_defined == prediction.answers[q].is_defined);
        if (!answer.is_defined) continue;
        check_close(answer.estimate.best, prediction.answers[q].estimate.best, 1e-9);
        check_close(answer.estimate.value, prediction.answers[q].estimate.value, 1e-9);
        check_close(answer.estimate.low, prediction.answers[q].estimate.low, 1e-9);
        check_close(answer.estimate.high, prediction.answers[q].estimate.high, 1e-9);
      }
    }
    ++compared;
  }
  CHECK(compared >= 20);
}

TEST_CASE("flows of every set of fixes are those of the journey with its fixes alone",
          "[compare]") {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto journey = random_plan(seed, false);
    if (!journey) continue;
    INFO("seed " << seed);
    CompareOptions how = small_options();
    how.worlds = 0;
    how.find_flows = true;
    const auto comparison =
        compare(*journey, all_combinations(*journey), compare_questions(*journey), how);
    REQUIRE(comparison);
    for (const ComparedAlternative& row : comparison->alternatives) {
      const auto applied = apply_fixes(*journey, row.alternative.fixes);
      REQUIRE(applied);
      RunOptions options;
      options.people = 0;
      options.worlds = 0;
      for (const FlowVolume& own : predict(*applied, {}, options).flows) {
        const auto same =
            std::find_if(row.flows.begin(), row.flows.end(), [&own](const FlowVolume& other) {
              return other.source == own.source && other.from == own.from && other.to == own.to;
            });
        REQUIRE(same != row.flows.end());
        check_close(same->per_entrant, own.per_entrant, 1e-9);
      }
    }
    ++compared;
  }
  CHECK(compared >= 10);
}

TEST_CASE("every set of fixes that does not clash is a combination, beyond ten only single ones") {
  std::string text =
      "source s\n  -> a\ntouchpoint a\n  20% -> b\n  rest -> leave\noutcome b\n  counts as win\n";
  for (int i = 0; i < 3; ++i) text += "fix f" + std::to_string(i) + "\n  raise a -> b by 1pp\n";
  text += "fix all-of-it\n  set a -> b to 50%\nfix more-of-it\n  set a -> b to 60%\n";
  const auto five = try_compile("journey j\n" + text);
  REQUIRE(five);
  CHECK(all_combinations(*five).size() == 23);  // 32, less none at all and 8 with both of the last
  for (int i = 3; i < 9; ++i) text += "fix f" + std::to_string(i) + "\n  raise a -> b by 1pp\n";
  const auto eleven = try_compile("journey j\n" + text + "scenario two\n  includes f0, f1\n");
  REQUIRE(eleven);
  CHECK(all_combinations(*eleven).size() == 12);
}

TEST_CASE("identities of alternatives hold to the bit, with a horizon too", "[compare]") {
  int compared = 0;
  for (std::uint64_t seed = 101; seed <= 140; ++seed) {
    auto journey = random_plan(seed, true);
    if (!journey) continue;
    INFO("seed " << seed);
    // A fix of numbers that change nothing, beside the others.
    Fix idle = journey->fixes[journey->fixes.id_at(0)];
    for (Change& change : idle.changes) {
      Parameter& number = journey->parameters[change.amount.first];
      const bool is_factor = change.kind == Change::Kind::scale;
      if (change.kind == Change::Kind::set) continue;
      Parameter none = number;
      none.best = {is_factor ? 1.0 : 0.0, 0};
      none.doubt = Doubt::exact;
      none.key += " idle";
      change.amount = {Law::fixed, journey->parameters.add(none), {}};
    }
    std::erase_if(idle.changes,
                  [](const Change& change) { return change.kind == Change::Kind::set; });
    const FixId idle_id = journey->fixes.add(idle);
    std::vector<Alternative> alternatives = all_alternatives(*journey);
    alternatives.push_back({Alternative::Kind::chosen, {journey->fixes.id_at(0), idle_id}, {}});
    alternatives.push_back({Alternative::Kind::chosen, {}, {}});
    CompareOptions options = small_options();
    options.worlds = 8;
    const auto comparison = compare(*journey, alternatives, compare_questions(*journey), options);
    REQUIRE(comparison);
    // today, f0, f1, idle, both, only-first, f0 + idle, nothing
    REQUIRE(comparison->alternatives.size() == 8);
    const auto figure = [&](std::size_t a, std::size_t q) -> const ComparedFigure& {
      return comparison->alternatives[a].figures[q];
    };
    for (std::size_t q = 0; q < comparison->questions.size(); ++q) {
      if (!figure(0, q).answer.is_defined) continue;
      for (const std::size_t same_as_today : {3U, 7U}) {
        REQUIRE(figure(same_as_today, q).effect);
        CHECK(figure(same_as_today, q).effect->best == 0);
        CHECK(figure(same_as_today, q).effect->low == 0);
        CHECK(figure(same_as_today, q).effect->high == 0);
      }
      for (const std::size_t same_as_first : {5U, 6U}) {
        CHECK(figure(same_as_first, q).answer.estimate.best == figure(1, q).answer.estimate.best);
        CHECK(figure(same_as_first, q).answer.estimate.samples ==
              figure(1, q).answer.estimate.samples);
      }
    }
    ++compared;
  }
  CHECK(compared >= 12);
}

TEST_CASE("threads change no bit of a comparison", "[compare]") {
  for (std::uint64_t seed = 201; seed <= 206; ++seed) {
    const auto journey = random_plan(seed, true);
    if (!journey) continue;
    CompareOptions one = small_options(), two = small_options();
    one.threads = 1;
    const auto questions = compare_questions(*journey);
    const auto a = compare(*journey, all_alternatives(*journey), questions, one);
    const auto b = compare(*journey, all_alternatives(*journey), questions, two);
    REQUIRE((a && b));
    for (std::size_t row = 0; row < a->alternatives.size(); ++row) {
      for (std::size_t q = 0; q < questions.size(); ++q) {
        CHECK(a->alternatives[row].figures[q].answer.estimate.samples ==
              b->alternatives[row].figures[q].answer.estimate.samples);
      }
    }
  }
}

TEST_CASE("people who walk agree with every row", "[compare]") {
  int compared = 0;
  for (std::uint64_t seed = 301; seed <= 320; ++seed) {
    const auto journey = random_plan(seed, true);
    if (!journey) continue;
    INFO("seed " << seed);
    CompareOptions options;
    options.worlds = 0;
    options.people = 100'000;
    const auto comparison =
        compare(*journey, all_alternatives(*journey), compare_questions(*journey), options);
    REQUIRE(comparison);
    CHECK(comparison->record.worst_z < kAlarmZ);
    ++compared;
  }
  CHECK(compared >= 6);
}

TEST_CASE("pairing shrinks a range as theory says where all is linear", "[compare]") {
  // converts = a (p + d): p has a wide range, d a narrow one; the change is a d alone, so that its
  // range has the width of d's, while unpaired ranges would be sqrt(2 p's² + d's²) wide.
  const auto journey = try_compile(
      "journey line\nsource web\n  -> home\ntouchpoint home\n  20% to 40% -> won\n  rest -> leave\n"
      "outcome won\n  counts as win\nfix better\n  raise home -> won by 1pp to 3pp\n");
  REQUIRE(journey);
  CompareOptions options;
  options.keep_samples = true;
  const auto comparison =
      compare(*journey, all_alternatives(*journey), compare_questions(*journey), options);
  REQUIRE(comparison);
  const ComparedFigure& figure = comparison->alternatives[1].figures[0];
  const auto deviation = [](const std::vector<double>& values) {
    double mean = 0, square = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    for (const double value : values) square += (value - mean) * (value - mean);
    return std::sqrt(square / static_cast<double>(values.size() - 1));
  };
  const double paired = deviation(figure.effect->samples);
  const double of_today = deviation(comparison->alternatives[0].figures[0].answer.estimate.samples);
  const double of_other = deviation(figure.answer.estimate.samples);
  const double normal = 0.02 / (2 * 1.6448536269514722);  // of 1pp to 3pp, 90 % sure
  CHECK(paired == Approx(normal).epsilon(0.03));
  const double unpaired = std::hypot(of_today, of_other);
  // Theory: paired variance = today + other - 2 covariance, and other = today + d exactly.
  CHECK(unpaired / paired ==
        Approx(std::sqrt(2 * of_today * of_today + normal * normal) / normal).epsilon(0.05));
  CHECK(unpaired / paired > 10);
}

TEST_CASE("slopes of a journey with active fixes equal differences", "[compare]") {
  int checked = 0;
  for (std::uint64_t seed = 401; seed <= 430; ++seed) {
    const auto journey = random_plan(seed, false);
    if (!journey) continue;
    INFO("seed " << seed);
    const auto applied = apply_fixes(*journey, all_fixes(*journey));
    REQUIRE(applied);
    const Setting setting = build_setting(*applied);
    const World written = written_estimate(*applied);
    const auto solve = [&](const World& world) {
      const WorldChains numbers = build_world_chains(setting, world);
      const FigurePlan plan = plan_figures(setting, {Question{}});
      const auto totals = solve_without_horizon(setting, numbers);
      return figure_values(setting, plan, numbers.world,
                           mix_classes(plan, numbers.shares, totals))[0];
    };
    const WorldChains numbers = build_world_chains(setting, written);
    const auto slopes = find_slopes(setting, numbers, Question{});
    if (!slopes) continue;
    const std::vector<std::uint8_t> kinks = find_kinks(setting, numbers.world);
    for (std::size_t p = 0; p < journey->parameters.size(); ++p) {
      const double at = written.values[p];
      const double step = 1e-6 * std::max(std::fabs(at), 1e-3);
      World up = written, down = written;
      up.values[p] += step;
      down.values[p] -= step;
      const double high = solve(up), low = solve(down), middle = solve(written);
      const double slope = (high - low) / (2 * step);
      // Where both sides differ a rule changes: a share cut off at 0 % or 100 %, a rest used up.
      const double kink = std::fabs((high - middle) - (middle - low)) / step;
      if (kinks[p] != 0 || kink > 1e-4) continue;
      INFO(journey->parameters[journey->parameters.id_at(p)].key);
      CHECK(slopes->figure.by_parameter[p] == Approx(slope).epsilon(1e-5).margin(2e-7));
      ++checked;
    }
  }
  CHECK(checked > 300);
}

TEST_CASE("the rough way is near the certified one, for figures, effects and business cases",
          "[compare]") {
  for (const char* name : {"shop", "saas"}) {
    const Compiled compiled = compile_spec(name);
    CompareOptions options;
    options.worlds = 60;
    const std::vector<Question> questions = compare_questions(compiled.journey);
    const std::vector<Alternative> alternatives = all_combinations(compiled.journey);
    const auto certified = compare(compiled.journey, alternatives, questions, options);
    options.is_rough = true;
    const auto rough = compare(compiled.journey, alternatives, questions, options);
    REQUIRE(certified);
    REQUIRE(rough);
    for (std::size_t a = 1; a < rough->alternatives.size(); ++a) {
      INFO(name << " " << alternative_name(compiled.journey, alternatives[a - 1]));
      const ComparedAlternative& one = rough->alternatives[a];
      const ComparedAlternative& other = certified->alternatives[a];
      for (std::size_t q = 0; q < questions.size(); ++q) {
        if (!one.figures[q].answer.is_defined) continue;
        const Estimate& near = one.figures[q].answer.estimate;
        const Estimate& true_one = other.figures[q].answer.estimate;
        CHECK(near.best == Approx(true_one.best).epsilon(5e-4));
        CHECK(near.value == Approx(true_one.value).epsilon(5e-4));
        const Effect& effect = *one.figures[q].effect;
        const Effect& true_effect = *other.figures[q].effect;
        CHECK(effect.best == Approx(true_effect.best).epsilon(0.02).margin(1e-4 * true_one.best));
      }
      CHECK(one.business->net.best == Approx(other.business->net.best).epsilon(1e-9));
    }
  }
}

TEST_CASE("the shop and the subscription agree with people who walk, row by row", "[compare]") {
  for (const char* name : {"shop", "saas"}) {
    const Compiled compiled = compile_spec(name);
    CompareOptions options;
    options.worlds = 0;
    options.people = 400'000;
    const auto comparison = compare(compiled.journey, all_alternatives(compiled.journey),
                                    compare_questions(compiled.journey), options);
    REQUIRE(comparison);
    CHECK(comparison->record.worst_z < kAlarmZ);
    std::size_t walked = 0;
    for (const ComparedAlternative& row : comparison->alternatives) {
      for (const ComparedFigure& figure : row.figures) walked += figure.answer.walk ? 1U : 0U;
    }
    CHECK(walked >= comparison->alternatives.size() * 5);
  }
}
