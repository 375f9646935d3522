#include "grammar/parse.h"

#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "grammar/ast.h"
#include "grammar/line_words.h"
#include "grammar/parse_analysis.h"
#include "tests/support/effort.h"
#include "tests/support/golden.h"
#include "tests/unit/grammar/random_text.h"

using namespace cairn;

namespace {

std::size_t count_kind(const SyntaxTree& tree, SyntaxKind kind) {
  std::size_t count = 0;
  for (const SyntaxNode& node : tree.nodes) count += node.kind == kind ? 1 : 0;
  return count;
}

/// Holds for every text whatever: the tree is sound, lossless, and one bad line costs one error.
void check_promises(const std::string& text) {
  const Parsed parsed = parse_text(text);
  CHECK(is_well_formed(parsed.tree, parsed.file()));
  CHECK(print(parsed.tree, parsed.file()) == text);
  CHECK(count_kind(parsed.tree, SyntaxKind::error_line) ==
        parsed.diagnostics.count(Severity::error));
  for (const Diagnostic& d : parsed.diagnostics.all()) {
    CHECK(d.span.begin <= d.span.end);
    CHECK(d.span.end <= text.size());
    CHECK(!d.message.empty());
    CHECK(!d.help.empty());
  }
}

SyntaxKind kind_of_line(const std::string& line) {
  const Parsed parsed = parse_text(line);
  return parsed.tree.nodes[1].kind;
}

bool is_read(const std::string& line) {
  return kind_of_line(line) != SyntaxKind::error_line;
}

}  // namespace

TEST_CASE("the rules cannot loop without progress") {
  CHECK(count_grammar_problems() == 0);
}

TEST_CASE("the specs are read without a mistake") {
  const auto specs = std::filesystem::path(CAIRN_SOURCE_DIR) / "specs";
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(specs)) {
    if (entry.path().extension() != ".journey") continue;
    const Parsed parsed = parse_text(read_test_file(entry.path()));
    INFO(entry.path());
    CHECK(parsed.diagnostics.all().empty());
    CHECK(is_well_formed(parsed.tree, parsed.file()));
    ++count;
  }
  CHECK(count >= 4);
}

TEST_CASE("names of other scripts, curly quotes and signs are read and noted once") {
  const std::string text =
      "journey 鞋店 “鞋店客户旅程”\n"
      "  currency CNY\n"
      "  entrants 4 200 per week\n"
      "source 小红书\n"
      "  -> 商品页\n"
      "touchpoint 商品页\n"
      "  feels +1 好奇\n"
      "  12% ± 3pp → strona-płatności\n"
      "  rest → leave\n"
      "touchpoint strona-płatności „Płatność”\n"
      "  thinks „Dlaczego muszę zakładać konto?”\n"
      "  418 of 1 024 -> zamówienie\n"
      "  rest -> leave\n"
      "outcome zamówienie\n"
      "  counts as win\n";
  const Parsed parsed = parse_text(text);
  REQUIRE(parsed.diagnostics.all().size() == 1);
  const Diagnostic& note = parsed.diagnostics.all().front();
  CHECK(note.code == Code::N108);
  CHECK(note.message == "full-width, curly or pasted characters on 5 lines; the meaning is clear");
  CHECK(text_of(parsed.files, note.span) == "“");
}

TEST_CASE("the tree of a line keeps every byte in one leaf") {
  const Parsed parsed = parse_text("  30% +- 3pp-> cart after 2 days  # why\r\n");
  CHECK(dump_tree(parsed.tree, parsed.file()) ==
        "file\n"
        "  flow-line\n"
        "    space '  '\n"
        "    value\n"
        "      plus-minus\n"
        "        quantity\n"
        "          signed '30'\n"
        "          unit '%'\n"
        "        space ' '\n"
        "        plus-minus-sign '+-'\n"
        "        space ' '\n"
        "        quantity\n"
        "          signed '3'\n"
        "          unit 'pp'\n"
        "    arrow '->'\n"
        "    space ' '\n"
        "    name 'cart'\n"
        "    space ' '\n"
        "    after\n"
        "      word 'after'\n"
        "      space ' '\n"
        "      amount\n"
        "        value\n"
        "          quantity\n"
        "            signed '2'\n"
        "            space ' '\n"
        "            unit 'days'\n"
        "    space '  '\n"
        "    comment '# why'\n"
        "    newline '\\r\\n'\n");
}

TEST_CASE("empty files, byte order marks and missing line ends") {
  for (const std::string text :
       {"", "\n", "\r\n", " ", "#", "\xEF\xBB\xBF", "\xEF\xBB\xBFjourney x", "journey x\r",
        "journey x\r\r\n", "\xEF\xBB\xBF\xEF\xBB\xBFjourney x\n", "nonsense", "nonsense\r"}) {
    INFO(text);
    check_promises(text);
  }
  CHECK(kind_of_line("journey x") == SyntaxKind::heading_line);
  CHECK(parse_text("\xEF\xBB\xBFjourney x").tree.nodes[1].kind == SyntaxKind::bom);
}

TEST_CASE("any bytes give a sound tree and one error a bad line") {
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    INFO("seed " << seed);
    check_promises(random_bytes(1 + seed % 200, seed));
  }
}

TEST_CASE("damaged specs give a sound tree and one error a bad line") {
  const std::vector<std::string> samples = sample_texts();
  for (std::uint32_t seed = 0; seed < effort(400, 100); ++seed) {
    INFO("seed " << seed);
    check_promises(damage(samples[seed % samples.size()], seed));
  }
}

TEST_CASE("every kind of node appears in the golden trees") {
  std::set<SyntaxKind> seen;
  for (const auto& path : golden_inputs("tree", ".journey")) {
    for (const SyntaxNode& node : parse_text(read_test_file(path)).tree.nodes)
      seen.insert(node.kind);
  }
#define CAIRN_SYNTAX(kind, name)              \
  {                                           \
    INFO("no golden tree holds a " << name);  \
    CHECK(seen.count(SyntaxKind::kind) == 1); \
  }
#include "grammar/syntax_kinds.def"
#undef CAIRN_SYNTAX
}

TEST_CASE("the example of every line word is a right line") {
  for (const LineWord& word : line_words()) {
    INFO(word.example);
    CHECK(is_read(std::string(word.example)));
    CHECK(word.example.substr(0, word.word.size()) == word.word);
  }
}

TEST_CASE("a word of the language is free as a name, but for the connectives") {
  for (const LineWord& word : line_words()) {
    if (word.word == "at") continue;
    INFO(word.word);
    CHECK(is_read("touchpoint " + std::string(word.word)));
    CHECK(is_read("30% -> " + std::string(word.word)));
    CHECK(kind_of_line(std::string(word.word) + " -> x") == SyntaxKind::flow_line);
  }
  for (const std::string word : {"for", "when", "from", "after", "and", "not", "to", "of", "by",
                                 "at", "in", "with", "times", "per", "above", "below"}) {
    INFO(word);
    CHECK_FALSE(is_read("touchpoint " + word));
    CHECK_FALSE(is_read("-> " + word));
    CHECK(is_read("touchpoint " + word + "-x"));
    CHECK(is_read("touchpoint " + word + "2"));
  }
}

TEST_CASE("names of many scripts") {
  for (const std::string name :
       {"a", "A1_b-c", "strona-płatności", "商品页", "お問い合わせ", "결제", "สมัคร", "खरीद-पृष्ठ",
        "الدفع", "תשלום", "Ζωή", "заказ", "cafe\u0301", "☕", "🙂", "👩\u200D💻", "می\u200Cخواهم"}) {
    INFO(name);
    const Parsed parsed = parse_text("touchpoint " + name);
    CHECK(parsed.diagnostics.all().empty());
    REQUIRE(parsed.tree.nodes.size() == 5);
    CHECK(parsed.tree.nodes[4].end - parsed.tree.nodes[4].begin == name.size());
  }
  for (const std::string name : {"1a", "-a", "_a", "a.b", "a b", "a→b", "€", "“a”", "a\u202Eb",
                                 "a\u200Bb", "１a", "\u0301a"}) {
    INFO(name);
    CHECK_FALSE(is_read("-> " + name));
  }
  // A hyphen at the end is no part of the name.
  CHECK_FALSE(is_read("-> a-"));
  CHECK(is_read("a->b"));
}

TEST_CASE("numbers and their gaps") {
  const auto number_token = [](const std::string& amount) {
    const Parsed parsed = parse_text("costs " + amount);
    for (const SyntaxNode& node : parsed.tree.nodes) {
      if (node.kind == SyntaxKind::signed_number) {
        return parsed.file().text.substr(node.begin, node.end - node.begin);
      }
    }
    return std::string("none");
  };
  CHECK(number_token("1 024 EUR") == "1 024");
  CHECK(number_token("1_024_000.5k EUR") == "1_024_000.5k");
  CHECK(number_token("1\u00A0024 EUR") == "1\u00A0024");
  CHECK(number_token("１２．５ EUR") == "１２．５");
  CHECK(number_token("\u22125 EUR") == "\u22125");
  CHECK(number_token("-2M") == "-2M");
  // Two numbers side by side are never read as one.
  CHECK_FALSE(is_read("costs 2024 100 EUR"));
  CHECK_FALSE(is_read("costs 1 24 EUR"));
  CHECK_FALSE(is_read("costs 1 0245 EUR"));
  CHECK_FALSE(is_read("costs 5 kilo"));
}

TEST_CASE("quotes of all kinds") {
  for (const std::string text :
       {"\"a\"", "“a”", "„a“", "„a”", "”a”", "«a»", "»a«", "「a」", "＂a＂"}) {
    INFO(text);
    const Parsed parsed = parse_text("note " + text);
    const Node line = root(parsed.tree, parsed.file()).first_child();
    REQUIRE(line.kind() == SyntaxKind::text_line);
    CHECK(unquote(line.child(SyntaxKind::text)) == "a");
  }
  CHECK(is_read("note “a \"b\" c”"));
  CHECK(is_read("note \"\""));
  for (const std::string text : {"\"a", "a\"", "“a\"", "'a'", "«a“"}) {
    INFO(text);
    CHECK_FALSE(is_read("note " + text));
  }
}

TEST_CASE("promises take their tails on both sides of the bound") {
  for (const std::string line :
       {"expect conversion for mobile regular between 1% and 2% in s",
        "expect p90 time to end for a, b at most 3 days with 90% confidence within 1 day",
        "expect emotion for a at least 0", "expect nps at delivery >= 30", "expect reach x≥3%",
        "target roi of f at least 0% from \"board\"", "expect touches to end at most 4",
        "expect profit per entrant at least 1 EUR above baseline in s"}) {
    INFO(line);
    CHECK(is_read(line));
  }
}

TEST_CASE("very long lines and many bad lines cost their length, not its square") {
  const std::size_t length = effort(1'000'000, 100'000);
  std::string names = "includes a";
  for (std::size_t i = 0; i < length / 5; ++i) names += ", b";
  CHECK(is_read(names));
  CHECK(is_read("note \"" + std::string(length, 'x') + "\""));
  std::string tails = "-> x";
  for (std::size_t i = 0; i < length / 10; ++i) tails += " after 1 day";
  CHECK(is_read(tails));
  for (const std::string& line :
       {tails + " zz", std::string(length, '9'), std::string(length, '"'), std::string(length, '-'),
        "for " + names, std::string(length, 'a')}) {
    check_promises(line);
  }
  std::string bad;
  for (std::size_t i = 0; i < length / 50; ++i) bad += "touchpont x\n41% order\n";
  CHECK(parse_text(bad).diagnostics.all().size() == length / 25);
}
