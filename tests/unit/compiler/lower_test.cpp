// Trees to journeys: the design's specs, and one small text per rule.
#include <string>

#include <catch2/catch.hpp>

#include "grammar/format.h"
#include "journey/journey_dump.h"
#include "tests/support/compiled_text.h"
#include "tests/support/effort.h"

namespace {

using namespace cairn;

CompiledText compile_path(const std::filesystem::path& path) {
  CompiledText result;
  const DiskFiles disk;
  result.project = load_project(disk, path, {}, result.diagnostics);
  result.compiled = compile(result.project, {}, result.diagnostics);
  return result;
}

CompiledText compile_spec(const std::string& name) {
  return compile_path(std::filesystem::path(CAIRN_SOURCE_DIR) / "specs" / name);
}

/// Every spec that ships and every golden input, broken ones too.
std::vector<std::filesystem::path> all_texts() {
  std::vector<std::filesystem::path> paths;
  for (const char* folder : {"specs", "tests/golden"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(CAIRN_SOURCE_DIR) / folder)) {
      if (entry.path().extension() == ".journey") paths.push_back(entry.path());
    }
  }
  return paths;
}

template <class IdType, class T>
const T& named(const Table<IdType, T>& table, const std::string& name) {
  for (const T& item : table) {
    if (item.heading.name == name) return item;
  }
  FAIL("nothing is called " + name);
  return *table.begin();
}

constexpr const char* kHead =
    "journey x\n  currency EUR\n  entrants 100 per day\nsource web\n  -> a\n";

}  // namespace

TEST_CASE("the shop is whole") {
  const CompiledText text = compile_spec("shop.journey");
  CHECK(codes_of(text.diagnostics) == "N605 N508");  // the reminder is in no scenario
  CHECK(text.compiled.level == Level::decide);
  const Journey& journey = text.journey();
  CHECK(journey.personas.size() == 2);
  CHECK(journey.sources.size() == 4);
  CHECK(journey.stages.size() == 5);
  CHECK(journey.places.size() == 8 + 1 + 1 + 1);  // touchpoints, the reminder, satisfied, leave
  CHECK(journey.devices.size() == 2);
  CHECK(journey.flags.size() == 1);
  CHECK(journey.pains.size() == 5);
  CHECK(journey.fixes.size() == 3);
  CHECK(journey.scenarios.size() == 1);
  CHECK(journey.experiments.size() == 1);
  CHECK(journey.expectations.size() == 5);
  CHECK(journey.expectations[4].is_target);
  CHECK(journey.expectations[4].text ==
        "target profit per month at least 58 000 EUR in spring-release");
  CHECK(journey.frame.entrants_per_days == 30.4375);
  const Place& checkout = named(journey.places, "checkout");
  REQUIRE(checkout.flows.size() == 4);
  CHECK(journey.parameters[checkout.flows[0].value].observed == 418);
  CHECK(checkout.flows[2].kind == FlowLine::Kind::factor);
  CHECK(checkout.flows[3].target == journey.leave);
  CHECK(named(journey.stages, "consideration").places.size() == 2);
}

TEST_CASE("a name of an assumption is one parameter wherever it stands") {
  const CompiledText text = compile_spec("saas.journey");
  CHECK(codes_of(text.diagnostics) == "N605");
  const Journey& journey = text.journey();
  const Assumption& price = named(journey.assumptions, "price");
  CHECK(named(journey.places, "pro-month").earns.at(0).amount == price.amount);
  CHECK(price.use_count == 1);
  const Assumption& churn = named(journey.assumptions, "monthly-churn");
  CHECK(named(journey.places, "pro-month").flows.at(0).value == churn.amount.first);
}

TEST_CASE("the layout of a text does not change its meaning") {
  const std::vector<std::filesystem::path> paths = all_texts();
  REQUIRE(paths.size() > 50);
  for (const std::filesystem::path& path : paths) {
    INFO(path);
    if (is_left_out(path.filename().string())) continue;
    const CompiledText before = compile_path(path);
    MemoryFiles files;
    for (const SyntaxTree& tree : before.project.trees) {
      const TextFile& file = before.project.files[tree.file];
      const std::string base = std::filesystem::path(file.path).filename().string();
      files.contents["/" + base] = format(tree, file);
    }
    const CompiledText after = compile_files(files, path.filename().string());
    CHECK(dump_journey(after.journey()) == dump_journey(before.journey()));
  }
}

TEST_CASE("keys say what a number means, not where it stands") {
  const std::string flows =
      "touchpoint a\n  30% -> b for web\n  times 0.5 -> b for web when visited a 2 times\n"
      "  rest -> leave\n  costs 1 EUR\n  costs 2 EUR\noutcome b\n  counts as win\n";
  const CompiledText plain = compile_text(kHead + flows);
  const CompiledText commented = compile_text("# a comment\n\n" + (kHead + flows));
  CHECK_FALSE(plain.diagnostics.has_errors());
  const auto& parameters = plain.journey().parameters;
  REQUIRE(parameters.size() == commented.journey().parameters.size());
  std::string keys;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const ParameterId id = parameters.id_at(i);
    CHECK(parameters[id].key == commented.journey().parameters[id].key);
    keys += parameters[id].key + "\n";
  }
  CHECK(keys ==
        "journey|entrants\n"
        "touchpoint a|-> b|for web\n"
        "touchpoint a|times -> b|for web|when visited a 2 times\n"
        "touchpoint a|costs\n"
        "touchpoint a|costs#2\n");
}

TEST_CASE("counts of one total, place and guard belong together") {
  const CompiledText text = compile_text(
      std::string(kHead) +
      "touchpoint a\n  40 of 100 -> b\n  30 of 100 -> c\n  20 of 90 -> b for web\n  rest -> leave\n"
      "outcome b\n  counts as win\noutcome c\n");
  const Place& a = named(text.journey().places, "a");
  const auto group = [&](std::size_t i) {
    return text.journey().parameters[a.flows.at(i).value].count_group;
  };
  CHECK(group(0) == group(1));
  CHECK(group(0) != group(2));
  CHECK_FALSE(group(0).empty());
}

TEST_CASE("a stage holds the touchpoints below it until another heading") {
  const CompiledText text = compile_text(
      "stage one\ntouchpoint a\ntouchpoint b\noutcome c\ntouchpoint d\nstage two "
      "\"One\"\ntouchpoint e\n");
  const Journey& journey = text.journey();
  REQUIRE(journey.stages.size() == 2);
  CHECK(journey.stages[StageId{0}].places.size() == 2);
  CHECK_FALSE(named(journey.places, "d").stage.is_valid());
  CHECK(named(journey.places, "e").stage == StageId{1});
}

TEST_CASE("labels are made from names unless written") {
  const CompiledText text = compile_text(
      "touchpoint product-page\ntouchpoint żółta_kartka\ntouchpoint 商品页\ntouchpoint x \"The "
      "end\"\n");
  const Journey& journey = text.journey();
  CHECK(journey.places[PlaceId{0}].heading.label == "Product page");
  CHECK(journey.places[PlaceId{1}].heading.label == "Żółta kartka");
  CHECK(journey.places[PlaceId{2}].heading.label == "商品页");
  CHECK(journey.places[PlaceId{3}].heading.label == "The end");
  CHECK(journey.places[journey.leave].heading.label == "Leave");
  CHECK(journey.leave.index == 4);
}

TEST_CASE("leave may be declared to give it a label") {
  const CompiledText text = compile_text(
      "touchpoint a\n  -> leave\noutcome leave \"Gone\"\n  feels -1 sad\ntouchpoint b\n");
  const Journey& journey = text.journey();
  CHECK(journey.leave.index == 1);
  CHECK(journey.places[journey.leave].heading.label == "Gone");
  CHECK(journey.places[journey.leave].counts == Counts::loss);
  CHECK(journey.places.size() == 3);
}

TEST_CASE("names are compared in NFC") {
  // "é" as one character and as e with a combining accent.
  const CompiledText text =
      compile_text("touchpoint caf\u00E9\n  -> leave\nsource s\n  -> cafe\u0301\n");
  CHECK(codes_of(text.diagnostics).find("E201") == std::string::npos);
  CHECK(text.journey().sources[SourceId{0}].flows.size() == 1);
}

TEST_CASE("a channel may share the name of a source, and nothing else") {
  const auto codes = [](const std::string& rest) {
    return codes_of(compile_text("touchpoint a\n  channel web\n  -> leave\n" + rest).diagnostics);
  };
  CHECK(codes("source web\n  -> a\n").find("E202") == std::string::npos);
  CHECK(codes("persona web\n").find("E202") != std::string::npos);
  CHECK(codes("touchpoint web\n").find("E202") != std::string::npos);
}

TEST_CASE("an unknown name is reported once with all its places") {
  const CompiledText text = compile_text(std::string(kHead) +
                                         "touchpoint a\n  1% -> bb\n  2% -> bb when visited bb\n"
                                         "  rest -> leave\ntouchpoint bbb\n  -> leave\n");
  CHECK(codes_of(text.diagnostics) == "E201");
  const Diagnostic& one = text.diagnostics.all().at(0);
  CHECK(one.labels.size() == 2);
  REQUIRE(one.repair.has_value());
  CHECK(one.repair->edits.size() == 3);
  CHECK(one.repair->edits[0].replacement == "bbb");
}

TEST_CASE("a mistake silences only what may follow from it") {
  // Neither "a" nor "b" adds up, but "a" has a mistake that may be why.
  const CompiledText text = compile_text(std::string(kHead) +
                                         "touchpoint a\n  takes 5\n  30% -> b\n  10% -> leave\n"
                                         "touchpoint b\n  40% -> c\n  10% -> leave\n"
                                         "outcome c\n  counts as win\n");
  CHECK(codes_of(text.diagnostics) == "E301 E401");
}

TEST_CASE("a fragment is drawn, its loose names are notes") {
  const std::string fragment = "fix f\n  raise a -> b by 3pp\n  costs 5 EUR once\n";
  const CompiledText drawn = compile_text(fragment);
  CHECK(codes_of(drawn.diagnostics) == "N211 N211");
  CHECK(drawn.compiled.level == Level::draw);
  CHECK(drawn.compiled.is_sound);
  CompileOptions run;
  run.level = Level::run;
  CHECK_FALSE(compile_text(fragment, run).compiled.is_sound);
}

TEST_CASE("bounds are read in the unit of the metric") {
  const CompiledText text = compile_text(
      std::string(kHead) +
      "touchpoint a\n  20% -> b\n  rest -> leave\noutcome b\n  counts as win\n  earns 9 EUR\n"
      "scenario s\n"
      "expect conversion at least 3%\n"
      "expect p90 time to b at most 2 days for web\n"
      "expect profit per month between -1 000 and 58 000 EUR\n"
      "expect conversion at least 1pp above baseline in s with 90% confidence\n"
      "expect visits of a >= 1.5\n"
      "expect time to end at most 3 h within 30 days\n");
  const auto& all = text.journey().expectations;
  REQUIRE(all.size() >= 4);
  CHECK(all[0].bound.low == 0.03);
  CHECK(all[1].metric.stat == Stat::p90);
  CHECK(all[1].bound.kind == Bound::Kind::at_most);
  CHECK(all[1].bound.high == 2);
  CHECK(all[1].groups.size() == 1);
}

TEST_CASE("changes of a fix keep their kind, place and unit") {
  const CompiledText text = compile_text(
      std::string(kHead) +
      "assume price 39 EUR\n"
      "touchpoint a\n  pain slow \"Slow\" causes 10% of exits\n  earns price\n  takes 5 min\n"
      "  20% -> b\n  rest -> leave\noutcome b\n  counts as win\n"
      "fix f\n  set price to 45 EUR\n  scale takes at a times 0.7\n  raise a -> b by 6pp to 14pp\n"
      "  lower earns at a by 2 EUR\n  remove 50% of slow toward b\n  move 30% of -> b to leave\n"
      "  costs 100 EUR per month\n  starts month 3\n  ramps 2 weeks\n");
  INFO(codes_of(text.diagnostics));
  const Journey& journey = text.journey();
  const Fix& fix = journey.fixes[FixId{0}];
  REQUIRE(fix.changes.size() == 6);
  CHECK(fix.changes[0].kind == Change::Kind::set);
  CHECK(fix.changes[0].place.assumption.is_valid());
  CHECK(journey.parameters[fix.changes[1].amount.first].unit == Unit::factor);
  CHECK(journey.parameters[fix.changes[2].amount.first].unit == Unit::points);
  CHECK(journey.parameters[fix.changes[3].amount.first].unit == Unit::money);
  CHECK(fix.changes[4].toward.is_valid());
  CHECK_FALSE(fix.changes[5].place.from.is_valid());
  CHECK(fix.costs.at(0).per_days == 30.4375);
  CHECK(fix.starts->month_number == 3);
  CHECK(to_double(journey.parameters[fix.ramps].best) == 14);
}
