#include "base/diagnostic.h"

#include <string>

#include <catch2/catch.hpp>

#include "base/diagnostic_json.h"
#include "base/diagnostic_printer.h"
#include "base/text_edit.h"
#include "base/text_file.h"

using namespace cairn;

namespace {

Span find(const TextFiles& files, FileId file, const std::string& words) {
  const std::size_t at = files[file].text.find(words);
  REQUIRE(at != std::string::npos);
  return {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
}

}  // namespace

TEST_CASE("a diagnostic quotes its lines in order, with carets in cells") {
  TextFiles files;
  const FileId file =
      files.add(make_text_file("茶.journey", "a\ntouchpoint 茶館\n  46% -> b\n  10% -> c\n"));
  Diagnostic diagnostic{Code::E201, find(files, file, "茶館"), "the ways add up to 56%"};
  diagnostic.caption = "44% have nowhere to go";
  diagnostic.labels = {{find(files, file, "10%"), ""}, {find(files, file, "46%"), "here"}};
  diagnostic.help = {"let one line take what is left", "+ rest -> leave"};
  CHECK(print_diagnostic(files, diagnostic, false) ==
        "茶.journey:2:12: error[E201]: the ways add up to 56%\n"
        "   |\n"
        " 2 | touchpoint 茶館\n"
        "   |            ^^^^ 44% have nowhere to go\n"
        " 3 |   46% -> b\n"
        "   |   --- here\n"
        " 4 |   10% -> c\n"
        "   |\n"
        "help: let one line take what is left\n"
        "   + rest -> leave\n");
}

TEST_CASE("a line of a megabyte costs one line on the screen") {
  TextFiles files;
  const FileId file =
      files.add(make_text_file("a", std::string(500'000, 'x') + "Y" + std::string(500'000, 'z')));
  const Diagnostic diagnostic{Code::E101, find(files, file, "Y"), "what is this"};
  const std::string printed = print_diagnostic(files, diagnostic, false);
  CHECK(printed.size() < 600);
  CHECK(printed.find("xxxYzzz") != std::string::npos);
}

TEST_CASE("beyond the limit errors are shown first and the rest is counted") {
  TextFiles files;
  const FileId file = files.add(make_text_file("a", "x\n"));
  Diagnostics diagnostics;
  for (int i = 0; i < 5; ++i) diagnostics.add({Code::N109, {file, 0, 1}, "note"});
  diagnostics.add({Code::E101, {file, 0, 1}, "the error"});
  const std::string printed = print_diagnostics(files, diagnostics, {false, 2});
  CHECK(printed.find("the error") != std::string::npos);
  CHECK(printed.find("and 4 more (`--all`)") != std::string::npos);
  CHECK(diagnostics.count(Severity::error) == 1);
}

TEST_CASE("edits apply in any order and never overlap") {
  CHECK(apply_edits("abcdef", {{{FileId{0}, 4, 5}, "E"}, {{FileId{0}, 0, 1}, "A"}}) == "AbcdEf");
  CHECK(apply_edits("abc", {{{FileId{0}, 0, 2}, "x"}, {{FileId{0}, 1, 3}, "y"}}) == "xc");
  CHECK(apply_edits("abc", {{{FileId{0}, 3, 3}, "d"}}) == "abcd");
}

TEST_CASE("positions count characters, not bytes") {
  const TextFile file = make_text_file("a", "ż茶x\r\ny");
  CHECK(position_of(file, 5).column == 3);
  CHECK(position_of(file, 8).line == 2);
  CHECK(line_text(file, 1) == "ż茶x");
}

TEST_CASE("every code is listed once, in order, and explained") {
  std::string last;
  for (const CodeInfo& info : all_codes()) {
    INFO(info.id);
    CHECK(info.id.size() == 4);
    const char letter = info.id[0];
    const bool fits = (letter == 'E' && info.severity == Severity::error) ||
                      (letter == 'W' && info.severity == Severity::warning) ||
                      (letter == 'N' && info.severity == Severity::note);
    CHECK(fits);
    CHECK(std::string(info.id.substr(1)) > last);
    last = std::string(info.id.substr(1));
    CHECK(info.title.size() > 10);
    CHECK(info.explanation.size() > 20);
  }
}
