#include "grammar/diagnose_line.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "grammar/known_mistakes.h"
#include "grammar/line_pieces.h"

namespace cairn {

namespace {

/// What must follow a word in the middle of a line.
struct Expectation {
  std::string_view after;
  std::string_view wants;
};

constexpr std::array kExpectations = {
    Expectation{"for", "a persona, source, channel or device"},
    Expectation{"when", "`visited X`, `last X` or the name of a flag"},
    Expectation{"and", "a second condition, or the end of the range"},
    Expectation{"not", "`visited X`, `last X` or the name of a flag"},
    Expectation{"visited", "the name of a touchpoint"},
    Expectation{"last", "the name of a touchpoint"},
    Expectation{"from", "a text in quotes that says where the number comes from"},
    Expectation{"after", "a time, for example `after 3 days`"},
    Expectation{"per", "a time such as `month`, or `entrant` or `customer`"},
    Expectation{"by", "how much, for example `by 3pp`"},
    Expectation{"times", "a factor, for example `times 0.8`"},
    Expectation{"median", "an amount, then `, p90` and another one"},
    Expectation{"p90", "an amount"},
    Expectation{"mean", "an amount"},
    Expectation{"causes", "a share of exits, for example `causes 30% of exits`"},
    Expectation{"severity", "a number from 1 to 5"},
    Expectation{"toward", "the name of a touchpoint or an outcome"},
    Expectation{"least", "a number, for example `at least 3%`"},
    Expectation{"most", "a number, for example `at most 3%`"},
    Expectation{"between", "two numbers, for example `between 2% and 4%`"},
    Expectation{"above", "`baseline`"},
    Expectation{"below", "`baseline`"},
    Expectation{"with", "a confidence, for example `with 90% confidence`"},
    Expectation{"within", "a tolerance, for example `within 2pp`"},
    Expectation{"in", "the name of a scenario"},
    Expectation{"at", "the name of a place; a bound is `at least` or `at most`"},
    Expectation{"reach", "the name of a touchpoint or an outcome"},
    Expectation{"to", "where it leads, or the end of the range"},
    Expectation{"of", "a name, or how many there were"},
};

constexpr std::string_view kFlowExample = "41% -> order";

std::string quote_code(std::string_view text) {
  return "`" + excerpt(text) + "`";
}

/// "`takes` wants a time, for example `takes median 2 min, p90 9 min`".
std::string describe_line_kind(const BadLine& line) {
  if (line.word == nullptr) {
    return "a flow is a share, an arrow and a name, for example `" + std::string(kFlowExample) +
           "`";
  }
  return "`" + std::string(line.word->word) + "` wants " + std::string(line.word->wants) +
         ", for example `" + std::string(line.word->example) + "`";
}

/// What may stand behind a line that is whole already.
std::string describe_what_may_follow(const BadLine& line) {
  if (line.word == nullptr) {
    return "behind the name stand only `after`, `for`, `when` and `from`; reasons go on a `reason` "
           "or `pain` line";
  }
  if (line.word->word == "includes") {
    return "names are separated by commas, for example `includes guest-checkout, one-page`";
  }
  return describe_line_kind(line);
}

/// What should follow the last piece that was understood; "" if only the line as a whole can tell.
std::string describe_expectation(const CutLine& cut) {
  const Piece* last = nullptr;
  for (const Piece& piece : cut.pieces) {
    if (piece.end > cut.line.understood) break;
    last = &piece;
  }
  if (last == nullptr || last == &cut.pieces.front()) return "";
  if (last->kind == PieceKind::arrow)
    return "an arrow wants the name of a touchpoint or an outcome";
  if (last->kind != PieceKind::word) return "";
  const auto found =
      std::find_if(kExpectations.begin(), kExpectations.end(),
                   [&](const Expectation& e) { return e.after == cut.text_of(*last); });
  if (found == kExpectations.end()) return "";
  return "`" + std::string(found->after) + "` wants " + std::string(found->wants);
}

/// E105: nothing known fits; says how far the line made sense and what a right one looks like.
Diagnostic describe_leftover(const CutLine& cut) {
  const BadLine& line = cut.line;
  const std::size_t content_end = cut.content_end();
  const std::size_t next = cut.piece_at(line.understood);
  const std::string expectation = describe_expectation(cut);
  const bool is_unfinished = next >= cut.pieces.size() || cut.has(next, PieceKind::comment);
  if (is_unfinished) {
    const std::size_t begin = cut.pieces.front().begin;
    Diagnostic d = make_line_diagnostic(
        Code::E105, line, begin, content_end,
        "this line is not finished: " + quote_code(line.text.substr(begin, content_end - begin)));
    d.help = {expectation.empty() ? describe_line_kind(line) : expectation};
    return d;
  }
  const std::size_t begin = cut.pieces[next].begin;
  const std::size_t end = std::max(begin, content_end);
  const bool is_whole = line.statement_end >= line.understood && line.statement_end > 0;
  const std::string left = quote_code(line.text.substr(begin, end - begin));
  Diagnostic d = make_line_diagnostic(Code::E105, line, begin, end,
                                      "I understood this line up to here; " + left +
                                          (is_whole ? " is left over" : " does not fit"));
  if (!is_whole && !expectation.empty()) {
    d.help = {expectation};
  } else {
    d.help = {is_whole ? describe_what_may_follow(line) : describe_line_kind(line)};
  }
  return d;
}

}  // namespace

Diagnostic diagnose_line(const BadLine& line, bool (*is_readable)(std::string_view)) {
  const CutLine cut = cut_line(line);
  if (auto found = find_inner_quotes(cut, is_readable)) return *std::move(found);
  if (auto found = find_missing_open_quote(cut, is_readable)) return *std::move(found);
  if (auto found = find_open_text(cut, is_readable)) return *std::move(found);
  if (auto found = find_wrong_arrow(cut, is_readable)) return *std::move(found);
  if (auto found = find_slashes(cut, is_readable)) return *std::move(found);
  if (!line.is_known_start) return describe_unknown_start(cut, is_readable);
  if (auto found = find_comma_number(cut, is_readable)) return *std::move(found);
  if (auto found = find_wrong_error_bar(cut, is_readable)) return *std::move(found);
  if (auto found = find_bad_severity(cut)) return *std::move(found);
  if (auto found = find_wrong_unit(cut, is_readable)) return *std::move(found);
  if (auto found = find_foreign_word(cut, is_readable)) return *std::move(found);
  if (auto found = find_colon(cut, is_readable)) return *std::move(found);
  if (auto found = find_quoted_name(cut, is_readable)) return *std::move(found);
  if (auto found = find_condition_word(cut, is_readable)) return *std::move(found);
  if (auto found = find_bad_name(cut, is_readable)) return *std::move(found);
  if (auto found = find_missing_arrow(cut, is_readable)) return *std::move(found);
  if (auto found = find_unquoted_text(cut, is_readable)) return *std::move(found);
  if (auto found = find_wrong_comparison(cut, is_readable)) return *std::move(found);
  return describe_leftover(cut);
}

}  // namespace cairn
