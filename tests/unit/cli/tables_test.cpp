#include "render/terminal/tables.h"

#include <catch2/catch.hpp>

#include "base/text.h"

using namespace cairn;

namespace {

TextTable small_table() {
  TextTable table;
  table.columns = {{"who", Align::left, 0, true}, {"share", Align::right, 0, false}};
  table.rows = {{{{"忠實常客", Ink::plain}, {"7.20%", Ink::bold}}, false},
                {{{"Łowczyni", Ink::plain}, {"12.1%", Ink::bold}}, false}};
  return table;
}

}  // namespace

TEST_CASE("columns are as wide as their cells on a terminal") {
  CHECK(print_table(small_table(), {}) ==
        "who       share\n"
        "忠實常客  7.20%\n"
        "Łowczyni  12.1%\n");
}

TEST_CASE("colour surrounds words only and is off by default") {
  TerminalStyle style;
  style.use_colour = true;
  const std::string text = print_table(small_table(), style);
  CHECK(text.find("\x1b[1m7.20%\x1b[0m") != std::string::npos);
  CHECK(print_table(small_table(), {}).find('\x1b') == std::string::npos);
}

TEST_CASE("a table too wide gives way where it may") {
  TextTable table;
  table.columns = {{"", Align::left, 0, true}, {"", Align::right, 0, false}};
  table.rows = {{{{std::string(200, 'x'), Ink::plain}, {"7.20%", Ink::plain}}, false}};
  const std::string text = print_table(table, {});
  CHECK(display_width(text.substr(0, text.find('\n'))) == 100);
  CHECK(text.find("…  7.20%\n") != std::string::npos);
}

TEST_CASE("no line ends in spaces") {
  TextTable table;
  table.columns = {{"a", Align::left, 10, false}, {"b", Align::left, 10, false}};
  table.rows = {{{{"x", Ink::plain}, {"", Ink::plain}}, false}, {{{"y", Ink::plain}}, false}};
  CHECK(print_table(table, {}).find(" \n") == std::string::npos);
}

TEST_CASE("names cannot move the cursor") {
  TextTable table;
  table.columns = {{"", Align::left, 0, true}};
  table.rows = {{{{"a\x1b[2Jb\xE2\x80\xAE", Ink::plain}}, false}};
  const std::string text = print_table(table, {});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
}

TEST_CASE("a bar is as long as its share") {
  CHECK(bar(0, 8).empty());
  CHECK(bar(1, 8) == "████████");
  CHECK(bar(2, 8) == "████████");
  CHECK(bar(0.5, 8) == "████");
  CHECK(bar(1.0 / 64, 8) == "▏");
  CHECK(bar(1e-9, 8) == "▏");  // more than nothing is seen
  CHECK(bar(std::nan(""), 8).empty());
}

TEST_CASE("plain characters take the same room") {
  const std::string text = "█▌ 3.5% – 4.2% · −0.4 ✓ “cart” 忠實";
  CHECK(display_width(to_ascii(text)) == display_width(text));
  CHECK(to_ascii("█▌ 3.5% – 4.2% · −0.4 ✓") == "## 3.5% - 4.2% - -0.4 +");
  CHECK(to_ascii("忠實") == "忠實");
}

TEST_CASE("paragraphs are broken at spaces") {
  TerminalStyle style;
  style.width = 10;
  CHECK(wrap("one two three four", 2, style) == "one two\n  three\n  four");
  CHECK(wrap("averyveryverylongword", 0, style) == "averyveryverylongword");
  CHECK(wrap("", 2, style).empty());
}

TEST_CASE("figures carry their unit") {
  CHECK(format_figure(0.0386, Unit::share, "EUR") == "3.86%");
  CHECK(format_figure(38'900, Unit::money, "EUR") == "38 900 EUR");
  CHECK(format_figure(-1.25, Unit::feeling, "") == "−1.25");
  CHECK(format_figure(-0.001, Unit::feeling, "") == "0.00");
  CHECK(format_distance(-0.0014, Unit::share, "") == "0.14pp");
  CHECK(format_distance(-19'000, Unit::money, "EUR") == "19 000 EUR");
  CHECK(format_range(3.5, 4.25, Unit::money, "EUR") == "3.50 to 4.25 EUR");
  CHECK(format_range(0.035, 0.042, Unit::share, "") == "3.50% to 4.20%");
  CHECK(format_range(0.03501, 0.03502, Unit::share, "") == "");
}
