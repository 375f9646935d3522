#include "base/diagnostic_sarif.h"

#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/diagnostic_json.h"

using namespace cairn;
using nlohmann::json;

namespace {

Span find(const TextFiles& files, FileId file, const std::string& words) {
  const std::size_t at = files[file].text.find(words);
  REQUIRE(at != std::string::npos);
  return {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
}

}  // namespace

TEST_CASE("SARIF has the rule, the place in UTF-16, related places and the fix") {
  TextFiles files;
  // The emoji takes two UTF-16 code units, é one.
  const FileId file = files.add(make_text_file("da ta/é.journey", "note \"😀é\" x => y\nsecond\n"));
  Diagnostic diagnostic{Code::E104, find(files, file, "=>"), "`=>` is no arrow"};
  diagnostic.labels = {{find(files, file, "second"), "and here"}};
  diagnostic.help = {"write `->`"};
  diagnostic.repair = Repair{{{find(files, file, "=>"), "->"}}, true};
  Diagnostics diagnostics;
  diagnostics.add(diagnostic);
  Diagnostics other;
  other.add({Code::E205, {}, "cannot find \"x\""});
  const TextFiles none;
  const json document = json::parse(
      diagnostics_to_sarif({{&files, &diagnostics, "a"}, {&none, &other, "x.journey"}}, "1.2"));
  CHECK(document["version"] == "2.1.0");
  REQUIRE(document["runs"].size() == 1);
  const json& run = document["runs"][0];
  CHECK(run["columnKind"] == "utf16CodeUnits");
  CHECK(run["tool"]["driver"]["name"] == "cairn");
  CHECK(run["tool"]["driver"]["version"] == "1.2");
  CHECK(run["tool"]["driver"]["rules"].size() == all_codes().size());
  REQUIRE(run["results"].size() == 2);
  const json& result = run["results"][0];
  CHECK(result["ruleId"] == "E104");
  CHECK(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"] == "E104");
  CHECK(result["level"] == "error");
  CHECK(result["message"]["text"] == "`=>` is no arrow\nhelp: write `->`");
  const json& place = result["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "da%20ta/%C3%A9.journey");
  CHECK(place["region"]["startLine"] == 1);
  CHECK(place["region"]["startColumn"] == 14);
  CHECK(place["region"]["endColumn"] == 16);
  CHECK(result["relatedLocations"][0]["message"]["text"] == "and here");
  CHECK(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 2);
  const json& change = result["fixes"][0]["artifactChanges"][0];
  CHECK(change["replacements"][0]["deletedRegion"] == place["region"]);
  CHECK(change["replacements"][0]["insertedContent"]["text"] == "->");
  // Without a place in a text the file itself is the place.
  CHECK(run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
        "x.journey");
}

TEST_CASE("bytes that are not UTF-8 do not break a document") {
  TextFiles files;
  const FileId file = files.add(make_text_file("a\xB3.journey", "\xB3\xB3 x\n"));
  Diagnostics diagnostics;
  diagnostics.add({Code::E107, find(files, file, "x"), "odd \xB3"});
  CHECK_FALSE(json::parse(diagnostics_to_json(files, diagnostics), nullptr, false).is_discarded());
  const json document =
      json::parse(diagnostics_to_sarif({{&files, &diagnostics, "a"}}, "1"), nullptr, false);
  REQUIRE_FALSE(document.is_discarded());
  CHECK(document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
                ["startColumn"] == 4);
}
