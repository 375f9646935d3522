// Golden exports: tests/golden/export/*.journey with what each format makes of it.
#include <catch2/catch.hpp>

#include "exchange/flow_table.h"
#include "exchange/journey_json.h"
#include "exchange/mermaid_diagrams.h"
#include "exchange/prism_model.h"
#include "simulator/chain/chain.h"
#include "simulator/predict.h"
#include "tests/support/compiled_text.h"
#include "tests/support/golden.h"

namespace cairn {
namespace {

double mean_of(const Amount& amount, const World& world) {
  return to_draw(amount, world).mean();
}

std::string with_remarks(const Exported& exported) {
  std::string text = exported.text;
  for (const std::string& remark : exported.remarks) text += "note: " + remark + "\n";
  return text;
}

std::string sankey(const Journey& journey) {
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  return with_remarks(sankey_diagram(journey, predict(journey, {}, how).flows));
}

}  // namespace

TEST_CASE("exports of golden specs") {
  const std::vector<std::filesystem::path> inputs = golden_inputs("export", ".journey");
  REQUIRE(inputs.size() >= 2);
  for (const std::filesystem::path& input : inputs) {
    INFO(input);
    const CompiledText text = compile_text(read_test_file(input));
    CHECK(messages_of(text) == "");
    const Journey& journey = text.compiled.journey;
    const auto golden = [&](const char* ending, const std::string& actual) {
      std::filesystem::path expected = input;
      expected.replace_extension(ending);
      CHECK(compare_with_golden(expected, actual) == "");
    };
    golden(".journey.mmd", with_remarks(journey_diagram(journey)));
    golden(".flowchart.mmd", with_remarks(flowchart_diagram(journey)));
    golden(".csv", flow_table(journey));
    golden(".json", journey_to_json(journey, "VERSION", "SHA256"));
    if (text.compiled.level == Level::draw) continue;
    golden(".sankey.mmd", sankey(journey));
    if (!beyond_prism(journey).empty()) continue;
    golden(".prism", prism_model(journey, mean_of).model);
    golden(".props", prism_model(journey, mean_of).properties);
  }
}

TEST_CASE("a sankey never has a circle, whatever the loops") {
  const CompiledText text = compile_text(R"(journey loops
  entrants 10 per month
source web
  -> a
touchpoint a
  10%  -> a
  40%  -> b
  rest -> leave
touchpoint b
  30%  -> a
  30%  -> c
  rest -> leave
touchpoint c
  50%  -> b
  rest -> leave
)");
  REQUIRE(messages_of(text) == "");
  const std::string diagram = sankey(text.compiled.journey);
  CHECK(diagram.find("\"A\",\"A (again)\",") != std::string::npos);
  CHECK(diagram.find("\"B\",\"A (again)\",") != std::string::npos);
  CHECK(diagram.find("\"C\",\"B (again)\",") != std::string::npos);
  CHECK(diagram.find("\"A\",\"B\",") != std::string::npos);
  CHECK(diagram.find("3 ways back") != std::string::npos);
}

}  // namespace cairn
