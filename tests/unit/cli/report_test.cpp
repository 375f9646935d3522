// The report from a spec to its page: its numbers are those of the commands.
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/project/project.h"
#include "cli/report/gather_report.h"
#include "decision/advising.h"
#include "journey/apply.h"
#include "journey/comparison_json.h"
#include "render/page/page_html.h"
#include "simulator/compare.h"
#include "simulator/predict.h"
#include "tests/support/golden.h"
#include "tests/unit/render/page/html_fault.h"

using namespace cairn;
using Json = nlohmann::json;

namespace {

struct Gathered {
  Options options;
  Opened opened;
  ReportPage page;
  Json data;
};

Gathered gather_files(const Files& files, const std::string& path, Options options,
                      bool only_draws = false) {
  Gathered made;
  made.options = std::move(options);
  made.options.paths = {path};
  Stopwatch watch(false);
  made.opened = open_project(files, path, made.options, watch);
  REQUIRE(made.opened.compiled.is_sound);
  const auto page = gather_report(made.opened, made.options, watch, only_draws);
  REQUIRE(page);
  made.page = *page;
  made.data = Json::parse(made.page.data);
  return made;
}

Options quick_options() {
  Options options;
  options.worlds = 60;
  options.people = 20'000;
  options.threads = 2;
  return options;
}

Gathered gather_text(const std::string& text) {
  MemoryFiles files;
  files.contents["/p/spec.journey"] = text;
  return gather_files(files, "/p/spec.journey", quick_options());
}

Json compared_json(const Gathered& made) {
  const Journey& journey = made.opened.compiled.journey;
  CompareOptions how;
  how.worlds = made.options.worlds;
  how.keep_samples = false;
  const auto comparison =
      compare(journey, all_alternatives(journey), compare_questions(journey), how);
  REQUIRE(comparison);
  ExperimentOptions tests;
  tests.worlds = how.worlds;
  return Json::parse(comparison_to_json(journey, *comparison,
                                        advise_all(journey, *comparison, tests), Envelope{}));
}

/// The figure of everyone that `cairn compare --json` gives for an alternative ("": today).
Json figure_of(const Json& compared, const std::string& metric, const std::string& in) {
  for (const Json& result : compared["results"]) {
    const bool is_in = in.empty() ? result["in"].is_null() : result["in"] == in;
    if (result["metric"] == metric && result["for"].is_null() && is_in) return result;
  }
  return nullptr;
}

PlaceId place_called(const Journey& journey, const std::string& name) {
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    if (journey.places[journey.places.id_at(i)].heading.name == name)
      return journey.places.id_at(i);
  }
  FAIL("no place " << name);
  return {};
}

std::size_t index_of_mask(const Json& data, unsigned mask) {
  const Json& masks = data["combinations"]["masks"];
  for (std::size_t k = 0; k < masks.size(); ++k) {
    if (masks[k] == mask) return k;
  }
  FAIL("no such set of fixes");
  return 0;
}

const std::string kTwoFixes =
    "journey tiny \"Tiny shop\"\n  currency EUR\n  entrants 1 000 per month\n  horizon 12 "
    "months\n\n"
    "source web\n  costs 1 EUR\n  -> home\n\n"
    "stage look\n  touchpoint home\n    feels +1\n    pain slow \"Slow page\" severity 3 causes "
    "50% of exits\n"
    "    30% -> paid\n    rest -> leave\n\n"
    "outcome paid\n  counts as win\n  earns 20 EUR\n\n"
    "fix faster\n  raise home -> paid by 4pp\n  costs 500 EUR once\n\n"
    "fix warmer\n  remove 40% of slow\n";

}  // namespace

TEST_CASE("tiles with fixes have the numbers of cairn compare --json") {
  const Gathered made = gather_files(
      DiskFiles(), std::string(CAIRN_SOURCE_DIR) + "/specs/shop.journey", quick_options());
  const Json compared = compared_json(made);
  const Json& combinations = made.data["combinations"];
  const Json& names = combinations["tiles"]["names"];
  REQUIRE(names.size() == 5);
  const std::map<std::string, unsigned> masks{{"", 0U},
                                              {"guest-checkout", 1U},
                                              {"early-shipping-cost", 2U},
                                              {"cart-reminder", 4U},
                                              {"spring-release", 3U}};
  CHECK(combinations["masks"].size() == 8);
  for (const auto& [in, mask] : masks) {
    INFO(in);
    const std::size_t k = index_of_mask(made.data, mask);
    const Json& values = combinations["tiles"]["values"][k];
    const Json conversion = figure_of(compared, "conversion", in);
    const Json profit = figure_of(compared, "profit per entrant", in);
    CHECK(values[0] == conversion["value"]);
    CHECK(values[1].get<double>() == Approx(40'000 * conversion["best"].get<double>()));
    CHECK(values[2] == profit["value"]);
  }
  const Json& places = compared["alternatives"][3]["places"];
  const std::size_t spring = index_of_mask(made.data, 3);
  bool is_found = false;
  for (const Json& place : places) {
    if (place["place"] != "cart") continue;
    is_found = true;
    CHECK(combinations["tiles"]["values"][spring][4] == place["lost"]);
  }
  CHECK(is_found);
}

TEST_CASE("the funnel of every set of fixes is near a prediction of the journey with them") {
  const Gathered made = gather_files(
      DiskFiles(), std::string(CAIRN_SOURCE_DIR) + "/specs/shop.journey", quick_options());
  const Journey& journey = made.opened.compiled.journey;
  const Json& funnel = made.data["combinations"]["funnel"];
  const Json& masks = made.data["combinations"]["masks"];
  RunOptions how;
  how.people = 0;
  how.worlds = made.options.worlds;
  for (std::size_t k = 0; k < masks.size(); ++k) {
    std::vector<FixId> fixes;
    for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
      if ((masks[k].get<unsigned>() >> i & 1U) != 0) fixes.push_back(journey.fixes.id_at(i));
    }
    const auto applied = apply_fixes(journey, fixes);
    REQUIRE(applied);
    std::vector<Question> questions;
    for (const Json& group : funnel["groups"]) {
      for (const Json& step : funnel["steps"]) {
        Question& reach = questions.emplace_back();
        reach.metric.kind = Metric::Kind::reach;
        reach.metric.place = place_called(journey, step["id"]);
        reach.groups = {
            {{{journey.personas.id_at(group["persona"].get<std::size_t>()), {}, {}, {}}}}};
      }
    }
    const Prediction prediction = predict(*applied, questions, how);
    std::size_t q = 0;
    for (const Json& by_step : funnel["values"][k]) {
      for (const Json& share : by_step) {
        INFO("set " << masks[k] << ", question " << q);
        const double mean = prediction.answers[q++].estimate.value;
        CHECK(share.get<double>() / 1e5 == Approx(mean).epsilon(2e-3).margin(2e-5));
      }
    }
    CHECK(q == questions.size());
  }
}

TEST_CASE("the page of a spec is well-formed and asks for nothing") {
  const Gathered made = gather_files(
      DiskFiles(), std::string(CAIRN_SOURCE_DIR) + "/specs/shop.journey", quick_options());
  const std::string html = to_html(made.page, "", "");
  CHECK(html_fault(html) == "");
  CHECK(attribute_values(html, "src").empty());
  CHECK(html.find("http") == html.find("http-equiv"));
  // The finding names what is lost, what to do and what that brings.
  CHECK(made.page.heading.find("“Spring release” takes conversion from") != std::string::npos);
}

TEST_CASE("every set of fixes has its flow, and what flows in flows out") {
  const Gathered made = gather_text(kTwoFixes);
  const Json& combinations = made.data["combinations"];
  CHECK(combinations["masks"] == Json::array({0, 1, 2, 3}));
  const Json& flow = combinations["flow"];
  REQUIRE(flow["lines"] == Json::array({"web__home", "home__paid"}));
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(flow["volume"][k][0] == 100'000);
    CHECK(flow["visits"][k][0] == 100'000);
    CHECK(flow["volume"][k][1].get<int>() + flow["exits"][k][0].get<int>() == 100'000);
  }
  CHECK(flow["volume"][0][1] == 30'000);
  CHECK(flow["volume"][1][1] == 34'000);
}

TEST_CASE("names of every kind appear as text") {
  std::string text = kTwoFixes;
  const std::string label =
      "<script>alert(1)</script> 'x' & \xE2\x80\xAE"
      "abc " +
      std::string(300, 'y');
  for (const auto& [plain, hostile] :
       {std::pair<std::string, std::string>{"\"Tiny shop\"", "\"" + label + "\""},
        {"touchpoint home", "touchpoint home \"" + label + "\""},
        {"\"Slow page\"", "\"" + label + "\""},
        {"outcome paid", "outcome paid \"" + label + "\""},
        {"fix faster", "fix faster \"" + label + "\""},
        {"stage look", "stage look \"" + label + "\""},
        {"source web", "source web \"" + label + "\""}}) {
    text.replace(text.find(plain), plain.size(), hostile);
  }
  const Gathered made = gather_text(text);
  const std::string html = to_html(made.page, "", "");
  CHECK(html_fault(html) == "");
  CHECK(html.find("<script>alert") == std::string::npos);
  CHECK(html.find("\xE2\x80\xAE") == std::string::npos);
}

TEST_CASE("without shares the report is a map that says what is missing") {
  const Gathered made = gather_text(
      "journey picture\n\nsource web\n  -> home\n\ntouchpoint home\n  -> paid\n  -> leave\n\n"
      "outcome paid\n  counts as win\n");
  CHECK(made.page.tiles.empty());
  CHECK_FALSE(made.page.fixes);
  REQUIRE_FALSE(made.page.sections.empty());
  CHECK(made.page.sections.front().id == "missing");
  CHECK_FALSE(made.page.sections.front().notes.empty());
  CHECK(made.data.count("combinations") == 0);
  CHECK(html_fault(to_html(made.page, "", "")) == "");
}

TEST_CASE("drawing alone solves nothing") {
  MemoryFiles files;
  files.contents["/p/spec.journey"] = kTwoFixes;
  const Gathered made = gather_files(files, "/p/spec.journey", quick_options(), true);
  CHECK(made.page.tiles.empty());
  bool has_flow = false;
  for (const PageSection& section : made.page.sections) has_flow |= section.id == "flow";
  CHECK(has_flow);
}

TEST_CASE("the largest loss is named, also where a source brings people who leave at once") {
  const Gathered made = gather_text(
      "journey j\n\nsource ads\n  70% -> leave\n  rest -> a\n\ntouchpoint a\n  50% -> paid\n"
      "  rest -> leave\n\noutcome paid\n  counts as win\n");
  CHECK(made.page.heading.find("as soon as “Ads” has brought them: 70.0%") != std::string::npos);
  const Json& first = made.data["charts"]["leaving"]["rows"][0];
  CHECK(first["place"] == "Ads");
  CHECK(made.page.tiles.back().name == "Leave at A");
}

TEST_CASE("fixes that clash are named, and never ticked together") {
  const Gathered made = gather_text(kTwoFixes +
                                    "\nfix first\n  set home -> paid to 50%\n\n"
                                    "fix second\n  set home -> paid to 60%\n");
  const Json& combinations = made.data["combinations"];
  CHECK(combinations["clashes"] == Json::array({Json::array({2, 3})}));
  for (const Json& mask : combinations["masks"]) CHECK((mask.get<unsigned>() & 12U) != 12U);
}

TEST_CASE("the page of a small spec, pictures left out: tests/golden/report") {
  for (const auto& path : golden_inputs("report", ".journey")) {
    MemoryFiles files;
    files.contents["/p/" + path.filename().string()] = read_test_file(path);
    Options options = quick_options();
    const Gathered made = gather_files(files, "/p/" + path.filename().string(), options);
    std::string html = to_html(made.page, "SCRIPT", "STYLE");
    const auto cut = [&](const std::string& open, const std::string& close) {
      for (std::size_t at = html.find(open); at != std::string::npos;
           at = html.find(open, at + 1)) {
        const std::size_t begin = at + open.size();
        html.erase(begin, html.find(close, begin) - begin);
      }
    };
    cut("<svg", "</svg>");
    cut("<style>", "</style>");
    cut("style-src 'sha256-", "'");
    CHECK(compare_with_golden(path.parent_path() / (path.stem().string() + ".html"), html) == "");
  }
}
