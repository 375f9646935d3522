#include "cli/edits/line_diff.h"

#include <algorithm>
#include <chrono>
#include <random>

#include <catch2/catch.hpp>

#include "tests/support/effort.h"

using namespace cairn;

namespace {

using Lines = std::vector<std::string_view>;

/// Whether pairs increase on both sides and join equal lines.
bool is_matching(const Lines& before, const Lines& after, const std::vector<LinePair>& pairs) {
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (before[pairs[i].before] != after[pairs[i].after]) return false;
    if (i > 0 && pairs[i].before <= pairs[i - 1].before) return false;
    if (i > 0 && pairs[i].after <= pairs[i - 1].after) return false;
  }
  return true;
}

/// Length of the longest common subsequence by the textbook table.
std::size_t lcs_length(const Lines& before, const Lines& after) {
  std::vector<std::vector<std::size_t>> table(before.size() + 1,
                                              std::vector<std::size_t>(after.size() + 1, 0));
  for (std::size_t i = 1; i <= before.size(); ++i) {
    for (std::size_t j = 1; j <= after.size(); ++j) {
      table[i][j] = before[i - 1] == after[j - 1] ? table[i - 1][j - 1] + 1
                                                  : std::max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return table[before.size()][after.size()];
}

/// Carries out a unified diff, as `patch` would; context and removed lines must fit.
std::string apply_diff(const std::string& before, const std::string& diff) {
  const auto split = [](const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
      lines.push_back(text.substr(at, end + 1 - at));
      at = end + 1;
    }
    return lines;
  };
  const std::vector<std::string> old_lines = split(before);
  std::vector<std::string> script = split(diff);
  std::string after;
  std::size_t next = 0;
  for (std::size_t i = 0; i < script.size(); ++i) {
    const std::string& line = script[i];
    if (i < 2) continue;  // the names
    if (line[0] == '@') {
      std::size_t start = std::stoul(line.substr(4));
      const bool is_empty = line.find(",0 +") != std::string::npos;
      if (!is_empty) --start;
      while (next < start) after += old_lines.at(next++);
      continue;
    }
    if (line[0] == '\\') continue;
    const bool has_no_end = i + 1 < script.size() && script[i + 1][0] == '\\';
    const std::string text = has_no_end ? line.substr(1, line.size() - 2) : line.substr(1);
    if (line[0] == '+') {
      after += text;
    } else {
      REQUIRE(old_lines.at(next++) == text);
      if (line[0] == ' ') after += text;
    }
  }
  while (next < old_lines.size()) after += old_lines[next++];
  return after;
}

std::string random_text(std::mt19937& random, std::size_t lines, std::size_t kinds) {
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) {
    text += static_cast<char>('a' + random() % kinds);
    if (i + 1 < lines || random() % 2 == 0) text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("a diff shows what changed with three lines around it") {
  const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  const std::string after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n";
  CHECK(unified_diff(before, after, "a.journey") ==
        "--- a.journey\n+++ a.journey\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("equal texts have no diff") {
  CHECK(unified_diff("a\nb\n", "a\nb\n", "x").empty());
  CHECK(unified_diff("", "", "x").empty());
}

TEST_CASE("a missing last line end is said") {
  CHECK(unified_diff("a\nb", "a\nb\n", "x") ==
        "--- x\n+++ x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
  CHECK(unified_diff("", "a\n", "x") == "--- x\n+++ x\n@@ -0,0 +1 @@\n+a\n");
}

TEST_CASE("small texts are matched as well as can be") {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const std::string letters = "abcd";
    Lines before, after;
    for (std::size_t i = random() % 12; i > 0; --i) {
      before.push_back(std::string_view(letters).substr(random() % 4, 1));
    }
    for (std::size_t i = random() % 12; i > 0; --i) {
      after.push_back(std::string_view(letters).substr(random() % 4, 1));
    }
    const std::vector<LinePair> pairs = match_lines(before, after);
    REQUIRE(is_matching(before, after, pairs));
    REQUIRE(pairs.size() == lcs_length(before, after));
  }
}

TEST_CASE("a diff carried out gives the new text") {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    const std::string before = random_text(random, random() % 40, 3 + random() % 20);
    std::string after = before;
    for (std::size_t i = random() % 6; i > 0 && !after.empty(); --i) {
      const std::size_t at = random() % after.size();
      if (random() % 2 == 0) {
        after.insert(at, "new\n");
      } else {
        after.erase(at, 1 + random() % 5);
      }
    }
    const std::string diff = unified_diff(before, after, "x");
    REQUIRE(diff.empty() == (before == after));
    if (!diff.empty()) REQUIRE(apply_diff(before, diff) == after);
  }
}

TEST_CASE("a hundred thousand lines are compared in a moment") {
  std::string before, after, other;
  for (std::size_t i = 0; i < effort(100'000, 20'000); ++i) {
    const std::string line = "touchpoint number-" + std::to_string(i) + "\n";
    before += line + "\n";
    after += (i % 7 == 0 ? "  " : "") + line + "\n";
    other += "\t" + line + "\n";
  }
  const auto start = std::chrono::steady_clock::now();
  CHECK(apply_diff(before, unified_diff(before, after, "x")) == after);
  // Nothing in common but empty lines: no anchors, and still no table of 10^10 cells.
  CHECK(apply_diff(before, unified_diff(before, other, "x")) == other);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  CHECK(seconds.count() < 20);
}
