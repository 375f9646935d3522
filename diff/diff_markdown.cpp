// The comparison for a pull request.
#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "base/text.h"
#include "diff/diff_report.h"

namespace cairn {
namespace {

/// A comment on GitHub takes 65 536 characters; some are left for whoever posts it.
constexpr std::size_t kMostBytes = 60'000;
constexpr std::size_t kWidestText = 200;  // cells

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0;
}

/// Text as inert HTML text. Letters, digits and a few harmless signs stay; a dot stays between
/// digits only, so that no address is made into a link.
std::string entities(std::string_view text) {
  constexpr std::string_view kHarmless = " ,%+-=/\"'();";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto is_digit = [&](std::size_t at) {
      return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
    };
    const bool is_decimal = c == '.' && i > 0 && is_digit(i - 1) && is_digit(i + 1);
    if (is_plain(c) || is_decimal || kHarmless.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("&#{};", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

/// As code: mentions and references are not looked for there.
std::string cell(std::string_view text) {
  if (text.empty()) return "–";
  return "<code>" + entities(shorten(escape_for_display(text), kWidestText)) + "</code>";
}

class MarkdownReport {
 public:
  MarkdownReport(const SpecDiff& diff, std::string& out) : diff_(diff), out_(out) {}

  void write() {
    out_ +=
        fmt::format("### {}: {}\n\n", cell(diff_.path.empty() ? diff_.new_side.name : diff_.path),
                    summary_of(diff_));
    out_ += fmt::format("{} → {}", side(diff_.old_side), side(diff_.new_side));
    for (const ResultChange& result : diff_.results) {
      if (result.metric != "conversion" || !result.scenario.empty()) continue;
      out_ +=
          fmt::format(" · **conversion {} → {}** {}", value_text(result.before, result.unit, {}),
                      value_text(result.after, result.unit, {}), change_text(result, {}));
    }
    const auto broken = std::count_if(
        diff_.promises.begin(), diff_.promises.end(),
        [](const PromiseChange& one) { return one.is_newly_broken() && !one.is_target; });
    if (broken > 0) {
      out_ += fmt::format(" · **{} now broken**",
                          broken == 1 ? "a promise is" : format_count(broken) + " promises are");
    }
    out_ += "\n\n";
    for (const std::string& note : diff_.notes) out_ += fmt::format("{}\n\n", cell(note));
    results();
    promises();
    for (const DiffTopic topic : kDiffTopics) table(topic);
  }

 private:
  static std::string side(const DiffSide& one) {
    return cell(one.name) + (one.exists ? "" : " (no such file)");
  }

  void table(DiffTopic topic) {
    bool has_head = false;
    std::size_t left_out = 0;
    for (const DiffItem& item : diff_.diff.items) {
      if (item.topic != topic) continue;
      if (out_.size() > kMostBytes) {
        ++left_out;
        continue;
      }
      if (!has_head) {
        const std::string title = topic_title(topic);
        out_ += fmt::format("**{}**\n\n| | where | what | before | after | |\n", title);
        out_ += "|---|---|---|---|---|---|\n";
        has_head = true;
      }
      row(item);
    }
    if (left_out > 0) {
      out_ += fmt::format("\nand {} more {} {}: see `cairn diff`\n",
                          format_count(static_cast<std::int64_t>(left_out)),
                          left_out == 1 ? "change in" : "changes in", topic_title(topic));
    }
    if (has_head || left_out > 0) out_ += "\n";
  }

  void row(const DiffItem& item) {
    static constexpr const char* kMarks[] = {"+", "−", "~", "~"};
    const bool is_evidence = item.topic == DiffTopic::evidence;
    const bool is_one_sided = item.mark == DiffMark::added || item.mark == DiffMark::removed;
    const std::string what = is_one_sided ? "" : item.subject.empty() ? item.what : item.subject;
    out_ += fmt::format("| {} | {} | {} | {} | {} | {} |\n",
                        kMarks[static_cast<std::size_t>(item.mark)],
                        cell(heading_text(diff_.diff.headings[item.heading])),
                        cell(is_evidence ? what + " from" : what),
                        cell(is_evidence ? item.old_origin : item.old_text),
                        cell(is_evidence ? item.new_origin : item.new_text),
                        item.difference.empty() ? "" : entities(item.difference));
  }

  void results() {
    if (!diff_.no_results.empty()) {
      out_ += fmt::format("Results are not compared: {}\n\n", cell(diff_.no_results));
    }
    const std::string unchanged = unchanged_text(diff_);
    if (!diff_.results.empty()) {
      const bool has_worlds = diff_.worlds > 0;
      out_ += fmt::format("| {} | before | after | change |{}\n|---|---|---|---|{}\n",
                          has_worlds ? "results" : ranges_text(diff_),
                          has_worlds ? " rises in |" : "", has_worlds ? "---|" : "");
      for (const ResultChange& result : diff_.results) result_row(result);
      out_ += "\n";
      if (has_worlds) {
        out_ += fmt::format("{}, the same draws on both sides{}", ranges_text(diff_),
                            unchanged.empty() ? "\n\n" : "; ");
      }
    }
    if (!unchanged.empty()) out_ += unchanged + "\n\n";
  }

  void result_row(const ResultChange& result) {
    out_ += fmt::format(
        "| {} | {} | {} | {} |",
        result.scenario.empty() ? result.metric : result.metric + " in " + cell(result.scenario),
        estimate_text(result.before, result.unit, diff_.old_currency),
        estimate_text(result.after, result.unit, diff_.new_currency),
        change_text(result, diff_.new_currency));
    const std::string chance = chance_text(result);
    if (diff_.worlds > 0) {
      out_ += chance.empty() ? "  |" : fmt::format(" {} of draws |", entities(chance));
    }
    out_ += "\n";
  }

  void promises() {
    if (diff_.promises.empty()) return;
    std::size_t left_out = 0;
    out_ += "| promises | | |\n|---|---|---|\n";
    for (const PromiseChange& promise : diff_.promises) {
      if (out_.size() > kMostBytes) {
        ++left_out;
        continue;
      }
      const std::string verdicts = verdicts_text(promise);
      const bool is_broken = promise.is_newly_broken() && !promise.is_target;
      out_ +=
          fmt::format("| {} | {} | {} |\n", cell(promise.text),
                      is_broken ? "**" + verdicts + "**" : verdicts, measured_text(diff_, promise));
    }
    if (left_out > 0) {
      out_ += fmt::format("\nand {} more: see `cairn diff`\n",
                          format_count(static_cast<std::int64_t>(left_out)));
    }
    out_ += "\n";
  }

  const SpecDiff& diff_;
  std::string& out_;
};

}  // namespace

std::string diff_markdown(const std::vector<SpecDiff>& diffs) {
  std::string out;
  std::size_t left_out = 0;
  for (const SpecDiff& diff : diffs) {
    if (out.size() > kMostBytes) {
      ++left_out;
    } else {
      MarkdownReport(diff, out).write();
    }
  }
  if (left_out > 0) {
    out += fmt::format("and {} more {}: see `cairn diff`\n",
                       format_count(static_cast<std::int64_t>(left_out)),
                       left_out == 1 ? "spec" : "specs");
  }
  return out;
}

}  // namespace cairn
