// `requires` is proved over every way, today and with fixes (R20).
#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "journey/state_space.h"
#include "tests/support/compiled_text.h"

using namespace cairn;

namespace {

// All breaks of consent, one a line: the first line of each message, then its path.
std::string breaks_of(const std::string& text) {
  std::string breaks;
  const CompiledText compiled = compile_text(text);
  for (const Diagnostic& one : compiled.diagnostics.all()) {
    if (one.code != Code::E413) continue;
    breaks += one.message + "\n" + (one.notes.empty() ? "no path" : one.notes.front()) + "\n";
  }
  return breaks;
}

// Home, a message that requires `ok`, and what the test adds.
std::string spec(const std::string& home, const std::string& rest = "") {
  return "journey tea\n  entrants 10 per day\n"
         "source web\n  -> home\n"
         "touchpoint home\n" +
         home +
         "touchpoint mail\n  channel email\n  counts as loss\n  requires ok\n  10% -> paid\n"
         "  rest -> leave\n"
         "touchpoint ask\n  sets ok\n  20% -> mail\n  rest -> leave\n"
         "outcome paid\n  counts as win\n" +
         rest;
}

}  // namespace

TEST_CASE("consent given on every way is enough") {
  CHECK(breaks_of(spec("  20% -> ask\n  rest -> leave\n")) == "");
  CHECK(breaks_of(spec("  sets ok 40%\n  20% -> ask\n  10% -> mail when ok\n  rest -> leave\n")) ==
        "");
  // An override closes the way for those who must not come.
  CHECK(breaks_of(spec("  sets ok 40%\n  20% -> ask\n  10% -> mail\n  0% -> mail when not ok\n"
                       "  rest -> leave\n")) == "");
}

TEST_CASE("the shortest way without consent is shown") {
  CHECK(breaks_of(spec("  20% -> long\n  10% -> mail\n  5% -> ask\n  rest -> leave\n",
                       "touchpoint long\n  30% -> mail\n  rest -> leave\n")) ==
        "customers without \"ok\" can reach \"mail\"\npath: web -> home -> mail\n");
  CHECK(breaks_of(spec("  20% -> a\n  20% -> b\n  5% -> ask\n  rest -> leave\n",
                       "touchpoint a\n  -> c\ntouchpoint c\n  20% -> mail\n  rest -> leave\n"
                       "touchpoint b\n  20% -> mail\n  rest -> leave\n")) ==
        "customers without \"ok\" can reach \"mail\"\npath: web -> home -> b -> mail\n");
}

TEST_CASE("a flag that is set by chance or withdrawn may be missing") {
  const std::string by_chance =
      breaks_of(spec("  sets ok 99%\n  20% -> mail\n  5% -> ask\n  rest -> leave\n"));
  CHECK(by_chance == "customers without \"ok\" can reach \"mail\"\npath: web -> home -> mail\n");
  CHECK(breaks_of(spec("  sets ok 100%\n  20% -> mail\n  5% -> ask\n  rest -> leave\n")) == "");
  const std::string withdrawn = spec(
      "  sets ok\n  20% -> off\n  5% -> mail\n  5% -> ask\n"
      "  rest -> leave\n",
      "touchpoint off\n  clears ok 5%\n  10% -> mail\n"
      "  rest -> leave\n");
  CHECK(breaks_of(withdrawn) ==
        "customers without \"ok\" can reach \"mail\"\npath: web -> home -> off -> mail\n");
}

TEST_CASE("a touchpoint cannot give itself what it requires") {
  const std::string text = spec("  20% -> mail2\n  5% -> ask\n  rest -> leave\n",
                                "touchpoint mail2\n  requires ok\n  sets ok\n  20% -> mail\n"
                                "  rest -> leave\n");
  CHECK(breaks_of(text) ==
        "customers without \"ok\" can reach \"mail2\"\npath: web -> home -> mail2\n");
}

TEST_CASE("sources give consent, and those that only others refer people to count, too") {
  const auto with_sources = [](const std::string& share, const std::string& refers) {
    return "journey tea\n  entrants 10 per day\n"
           "source letter\n  share 100%\n  sets ok\n  -> home\n"
           "source friends\n  share " +
           share + "\n  -> home\n" + "touchpoint home\n  20% -> mail\n  rest -> leave\n" + refers +
           "touchpoint mail\n  channel email\n  requires ok\n  10% -> paid\n  rest -> leave\n"
           "outcome paid\n  counts as win\n";
  };
  CHECK(breaks_of(with_sources("0%", "")) == "");
  CHECK(breaks_of(with_sources("0%", "  refers 0.1 people to friends\n")) ==
        "customers without \"ok\" can reach \"mail\"\npath: friends -> home -> mail\n");
}

TEST_CASE("only the customers it happens to are named") {
  const std::string text =
      "journey tea\n  entrants 10 per day\n"
      "persona new\n  share 40%\npersona old\n  share rest\n  sets ok\n"
      "source web\n  -> home\n"
      "touchpoint home\n  20% -> mail\n  rest -> leave\n"
      "touchpoint mail\n  requires ok\n  10% -> paid\n  rest -> leave\n"
      "outcome paid\n  counts as win\n";
  CHECK(breaks_of(text) ==
        "customers without \"ok\" can reach \"mail\" for new\npath: web -> home -> mail\n");
}

TEST_CASE("fixes are proved alone and in scenarios, each break once") {
  const std::string home = "  20% -> ask\n  rest -> leave\n";
  const std::string write = "fix write\n  move 30% of home -> leave to mail\n";
  CHECK(breaks_of(spec(home, write)) ==
        "customers without \"ok\" can reach \"mail\" with fix \"write\"\n"
        "path: web -> home -> mail\n");
  CHECK(breaks_of(spec(home, write + "scenario a\n  includes write\nscenario b\n"
                                     "  includes write\n")) ==
        "customers without \"ok\" can reach \"mail\" in scenario \"a\"\n"
        "path: web -> home -> mail\n");
  // What is broken today is not told again for every scenario.
  CHECK(breaks_of(spec("  20% -> ask\n  10% -> mail\n  rest -> leave\n",
                       "fix more\n  raise home -> mail by 5pp\nscenario a\n  includes more\n")) ==
        "customers without \"ok\" can reach \"mail\"\npath: web -> home -> mail\n");
  CHECK(breaks_of(spec(home, "fix write\n  move 30% of ask -> leave to mail\n")) == "");
}

TEST_CASE("every kind of change that opens a way is seen") {
  const std::string home = "  pain p \"P\" causes 20% of exits\n  20% -> ask\n  rest -> leave\n";
  const std::string found =
      "customers without \"ok\" can reach \"mail\" with fix \"f\"\n"
      "path: web -> home -> mail\n";
  CHECK(breaks_of(spec(home, "fix f\n  raise home -> mail by 5pp\n")) == found);
  CHECK(breaks_of(spec(home, "fix f\n  set home -> mail to 5%\n")) == found);
  CHECK(breaks_of(spec(home, "fix f\n  remove 50% of p toward mail\n")) == found);
  CHECK(breaks_of(spec(home, "fix f\n  move 10% of -> leave to mail\n")) == found);
  CHECK(breaks_of(spec(home, "fix f\n  raise home -> mail by 5pp when ok\n")) == "");
  // Moving those who would have come with consent anyway.
  CHECK(breaks_of(spec("  sets ok 30%\n  20% -> ask when ok\n  rest -> leave\n",
                       "fix f\n  move 10% of home -> ask to mail\n")) == "");
}

TEST_CASE("two fixes that only together break consent matter where a scenario has both") {
  const std::string home = "  20% -> ask\n  rest -> leave\n";
  const std::string fixes =
      "touchpoint lost\n  rest -> leave\n"
      "fix one\n  move 10% of home -> leave to lost\n"
      "fix two\n  move 10% of lost -> leave to mail\n";
  CHECK(breaks_of(spec(home, fixes)) == "");
  CHECK(breaks_of(spec(home, fixes + "scenario both\n  includes one, two\n")) ==
        "customers without \"ok\" can reach \"mail\" in scenario \"both\"\n"
        "path: web -> home -> lost -> mail\n");
}

TEST_CASE("the engines do not remember what is only required") {
  const CompiledText compiled = compile_text(spec("  20% -> ask\n  rest -> leave\n"));
  std::size_t engine_count = 0;
  std::size_t proof_count = 0;
  for (const StateSpace& space : build_state_spaces(compiled.journey()).spaces) {
    engine_count += space.states.size();
  }
  for (const StateSpace& space :
       build_state_spaces(compiled.journey(), kDefaultStateLimit, Remember::what_is_required_too)
           .spaces) {
    proof_count += space.states.size();
  }
  CHECK(engine_count == 6);  // web, home, ask, mail, paid, leave
  CHECK(proof_count == 6);   // `ok` is always set where it matters, and forgotten elsewhere
}
