// A journey of more states than are built unless asked for, and too entangled to be eliminated:
// answered within proved bounds, and held against people walked one by one.
#include <cmath>
#include <fmt/format.h>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "journey/prediction.h"
#include "simulator/predict.h"
#include "simulator/setting.h"
#include "tests/support/compiled_text.h"

namespace cairn {
namespace {

/// Touchpoints that each set a flag and clear another one's, by chance: 2^count memories.
std::string entangled(int count) {
  std::string text = "journey flags\nsource s\n  share rest\n  -> t0\n";
  for (int i = 0; i < count; ++i) {
    text += fmt::format("touchpoint t{}\n  takes mean {} days\n  sets f{} 40%\n  clears f{} 50%\n",
                        i, i % 3 + 1, i, (i * 5 + 3) % count);
    text += fmt::format("  4% -> done\n  9% -> done when f{} and not f{}\n", i, (i + 1) % count);
    text += fmt::format("  25% -> t{}\n  30% -> t{}\n  rest -> leave\n", (i + 1) % count,
                        (i * 5 + 4) % count);
  }
  return text + "outcome done\n  counts as win\n";
}

}  // namespace

TEST_CASE("more states than are built by default are solved within proved bounds") {
  const std::string text = entangled(14);
  CompileOptions compiling;
  CHECK(codes_of(compile_text(text, compiling).diagnostics).find("E415") != std::string::npos);
  compiling.state_limit = 500'000;
  const CompiledText compiled = compile_text(text, compiling);
  REQUIRE(compiled.compiled.is_sound);
  const auto is_outcome = [&](PlaceId place) {
    return compiled.journey().places[place].kind == Place::Kind::outcome;
  };
  RunOptions options;
  options.people = 200'000;
  options.worlds = 0;
  options.most_states = compiling.state_limit;
  std::vector<Question> questions;
  for (const Question& question : standard_questions(compiled.journey())) {
    // First visits to each of the touchpoints would take an iteration each.
    if (question.metric.kind == Metric::Kind::reach && !is_outcome(question.metric.place)) continue;
    questions.push_back(question);
  }
  const Prediction prediction = predict(compiled.journey(), questions, options);
  CHECK(prediction.record.state_count > 200'000);
  CHECK(std::fabs(prediction.record.worst_z) < 5);
  std::size_t judged = 0;
  double ends = 0;
  for (const Answer& answer : prediction.answers) {
    if (!answer.is_defined || answer.estimate.method != Method::iterative) continue;
    ++judged;
    INFO("figure " << judged << ": " << answer.estimate.best << " +- " << answer.estimate.error);
    CHECK(answer.estimate.error <= 1e-6 * (1 + std::fabs(answer.estimate.best)));
    const Metric& metric = answer.question.metric;
    if (metric.kind == Metric::Kind::reach) ends += answer.estimate.best;
  }
  CHECK(judged > 25);
  CHECK(ends == Approx(1).epsilon(1e-9));
}

}  // namespace cairn
