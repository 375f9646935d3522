#include <catch2/catch.hpp>

#include "base/diagnostic_printer.h"
#include "base/label.h"
#include "compiler/symbols.h"
#include "exchange/mermaid_diagrams.h"
#include "exchange/mermaid_journey.h"
#include "exchange/mermaid_text.h"
#include "exchange/spec_from_mermaid.h"
#include "grammar/format.h"
#include "grammar/parse.h"
#include "tests/support/compiled_text.h"
#include "tests/support/golden.h"

namespace cairn {
namespace {

struct Imported {
  std::optional<MermaidJourney> diagram;
  std::string spec;      // empty if there is no diagram
  std::string messages;  // printed
};

Imported import_text(const std::string& path, const std::string& text) {
  TextFiles files;
  Diagnostics diagnostics;
  const FileId id = files.add(make_text_file(path, text));
  Imported imported;
  imported.diagram = read_mermaid_journey(files, id, diagnostics);
  diagnostics.sort();
  imported.messages = print_diagnostics(files, diagnostics, {});
  if (imported.diagram) imported.spec = spec_from_mermaid(*imported.diagram, is_reserved);
  return imported;
}

std::string laid_out(const std::string& text) {
  TextFiles files;
  Diagnostics diagnostics;
  const FileId id = files.add(make_text_file("spec.journey", text));
  return format(parse(files, id, diagnostics), files[id]);
}

std::string spec_of(const std::string& text) {
  return import_text("map.mmd", text).spec;
}

}  // namespace

TEST_CASE("every golden diagram becomes a sound spec in the one style, or says why not") {
  std::vector<std::filesystem::path> inputs = golden_inputs("import", ".mmd");
  const std::vector<std::filesystem::path> pages = golden_inputs("import", ".md");
  inputs.insert(inputs.end(), pages.begin(), pages.end());
  REQUIRE(inputs.size() >= 12);
  for (const std::filesystem::path& input : inputs) {
    INFO(input);
    const Imported imported = import_text(input.filename().string(), read_test_file(input));
    std::string actual = imported.messages + imported.spec;
    if (imported.diagram) {
      for (const std::string& remark : imported.diagram->left_out) {
        actual += "note: not imported: " + remark + "\n";
      }
      CHECK(messages_of(compile_text(imported.spec)) == "");
      CHECK(laid_out(imported.spec) == imported.spec);
    }
    std::filesystem::path expected = input;
    expected += ".expected";
    CHECK(compare_with_golden(expected, actual) == "");
  }
}

TEST_CASE("what is exported and imported again keeps stages, labels, feelings and actors") {
  for (const char* folder : {"specs"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(CAIRN_SOURCE_DIR) / folder)) {
      const CompiledText first = compile_text(read_test_file(entry.path()));
      INFO(entry.path());
      // Some need other files, and a part of a project has no title to keep.
      if (!messages_of(first).empty() || first.compiled.journey.frame.heading.name.empty())
        continue;
      const std::string diagram = journey_diagram(first.compiled.journey).text;
      const Imported imported = import_text("map.mmd", diagram);
      CHECK(imported.messages == "");
      const CompiledText second = compile_text(imported.spec);
      CHECK(messages_of(second) == "");
      CHECK(laid_out(imported.spec) == imported.spec);
      CHECK(journey_diagram(second.compiled.journey).text == diagram);
    }
  }
}

TEST_CASE("labels that mean something to Mermaid come back unchanged") {
  const std::string labels[] = {
      "Title page",  "section 8",   "a: b; c # d", "50% off, %% really %%{init}%%",
      "x #quot; y",  "<b>bold</b>", "a, b",        "`code` {curly}",
      "journey",     "accTitle: x", "--- dashes",  "价格：49 €",
      "9:30 o'clock"};
  std::string spec = "journey test\n\npersona me \"Me, myself: I\"\n\nsource web\n  -> t0\n";
  std::size_t count = 0;
  for (const std::string& label : labels) {
    spec += "\nstage s" + std::to_string(count) + " \"" + label + "\"\n";
    spec += "  touchpoint t" + std::to_string(count) + " \"" + label + "\"\n    feels   +1\n";
    spec += "    -> " + (count + 1 < std::size(labels) ? "t" + std::to_string(count + 1) : "done") +
            "\n";
    ++count;
  }
  spec += "\noutcome done\n";
  const CompiledText first = compile_text(spec);
  REQUIRE(messages_of(first) == "");
  const Imported imported = import_text("map.mmd", journey_diagram(first.compiled.journey).text);
  INFO(journey_diagram(first.compiled.journey).text);
  REQUIRE(imported.messages == "");
  const CompiledText second = compile_text(imported.spec);
  REQUIRE(messages_of(second) == "");
  const Journey& journey = second.compiled.journey;
  REQUIRE(journey.stages.size() == std::size(labels));
  for (std::size_t i = 0; i < std::size(labels); ++i) {
    CHECK(journey.stages[journey.stages.id_at(i)].heading.label == labels[i]);
    CHECK(journey.places[journey.places.id_at(i)].heading.label == labels[i]);
  }
  CHECK(journey.personas[journey.personas.id_at(0)].heading.label == "Me, myself: I");
}

TEST_CASE("one touchpoint felt differently by two personas is two tasks and one again") {
  const std::string spec = spec_of("journey\nsection S\nPay: 1: A\nPay: 4.5: B, C\nLook: 3: A\n");
  CHECK(spec.find("  touchpoint pay\n    feels   -2 for a\n    feels   +1.5 for b, c\n") !=
        std::string::npos);
  CHECK(spec.find("pay-2") == std::string::npos);
  // The same person twice is two visits.
  CHECK(spec_of("journey\nPay: 1: A\nPay: 4: A\n").find("touchpoint pay-2 \"Pay\"") !=
        std::string::npos);
}

TEST_CASE("names are made from texts of any script") {
  CHECK(name_from_label("Product page") == "product-page");
  CHECK(name_from_label("  Don't ask (yet)! ") == "dont-ask-yet");
  CHECK(name_from_label("Żółta KARTKA") == "żółta-kartka");
  CHECK(name_from_label("产品页 １２") == "产品页-12");
  CHECK(name_from_label("?!") == "");
  CHECK(name_from_label("2nd visit") == "2nd-visit");
  const std::string spec =
      spec_of("journey\nLeave: 3\nleave: 3\n2nd visit: 3\n!!: 3\nA-B: 3\na b: 3\nMost: 3\n");
  for (const char* name : {"step-leave", "step-leave-2", "step-2nd-visit", "touchpoint step \"!!\"",
                           "touchpoint a-b \"A-B\"", "touchpoint a-b-2 \"a b\"", "step-most"}) {
    INFO(spec << name);
    CHECK(spec.find(name) != std::string::npos);
  }
}

TEST_CASE("entities of Mermaid are read") {
  CHECK(decode_mermaid("a#58; #quot;b#quot; #9829;<br/>c") == "a: \"b\" \xE2\x99\xA5 c");
  CHECK(decode_mermaid("#nosuch; #99999999; #0; # x") == "#nosuch; #99999999; #0; # x");
  CHECK(find_mermaid_comment("a #35; b # c") == 9);
  CHECK(find_mermaid_comment("a #35; b") == std::string_view::npos);
}

}  // namespace cairn
