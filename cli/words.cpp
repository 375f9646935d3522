#include "cli/words.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "grammar/line_words.h"

namespace cairn {
namespace {

struct HeadingRow {
  std::string_view word;
  std::string_view says;
};

/// In the order in which a spec is usually written.
constexpr HeadingRow kHeadings[] = {
    {"journey", "the frame; one per project"},
    {"persona", "who the customers are"},
    {"source", "how they arrive"},
    {"stage", "a column of the map; the touchpoints below belong to it"},
    {"touchpoint", "one moment of the journey"},
    {"outcome", "an end of the journey; `leave` always exists"},
    {"fix", "a possible change"},
    {"scenario", "fixes taken together"},
    {"experiment", "an A/B test of a fix"},
};

bool is_heading(std::string_view word) {
  return std::any_of(std::begin(kHeadings), std::end(kHeadings),
                     [&](const HeadingRow& row) { return row.word == word; });
}

bool has_flows(std::string_view heading) {
  return heading == "touchpoint" || heading == "source";
}

void add_row(TextTable& table, std::string_view word, std::string_view wants,
             std::string_view example) {
  table.rows.push_back({{{std::string("  ") + std::string(word), Ink::plain},
                         {std::string(wants), Ink::plain},
                         {std::string(example), Ink::dim}},
                        false});
}

void add_heading(TextTable& table, std::string_view words, std::string_view says) {
  if (!table.rows.empty()) table.rows.push_back({{{"", Ink::plain}}, true});
  const std::string text = says.empty() ? std::string(words) : fmt::format("{}: {}", words, says);
  table.rows.push_back({{{text, Ink::bold}}, true});
}

/// Word, what it wants, an example; an example that finds no room beside stands below.
std::string print_rows(const TextTable& table, const TerminalStyle& style) {
  constexpr std::size_t kWantsAt = 16, kLeastWants = 30, kMostWants = 40;
  std::size_t wants = kLeastWants;
  for (const TextRow& row : table.rows) {
    const std::size_t cells = row.is_heading ? 0 : display_width(row.cells[1].text);
    if (cells <= kMostWants) wants = std::max(wants, cells);
  }
  std::string text;
  for (const TextRow& row : table.rows) {
    if (row.is_heading) {
      text += paint(wrap(row.cells[0].text, 2, style), row.cells[0].ink, style) + "\n";
      continue;
    }
    const std::string word = pad_right(row.cells[0].text, kWantsAt);
    const std::string& want = row.cells[1].text;
    const std::string& example = row.cells[2].text;
    const bool fits = display_width(want) <= wants &&
                      kWantsAt + wants + 2 + display_width(example) <= style.width;
    if (fits) {
      text += word + pad_right(want, wants + 2) + paint(example, row.cells[2].ink, style) + "\n";
    } else {
      text += wrap(word + want, kWantsAt, style) + "\n";
      text += paint(wrap(std::string(kWantsAt + 2, ' ') + example, kWantsAt + 4, style),
                    row.cells[2].ink, style) +
              "\n";
    }
  }
  return text;
}

TextTable make_table() {
  TextTable table;
  table.columns = {{"", Align::left, 14, false}, {"", Align::left, 30, false}, {}};
  return table;
}

/// Lines that stand under a heading and nowhere else together: note and was are told apart.
void add_lines(TextTable& table, std::string_view heading) {
  for (const LineWord& row : line_words()) {
    if (row.under != "every heading" && stands_under(row.under, heading)) {
      add_row(table, row.word, row.wants, example_under(row, heading));
    }
  }
  if (!has_flows(heading)) return;
  for (const SpellingRow& flow : flow_spellings()) {
    if (heading == "source" && flow.example.starts_with("times")) continue;
    add_row(table, "->", flow.means, flow.example);
  }
}

void add_common_lines(TextTable& table) {
  add_heading(table, "under every heading", "");
  for (const LineWord& row : line_words()) {
    if (row.under == "every heading") add_row(table, row.word, row.wants, row.example);
  }
}

void add_tails(TextTable& table) {
  add_heading(table, "at the end of a line", "");
  for (const TailRow& tail : tails()) add_row(table, tail.word, tail.wants, tail.example);
}

std::string describe_heading(const HeadingRow& heading, const TerminalStyle& style) {
  TextTable table = make_table();
  add_heading(table, heading.word, heading.says);
  for (const LineWord& row : line_words()) {
    if (row.word == heading.word) add_row(table, row.word, row.wants, row.example);
  }
  add_heading(table, fmt::format("under `{}`", heading.word), "");
  add_lines(table, heading.word);
  add_common_lines(table);
  add_tails(table);
  return print_rows(table, style);
}

/// "under `source`, `touchpoint`"
std::string place_words(std::string_view under) {
  if (under.empty()) return "stands alone, anywhere in the file";
  if (under == "every heading") return "stands under every heading";
  std::string words = "stands under `";
  for (std::size_t at = 0; at < under.size();) {
    const std::size_t end = std::min(under.find(", ", at), under.size());
    words += std::string(at > 0 ? "`, `" : "") + std::string(under.substr(at, end - at));
    at = end + 2;
  }
  return words + "`";
}

std::string describe_spellings(std::string_view word) {
  const std::vector<SpellingRow> rows = spellings_of(word);
  if (rows.empty()) return "";
  std::string out = "\nIt may be written\n";
  for (const SpellingRow& row : rows) {
    out += fmt::format("  {}{}\n", pad_right(row.example, 30), row.means);
  }
  return out;
}

std::string describe_line(const LineWord& row, const TerminalStyle& style) {
  return fmt::format("{}: {}\nwants {}\nfor example  {}\n", paint(row.word, Ink::bold, style),
                     place_words(row.under), row.wants, row.example) +
         describe_spellings(row.word);
}

std::string describe_tail(const TailRow& tail, const TerminalStyle& style) {
  return fmt::format("{}: stands at the end of {}\nwants {}\nfor example  {}\n",
                     paint(tail.word, Ink::bold, style), tail.behind, tail.wants, tail.example);
}

std::string describe_flows(const TerminalStyle& style) {
  TextTable table = make_table();
  add_heading(table, "ways out", "stand under `touchpoint` and `source`");
  for (const SpellingRow& flow : flow_spellings()) add_row(table, "->", flow.means, flow.example);
  add_tails(table);
  return print_rows(table, style);
}

}  // namespace

const std::vector<SpellingRow>& flow_spellings() {
  static const std::vector<SpellingRow> kFlows = {
      {"-> basket", "everyone goes there"},
      {"30% -> basket", "a share of those who come by"},
      {"rest -> leave", "whoever is left"},
      {"30% to 38% -> basket", "a share that is not known well"},
      {"418 of 1 024 -> basket", "a share that was counted"},
      {"times 0.8 -> order for mobile", "another line's share, changed for some"},
      {"-> review after 2 days when signed-up", "later, and only for some"},
  };
  return kFlows;
}

const std::vector<TailRow>& tails() {
  static const std::vector<TailRow> kTails = {
      {"after", "a time on the way", "a flow", "24% -> review after 3 days"},
      {"for", "whom the line is about",
       "most lines; names side by side must all fit, with a comma either will do",
       "26% -> basket for mobile regular, tablet"},
      {"when", "what must have happened before",
       "most lines; conditions are joined by `and`, and `not` turns one round",
       "40% -> order when visited basket 2 times and not signed-up"},
      {"from", "where the number comes from, in quotes", "every line with a number",
       "30% -> basket from \"GA4, Nov 2024\""},
  };
  return kTails;
}

std::vector<SpellingRow> spellings_of(std::string_view word) {
  if (word == "share") {
    return {{"40%", "exact"},
            {"1 in 6", "exact"},
            {"30% to 38%", "not known well: 90% sure that it lies between"},
            {"34% +- 3pp", "the same, as 31% to 37%"},
            {"418 of 1 024", "counted"},
            {"rest", "whatever is left"}};
  }
  if (word == "takes") {
    return {{"3 min", "the same for everyone"},
            {"2 to 4 min", "differs: nine in ten lie between"},
            {"median 2 min, p90 9 min", "differs: half need less than 2, nine in ten less than 9"},
            {"mean 3 days", "differs, often short and sometimes long"}};
  }
  if (word == "earns" || word == "costs") {
    return {{"58 EUR", "the same for everyone"},
            {"50 to 65 EUR", "the average is not known well"},
            {"median 58 EUR, p90 140 EUR", "differs from customer to customer"},
            {"58 EUR once", "on the first visit only"},
            {"9 EUR per month", "as long as the customer stays"}};
  }
  return {};
}

std::string_view example_under(const LineWord& row, std::string_view heading) {
  // A fix is paid for once or per time, never per visit.
  return row.word == "costs" && heading == "fix" ? "costs 18 000 EUR once" : row.example;
}

bool stands_under(std::string_view under, std::string_view heading) {
  if (heading.empty() || under.empty()) return heading == under;
  if (under == "every heading") return true;
  for (std::size_t at = 0; at < under.size();) {
    const std::size_t end = std::min(under.find(", ", at), under.size());
    if (under.substr(at, end - at) == heading) return true;
    at = end + 2;
  }
  return false;
}

std::string list_words(const TerminalStyle& style) {
  TextTable table = make_table();
  for (const HeadingRow& heading : kHeadings) {
    add_heading(table, heading.word, heading.says);
    add_lines(table, heading.word);
  }
  add_common_lines(table);
  add_heading(table, "on their own", "");
  for (const LineWord& row : line_words()) {
    if (row.under.empty() && !is_heading(row.word)) {
      add_row(table, row.word, row.wants, row.example);
    }
  }
  add_tails(table);
  return print_rows(table, style) +
         "\n`cairn words touchpoint` or `cairn words takes` tells more.\n";
}

std::optional<std::string> describe_word(std::string_view word, const TerminalStyle& style) {
  for (const HeadingRow& heading : kHeadings) {
    if (heading.word == word) return describe_heading(heading, style);
  }
  std::string out;
  for (const LineWord& row : line_words()) {
    if (row.word == word) out += describe_line(row, style);
  }
  for (const TailRow& tail : tails()) {
    if (tail.word == word) out += describe_tail(tail, style);
  }
  if (!out.empty()) return out;
  if (word == "->" || word == "rest" || word == "times" || word == "flow") {
    return describe_flows(style);
  }
  return std::nullopt;
}

std::optional<std::string> near_word(std::string_view typed) {
  std::vector<std::string_view> words = {"rest", "times", "flow"};
  for (const LineWord& row : line_words()) words.push_back(row.word);
  for (const TailRow& tail : tails()) words.push_back(tail.word);
  return nearest(typed, words);
}

}  // namespace cairn
