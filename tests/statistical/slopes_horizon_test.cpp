// Slopes under a horizon against differences, on many random journeys and on the example specs.
#include <string>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "tests/support/random_journey.h"
#include "tests/unit/simulator/grid/horizon_slopes.h"

namespace cairn {
namespace {

constexpr std::uint64_t kJourneys = 40;

}  // namespace

TEST_CASE("slopes under a horizon equal differences on random journeys") {
  std::size_t compared = 0, jumps = 0, journeys = 0;
  for (std::uint64_t seed = 1; seed <= kJourneys; ++seed) {
    const std::string text = random_journey_text(seed);
    INFO("seed " << seed << "\n" << text);
    const HorizonModel model = make_horizon_model(text, 40);
    if (!model.journey().frame.horizon.is_valid()) continue;
    const SlopeCounts counts = check_horizon_slopes(model, weigh_all(model, seed));
    compared += counts.compared;
    jumps += counts.jumps;
    ++journeys;
  }
  INFO(compared << " slopes of " << journeys << " journeys, " << jumps << " jumps");
  CHECK(journeys > kJourneys / 4);
  CHECK(compared > 500);
  CHECK(jumps < compared / 50);
}

TEST_CASE("slopes under a horizon equal differences on the example specs") {
  for (const char* name : {"shop", "saas"}) {
    INFO(name);
    HorizonModel model;
    CompiledText& text = model.text;
    const std::string path = CAIRN_SOURCE_DIR "/specs/" + std::string(name) + ".journey";
    text.project = load_project(DiskFiles{}, path, {}, text.diagnostics);
    text.compiled = compile(text.project, {}, text.diagnostics);
    prepare(36, model);
    REQUIRE(model.journey().frame.horizon.is_valid());
    const SlopeCounts counts = check_horizon_slopes(model, weigh_all(model, 1));
    CHECK(counts.compared > 20);
    INFO(counts.compared << " slopes, " << counts.jumps << " jumps");
    CHECK(counts.jumps <= counts.compared / 5);
  }
}

}  // namespace cairn
