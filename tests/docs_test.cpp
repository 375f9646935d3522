// The documentation is run: every `journey` block in README.md and docs/ checks clean, every
// `console` block prints what it says. CAIRN_UPDATE_GOLDEN=1 rewrites the console blocks.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <catch2/catch.hpp>

namespace {

namespace fs = std::filesystem;

/// A fenced block: its language, its text, and where the text stands in the page.
struct Block {
  std::string language;
  std::string text;
  std::size_t begin = 0;
};

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<fs::path> pages() {
  std::vector<fs::path> found = {fs::path(CAIRN_SOURCE_DIR) / "README.md"};
  for (const auto& entry : fs::directory_iterator(fs::path(CAIRN_SOURCE_DIR) / "docs")) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<Block> find_blocks(const std::string& page) {
  std::vector<Block> blocks;
  std::size_t at = 0;
  while ((at = page.find("\n```", at)) != std::string::npos) {
    const std::size_t line_end = page.find('\n', at + 1);
    const std::size_t close = page.find("\n```", line_end - 1);
    if (line_end == std::string::npos || close == std::string::npos) break;
    blocks.push_back({page.substr(at + 4, line_end - at - 4),
                      page.substr(line_end + 1, close > line_end ? close - line_end : 0),
                      line_end + 1});
    at = close + 4;
  }
  return blocks;
}

struct Result {
  std::string output;
  int exit_code = 0;
};

/// Runs a command line by the shell in a folder, with our cairn first on the path; stdout only.
Result run(const std::string& command, const fs::path& folder) {
  const std::string program = CAIRN_PROGRAM;
  const std::string line = "cd '" + folder.string() + "' && PATH='" +
                           fs::path(program).parent_path().string() + "':\"$PATH\" NO_COLOR=1 " +
                           "LC_ALL=C.UTF-8; export PATH NO_COLOR LC_ALL; { " + command +
                           "; } 2>stderr.txt";
  Result result;
  std::FILE* pipe = ::popen(line.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    result.output.append(buffer.data(), count);
  }
  result.exit_code = ::pclose(pipe);
  return result;
}

/// A block's first line `# NAME.journey` names the file that later console blocks of the page use.
std::string file_name_of(const std::string& text) {
  const std::string first = text.substr(0, text.find('\n'));
  const bool is_named = first.rfind("# ", 0) == 0 && first.find(' ', 2) == std::string::npos &&
                        first.size() > 10 && first.substr(first.size() - 8) == ".journey";
  return is_named ? first.substr(2) : "example.journey";
}

/// What the commands of a console block print, commands included.
std::string replay(const std::string& text, const fs::path& folder) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("$ ", 0) != 0) continue;
    result += line + "\n" + run(line.substr(2), folder).output;
  }
  return result;
}

}  // namespace

TEST_CASE("every journey block in the docs checks clean, every console block is true") {
  const bool may_update = std::getenv("CAIRN_UPDATE_GOLDEN") != nullptr;
  int journey_count = 0;
  int console_count = 0;
  for (const fs::path& page : pages()) {
    const fs::path folder =
        fs::temp_directory_path() / ("cairn-docs-" + std::to_string(::getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::create_directory_symlink(fs::path(CAIRN_SOURCE_DIR) / "specs", folder / "specs");
    std::string text = read_file(page);
    std::size_t shift = 0;  // how much earlier updates have moved what follows
    for (const Block& block : find_blocks(text)) {
      INFO(page.filename().string() << ": block\n" << block.text);
      if (block.language == "journey") {
        ++journey_count;
        const std::string name = file_name_of(block.text);
        std::ofstream(folder / name) << block.text;
        const Result result = run("cairn check " + name, folder);
        INFO(read_file(folder / "stderr.txt"));
        CHECK(result.exit_code == 0);
      } else if (block.language == "console") {
        ++console_count;
        const std::string actual = replay(block.text, folder);
        if (may_update) {
          text.replace(block.begin + shift, block.text.size(), actual);
          shift += actual.size() - block.text.size();
        } else {
          CHECK(actual == block.text);
        }
      }
    }
    if (may_update) std::ofstream(page, std::ios::binary) << text;
    fs::remove_all(folder);
  }
  CHECK(journey_count > 5);
  CHECK(console_count > 1);
}

TEST_CASE("the language reference shows every word a line can begin with") {
  const std::string reference = read_file(fs::path(CAIRN_SOURCE_DIR) / "docs" / "language.md");
  std::string shown;
  for (const Block& block : find_blocks(reference)) {
    if (block.language == "journey") shown += "\n" + block.text;
  }
  for (const char* word :
       {"journey",    "persona",    "source",    "stage",    "touchpoint", "outcome",  "fix",
        "scenario",   "experiment", "import",    "assume",   "expect",     "target",   "note",
        "was",        "currency",   "language",  "entrants", "horizon",    "discount", "emotions",
        "device",     "starts",     "share",     "goal",     "need",       "fear",     "channel",
        "does",       "thinks",     "idea",      "feels",    "pain",       "reason",   "takes",
        "earns",      "costs",      "counts as", "sets",     "clears",     "requires", "nps",
        "refers",     "remove",     "move",      "raise",    "lower",      "scale",    "set",
        "ramps",      "lasts",      "includes",  "tests",    "at",         "metric",   "power",
        "confidence", "detect",     "times",     "rest",     "->"}) {
    INFO(word);
    const bool is_shown = [&] {
      for (std::size_t at = 0; (at = shown.find(word, at)) != std::string::npos; ++at) {
        const std::size_t line = shown.rfind('\n', at) + 1;
        if (shown.find_first_not_of(' ', line) == at) return true;
      }
      return false;
    }();
    CHECK(is_shown);
  }
}
