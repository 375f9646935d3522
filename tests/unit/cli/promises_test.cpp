// What `cairn test` says about promises, as people see it: tests/golden/promises.
#include "cli/promises/promises.h"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "base/diagnostic_printer.h"
#include "compiler/compile.h"
#include "tests/support/golden.h"

using namespace cairn;

namespace {

struct Tested {
  Project project;
  Diagnostics diagnostics;
};

Tested test_text(const std::string& name, const std::string& text) {
  MemoryFiles files;
  files.contents["/" + name] = text;
  Tested tested;
  Diagnostics ignored;
  tested.project = load_project(files, name, {}, ignored);
  const Compiled compiled = compile(tested.project, {}, ignored);
  REQUIRE(compiled.is_sound);
  PromiseOptions how;
  how.worlds = 200;
  how.people = 20'000;
  how.threads = 1;
  add_promise_diagnostics(judge_promises(compiled.journey, how), tested.diagnostics);
  return tested;
}

std::string spec_with_test(const std::string& detect, const std::string& more) {
  return "journey shop\n  entrants 1 000 per week\n\nsource web\n  -> home\n\ntouchpoint home\n"
         "  20% -> order\n  rest -> leave\n\noutcome order\n  counts as conversion\n\n"
         "fix better\n  raise home -> order by 10pp\n\n"
         "experiment better-test\n  tests better\n  at home\n  metric reach order\n  detect " +
         detect + "\n" + more;
}

}  // namespace

TEST_CASE("every golden of promises prints the diagnostics beside it") {
  for (const auto& path : golden_inputs("promises", ".journey")) {
    const std::string name = path.filename().string();
    INFO(name);
    const Tested tested = test_text(name, read_test_file(path));
    const bool has_code = std::any_of(
        tested.diagnostics.all().begin(), tested.diagnostics.all().end(),
        [&name](const Diagnostic& one) { return name.starts_with(code_info(one.code).id); });
    CHECK(has_code);
    std::filesystem::path expected = path;
    expected.replace_extension(".expected");
    CHECK(compare_with_golden(expected, print_diagnostics(tested.project.files, tested.diagnostics,
                                                          {false, 0})) == "");
  }
}

TEST_CASE("the length of a test follows the formula of two proportions") {
  // By hand: p = 0.20 and 0.21, z = 1.959964 and 0.841621; pooled 0.205.
  // (1.959964 sqrt(2 * 0.205 * 0.795) + 0.841621 sqrt(0.16 + 0.1659))^2 / 0.0001 = 25 583 per arm;
  // 51 166 people at 1 000 a week: 52 weeks.
  const Tested small = test_text("a.journey", spec_with_test("1pp", ""));
  REQUIRE(small.diagnostics.all().size() == 1);
  CHECK(small.diagnostics.all()[0].code == Code::W506);
  CHECK(small.diagnostics.all()[0].message.find("needs 52 weeks") != std::string::npos);
  // A fifth of that at 2pp (6 510 per arm, 14 weeks) is no reason to warn.
  CHECK(test_text("a.journey", spec_with_test("2pp", "")).diagnostics.all().empty());
  // Nine to one is slower than one to one: 14 weeks become more than 26.
  CHECK(test_text("a.journey", spec_with_test("2pp", "  share 10%\n")).diagnostics.all().size() ==
        1);
}

TEST_CASE("only what comes after the test counts for its rate") {
  // 20% order without ever seeing `checkout`; of those who do, 40% order.
  const std::string text =
      "journey shop\n  entrants 1 000 per week\n\nsource web\n  -> home\n\ntouchpoint home\n"
      "  20% -> order\n  50% -> checkout\n  rest -> leave\n\ntouchpoint checkout\n"
      "  40% -> order\n  rest -> leave\n\noutcome order\n  counts as conversion\n\n"
      "fix better\n  raise checkout -> order by 10pp\n\nexperiment better-test\n  tests better\n"
      "  at checkout\n  metric conversion\n  detect 2pp\n";
  // p = 0.40 and 0.42: (1.959964 sqrt(2 * 0.41 * 0.59) + 0.841621 sqrt(0.24 + 0.2436))^2 / 0.0004
  // = 9 492 per arm; 18 984 people at 500 a week: 38 weeks.
  const Tested tested = test_text("a.journey", text);
  REQUIRE(tested.diagnostics.all().size() == 1);
  CHECK(tested.diagnostics.all()[0].message.find("needs 38 weeks") != std::string::npos);
}
