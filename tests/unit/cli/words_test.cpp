#include "cli/words.h"

#include <string>

#include <catch2/catch.hpp>

#include "compiler/compile.h"
#include "grammar/line_words.h"

using namespace cairn;

namespace {

/// What is wrong with a line under a heading, apart from names that nothing declares.
std::string mistakes_in(const std::string& heading, std::string_view line) {
  MemoryFiles files;
  files.contents["/a.journey"] =
      (heading.empty() ? "" : heading + " x\n  ") + std::string(line) + "\n";
  // What every experiment needs, so that only the line itself is judged.
  if (heading == "experiment" || line.starts_with("experiment"))
    files.contents["/a.journey"] += "  tests y\n";
  Diagnostics diagnostics;
  const Project project = load_project(files, "a.journey", {}, diagnostics);
  compile(project, {}, diagnostics);
  std::string mistakes;
  for (const Diagnostic& one : diagnostics.all()) {
    const std::string_view id = code_info(one.code).id;
    const bool is_reading_or_number = id[0] == 'E' && (id[1] == '1' || id[1] == '3');
    if (is_reading_or_number) mistakes += std::string(id) + " " + one.message + "\n";
  }
  return mistakes;
}

const std::vector<std::string> kHeadings = {"journey", "persona",    "source",
                                            "stage",   "touchpoint", "outcome",
                                            "fix",     "scenario",   "experiment"};

TerminalStyle plain() {
  TerminalStyle style;
  style.width = 200;
  return style;
}

}  // namespace

TEST_CASE("every example of a word is right under each of its headings") {
  for (const LineWord& row : line_words()) {
    if (row.under.empty()) {
      INFO(row.example);
      CHECK(mistakes_in("", row.example) == "");
    }
    for (const std::string& heading : kHeadings) {
      if (!stands_under(row.under, heading)) continue;
      INFO(heading << ": " << row.example);
      CHECK(mistakes_in(heading, example_under(row, heading)) == "");
    }
  }
}

TEST_CASE("every flow and every tail is right under a touchpoint") {
  for (const SpellingRow& flow : flow_spellings()) {
    INFO(flow.example);
    CHECK(mistakes_in("touchpoint", flow.example) == "");
  }
  for (const TailRow& tail : tails()) {
    INFO(tail.example);
    CHECK(mistakes_in("touchpoint", tail.example) == "");
  }
  // The check itself can fail.
  CHECK(mistakes_in("touchpoint", "goal \"x\"") != "");
  CHECK(mistakes_in("touchpoint", "41% order") != "");
}

TEST_CASE("every spelling of an amount is right behind the words that want it") {
  for (const LineWord& row : line_words()) {
    for (const SpellingRow& spelling : spellings_of(row.word)) {
      const std::string heading(stands_under(row.under, "touchpoint")
                                    ? "touchpoint"
                                    : row.under.substr(0, row.under.find(',')));
      const std::string line = std::string(row.word) + " " + std::string(spelling.example);
      INFO(heading << ": " << line);
      CHECK(mistakes_in(heading, line) == "");
    }
  }
}

TEST_CASE("every word has a page, and every heading lists its lines") {
  for (const LineWord& row : line_words()) {
    INFO(row.word);
    const auto page = describe_word(row.word, plain());
    REQUIRE(page);
    CHECK(page->find(row.example) != std::string::npos);
    CHECK(list_words(plain()).find(row.under.empty() ? row.word : row.example) !=
          std::string::npos);
    for (const std::string& heading : kHeadings) {
      if (!stands_under(row.under, heading)) continue;
      CHECK(describe_word(heading, plain())->find(example_under(row, heading)) !=
            std::string::npos);
    }
  }
  for (const TailRow& tail : tails()) CHECK(describe_word(tail.word, plain()));
  CHECK_FALSE(describe_word("frobnicate", plain()));
  CHECK(near_word("touchpont") == std::string("touchpoint"));
}
