// What must hold for any spec: nothing differs from itself, however it is laid out.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "grammar/format.h"
#include "tests/support/effort.h"
#include "tests/support/golden.h"
#include "tests/support/random_journey.h"
#include "tests/unit/diff/diff_samples.h"

namespace cairn {
namespace {

namespace fs = std::filesystem;

std::string laid_out(const std::string& text) {
  const CompiledText compiled = compile_text(text);
  return format(compiled.project.trees[0], compiled.project.files[FileId{0}]);
}

std::vector<std::string> split_lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool is_heading(const std::string& line) {
  static const std::vector<std::string> words = {"journey", "persona",    "source",
                                                 "stage",   "touchpoint", "outcome",
                                                 "fix",     "scenario",   "experiment"};
  std::istringstream in(line);
  std::string first;
  in >> first;
  return std::find(words.begin(), words.end(), first) != words.end();
}

/// The lines of each block in another order; headings stay, and so does what stands above them.
std::string shuffled(const std::string& text, std::uint64_t seed) {
  std::vector<std::string> lines = split_lines(text);
  std::mt19937_64 random(seed);
  auto begin = std::find_if(lines.begin(), lines.end(), is_heading);
  while (begin != lines.end()) {
    const auto end = std::find_if(begin + 1, lines.end(), is_heading);
    std::shuffle(begin + 1, end, random);
    begin = end;
  }
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

}  // namespace

TEST_CASE("no spec differs from itself, from its layout, or from another order of its lines") {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(CAIRN_SOURCE_DIR) / "specs")) {
    const std::string text = read_test_file(entry.path());
    INFO(entry.path().filename().string());
    CHECK(changes(text, text).empty());
    CHECK(changes(text, laid_out(text)).empty());
    // A pain on several lines is named by its first: its order is kept by leaving such specs out.
    CHECK(changes(laid_out(text), text).empty());
    ++count;
  }
  CHECK(count > 5);
}

TEST_CASE("random journeys: empty against themselves and shuffled, one line for one number") {
  for (std::uint64_t seed = 1; seed <= effort(60, 12); ++seed) {
    const std::string text = random_journey_text(seed);
    INFO("seed " << seed << "\n" << text);
    CHECK(changes(text, text).empty());
    CHECK(changes(text, laid_out(text)).empty());
    CHECK(changes(text, shuffled(text, seed)).empty());
    // The first share of a flow, one hundredth of a point further.
    std::vector<std::string> lines = split_lines(text);
    for (std::string& line : lines) {
      const std::size_t percent = line.find("% ->");
      const std::size_t digit = line.find_first_of("0123456789");
      if (percent == std::string::npos || digit > percent) continue;
      if (line.find_first_not_of("0123456789.", digit) != percent) continue;
      line.insert(percent, line.find('.') < percent ? "001" : ".001");
      break;
    }
    std::string changed;
    for (const std::string& line : lines) changed += line + "\n";
    if (changed.size() > text.size()) CHECK(changes(text, changed).size() == 1);
  }
}

TEST_CASE("a megabyte of lines is compared in time that grows with the lines") {
  // All under one heading with one key, which would be slow if pairs were looked for one by one.
  const std::size_t lines = effort(40'000, 8'000);
  std::string before = "journey a\ntouchpoint x\n  -> leave\n", after = before;
  for (std::size_t i = 0; i < lines; ++i) {
    before += "note \"text " + std::to_string(i) + "\"\n";
    after += "note \"text " + std::to_string(i * 2) + "\"\n";
  }
  ComparedTexts compared;
  const auto started = std::chrono::steady_clock::now();
  compare_texts(before, after, compared);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started;
  CHECK(compared.spec.diff.items.size() == lines / 2);
  // A bound against quadratic work (minutes), not a measurement.
  CHECK(seconds.count() < 30);
}

}  // namespace cairn
