// What is said about one bad line, by text.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "base/text_edit.h"
#include "tests/unit/grammar/random_text.h"

using namespace cairn;

namespace {

/// A bad line and all that a person sees of its diagnostic.
struct Case {
  std::string line;
  Code code;
  std::string span;  // the piece with the carets
  std::string message;
  std::string help;      // the first line of it
  std::string repaired;  // the line after the repair; "" if none is proposed
  bool is_safe = false;
};

void check_case(const Case& expected) {
  INFO(expected.line);
  const Parsed parsed = parse_text(expected.line);
  REQUIRE(parsed.diagnostics.all().size() == 1);
  const Diagnostic& d = parsed.diagnostics.all().front();
  CHECK(code_info(d.code).id == code_info(expected.code).id);
  CHECK(text_of(parsed.files, d.span) == expected.span);
  CHECK(d.message == expected.message);
  REQUIRE(!d.help.empty());
  CHECK(d.help.front() == expected.help);
  const std::string repaired = d.repair ? apply_edits(expected.line, d.repair->edits) : "";
  CHECK(repaired == expected.repaired);
  if (!d.repair) return;
  CHECK(d.repair->is_safe == expected.is_safe);
  CHECK(parse_text(repaired).diagnostics.all().empty());
}

void check_cases(const std::vector<Case>& cases) {
  for (const Case& expected : cases) check_case(expected);
}

}  // namespace

TEST_CASE("E101: a line that begins with nothing known") {
  check_cases({
      {"touchpont checkout", Code::E101, "touchpont", "`touchpont` is not a word I know here",
       "did you mean `touchpoint`?", "touchpoint checkout", false},
      {"  Touchpoint checkout", Code::E101, "Touchpoint", "`Touchpoint` is not a word I know here",
       "did you mean `touchpoint`?", "  touchpoint checkout", true},
      {"frobnicate 3", Code::E101, "frobnicate", "`frobnicate` is not a word I know here",
       "a line begins with a word of the language, a share or an arrow; `cairn words` lists them",
       ""},
      {"step checkout", Code::E101, "step", "`step` is not a word I know here",
       "a step of a journey is a `touchpoint`", ""},
      {"when visited x", Code::E101, "when", "`when` is not a word I know here",
       "`when` stands at the end of a line: `26% -> cart when visited sign-up`", ""},
      {"<<<<<<< HEAD", Code::E101, "<<<<<<<", "a mark of an unfinished merge stands here",
       "keep one of the two versions and delete the marks", ""},
      {"// comment", Code::E101, "//", "`//` is not a word I know here", "comments begin with `#`",
       ""},
      {"{", Code::E101, "{", "`{` is not a word I know here",
       "there are no braces; a block ends where the next heading begins", ""},
      {"\"hello\"", Code::E101, "\"hello\"", "a line cannot begin with a text",
       "a remark for readers is `note \"…\"`, a thought is `thinks \"…\"`", ""},
  });
}

TEST_CASE("E103: a text that is not closed") {
  check_cases({
      {"note \"not closed  ", Code::E103, "\"not closed", "the text that starts here is not closed",
       "add `\"` at the end of the line", "note \"not closed\"  ", true},
      {"pain a \"not closed severity 3", Code::E103, "\"not closed severity 3",
       "the text that starts here is not closed",
       "add `\"` at the end of the text; a text never spans lines",
       "pain a \"not closed severity 3\"", false},
      {"note “abc\"", Code::E103, "“abc\"", "the text starts with `“` and ends with `\"`",
       "use the same quotes on both sides: `note \"abc\"`", "note \"abc\"", true},
      {"30% -> \"", Code::E103, "\"", "the text that starts here is not closed",
       "add `\"` at the end of the text; a text never spans lines", ""},
  });
  const Parsed parsed = parse_text("note „abc");
  REQUIRE(parsed.diagnostics.all().size() == 1);
  CHECK(apply_edits("note „abc", parsed.diagnostics.all()[0].repair->edits) == "note „abc”");
}

TEST_CASE("E104: arrows") {
  const std::string help = "write `41% -> order`";
  const std::string right = "41% -> order";
  check_cases({
      {"41% order", Code::E104, "41% order", "`41% order` has no arrow", help, right, true},
      {"41% to order", Code::E104, "41% to order", "`41% to order` has no arrow", help, right,
       true},
      {"rest leave", Code::E104, "rest leave", "`rest leave` has no arrow", "write `rest -> leave`",
       "rest -> leave", true},
      {"41% => order", Code::E104, "=>", "`=>` is no arrow", help, right, true},
      {"41% - > order", Code::E104, "- >", "`- >` is no arrow", help, right, true},
      {"41% --> order", Code::E104, "-->", "`-->` is no arrow", help, right, true},
      {"41% > order", Code::E104, ">", "`>` is no arrow", help, right, true},
      {"41% — order", Code::E104, "—", "`—` is no arrow", help, right, true},
      {"churn => order", Code::E104, "=>", "`=>` is no arrow", "write `churn -> order`",
       "churn -> order", true},
      {"raise a => b by 3pp", Code::E104, "=>", "`=>` is no arrow", "write `raise a -> b by 3pp`",
       "raise a -> b by 3pp", true},
      {"41% => order because", Code::E104, "=>", "`=>` is no arrow",
       "an arrow is written `->`, for example `41% -> order`", ""},
  });
}

TEST_CASE("E105: what is left over or missing") {
  check_cases({
      {"41% -> order because price", Code::E105, "because price",
       "I understood this line up to here; `because price` is left over",
       "behind the name stand only `after`, `for`, `when` and `from`; reasons go on a `reason` or "
       "`pain` line",
       ""},
      {"takes", Code::E105, "takes", "this line is not finished: `takes`",
       "`takes` wants a time, for example `takes median 2 min, p90 9 min`", ""},
      {"30% -> x when", Code::E105, "30% -> x when", "this line is not finished: `30% -> x when`",
       "`when` wants `visited X`, `last X` or the name of a flag", ""},
      {"30% ->  # where?", Code::E105, "30% ->", "this line is not finished: `30% ->`",
       "an arrow wants the name of a touchpoint or an outcome", ""},
      {"counts conversion", Code::E105, "conversion",
       "I understood this line up to here; `conversion` does not fit",
       "`counts` wants `as` and one of conversion, micro-conversion, win, loss, for example "
       "`counts "
       "as conversion`",
       ""},
      {"includes a b", Code::E105, "b", "I understood this line up to here; `b` is left over",
       "names are separated by commas, for example `includes guest-checkout, one-page`", ""},
      {"-> order 41%", Code::E105, "41%", "the share stands before the arrow",
       "write `41% -> order`", "41% -> order", true},
      {"- 41% -> order", Code::E105, "-", "a line needs no bullet", "write `41% -> order`",
       "41% -> order", true},
      {"goal Pay little", Code::E105, "Pay little", "`goal` wants a text in quotes",
       "write `goal \"Pay little\"`", "goal \"Pay little\"", false},
      {"41% -> x from GA4", Code::E105, "GA4", "`from` wants a text in quotes",
       "write `41% -> x from \"GA4\"`", "41% -> x from \"GA4\"", false},
      {"feels +1 very happy", Code::E105, "very happy", "`feels` wants a text in quotes",
       "write `feels +1 \"very happy\"`", "feels +1 \"very happy\"", false},
      {"pain a Not sure severity 3", Code::E105, "Not sure", "`pain` wants a text in quotes",
       "write `pain a \"Not sure\" severity 3`", "pain a \"Not sure\" severity 3", false},
      {"expect conversion > 3%", Code::E105, ">",
       "a bound is `at least`, `at most` or `between … and …`",
       "write `expect conversion at least 3%`", "expect conversion at least 3%", false},
      {"expect conversion less than 3%", Code::E105, "less than",
       "a bound is `at least`, `at most` or `between … and …`",
       "write `expect conversion at most 3%`", "expect conversion at most 3%", false},
      {"currency eur", Code::E105, "eur", "a currency is written in capitals: `EUR`",
       "write `currency EUR`", "currency EUR", true},
      {".5% -> x", Code::E105, ".5", "a number begins with a digit", "write `0.5% -> x`",
       "0.5% -> x", true},
      {"30% +/- 3pp -> x", Code::E105, "+/-", "a margin is written `+-`", "write `30% +- 3pp -> x`",
       "30% +- 3pp -> x", true},
      {"takes 4mins", Code::E105, "4mins", "`4mins` is written `4 min`", "write `takes 4 min`",
       "takes 4 min", true},
      {"costs 40 k EUR", Code::E105, "40 k", "`40 k` is written `40k`", "write `costs 40k EUR`",
       "costs 40k EUR", true},
  });
}

TEST_CASE("E106 and E207: what cannot be a name") {
  const std::string rule =
      "a name starts with a letter and goes on with letters, digits, `-` and `_`";
  check_cases({
      {"-> 2nd-visit", Code::E106, "2nd-visit", "a name cannot start with a digit: `2nd-visit`",
       "write `-> second-visit`", "-> second-visit", false},
      {"touchpoint 404-page", Code::E106, "404-page",
       "a name cannot start with a digit: `404-page`", "write `touchpoint page-404`",
       "touchpoint page-404", false},
      {"channel 2", Code::E106, "2", "a name cannot start with a digit: `2`", rule, ""},
      {"-> x for 3g", Code::E106, "3g", "a name cannot start with a digit: `3g`", rule, ""},
      {"touchpoint check.out", Code::E106, "check.out", "a name cannot contain `.`",
       "write `touchpoint check-out`", "touchpoint check-out", false},
      {"touchpoint R&D", Code::E106, "R&D", "a name cannot contain `&`", "write `touchpoint R-D`",
       "touchpoint R-D", false},
      {"touchpoint product page", Code::E106, "product page", "a name is one word: `product page`",
       "write `touchpoint product-page`", ""},
      {"touchpoint for", Code::E207, "for", "`for` cannot be a name",
       "`for` is a word of the language; another name is needed, for example `the-for`", ""},
  });
}

TEST_CASE("E302: a comma inside a number") {
  const std::string help = "a space or `_` groups digits, a dot begins the decimals";
  check_cases({
      {"entrants 1,024 per month", Code::E302, "1,024",
       "`1,024`: write `1 024` (thousands) or `1.024` (a decimal)", help, ""},
      {"discount 0,5% per year", Code::E302, "0,5",
       "`0,5` has a comma inside a number: write `0.5`", help, "discount 0.5% per year", true},
      {"entrants 1,024,000 per month", Code::E302, "1,024,000",
       "`1,024,000` has a comma inside a number: write `1 024 000`", help,
       "entrants 1 024 000 per month", true},
      {"costs 1.024,50 EUR", Code::E302, "1.024,50",
       "`1.024,50` has a comma inside a number: write `1 024.50`", help, "costs 1 024.50 EUR",
       true},
      {"costs 1,024.50 EUR", Code::E302, "1,024.50",
       "`1,024.50` has a comma inside a number: write `1 024.50`", help, "costs 1 024.50 EUR",
       true},
      {"costs 1,2,3 EUR", Code::E302, "1,2,3", "`1,2,3` has a comma inside a number", help, ""},
  });
}

TEST_CASE("E303, E304 and E306: margins, severities, `m`") {
  check_cases({
      {"34% +- 3% -> x", Code::E303, "34% +- 3%", "`34% +- 3%`: points or relative?",
       "`+- 3pp` is 31% to 37%; `33% to 35%` is 3% of it", ""},
      {"34 % ± 3 % → x", Code::E303, "34 % ± 3 %", "`34 % ± 3 %`: points or relative?",
       "`+- 3pp` is 31% to 37%; `33% to 35%` is 3% of it", ""},
      {"2% +- 3% -> x", Code::E303, "2% +- 3%", "`2% +- 3%`: points or relative?",
       "`+- 3pp`; `1.94% to 2.06%` is 3% of it", ""},
      {"costs 40 EUR +- 10%", Code::E303, "40 EUR +- 10%", "`40 EUR +- 10%`: points or relative?",
       "`36 to 44 EUR` is 10% of it", ""},
      {"pain a \"b\" severity 7", Code::E304, "7", "severity 7: severity goes from 1 to 5",
       "1 is a nuisance, 5 stops people; write for example `severity 4`", ""},
      {"takes 4 m", Code::E306, "4 m", "`4 m`: `min` or `months`?", "write `takes 4 min`", ""},
      {"takes median 4m, p90 9m", Code::E306, "4m", "`4m`: `min` or `months`?",
       "write `takes median 4 min, p90 9m`", ""},
  });
}

TEST_CASE("a quoted piece of a bad line is short and safe to print") {
  const Parsed parsed = parse_text("-> x " + std::string(100'000, 'y') + "\x1B[31m");
  REQUIRE(parsed.diagnostics.all().size() == 1);
  CHECK(parsed.diagnostics.all().front().message.size() < 200);
  const Parsed control = parse_text("-> x \x1B[31m\xFF");
  const std::string& message = control.diagnostics.all().front().message;
  CHECK(message.find('\x1B') == std::string::npos);
  CHECK(message.find('\xFF') == std::string::npos);
}
