#include "cli/edits/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <iterator>
#include <unordered_map>

namespace cairn {
namespace {

using Lines = std::vector<std::string_view>;

/// Gaps up to so many pairs of lines are compared in full: a byte each, a millisecond in all.
constexpr std::size_t kMostPairs = 1'000'000;
constexpr std::size_t kContext = 3;

/// Lines with their line ends, so that CRLF differs from LF.
Lines split_lines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// Half-open ranges of lines that are still to be compared.
struct Gap {
  std::size_t before_begin, before_end, after_begin, after_end;
};

/// Lines that occur once in both ranges, in order of `before`.
std::vector<LinePair> unique_pairs(const Lines& before, const Lines& after, const Gap& gap) {
  struct Seen {
    std::size_t before_count = 0, after_count = 0, after_line = 0;
  };
  // Only looked up, never iterated: its order cannot reach the output.
  std::unordered_map<std::string_view, Seen> seen;
  for (std::size_t i = gap.before_begin; i < gap.before_end; ++i) ++seen[before[i]].before_count;
  for (std::size_t i = gap.after_begin; i < gap.after_end; ++i) {
    Seen& entry = seen[after[i]];
    ++entry.after_count;
    entry.after_line = i;
  }
  std::vector<LinePair> pairs;
  for (std::size_t i = gap.before_begin; i < gap.before_end; ++i) {
    const Seen& entry = seen[before[i]];
    if (entry.before_count == 1 && entry.after_count == 1) pairs.push_back({i, entry.after_line});
  }
  return pairs;
}

/// The longest subsequence that increases in `after` too (patience sorting).
std::vector<LinePair> longest_increasing(const std::vector<LinePair>& pairs) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> tops;  // index of the last pair of each pile
  std::vector<std::size_t> previous(pairs.size(), kNone);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto pile = std::lower_bound(
        tops.begin(), tops.end(), pairs[i].after,
        [&](std::size_t top, std::size_t line) { return pairs[top].after < line; });
    if (pile != tops.begin()) previous[i] = *std::prev(pile);
    if (pile == tops.end()) {
      tops.push_back(i);
    } else {
      *pile = i;
    }
  }
  std::vector<LinePair> chain;
  for (std::size_t i = tops.empty() ? kNone : tops.back(); i != kNone; i = previous[i]) {
    chain.push_back(pairs[i]);
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

/// The longest common subsequence of a small gap, by a table of directions.
std::vector<LinePair> compare_in_full(const Lines& before, const Lines& after, const Gap& gap) {
  const std::size_t rows = gap.before_end - gap.before_begin;
  const std::size_t columns = gap.after_end - gap.after_begin;
  enum : std::uint8_t { kTake, kDown, kRight };
  std::vector<std::uint8_t> directions(rows * columns);
  // Lengths of the best match of what follows row and column; one row at a time.
  std::vector<std::uint32_t> below(columns + 1, 0), current(columns + 1, 0);
  for (std::size_t i = rows; i-- > 0;) {
    for (std::size_t j = columns; j-- > 0;) {
      std::uint8_t& direction = directions[i * columns + j];
      if (before[gap.before_begin + i] == after[gap.after_begin + j]) {
        direction = kTake;
        current[j] = below[j + 1] + 1;
      } else {
        direction = below[j] >= current[j + 1] ? kDown : kRight;
        current[j] = std::max(below[j], current[j + 1]);
      }
    }
    std::swap(below, current);
  }
  std::vector<LinePair> pairs;
  for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
    const std::uint8_t direction = directions[i * columns + j];
    if (direction == kTake) pairs.push_back({gap.before_begin + i++, gap.after_begin + j++});
    if (direction == kDown) ++i;
    if (direction == kRight) ++j;
  }
  return pairs;
}

/// Takes equal lines off both ends of a gap.
void take_equal_ends(const Lines& before, const Lines& after, Gap& gap,
                     std::vector<LinePair>& pairs) {
  while (gap.before_begin < gap.before_end && gap.after_begin < gap.after_end &&
         before[gap.before_begin] == after[gap.after_begin]) {
    pairs.push_back({gap.before_begin++, gap.after_begin++});
  }
  while (gap.before_begin < gap.before_end && gap.after_begin < gap.after_end &&
         before[gap.before_end - 1] == after[gap.after_end - 1]) {
    pairs.push_back({--gap.before_end, --gap.after_end});
  }
}

void append(std::vector<LinePair>& pairs, const std::vector<LinePair>& more) {
  pairs.insert(pairs.end(), more.begin(), more.end());
}

/// A run of kept lines (mark ' ') or of changed lines, as ranges in both texts.
struct Hunk {
  std::size_t before_begin, before_end, after_begin, after_end;
};

/// Ranges that differ, widened by the context and joined where they touch.
std::vector<Hunk> find_hunks(const std::vector<LinePair>& pairs, std::size_t before_count,
                             std::size_t after_count) {
  std::vector<Hunk> hunks;
  std::size_t before = 0, after = 0;
  const auto add_change = [&](std::size_t before_end, std::size_t after_end) {
    if (before == before_end && after == after_end) return;
    // Context exists in both texts alike, since what surrounds a change is kept.
    const std::size_t lead = std::min({kContext, before, after});
    const std::size_t trail =
        std::min({kContext, before_count - before_end, after_count - after_end});
    const Hunk hunk{before - lead, before_end + trail, after - lead, after_end + trail};
    if (!hunks.empty() && hunk.before_begin <= hunks.back().before_end) {
      hunks.back().before_end = hunk.before_end;
      hunks.back().after_end = hunk.after_end;
    } else {
      hunks.push_back(hunk);
    }
  };
  for (const LinePair& pair : pairs) {
    add_change(pair.before, pair.after);
    before = pair.before + 1;
    after = pair.after + 1;
  }
  add_change(before_count, after_count);
  return hunks;
}

void print_line(std::string& text, char mark, std::string_view line) {
  text += mark;
  text += line;
  if (line.empty() || line.back() != '\n') text += "\n\\ No newline at end of file\n";
}

/// "12,3": where a range begins, from 1, and how long it is; an empty one names the line before it.
std::string range_words(std::size_t begin, std::size_t end) {
  if (end - begin == 1) return fmt::format("{}", begin + 1);
  return fmt::format("{},{}", end == begin ? begin : begin + 1, end - begin);
}

}  // namespace

std::vector<LinePair> match_lines(const Lines& before, const Lines& after) {
  std::vector<LinePair> pairs;
  std::vector<Gap> gaps{{0, before.size(), 0, after.size()}};
  while (!gaps.empty()) {
    Gap gap = gaps.back();
    gaps.pop_back();
    take_equal_ends(before, after, gap, pairs);
    const std::size_t rows = gap.before_end - gap.before_begin;
    const std::size_t columns = gap.after_end - gap.after_begin;
    if (rows == 0 || columns == 0) continue;
    if (rows <= kMostPairs / columns) {
      append(pairs, compare_in_full(before, after, gap));
      continue;
    }
    // Too large to compare in full and without an anchor: all of it counts as changed.
    const std::vector<LinePair> anchors = longest_increasing(unique_pairs(before, after, gap));
    if (anchors.empty()) continue;
    append(pairs, anchors);
    for (const LinePair& anchor : anchors) {
      gaps.push_back({gap.before_begin, anchor.before, gap.after_begin, anchor.after});
      gap.before_begin = anchor.before + 1;
      gap.after_begin = anchor.after + 1;
    }
    gaps.push_back(gap);
  }
  std::sort(pairs.begin(), pairs.end(),
            [](const LinePair& a, const LinePair& b) { return a.before < b.before; });
  return pairs;
}

std::string unified_diff(std::string_view before, std::string_view after, std::string_view path) {
  const Lines old_lines = split_lines(before);
  const Lines new_lines = split_lines(after);
  const std::vector<LinePair> pairs = match_lines(old_lines, new_lines);
  std::string text;
  std::size_t next = 0;
  for (const Hunk& hunk : find_hunks(pairs, old_lines.size(), new_lines.size())) {
    if (text.empty()) text = fmt::format("--- {0}\n+++ {0}\n", path);
    text += fmt::format("@@ -{} +{} @@\n", range_words(hunk.before_begin, hunk.before_end),
                        range_words(hunk.after_begin, hunk.after_end));
    std::size_t i = hunk.before_begin, j = hunk.after_begin;
    while (i < hunk.before_end || j < hunk.after_end) {
      while (next < pairs.size() && pairs[next].before < i) ++next;
      const bool has_pair = next < pairs.size();
      const std::size_t old_stop =
          has_pair ? std::min(pairs[next].before, hunk.before_end) : hunk.before_end;
      const std::size_t new_stop =
          has_pair ? std::min(pairs[next].after, hunk.after_end) : hunk.after_end;
      while (i < old_stop) print_line(text, '-', old_lines[i++]);
      while (j < new_stop) print_line(text, '+', new_lines[j++]);
      if (i < hunk.before_end && j < hunk.after_end) {
        print_line(text, ' ', old_lines[i++]);
        ++j;
      }
    }
  }
  return text;
}

}  // namespace cairn
