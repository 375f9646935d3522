#include "cli/options/options.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace cairn;

namespace {

ParsedCommandLine parse_words(std::vector<const char*> words) {
  words.insert(words.begin(), "cairn");
  return parse_command_line(static_cast<int>(words.size()), words.data());
}

const char* const kCommandNames[] = {"new", "check", "fmt", "draw", "run", "test", "dump"};

}  // namespace

TEST_CASE("counts may be grouped and shortened") {
  CHECK(parse_count("0") == 0U);
  CHECK(parse_count("1 000 000") == 1'000'000U);
  CHECK(parse_count("1_000") == 1'000U);
  CHECK(parse_count("250k") == 250'000U);
  CHECK(parse_count("8M") == 8'000'000U);
  CHECK(parse_count("18446744073709551615") == 18446744073709551615U);
}

TEST_CASE("what is no count is refused") {
  for (const char* text : {"", "k", "-1", "1.5", "1,000", "many", " 1", "0x10",
                           "18446744073709551616", "18446744073709551615k"}) {
    INFO(text);
    CHECK_FALSE(parse_count(text).has_value());
  }
}

TEST_CASE("a precision is given in points") {
  CHECK(parse_precision("0.1pp") == 0.001);
  CHECK(parse_precision("2 pp") == 0.02);
  CHECK(parse_precision("0.5%") == 0.005);
  for (const char* text : {"", "0.1", "pp", "0pp", "-1pp", "100pp", "1,5pp", "0.1 ppp", "nanpp"}) {
    INFO(text);
    CHECK_FALSE(parse_precision(text).has_value());
  }
}

TEST_CASE("defaults are those of the language") {
  const ParsedCommandLine parsed = parse_words({"run", "shop.journey"});
  REQUIRE(parsed.options.has_value());
  CHECK(parsed.options->command == Command::run);
  CHECK(parsed.options->paths == std::vector<std::string>{"shop.journey"});
  CHECK(parsed.options->seed == 1);
  CHECK(parsed.options->worlds == 1'000);
  CHECK(parsed.options->people == 1'000'000);
  CHECK(parsed.options->threads == 0);
  CHECK_FALSE(parsed.options->level.has_value());
  CHECK(parsed.options->colour == ColourChoice::automatic);
}

TEST_CASE("options end in the struct") {
  const ParsedCommandLine parsed = parse_words(
      {"run", "--seed", "7", "--worlds=50", "--people", "10k", "--threads", "2", "--json", "--all",
       "--ascii", "--level", "decide", "--color", "never", "--root", "..", "a.journey"});
  REQUIRE(parsed.options.has_value());
  const Options& options = *parsed.options;
  CHECK(options.seed == 7);
  CHECK(options.worlds == 50);
  CHECK(options.people == 10'000);
  CHECK(options.threads == 2);
  CHECK(options.as_json);
  CHECK(options.show_all);
  CHECK(options.use_ascii);
  CHECK(options.level == Level::decide);
  CHECK(options.colour == ColourChoice::never);
  CHECK(options.root == std::string(".."));
}

TEST_CASE("several files are for check and fmt, one for the others") {
  CHECK(parse_words({"check", "a.journey", "b.journey"}).options->paths.size() == 2);
  CHECK(parse_words({"fmt", "a.journey", "-"}).options->paths.size() == 2);
  for (const char* command : {"new", "draw", "run", "test"}) {
    INFO(command);
    CHECK(parse_words({command, "a.journey", "b.journey"}).exit_code == kExitCommandLine);
  }
}

TEST_CASE("every command has help with an example") {
  for (const char* command : kCommandNames) {
    const ParsedCommandLine parsed = parse_words({command, "--help"});
    INFO(parsed.message);
    CHECK_FALSE(parsed.options.has_value());
    CHECK(parsed.exit_code == kExitYes);
    CHECK(parsed.message.find("Example:\n  cairn " + std::string(command)) != std::string::npos);
    CHECK(parsed.message.find("Usage: cairn " + std::string(command)) != std::string::npos);
    CHECK(parse_words({"--help"}).message.find(command) != std::string::npos);
  }
}

TEST_CASE("a wrong command line is one line and where to look") {
  const std::vector<std::vector<const char*>> wrong = {{"rum"},
                                                       {"run"},
                                                       {"run", "--frobnicate", "a"},
                                                       {"run", "a", "--people", "many"},
                                                       {"run", "a", "--worlds", "1000001"},
                                                       {"dump", "soup", "a"},
                                                       {"--frobnicate"},
                                                       {"check", "a", "--level", "deep"},
                                                       {"fmt"},
                                                       {""}};
  for (const std::vector<const char*>& words : wrong) {
    const ParsedCommandLine parsed = parse_words(words);
    INFO(words[0] << ": " << parsed.message);
    CHECK_FALSE(parsed.options.has_value());
    CHECK(parsed.exit_code == kExitCommandLine);
    CHECK(parsed.message.rfind("cairn: ", 0) == 0);
    CHECK(parsed.message.find("\nsee cairn ") != std::string::npos);
  }
}

TEST_CASE("a mistyped command is recognised") {
  CHECK(parse_words({"chekc", "a"}).message.find("did you mean `check`?") != std::string::npos);
}
