// Trees and layouts as files: tests/golden/tree, tests/golden/format.
#include "tests/support/golden.h"

#include <catch2/catch.hpp>

#include "tests/unit/grammar/random_text.h"

using namespace cairn;

TEST_CASE("trees of the golden texts") {
  const auto inputs = golden_inputs("tree", ".journey");
  REQUIRE(!inputs.empty());
  for (auto path : inputs) {
    const Parsed parsed = parse_text(read_test_file(path));
    const std::string dump = dump_tree(parsed.tree, parsed.file());
    CHECK(compare_with_golden(path.replace_extension(".expected"), dump) == "");
  }
}

TEST_CASE("layouts of the golden texts") {
  const auto inputs = golden_inputs("format", ".journey");
  REQUIRE(!inputs.empty());
  for (auto path : inputs) {
    const std::string layout = format_text(read_test_file(path));
    CHECK(compare_with_golden(path.replace_extension(".expected"), layout) == "");
  }
}
