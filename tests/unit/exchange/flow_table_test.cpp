#include "exchange/flow_table.h"

#include <catch2/catch.hpp>

#include "tests/support/compiled_text.h"
#include "tests/support/golden.h"

namespace cairn {

TEST_CASE("cells that a spreadsheet would run are made harmless, and quoted where needed") {
  CHECK(csv_text("=1+1") == "'=1+1");
  CHECK(csv_text("+1 555") == "'+1 555");
  CHECK(csv_text("-2") == "'-2");
  CHECK(csv_text("@cmd") == "'@cmd");
  CHECK(csv_text("\tx") == "'\tx");
  CHECK(csv_text("\rx") == "\"'\rx\"");
  CHECK(csv_text("a=b") == "a=b");
  CHECK(csv_text("a,b") == "\"a,b\"");
  CHECK(csv_text("=\"a\",b") == "\"'=\"\"a\"\",b\"");
  CHECK(csv_text("") == "");
}

TEST_CASE(
    "the table of flows has a row per line, as many cells in each, and ends lines with CRLF") {
  const CompiledText text = compile_text(R"spec(journey shop
  entrants 10 per month
persona vip "=HYPERLINK(x)"
  share   20%
persona other
  share   rest
source web
  -> home
stage look "Look, and see"
  touchpoint home "-Home"
    418 of 1 024 -> order after median 2 days, p90 5 days from "=cmd"
    30% to 38%   -> order for vip when visited home 2 times
    times 0.5    -> order when last home
    2%           -> home
    rest         -> leave
outcome order
  counts as win
)spec");
  const std::string table = flow_table(text.compiled.journey);
  CHECK(table.substr(0, 3) == "\xEF\xBB\xBF");
  CHECK(table.find("\"Look, and see\",home,'-Home,order,Order,,,share,0.408203125,,,418,1024,,2,"
                   "\"median 2 d, p90 5 d\",'=cmd\r\n") != std::string::npos);
  CHECK(table.find(",vip,visited home 2 times,share,") != std::string::npos);
  CHECK(table.find(",0.3,0.38,,,,,,\r\n") != std::string::npos);
  CHECK(table.find(",last home,times,,,,,,0.5,,,\r\n") != std::string::npos);
  std::size_t rows = 0;
  for (std::size_t at = 0; (at = table.find('\n', at)) != std::string::npos; ++at) {
    CHECK(table[at - 1] == '\r');
    ++rows;
  }
  CHECK(rows == 7);
}

}  // namespace cairn
