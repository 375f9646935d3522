// The comparison for people at a terminal.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "diff/diff_report.h"

namespace cairn {
namespace {

constexpr std::size_t kWidestText = 300;  // cells of one text before it is cut
constexpr std::size_t kWidestLine = 96;   // cells of one line before old and new get their own
constexpr std::size_t kWidestColumn = 48;

// Blue and yellow stay apart for every kind of colour blindness.
constexpr std::string_view kBlue = "\x1b[34m", kYellow = "\x1b[33m", kBold = "\x1b[1m",
                           kPlain = "\x1b[0m";

std::string safe(std::string_view text) {
  return shorten(escape_for_display(text), kWidestText);
}

class TextReport {
 public:
  TextReport(const SpecDiff& diff, const DiffStyle& style) : diff_(diff), style_(style) {}

  std::string write() {
    out_ += in(kBold, title()) + ": " + summary_of(diff_) + "\n";
    for (const std::string& note : diff_.notes) out_ += "  note: " + safe(note) + "\n";
    results();
    promises();
    // Counted once, so that each topic walks only over what it has.
    std::vector<std::vector<const DiffItem*>> by_topic(std::size(kDiffTopics));
    for (const DiffItem& item : diff_.diff.items) {
      by_topic[static_cast<std::size_t>(item.topic)].push_back(&item);
    }
    for (const DiffTopic topic : kDiffTopics) {
      topic_block(topic, by_topic[static_cast<std::size_t>(topic)]);
    }
    return style_.use_ascii ? to_ascii(out_) : out_;
  }

 private:
  struct Row {
    char mark;
    std::string what;  // left of the values
    std::string values, place;
  };

  std::string title() const {
    const auto side = [](const DiffSide& one) {
      return one.exists ? safe(one.name) : safe(one.name) + " (no such file)";
    };
    const std::string sides = side(diff_.old_side) + " → " + side(diff_.new_side);
    return diff_.path.empty() ? sides : safe(diff_.path) + ", " + sides;
  }

  std::string in(std::string_view colour, std::string_view text) const {
    if (!style_.use_colour) return std::string(text);
    return fmt::format("{}{}{}", colour, text, kPlain);
  }

  void topic_block(DiffTopic topic, const std::vector<const DiffItem*>& items) {
    if (items.empty()) return;
    out_ += fmt::format("\n{}\n", in(kBold, topic_title(topic)));
    for (std::size_t i = 0; i < items.size();) {
      std::size_t end = i;
      while (end < items.size() && items[end]->heading == items[i]->heading) ++end;
      out_ += fmt::format("  {}\n", safe(heading_text(diff_.diff.headings[items[i]->heading])));
      rows(items, i, end);
      i = end;
    }
  }

  void rows(const std::vector<const DiffItem*>& items, std::size_t begin, std::size_t end) {
    std::vector<Row> rows;
    std::size_t what_width = 0, value_width = 0;
    for (std::size_t i = begin; i < end; ++i) {
      rows.push_back(row_of(*items[i]));
      if (!rows.back().values.empty()) {
        what_width = std::max(what_width, std::min(kWidestColumn, display_width(rows.back().what)));
      }
    }
    for (const Row& row : rows)
      value_width = std::max(value_width, std::min(kWidestColumn, width_of(row, what_width)));
    for (std::size_t i = begin; i < end; ++i)
      row_text(rows[i - begin], *items[i], what_width, value_width);
  }

  static std::size_t width_of(const Row& row, std::size_t what_width) {
    if (row.values.empty()) return display_width(row.what);
    return std::max(what_width, display_width(row.what)) + 2 + display_width(row.values);
  }

  Row row_of(const DiffItem& item) const {
    Row row;
    row.place = places(item);
    if (item.mark == DiffMark::added || item.mark == DiffMark::removed) {
      row.mark = item.mark == DiffMark::added ? '+' : '-';
      row.what = safe(item.subject);
      return row;
    }
    row.mark = '~';
    row.what = safe(item.topic == DiffTopic::evidence ? item.subject + " from" : item.subject);
    if (row.what.empty()) row.what = item.what;
    row.values = sides_text(item);
    if (!item.difference.empty()) row.values += fmt::format("  ({})", item.difference);
    return row;
  }

  std::string sides_text(const DiffItem& item) const {
    const bool is_evidence = item.topic == DiffTopic::evidence;
    const auto shown = [&](const std::string& text) {
      if (is_evidence) return text.empty() ? std::string("(none)") : "\"" + safe(text) + "\"";
      return text.empty() ? std::string("(none)") : safe(text);
    };
    return shown(is_evidence ? item.old_origin : item.old_text) + " → " +
           shown(is_evidence ? item.new_origin : item.new_text);
  }

  /// One place where both sides stand on the same line of the same file.
  std::string places(const DiffItem& item) const {
    const std::string before = safe(place_text(diff_.old_side, item.old_span));
    const std::string after = safe(place_text(diff_.new_side, item.new_span));
    if (before.empty() || before == after) return after;
    if (after.empty()) return before;
    const std::size_t colon = after.rfind(':');
    const bool is_same_file = before.substr(0, before.rfind(':')) == after.substr(0, colon);
    return before + " → " + (is_same_file ? after.substr(colon + 1) : after);
  }

  void row_text(const Row& row, const DiffItem& item, std::size_t what_width,
                std::size_t value_width) {
    const std::string_view colour = row.mark == '+' ? kBlue : row.mark == '-' ? kYellow : kBold;
    const std::string mark = in(colour, std::string_view(&row.mark, 1));
    if (!row.values.empty() && width_of(row, what_width) > kWidestLine) {
      out_ += fmt::format("    {} {}  {}\n", mark, row.what, in_grey(row.place));
      two_lines(item);
      return;
    }
    std::string line = row.what;
    if (!row.values.empty()) line = pad_right(row.what, what_width) + "  " + row.values;
    out_ += fmt::format("    {} {}", mark, row.place.empty() ? line : pad_right(line, value_width));
    if (!row.place.empty()) out_ += "  " + in_grey(row.place);
    out_ += "\n";
  }

  void two_lines(const DiffItem& item) {
    const bool is_evidence = item.topic == DiffTopic::evidence;
    const std::string& before = is_evidence ? item.old_origin : item.old_text;
    const std::string& after = is_evidence ? item.new_origin : item.new_text;
    out_ +=
        fmt::format("        {} {}\n", in(kYellow, "-"), before.empty() ? "(none)" : safe(before));
    out_ += fmt::format("        {} {}", in(kBlue, "+"), after.empty() ? "(none)" : safe(after));
    if (!item.difference.empty()) out_ += fmt::format("  ({})", item.difference);
    out_ += "\n";
  }

  std::string in_grey(std::string_view text) const { return in("\x1b[2m", text); }

  void results() {
    if (!diff_.no_results.empty()) {
      out_ += fmt::format("\nresults: not compared; {}\n", safe(diff_.no_results));
    }
    const std::string unchanged = unchanged_text(diff_);
    if (diff_.results.empty()) {
      if (!unchanged.empty()) out_ += fmt::format("\nresults: {}\n", unchanged);
      return;
    }
    out_ += fmt::format("\n{}{}\n", in(kBold, "results"),
                        in_grey((diff_.worlds == 0 ? " " : ", ") + ranges_text(diff_)));
    std::size_t widest = 0, longest = 0;
    for (const ResultChange& result : diff_.results) {
      widest = std::max(widest, display_width(safe(result_name(result))));
    }
    for (const ResultChange& result : diff_.results) {
      longest = std::max(longest, display_width(result_sides(result)) +
                                      display_width(result_change(result)) + widest + 6);
    }
    for (const ResultChange& result : diff_.results) result_row(result, widest, longest);
    if (!unchanged.empty()) out_ += fmt::format("  {}\n", unchanged);
  }

  /// The difference gets a line of its own where the sides with their ranges fill the first.
  void result_row(const ResultChange& result, std::size_t widest, std::size_t longest) {
    out_ +=
        fmt::format("  {}  {}", pad_right(safe(result_name(result)), widest), result_sides(result));
    const std::string change = result_change(result);
    if (!change.empty()) {
      const bool has_room = longest <= kWidestLine;
      out_ += has_room ? ", " : "\n" + std::string(widest + 4, ' ');
      out_ += in(kBold, change);
    }
    out_ += "\n";
  }

  std::string result_sides(const ResultChange& result) const {
    return estimate_text(result.before, result.unit, diff_.old_currency) + " → " +
           estimate_text(result.after, result.unit, diff_.new_currency);
  }

  std::string result_change(const ResultChange& result) const {
    const std::string chance = chance_text(result);
    return change_text(result, diff_.new_currency) +
           (chance.empty() ? "" : ", rises in " + chance + " of draws");
  }

  void promises() {
    if (diff_.promises.empty()) return;
    out_ += fmt::format("\n{}\n", in(kBold, "promises"));
    std::vector<Row> rows;
    std::size_t what_width = 0, value_width = 0;
    for (const PromiseChange& promise : diff_.promises) {
      rows.push_back(promise_row(promise));
      what_width = std::max(what_width, std::min(kWidestColumn, display_width(rows.back().what)));
    }
    for (const Row& row : rows) {
      value_width = std::max(value_width, std::min(kWidestLine, width_of(row, what_width)));
    }
    for (const Row& row : rows) {
      const std::string_view colour = row.mark == '!' ? kYellow : row.mark == '~' ? kBold : kPlain;
      const std::string line = pad_right(row.what, what_width) + "  " + row.values;
      out_ += fmt::format("  {} {}", in(colour, std::string_view(&row.mark, 1)),
                          row.place.empty() ? line : pad_right(line, value_width));
      if (!row.place.empty()) out_ += "  " + in_grey(row.place);
      out_ += "\n";
    }
  }

  Row promise_row(const PromiseChange& promise) const {
    Row row;
    const bool is_new = !promise.before, is_lost = !promise.after;
    const bool is_broken = promise.is_newly_broken() && !promise.is_target;
    row.mark = is_broken ? '!' : is_new ? '+' : is_lost ? '-' : '~';
    row.what = safe(promise.text);
    row.values = verdicts_text(promise);
    const std::string measured = measured_text(diff_, promise);
    if (!measured.empty()) row.values += fmt::format("  ({})", measured);
    row.place = safe(is_lost ? place_text(diff_.old_side, promise.old_span)
                             : place_text(diff_.new_side, promise.new_span));
    return row;
  }

  /// Of what a spec holds only these signs change, too: such a terminal shows none of them.
  static std::string to_ascii(std::string text) {
    const auto replace = [&text](std::string_view from, std::string_view to) {
      std::string out;
      std::size_t at = 0;
      for (std::size_t next; (next = text.find(from, at)) != std::string::npos;
           at = next + from.size()) {
        out.append(text, at, next - at).append(to);
      }
      text = out.append(text, at);
    };
    replace(" → ", " => ");
    replace("\u2212", "-");
    replace("…", "...");
    replace("\u2013", "-");
    return text;
  }

  const SpecDiff& diff_;
  const DiffStyle& style_;
  std::string out_;
};

}  // namespace

std::string diff_text(const std::vector<SpecDiff>& diffs, const DiffStyle& style) {
  std::string text;
  for (const SpecDiff& diff : diffs) {
    if (!text.empty()) text += "\n";
    text += TextReport(diff, style).write();
  }
  return text;
}

}  // namespace cairn
