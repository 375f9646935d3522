// What every report owes to a terminal: no line wider than it, plain characters on demand, and no
// name that moves the cursor.
#include <sstream>

#include <catch2/catch.hpp>

#include "base/line_break.h"
#include "base/text.h"
#include "cli/project/progress_bar.h"
#include "render/terminal/compare_report.h"
#include "render/terminal/pair_report.h"
#include "render/terminal/run_report.h"
#include "simulator/compare.h"
#include "simulator/paired.h"
#include "simulator/predict.h"
#include "tests/support/compiled_text.h"

using namespace cairn;

namespace {

/// Two personas with long names, money, times, pains and fixes: every table has something to say.
const char* const kSpec =
    R"(journey shop "一家名字很長很長很長很長的商店：從第一次點擊到忠實的顧客，以及之後的每一天"
  currency EUR
  entrants 12 000 per month
  horizon 6 months

persona hunter "Łowczyni okazji, która porównuje wszystkie sklepy"
  share 65%
persona regular "忠實常客"
  share 35%

source web "Web"
  -> product-page

touchpoint product-page "Look at the product and everything that is said about it"
  takes median 2 min, p90 9 min
  20% to 26% -> cart for hunter
  40% to 50% -> cart for regular
  rest -> leave
  pain price "The price is higher than that of the shop next door" causes 30% of exits
touchpoint cart "Cart"
  takes mean 2 hours
  50% to 70% -> paid
  rest -> leave
outcome paid "Order confirmed"
  counts as win
  earns 40 to 60 EUR

fix guest "Checkout without an account, on the phone too"
  raise cart -> paid by 4pp to 9pp
  costs 4 000 EUR once
fix photos "更多照片與更多評論，全部放在產品頁"
  raise product-page -> cart by 1pp to 2pp
  costs 9 000 EUR once
scenario spring "Spring release"
  includes guest, photos
)";

std::string plain_names(std::string text) {
  for (const char* name :
       {"一家名字很長很長很長很長的商店：從第一次點擊到忠實的顧客，以及之後的每一天",
        "Łowczyni okazji, która porównuje wszystkie sklepy", "忠實常客",
        "更多照片與更多評論，全部放在產品頁"}) {
    for (std::size_t at; (at = text.find(name)) != std::string::npos;) {
      text.replace(at, std::string(name).size(), "Plain name of something");
    }
  }
  return text;
}

struct Reports {
  CompiledText text;
  Prediction prediction;
  std::optional<Comparison> comparison;
  PairedPrediction paired;

  explicit Reports(const std::string& spec) : text(compile_text(spec)) {
    REQUIRE(messages_of(text).empty());
    const Journey& journey = text.journey();
    RunOptions how;
    how.worlds = 50;
    how.people = 20'000;
    how.find_touches = how.find_details = how.find_times = true;
    for (std::size_t i = 0; i < journey.places.size(); ++i) {
      if (journey.places[journey.places.id_at(i)].heading.name == "cart") {
        how.given = journey.places.id_at(i);
      }
    }
    prediction = predict(journey, standard_questions(journey), how);
    CompareOptions compare_how;
    compare_how.worlds = 50;
    std::vector<Alternative> alternatives;
    for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
      alternatives.push_back({Alternative::Kind::fix, {journey.fixes.id_at(i)}, {}});
    }
    alternatives.push_back({Alternative::Kind::scenario,
                            journey.scenarios[journey.scenarios.id_at(0)].fixes,
                            journey.scenarios.id_at(0)});
    comparison = compare(journey, alternatives, compare_questions(journey), compare_how);
    REQUIRE(comparison);
    PairOptions pair_how;
    pair_how.worlds = 20;
    pair_how.each_persona = true;
    paired = predict_pair(journey, journey, pair_how);
  }

  /// All texts of run and compare in a style.
  std::vector<std::string> in(const TerminalStyle& style) const {
    const Journey& journey = text.journey();
    RunReportOptions run{style, false, false}, all{style, true, true};
    CompareReportOptions few{style, false, false}, details{style, true, true};
    const std::vector<Advised> advice(comparison->alternatives.size(),
                                      {Advice::do_it, "net +12 000 EUR on average, and so on"});
    const std::string path = "a/folder/of/a/folder/shop.journey";
    return {run_report(journey, prediction, run), run_report(journey, prediction, all),
            compare_report(journey, *comparison, advice, few),
            compare_report(journey, *comparison, advice, details),
            pair_report(paired, {path, path, "EUR", "EUR"}, style)};
  }
};

const Reports& reports() {
  static const Reports kReports(kSpec);
  return kReports;
}

}  // namespace

TEST_CASE("no line of a report is wider than its terminal") {
  for (const std::size_t width : std::vector<std::size_t>{40, 60, 72, 80, 100}) {
    for (const std::string& text : reports().in({false, false, width})) {
      std::istringstream lines(text);
      for (std::string line; std::getline(lines, line);) {
        INFO(width << ": " << line);
        CHECK(display_width(line) <= width);
      }
    }
  }
}

TEST_CASE("columns that find no room are not lost") {
  for (const std::size_t width : std::vector<std::size_t>{40, 60, 80}) {
    const std::string text = reports().in({false, false, width})[0];
    for (const char* title : {"revenue", "profit/month", "customer value", "of visits", "90%"}) {
      INFO(width << " " << title);
      CHECK(text.find(title) != std::string::npos);
    }
  }
}

TEST_CASE("plain characters are all that --ascii leaves of ours") {
  static const Reports kPlain(plain_names(kSpec));
  for (const std::string& text : kPlain.in({false, true, 100})) {
    for (const char c : text) {
      INFO(text);
      REQUIRE(static_cast<unsigned char>(c) < 128);
    }
  }
}

TEST_CASE("colours are only those of the house") {
  for (const std::string& text : reports().in({true, false, 80})) {
    for (std::size_t at = 0; (at = text.find('\x1b', at)) != std::string::npos; ++at) {
      const std::string code = text.substr(at, text.find('m', at) + 1 - at);
      const std::vector<std::string> known = {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[34m",
                                              "\x1b[33m"};
      INFO(code.substr(1));
      CHECK(std::find(known.begin(), known.end(), code) != known.end());
    }
  }
}

TEST_CASE("when people convert is drawn beside its quantiles") {
  const std::string text = reports().in({false, false, 100})[0];
  const std::size_t at = text.find("Time to convert");
  REQUIRE(at != std::string::npos);
  const std::string table = text.substr(at, text.find("\n\n", at) - at);
  CHECK(table.find("█") != std::string::npos);
  CHECK(table.find("Everyone") != std::string::npos);
  CHECK(table.find("忠實常客") != std::string::npos);
  CHECK(table.find("The little chart: those who convert within") != std::string::npos);
  CHECK(table.find("–") == std::string::npos);  // every persona has its curve
}

TEST_CASE("a bar of progress keeps to its cells and only grows") {
  for (const std::size_t cells : std::vector<std::size_t>{20, 39, 59, 79, 99}) {
    std::size_t last = 0;
    for (int i = 0; i <= 1'000; ++i) {
      const std::string line = progress_line("walking people", i / 1'000.0, 10, cells);
      CHECK(display_width(line) <= cells);
      std::size_t blocks = 0;
      for (std::size_t at = 0; (at = line.find("█", at)) != std::string::npos; ++at) ++blocks;
      CHECK(blocks >= last);
      last = blocks;
    }
  }
}

TEST_CASE("a bar of progress says how long it will still take") {
  CHECK(progress_line("walking people", 0.5, 10, 80) ==
        "walking people      ███████████████                  50%  about 10 s left");
  CHECK(progress_line("solving", 0.25, 100, 80).find("about 5 min left") != std::string::npos);
  CHECK(progress_line("solving", 0.999, 1, 80).find(" 99%  about 1 s left") != std::string::npos);
  CHECK(progress_line("solving", 0.001, 1, 80).find("left") == std::string::npos);
  CHECK(progress_line("solving", 0.1, 3'600, 80).find("about 9 h left") != std::string::npos);
}
