#include "cli/edits/repair.h"

#include <string>

#include <catch2/catch.hpp>

#include "cli/project/project.h"
#include "tests/support/effort.h"

using namespace cairn;

namespace {

constexpr const char* kFrame =
    "journey shop\n\nsource web\n  -> home\n\noutcome order\n  counts as conversion\n\n";

Mended mend(const MemoryFiles& files) {
  return mend_project(files, "/p/shop.journey", Options{});
}

Mended mend_text(const std::string& text) {
  MemoryFiles files;
  files.contents["/p/shop.journey"] = kFrame + text;
  return mend(files);
}

}  // namespace

TEST_CASE("safe repairs are carried out until nothing safe is left") {
  const Mended mended = mend_text(
      "touchpoint home\n  41% => order\n  - 9% -> home\n  rest  leave\n  does \"Compares\n");
  REQUIRE(mended.files.size() == 1);
  CHECK(
      mended.files[0].after ==
      std::string(kFrame) +
          "touchpoint home\n  41% -> order\n  9% -> home\n  rest  -> leave\n  does \"Compares\"\n");
}

TEST_CASE("pasted characters become plain, the writer's text stays") {
  const Mended mended = mend_text(
      "touchpoint home\n\u3000does “Größe „42“?”\n  ４１％ → order # → stays\n  rest\u00A0–> "
      "leave\n");
  REQUIRE(mended.files.size() == 1);
  CHECK(mended.files[0].after.find("41% -> order # → stays\n") != std::string::npos);
  CHECK(mended.files[0].after.find("  rest -> leave\n") != std::string::npos);
}

TEST_CASE("what may change the meaning is left alone") {
  for (const char* line : {"1,024 -> order", "pain x Too slow", "4 m -> order", "30% -> ordr"}) {
    INFO(line);
    CHECK(
        mend_text("touchpoint home\n  " + std::string(line) + "\n  rest -> leave\n").files.empty());
  }
}

TEST_CASE("a text that is right is not touched") {
  CHECK(mend_text("touchpoint home\n  41% -> order\n  rest -> leave\n").files.empty());
}

TEST_CASE("imports are mended, files outside the project never") {
  MemoryFiles files;
  files.contents["/p/shop.journey"] =
      std::string(kFrame) + "import \"more.journey\"\nimport \"../other.journey\"\n";
  files.contents["/p/more.journey"] = "touchpoint home\n  41% => order\n  rest -> leave\n";
  files.contents["/other.journey"] = "touchpoint away\n  41% => order\n  rest -> leave\n";
  const Mended mended = mend(files);
  REQUIRE(mended.files.size() == 1);
  CHECK(mended.files[0].disk_path == "/p/more.journey");
  REQUIRE(mended.lines.size() == 1);
  CHECK(mended.lines[0].line == 2);
  CHECK(mended.lines[0].before == "41% => order");
  CHECK(mended.lines[0].after == "41% -> order");
}

TEST_CASE("a file of mistakes only is mended in time linear in its size") {
  const std::size_t count = effort(20'000, 2'000);
  std::string text = "touchpoint home\n";
  for (std::size_t i = 0; i < count; ++i) text += "  1% => order\n";
  CHECK(mend_text(text).lines.size() == count);
}
