#include "grammar/format.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "grammar/canonical_token.h"
#include "tests/support/effort.h"
#include "tests/support/golden.h"
#include "tests/unit/grammar/random_text.h"

using namespace cairn;

namespace {

/// The tokens of one line in plain spelling: `€49` as "49" and "EUR", `>=` as "at" and "least".
std::vector<std::string> tokens_of_line(const Parsed& parsed, std::size_t line) {
  const std::vector<SyntaxNode>& nodes = parsed.tree.nodes;
  std::vector<std::string> tokens;
  TokenJoiner joiner(find_yen_currency(parsed.tree, parsed.file()));
  for (std::size_t i = line; i < line + nodes[line].size; ++i) {
    const SyntaxNode& node = nodes[i];
    const bool says_nothing = node.size > 1 || node.kind == SyntaxKind::newline ||
                              node.kind == SyntaxKind::bom || node.kind == SyntaxKind::blank_line;
    if (says_nothing) continue;
    std::string token = parsed.file().text.substr(node.begin, node.end - node.begin);
    if (node.kind == SyntaxKind::comment || node.kind == SyntaxKind::error) {
      token.erase(token.find_last_not_of(" \t\r") + 1);
      while (token.rfind("\xEF\xBB\xBF", 0) == 0) token.erase(0, 3);
    }
    joiner.add(node.kind, token);
    std::string plain = joiner.take();
    if (plain.empty()) continue;  // a space, or a symbol that waits for its number
    joiner = TokenJoiner(find_yen_currency(parsed.tree, parsed.file()));
    const bool is_two = node.kind == SyntaxKind::compare ||
                        (node.kind == SyntaxKind::signed_number && plain.back() >= 'A' &&
                         plain.size() > 4 && plain[plain.size() - 4] == ' ');
    if (is_two) {
      tokens.push_back(plain.substr(0, plain.rfind(' ')));
      plain.erase(0, plain.rfind(' ') + 1);
    }
    tokens.push_back(plain);
  }
  return tokens;
}

/// What a text says, whatever its layout. Formatting may move the tails of a line, so the tokens of
/// a line are compared in sorted order.
std::vector<std::vector<std::string>> tokens_of(const std::string& text) {
  const Parsed parsed = parse_text(text);
  std::vector<std::vector<std::string>> lines;
  for (std::size_t line = 1; line < parsed.tree.nodes.size();
       line += parsed.tree.nodes[line].size) {
    std::vector<std::string> tokens = tokens_of_line(parsed, line);
    std::sort(tokens.begin(), tokens.end());
    if (!tokens.empty()) lines.push_back(std::move(tokens));
  }
  return lines;
}

/// Holds for every text whatever.
void check_promises(const std::string& text) {
  const std::string once = format_text(text);
  CHECK(format_text(once) == once);
  CHECK(tokens_of(once) == tokens_of(text));
  CHECK(parse_text(once).diagnostics.count(Severity::error) ==
        parse_text(text).diagnostics.count(Severity::error));
  CHECK((once.empty() || once.back() == '\n'));
  CHECK(once.find("\n\n\n") == std::string::npos);
  CHECK((once.size() < 2 || once[0] != '\n'));
}

}  // namespace

TEST_CASE("the specs are written in the canonical layout") {
  const auto specs = std::filesystem::path(CAIRN_SOURCE_DIR) / "specs";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(specs)) {
    if (entry.path().extension() != ".journey") continue;
    INFO(entry.path());
    const std::string text = read_test_file(entry.path());
    CHECK(format_text(text) == text);
  }
}

TEST_CASE("formatting twice is formatting once, and keeps every token") {
  const std::vector<std::string> samples = sample_texts();
  for (const std::string& text : samples) check_promises(text);
  for (std::uint32_t seed = 0; seed < effort(400, 60); ++seed) {
    INFO("seed " << seed);
    check_promises(damage(samples[seed % samples.size()], seed));
  }
}

TEST_CASE("formatting twice is formatting once for any bytes") {
  for (std::uint32_t seed = 0; seed < effort(3000, 600); ++seed) {
    INFO("seed " << seed);
    check_promises(random_bytes(1 + seed % 120, seed));
  }
}

TEST_CASE("other spellings become the plain ones") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"costs €49", "costs   49 EUR\n"},
      {"costs 49€", "costs   49 EUR\n"},
      {"costs £ 5k", "costs   5k GBP\n"},
      {"costs $0.30 to $0.50", "costs   0.30 USD to 0.50 USD\n"},
      {"costs ¥5", "costs   ¥5\n"},
      {"currency CNY\ncosts ¥5", "currency CNY\ncosts   5 CNY\n"},
      {"currency JPY\ncosts ￥5", "currency JPY\ncosts   5 JPY\n"},
      {"note “a”", "note    \"a\"\n"},
      {"note „say \"a\"“", "note    „say \"a\"“\n"},
      {"note 「你好」", "note    \"你好\"\n"},
      {"12% ± 3pp → x", "12% +- 3pp -> x\n"},
      {"12 ％–>x", "12%   -> x\n"},
      {"３０％ -> x", "30%   -> x\n"},
      {"expect conversion >= 3 %", "expect conversion at least 3%\n"},
      {"expect conversion≤3%", "expect conversion at most 3%\n"},
      {"entrants 40_000 per month", "entrants 40 000 per month\n"},
      {"entrants 40000 per month", "entrants 40 000 per month\n"},
      {"entrants 4000 per month", "entrants 4000 per month\n"},
      {"entrants 1\u00A0024 per month", "entrants 1 024 per month\n"},
      {"costs -12345.67890 EUR", "costs   -12 345.67890 EUR\n"},
      {"takes 5min", "takes   5 min\n"},
      {"takes median 2 min ,p90 9 min", "takes   median 2 min, p90 9 min\n"},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(format_text(text) == expected);
  }
}

TEST_CASE("tails stand in one order") {
  CHECK(format_text("24% -> a from \"x\" when y for z after 3 days") ==
        "24%   -> a after 3 days for z when y from \"x\"\n");
  CHECK(
      format_text("expect conversion in s for z with 90% confidence at least 1pp from \"q\" above "
                  "baseline") ==
      "expect conversion at least 1pp above baseline for z in s with 90% confidence from \"q\"\n");
}

TEST_CASE("indentation shows what belongs to what") {
  CHECK(format_text("note \"a\"\nstage s\ngoal \"g\"\ntouchpoint t\n-> x\nassume p 3\n-> y\n"
                    "outcome o\ncounts as win\ntouchpoint u\n-> z") ==
        "note    \"a\"\nstage s\n  goal    \"g\"\n  touchpoint t\n    -> x\nassume p 3\n    -> y\n"
        "outcome o\n  counts as win\ntouchpoint u\n  -> z\n");
}

TEST_CASE("comments stand like the line they are attached to") {
  CHECK(format_text("touchpoint t\n# below\n-> x\n# above\n\n# next\noutcome o  # o\n# last") ==
        "touchpoint t\n  # below\n  -> x\n  # above\n\n# next\noutcome o  # o\n  # last\n");
}

TEST_CASE("blank lines, line ends and byte order marks") {
  CHECK(format_text("") == "");
  CHECK(format_text("\n \n\t\n") == "");
  CHECK(format_text("\n\njourney x\r\n\r\n\r\n\r\ncurrency EUR   \r\n\n") ==
        "journey x\n\n  currency EUR\n");
  CHECK(format_text("\xEF\xBB\xBFjourney x") == "journey x\n");
}

TEST_CASE("bad lines are kept byte for byte") {
  CHECK(format_text("touchpoint t\n    41 %   order \t\n30%->x") ==
        "touchpoint t\n    41 %   order \t\n  30%   -> x\n");
  CHECK(format_text("\xFF\xFE\n") == "\xFF\xFE\n");
}

TEST_CASE("a change of one number changes one line") {
  const std::string before = "touchpoint t\n  5%    -> a\n  10%   -> b\n  rest  -> leave\n";
  const std::string after = "touchpoint t\n  5%    -> a\n  12.345% +- 3pp -> b\n  rest  -> leave\n";
  CHECK(format_text(before) == before);
  CHECK(format_text(after) == after);
}
