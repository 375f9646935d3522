// The three forms of a comparison, and that nothing a spec holds can break them.
#include <algorithm>
#include <regex>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "tests/support/golden.h"
#include "tests/unit/diff/diff_samples.h"

namespace cairn {
namespace {

Estimate estimate(double value, double low, double high) {
  Estimate made;
  made.value = made.best = value;
  made.low = low;
  made.high = high;
  return made;
}

SpecDiff sample(ComparedTexts& compared) {
  const std::filesystem::path folder = golden_folder("diff");
  compare_texts(read_test_file(folder / "old.journey"), read_test_file(folder / "new.journey"),
                compared);
  SpecDiff& spec = compared.spec;
  spec.worlds = 200;
  const Effect rise{0.0108, 0.0108, 0.0090, 0.0120, 1, 0, 0, {}};
  const Effect fall{-0.25, -0.25, -0.5, 0.01, 0.004, 0.996, 0, {}};
  spec.results = {
      {"conversion", "", Unit::share, estimate(0.0386, 0.036, 0.041),
       estimate(0.0494, 0.046, 0.052), rise},
      {"profit per entrant", "", Unit::money, estimate(1.25, 1, 1.5), {}, {}},
      {"revenue per entrant", "", Unit::money, estimate(2, 2, 2), estimate(1.75, 1.5, 2.01), fall},
      {"conversion", "spring", Unit::share, {}, estimate(0.06, 0.06, 0.06), {}}};
  spec.unchanged_results = 2;
  spec.promises = {{"expect conversion at least 4%",
                    false,
                    Verdict::holds,
                    Verdict::broken,
                    0.0386,
                    0.0494,
                    Unit::share,
                    {},
                    {}},
                   {"target conversion at least 12%",
                    true,
                    {},
                    Verdict::broken,
                    {},
                    0.0494,
                    Unit::share,
                    {},
                    {}},
                   {"expect reach order at least 1%",
                    false,
                    Verdict::unsure,
                    {},
                    0.0386,
                    {},
                    Unit::share,
                    {},
                    {}}};
  spec.unchanged_promises = 1;
  return compared.spec;
}

const std::string kBad =
    "@everyone | <img src=x onerror=alert(1)> ![x](http://evil.example) `code` #1 *b* _i_ "
    "www.evil.example {{x}} $a$ &lt; \\| --> ~~s~~ :smile:";

}  // namespace

TEST_CASE("golden: the same comparison as text, Markdown and JSON") {
  ComparedTexts compared;
  const SpecDiff spec = sample(compared);
  const std::filesystem::path folder = golden_folder("diff");
  CHECK(compare_with_golden(folder / "expected.txt", diff_text({spec}, {})) == "");
  CHECK(compare_with_golden(folder / "expected.md", diff_markdown({spec})) == "");
  CHECK(compare_with_golden(folder / "expected.json", diff_json({spec}, "0")) == "");
}

TEST_CASE("text without UTF-8 signs of our own") {
  ComparedTexts compared;
  SpecDiff spec = sample(compared);
  const std::string ascii = diff_text({spec}, {false, true});
  CHECK(ascii.find("\u2192") == std::string::npos);
  CHECK(ascii.find("\u2212") == std::string::npos);
}

TEST_CASE("columns line up by what a terminal shows") {
  ComparedTexts compared;
  compare_texts(
      "journey a\ntouchpoint 購物車\n  10% -> 付款\n  20% -> x\n  rest -> leave\n"
      "touchpoint 付款\n  -> leave\ntouchpoint x\n  -> leave\n",
      "journey a\ntouchpoint 購物車\n  11% -> 付款\n  21% -> x\n  rest -> leave\n"
      "touchpoint 付款\n  -> leave\ntouchpoint x\n  -> leave\n",
      compared);
  std::istringstream lines(diff_text({compared.spec}, {}));
  std::vector<std::size_t> columns;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find("spec.journey:");
    if (line.find("~ ->") != std::string::npos) {
      columns.push_back(display_width(line.substr(0, at)));
    }
  }
  REQUIRE(columns.size() == 2);
  CHECK(columns[0] == columns[1]);
}

TEST_CASE("Markdown cannot be broken or misused by what a spec holds") {
  const std::string before = "journey a\ntouchpoint x\n  note \"old\"\n  -> leave\n";
  const std::string after = "journey a\ntouchpoint x\n  note \"" + kBad + "\"\n  -> leave\n";
  ComparedTexts compared;
  compare_texts(before, after, compared);
  REQUIRE(compared.spec.diff.items.size() == 1);
  compared.spec.path = kBad;
  compared.spec.notes = {kBad};
  compared.spec.no_results = kBad;
  compared.spec.new_side.name = kBad;
  const std::string raw = diff_markdown({compared.spec});
  // Entities are text to every reader of Markdown; what is left is what could act.
  const std::string markdown = std::regex_replace(raw, std::regex("&#[0-9]+;"), "");
  // Our own markup: <code>, table bars, headings and bold at known places.
  for (const std::string bad : {"@", "<img", "![", "http:", "`", "#1", "*b*", "_i_", "www.", "{{",
                                "$a", "&lt;", "\\", "~~", ":smile"}) {
    INFO(bad);
    CHECK(markdown.find(bad) == std::string::npos);
  }
  std::istringstream lines(raw);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("| ~", 0) == 0) CHECK(std::count(line.begin(), line.end(), '|') == 7);
  }
}

TEST_CASE("Markdown stays below the size of a comment and counts what it leaves out") {
  std::string before = "journey a\ntouchpoint x\n  -> leave\n", after = before;
  for (int i = 0; i < 3000; ++i) {
    after += "touchpoint t" + std::to_string(i) + "\n  note \"" + std::string(80, '*') +
             "\"\n  -> leave\n";
  }
  ComparedTexts compared;
  compare_texts(before, after, compared);
  const std::string markdown = diff_markdown({compared.spec, compared.spec});
  CHECK(markdown.size() < 65'000);
  CHECK(markdown.find(" more changes in model") != std::string::npos);
  CHECK(markdown.find("and 1 more spec") != std::string::npos);
}

TEST_CASE("control characters and bidirectional overrides are shown, not sent") {
  ComparedTexts compared;
  compare_texts("journey a\ntouchpoint x\n  note \"a\"\n  -> leave\n",
                "journey a\ntouchpoint x\n  note \"\u202E\x1b[31mb\"\n  -> leave\n", compared);
  for (const std::string& out : {diff_text({compared.spec}, {}), diff_markdown({compared.spec})}) {
    CHECK(out.find('\x1b') == std::string::npos);
    CHECK(out.find("\u202E") == std::string::npos);
  }
}

TEST_CASE("lines that nobody understood are compared as text") {
  JourneyDiff diff;
  compare_unread({{"fix a", "remove 10% of x", {}}, {"fix a", "same", {}}, {"fix a", "same", {}}},
                 {{"fix a", "same", {}}, {"fix a", "remove 20% of x", {}}}, diff);
  REQUIRE(diff.items.size() == 3);
  CHECK(diff.items[0].subject == "remove 10% of x");
  CHECK(diff.items[0].mark == DiffMark::removed);
  CHECK(diff.items[1].subject == "same");
  CHECK(diff.items[2].mark == DiffMark::added);
  CHECK(diff.count(DiffTopic::unread) == 3);
}

}  // namespace cairn
