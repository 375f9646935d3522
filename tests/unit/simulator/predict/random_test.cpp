// Random specs, predicted two ways: the exact engine and the grid against the walk.
#include <algorithm>
#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "compiler/compile.h"
#include "simulator/predict.h"
#include "tests/support/random_journey.h"

using namespace cairn;

TEST_CASE("on random specs every figure of the walk is near the exact one") {
  constexpr std::uint64_t kSpecs = 30;
  std::size_t figures = 0;
  std::size_t far = 0;
  std::size_t horizons = 0;
  for (std::uint64_t seed = 1; seed <= kSpecs; ++seed) {
    MemoryFiles files;
    files.contents["/p/spec.journey"] = random_journey_text(seed);
    Diagnostics diagnostics;
    const Project project = load_project(files, "/p/spec.journey", {}, diagnostics);
    const Compiled compiled = compile(project, {}, diagnostics);
    INFO("seed " << seed << "\n" << files.contents["/p/spec.journey"]);
    REQUIRE(compiled.is_sound);
    const Prediction prediction = predict(compiled.journey, standard_questions(compiled.journey),
                                          {seed, 20, 40'000, 0, false});
    horizons += prediction.record.horizon_days > 0 ? 1 : 0;
    CHECK(prediction.record.worst_z < 6);
    for (const Answer& answer : prediction.answers) {
      if (!answer.is_defined) continue;
      CHECK(std::isfinite(answer.estimate.value));
      CHECK(answer.estimate.low <= answer.estimate.high);
      CHECK(answer.estimate.error >= 0);
      if (!answer.walk) continue;
      ++figures;
      far += std::fabs(answer.walk->z) > 2.5758 ? 1 : 0;
    }
  }
  CHECK(horizons > 0);
  CHECK(horizons < kSpecs);
  // 1 % lies that far off by chance. Figures of one spec hang together, so three times that is
  // allowed.
  CHECK(figures > 600);
  CHECK(far < figures * 3 / 100);
}
