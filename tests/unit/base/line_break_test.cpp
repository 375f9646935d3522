#include "base/line_break.h"

#include <sstream>

#include <catch2/catch.hpp>

#include "base/text.h"

using namespace cairn;

TEST_CASE("lines are broken at spaces, further lines indented") {
  CHECK(break_line("one two three four", 2, 10) == "one two\n  three\n  four");
  CHECK(break_line("fits", 2, 10) == "fits");
  CHECK(break_line("", 2, 10).empty());
}

TEST_CASE("words that are wider than the line stay whole") {
  CHECK(break_line("see /a/very/long/path/of/a/file now", 2, 16) ==
        "see\n  /a/very/long/path/of/a/file\n  now");
}

TEST_CASE("a number in groups is never broken") {
  CHECK(break_line("about 10 000 000", 0, 12) == "about\n10 000 000");
}

TEST_CASE("wide characters may be parted, but a line does not begin with a full stop") {
  const std::string broken = break_line("建站软件從一條廣告到付費的設計公司。", 0, 14);
  std::istringstream lines(broken);
  std::string all;
  for (std::string line; std::getline(lines, line); all += line) {
    CHECK(display_width(line) <= 14);
    CHECK(line.rfind("。", 0) == std::string::npos);
  }
  CHECK(all == "建站软件從一條廣告到付費的設計公司。");
}

TEST_CASE("colours take no room") {
  CHECK(shown_width("\x1b[1mbold\x1b[0m") == 4);
  CHECK(break_line("\x1b[1mone two\x1b[0m", 0, 7) == "\x1b[1mone two\x1b[0m");
}

TEST_CASE("of a text only lines that are too wide change") {
  CHECK(break_lines("short\n  a line too wide\n\nend\n", 12) ==
        "short\n  a line too\n    wide\n\nend\n");
  CHECK(break_lines("no end", 12) == "no end");
}
