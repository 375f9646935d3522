// One change at a time, and what it is called.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/unit/diff/diff_samples.h"

namespace cairn {
namespace {

using Lines = std::vector<std::string>;

const std::string kShop = R"(journey shop
  currency EUR
  entrants 1 000 per month
  horizon 12 months
  device mobile 60%
  device desktop rest
assume price 39 EUR from "Price list"
persona hunter
  share 65% +- 5pp from "Survey"
  goal "Pay little"
persona regular
  share rest
source ads
  share 100%
  channel search
  costs 0.30 to 0.50 EUR
  -> cart
stage buying
  touchpoint cart
    feels -1 tense
    pain forced "Must register" severity 3 causes 30% of exits
    thinks "Why an account?"
    takes median 2 min, p90 9 min
    38% -> order
    20% -> order for mobile, hunter when visited cart 2 times
    5% -> cart after 14 days
    times 0.8 -> order for mobile
    rest -> leave
outcome order
  counts as conversion
  earns price
  costs 1 EUR once
fix guest
  remove 70% to 90% of forced
  raise feels at cart by 1
  costs 18 000 EUR once
scenario spring
  includes guest
experiment trial
  tests guest
  share 50%
  metric reach order
  detect 2pp
expect conversion at least 8%
target profit per month at least 9 000 EUR in spring with 90% confidence
)";

/// The shop with one piece of text replaced; the piece must be there.
std::string shop(const std::string& from, const std::string& to) {
  const std::size_t at = kShop.find(from);
  REQUIRE(at != std::string::npos);
  std::string text = kShop;
  return text.replace(at, from.size(), to);
}

Lines after(const std::string& from, const std::string& to) {
  return changes(kShop, shop(from, to));
}

}  // namespace

TEST_CASE("one changed number is one change, with its difference") {
  CHECK(after("38% ->", "40% ->") == Lines{"~ touchpoint cart | -> order | 38% | 40% | +2.00pp"});
  CHECK(after("price 39 EUR", "price 44 EUR") ==
        Lines{"~ assume price |  | 39 EUR | 44 EUR | +12.8%"});
  CHECK(after("times 0.8", "times 0.9") ==
        Lines{"~ touchpoint cart | -> order for mobile | times 0.8 | times 0.9 | +12.5%"});
  CHECK(
      after("after 14 days", "after 7 days") ==
      Lines{
          "~ touchpoint cart | -> cart | 5% after 14 days | 5% after 7 days | after \u221250.0%"});
  CHECK(after("p90 9 min", "p90 18 min") ==
        Lines{"~ touchpoint cart | takes | median 2 min, p90 9 min | median 2 min, p90 18 min | "
              "p90 +100%"});
  CHECK(after("12 months", "24 months") ==
        Lines{"~ journey shop | horizon | 1 year | 2 years | +100%"});
  CHECK(after("1 000 per month", "1 500 per month") ==
        Lines{"~ journey shop | entrants | 1 000 per month | 1 500 per month | +50.0%"});
  CHECK(after("severity 3", "severity 4") ==
        Lines{"~ touchpoint cart | pain forced severity | 3 | 4 | +1"});
  CHECK(after("causes 30%", "causes 35%") ==
        Lines{"~ touchpoint cart | pain forced causes | 30% of exits | 35% of exits | +5.00pp"});
  CHECK(after("feels -1 tense", "feels 0 tense") ==
        Lines{"~ touchpoint cart | feels | -1 tense | 0 tense | +1"});
  CHECK(after("by 1\n", "by 1.5\n") ==
        Lines{"~ fix guest | raise feels at cart | +1 | +1.5 | +0.5"});
  CHECK(after("at least 8%", "at least 9%") ==
        Lines{"~ promises | expect conversion | at least 8% | at least 9% | +1.00pp"});
  CHECK(after("detect 2pp", "detect 1pp") ==
        Lines{"~ experiment trial | detect | 2pp | 1pp | \u22121.00pp"});
}

TEST_CASE("a number written otherwise is no change") {
  CHECK(after("0.30 to 0.50 EUR", "0.3 EUR to 0.5 EUR").empty());
  CHECK(after("price 39 EUR", "price €39").empty());
  CHECK(after("after 14 days", "after 2 weeks").empty());
  CHECK(after("12 months", "1 year").empty());
  CHECK(after("18 000 EUR", "18k EUR").empty());
  CHECK(after("2 min, p90", "120 s, p90").empty());
  CHECK(after("65% +- 5pp", "60% to 70%") !=  // the middle of one is the median of the other
        Lines{});
}

TEST_CASE("order, layout and comments are no change") {
  CHECK(after("for mobile, hunter", "for hunter, mobile").empty());
  CHECK(after("    feels -1 tense\n", "feels   -1 tense   # since May\n\n").empty());
  CHECK(after("  device mobile 60%\n  device desktop rest\n",
              "  device desktop rest\n  device mobile 60%\n")
            .empty());
}

TEST_CASE("a new source of a number is told apart from a new number") {
  CHECK(after("from \"Survey\"", "from \"Survey, n=612\"") ==
        Lines{"~ persona hunter | share | from Survey | from Survey, n=612"});
  ComparedTexts compared;
  compare_texts(kShop, shop("from \"Survey\"", ""), compared);
  CHECK(compared.spec.diff.count(DiffTopic::evidence) == 1);
  CHECK(compared.spec.diff.items.size() == 1);
}

TEST_CASE("lines come and go as they are written") {
  CHECK(after("    5% -> cart after 14 days\n", "") ==
        Lines{"- touchpoint cart | 5% -> cart after 14 days"});
  CHECK(changes(shop("    5% -> cart after 14 days\n", ""), kShop) ==
        Lines{"+ touchpoint cart | 5% -> cart after 14 days"});
  CHECK(after("    pain forced \"Must register\" severity 3 causes 30% of exits\n",
              "    pain forms \"Long forms\"\n")
            .front() == "+ touchpoint cart | pain forms \"Long forms\"");
  CHECK(after("  costs 1 EUR once\n", "  costs 1 EUR once\n  costs 2 EUR\n") ==
        Lines{"+ outcome order | costs 2 EUR"});
  CHECK(after("  includes guest\n", "") == Lines{"- scenario spring | includes guest"});
}

TEST_CASE("a line that is now about somebody else is one change") {
  CHECK(after("times 0.8 -> order for mobile", "times 0.8 -> order for desktop") ==
        Lines{"~ touchpoint cart | -> order | times 0.8 -> order for mobile | "
              "times 0.8 -> order for desktop"});
  CHECK(after("rest -> leave", "37% -> leave") ==
        Lines{"~ touchpoint cart | -> leave | rest | 37%"});
}

TEST_CASE("a rename that is declared is one change, whatever refers to it") {
  std::string renamed = kShop;
  for (const std::string from : {"touchpoint cart\n", "-> cart", "visited cart", "at cart"}) {
    for (std::size_t at = 0; (at = renamed.find(from, at)) != std::string::npos;) {
      std::string to = from;
      to.replace(to.find("cart"), 4, "basket");
      if (from == "touchpoint cart\n") to += "    was cart\n";
      renamed.replace(at, from.size(), to);
      at += to.size();
    }
  }
  CHECK(changes(kShop, renamed) == Lines{"= touchpoint basket (was cart) | name | cart | basket"});
  // Later the `was` line has done its work and may stay or go.
  CHECK(changes(renamed, renamed).empty());
  CHECK(changes(renamed,
                [&] {
                  std::string without = renamed;
                  return without.replace(without.find("    was cart\n"), 13, "");
                }())
            .empty());
}

TEST_CASE("every heading that may have `was` can be renamed") {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"persona hunter", "hunter"}, {"source ads", "ads"},        {"stage buying", "buying"},
      {"outcome order", "order"},   {"fix guest", "guest"},       {"scenario spring", "spring"},
      {"journey shop", "shop"},     {"experiment trial", "trial"}};
  for (const auto& [heading, name] : names) {
    std::string renamed;
    for (std::size_t at = 0; at < kShop.size();) {
      const bool is_word = kShop.compare(at, name.size(), name) == 0 && kShop[at - 1] == ' ';
      renamed += is_word ? name + "2" : kShop.substr(at, 1);
      at += is_word ? name.size() : 1;
    }
    const std::string line = heading + "2\n";
    const std::size_t at = renamed.find(line);
    INFO(heading);
    REQUIRE(at != std::string::npos);
    renamed.insert(at + line.size(), "  was " + name + "\n");
    const Lines found = changes(kShop, renamed);
    CHECK(found.size() == 1);
    CHECK(found.front().find("| name | " + name + " | " + name + "2") != std::string::npos);
  }
}

TEST_CASE("without `was` a new name is a new thing") {
  const Lines found =
      after("scenario spring\n  includes guest\n", "scenario summer\n  includes guest\n");
  CHECK(found.front() == "+ scenario summer | scenario summer");
}

TEST_CASE("names, texts and the grouping into stages") {
  CHECK(after("touchpoint cart\n", "touchpoint cart \"The cart\"\n") ==
        Lines{"~ touchpoint cart | label |  | \"The cart\""});
  CHECK(after("Why an account?", "Why?") ==
        Lines{"~ touchpoint cart | thinks | \"Why an account?\" | \"Why?\""});
  CHECK(after("stage buying\n", "stage buying\nstage paying\n") ==
        Lines{"+ stage paying | stage paying", "~ touchpoint cart | stage | buying | paying"});
}

TEST_CASE("another currency is one change") {
  std::string text = kShop;
  for (std::size_t at = 0; (at = text.find("EUR", at)) != std::string::npos;) {
    text.replace(at, 3, "USD");
  }
  CHECK(changes(kShop, text) == Lines{"~ journey shop | currency | EUR | USD"});
}

TEST_CASE("a touchpoint that became an outcome is the same place") {
  const std::string before =
      "journey a\nsource s\n  -> x\ntouchpoint x\n  50% -> y\n  rest -> leave\ntouchpoint y\n"
      "  -> leave\n";
  const std::string after_text =
      "journey a\nsource s\n  -> x\ntouchpoint x\n  50% -> y\n  rest -> leave\noutcome y\n";
  CHECK(changes(before, after_text) ==
        Lines{"~ outcome y | kind | touchpoint | outcome", "- outcome y | -> leave"});
}

}  // namespace cairn
