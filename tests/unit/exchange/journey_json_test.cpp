#include "exchange/journey_json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/compiled_text.h"
#include "tests/support/effort.h"
#include "tests/support/golden.h"
#include "tests/support/schema_check.h"

namespace cairn {

TEST_CASE("the JSON of every spec fits its schema") {
  namespace fs = std::filesystem;
  const nlohmann::json schema = nlohmann::json::parse(
      read_test_file(fs::path(CAIRN_SOURCE_DIR) / "docs/journey.schema.json"));
  std::size_t count = 0;
  for (const char* folder : {"specs", "tests/golden/export", "tests/golden/diagnostics"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(CAIRN_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".journey") continue;
      if (is_left_out(entry.path().filename().string())) continue;
      const CompiledText text = compile_text(read_test_file(entry.path()));
      if (!text.compiled.is_sound) continue;
      INFO(entry.path());
      const nlohmann::json document =
          nlohmann::json::parse(journey_to_json(text.compiled.journey, "0", "0"));
      CHECK(check_schema(schema, document) == std::vector<std::string>{});
      ++count;
    }
  }
  CHECK(count > 20);
}

TEST_CASE("numbers in JSON give the same double back") {
  const CompiledText text = compile_text(
      "journey a\n  entrants 10 per month\nsource web\n  -> home\ntouchpoint home\n"
      "  1 in 3 -> done from \"guess\"\n  12 of 700 -> home\n  rest -> leave\noutcome done\n  "
      "counts as win\n");
  const nlohmann::json document =
      nlohmann::json::parse(journey_to_json(text.compiled.journey, "0", "0"));
  const nlohmann::json& flows = document["journey"]["places"][0]["flows"];
  CHECK(flows[0]["value"]["best"].get<double>() == 1.0 / 3);
  CHECK(flows[0]["value"]["origin"] == "guess");
  CHECK(flows[1]["value"]["observed"] == 12);
  CHECK(flows[1]["value"]["total"] == 700);
  CHECK(flows[2]["kind"] == "rest");
  CHECK(flows[2]["value"].is_null());
}

}  // namespace cairn
