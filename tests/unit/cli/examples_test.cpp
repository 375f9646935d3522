// `cairn explain` and docs/diagnostics.md: every message has a wrong and a right example, and they
// are what they say.
#include "cli/examples.h"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "cli/explain.h"
#include "tests/support/effort.h"
#include "tests/support/golden.h"

using namespace cairn;

namespace {

std::string codes_of(const Diagnostics& diagnostics) {
  std::string codes;
  for (const Diagnostic& one : diagnostics.all()) {
    codes += std::string(code_info(one.code).id) + " " + one.message + "\n";
  }
  return codes;
}

bool has_code(const Diagnostics& diagnostics, Code code) {
  return std::any_of(diagnostics.all().begin(), diagnostics.all().end(),
                     [code](const Diagnostic& one) { return one.code == code; });
}

}  // namespace

TEST_CASE("every wrong example raises its code and no other error") {
  for (const CodeInfo& info : all_codes()) {
    INFO(info.id);
    const auto example = find_example(info.code, true);
    REQUIRE(example);
    if (is_left_out(info.id)) continue;
    const JudgedExample judged = judge_example(*example);
    INFO(codes_of(judged.diagnostics));
    CHECK(has_code(judged.diagnostics, info.code));
    for (const Diagnostic& one : judged.diagnostics.all()) {
      CHECK((severity_of(one.code) != Severity::error || one.code == info.code));
    }
  }
}

TEST_CASE("every right example has no error and does not raise the code") {
  for (const CodeInfo& info : all_codes()) {
    INFO(info.id);
    const auto example = find_example(info.code, false);
    REQUIRE(example);
    CHECK(!example->shown.empty());
    const JudgedExample judged = judge_example(*example);
    INFO(codes_of(judged.diagnostics));
    CHECK_FALSE(judged.diagnostics.has_errors());
    CHECK_FALSE(has_code(judged.diagnostics, info.code));
  }
}

TEST_CASE("examples are short") {
  for (const CodeInfo& info : all_codes()) {
    INFO(info.id);
    for (const bool is_wrong : {true, false}) {
      const auto example = find_example(info.code, is_wrong);
      REQUIRE(example);
      CHECK(std::count(example->shown.begin(), example->shown.end(), '\n') <= 15);
    }
  }
}

TEST_CASE("the page of all messages is what the program prints") {
  const auto page = std::filesystem::path(CAIRN_SOURCE_DIR) / "docs" / "diagnostics.md";
  CHECK(compare_with_golden(page, explain_as_markdown()) == "");
}

TEST_CASE("codes are found however they are typed") {
  CHECK(find_code("E404") == Code::E404);
  CHECK(find_code("e404") == Code::E404);
  CHECK(find_code("error[E404]:") == std::nullopt);
  CHECK(find_code("[E404]") == Code::E404);
  CHECK(find_code("404") == Code::E404);
  CHECK(find_code("W404") == Code::E404);
  CHECK(find_code("E999") == std::nullopt);
  CHECK(find_code("") == std::nullopt);
  CHECK(near_codes("E4O1").find("E401") != std::string::npos);
  CHECK(near_codes("hello").empty());
}
