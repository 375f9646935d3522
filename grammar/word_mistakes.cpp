// First words that are not known, and names that cannot be names.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "grammar/known_mistakes.h"
#include "grammar/line_words.h"

namespace cairn {

namespace {

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

struct Hint {
  std::string_view typed;
  std::string_view help;
};

/// What newcomers try, from other tools and from plain language.
constexpr std::array kHints = {
    Hint{"step", "a step of a journey is a `touchpoint`"},
    Hint{"page", "a page or a screen is a `touchpoint`"},
    Hint{"screen", "a page or a screen is a `touchpoint`"},
    Hint{"state", "a step of a journey is a `touchpoint`"},
    Hint{"phase", "a phase is a `stage`"},
    Hint{"section", "a phase is a `stage`"},
    Hint{"title", "the title stands behind the name: `journey shop \"Shoe shop\"`"},
    Hint{"segment", "who people are is a `persona`, a `source` or a `device`"},
    Hint{"audience", "who people are is a `persona`, a `source` or a `device`"},
    Hint{"user", "who people are is a `persona`"},
    Hint{"customer", "who people are is a `persona`"},
    Hint{"campaign", "how people arrive is a `source`"},
    Hint{"entry", "how people arrive is a `source`"},
    Hint{"end", "an end of the journey is an `outcome`"},
    Hint{"goto", "a flow is an arrow: `-> order`"},
    Hint{"go", "a flow is an arrow: `-> order`"},
    Hint{"to", "a flow is an arrow: `-> order`"},
    Hint{"exit", "people leave with `rest -> leave`"},
    Hint{"exits", "people leave with `rest -> leave`"},
    Hint{"leave", "people leave with `rest -> leave`"},
    Hint{"drop", "people leave with `rest -> leave`"},
    Hint{"else", "what is left over is `rest -> leave`"},
    Hint{"otherwise", "what is left over is `rest -> leave`"},
    Hint{"remaining", "what is left over is `rest -> leave`"},
    Hint{"if", "a condition stands at the end: `26% -> cart when visited sign-up`"},
    Hint{"for", "`for` stands at the end of a line: `26% -> cart for regular`"},
    Hint{"when", "`when` stands at the end of a line: `26% -> cart when visited sign-up`"},
    Hint{"from", "`from` stands at the end of a line: `share 65% from \"Survey\"`"},
    Hint{"after", "`after` stands at the end of a flow: `24% -> review after 3 days`"},
    Hint{"comment", "comments begin with `#`; `note \"…\"` is printed"},
    Hint{"description", "a remark for readers is `note \"…\"`"},
    Hint{"text", "a remark for readers is `note \"…\"`"},
    Hint{"quote", "what people say is `thinks \"…\"`"},
    Hint{"says", "what people say is `thinks \"…\"`"},
    Hint{"emotion", "a feeling is `feels -1 annoyed`"},
    Hint{"emotions", "a feeling is `feels -1 annoyed`"},
    Hint{"price", "money that comes in is `earns 58 EUR`"},
    Hint{"revenue", "money that comes in is `earns 58 EUR`"},
    Hint{"budget", "money that goes out is `costs 300 EUR per month`"},
    Hint{"duration", "how long it lasts is `takes 3 min`"},
    Hint{"time", "how long it lasts is `takes 3 min`"},
    Hint{"wait", "waiting stands on the flow: `24% -> review after 3 days`"},
    Hint{"delay", "waiting stands on the flow: `24% -> review after 3 days`"},
    Hint{"solution", "a possible change is a `fix`"},
    Hint{"change", "a possible change is a `fix`"},
    Hint{"test", "a test of a fix is an `experiment`; a promise is `expect …`"},
    Hint{"assert", "a promise is `expect conversion at least 3%`"},
    Hint{"include", "fixes are taken together with `includes`; files with `import \"…\"`"},
    Hint{"probability", "a share stands before its arrow: `41% -> order`"},
    Hint{"traffic", "how many enter is `entrants 1 000 per month`"},
    Hint{"visitors", "how many enter is `entrants 1 000 per month`"},
    Hint{"//", "comments begin with `#`"},
    Hint{"/", "comments begin with `#`"},
    Hint{"--", "comments begin with `#`"},
    Hint{";", "comments begin with `#`"},
    Hint{"{", "there are no braces; a block ends where the next heading begins"},
    Hint{"}", "there are no braces; a block ends where the next heading begins"},
    Hint{"*", "a line needs no bullet"},
    Hint{"•", "a line needs no bullet"},
};

bool is_merge_mark(std::string_view line) {
  constexpr std::array<std::string_view, 4> kMarks = {"<<<<<<<", "=======", ">>>>>>>", "|||||||"};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return line.substr(0, mark.size()) == mark; });
}

std::string to_lower(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool is_connective(std::string_view word) {
  constexpr std::array<std::string_view, 16> kWords = {
      "for", "when", "from", "after", "and", "not",   "to",    "of",
      "by",  "at",   "in",   "with",  "per", "times", "above", "below"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// The word the writer probably meant: same letters in lower case, or one near to it.
std::optional<std::string> guess_first_word(std::string_view word) {
  std::vector<std::string_view> words = {"rest", "times"};
  for (const LineWord& known : line_words()) words.push_back(known.word);
  const std::string lower = to_lower(word);
  if (std::find(words.begin(), words.end(), lower) != words.end()) return lower;
  return nearest(lower, words);
}

/// Whether a name is expected behind this piece.
bool wants_name(const CutLine& cut, std::size_t index) {
  if (cut.has(index, PieceKind::arrow)) return true;
  if (!cut.has(index, PieceKind::word)) return false;
  const std::string_view word = cut.text_of(cut.pieces[index]);
  if (index == 0 && cut.line.word != nullptr) {
    return cut.line.word->wants.find("name") != std::string_view::npos &&
           cut.line.word->wants.find("file") == std::string_view::npos;
  }
  constexpr std::array<std::string_view, 9> kWords = {"for", "when",   "visited", "last", "not",
                                                      "of",  "toward", "reach",   "in"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// The end of the run of pieces without space between them that begins at an index.
std::size_t end_of_run(const CutLine& cut, std::size_t index) {
  while (cut.touches_previous(index + 1) && !cut.has(index + 1, PieceKind::comment) &&
         !cut.has(index + 1, PieceKind::text) && cut.text_of(cut.pieces[index + 1]) != ",") {
    ++index;
  }
  return cut.pieces[index].end;
}

/// `second-visit` for `2nd-visit`, `page-404` for `404-page`; empty if nothing comes to mind.
std::string propose_name(std::string_view name) {
  constexpr std::array kOrdinals = {Hint{"1st", "first"}, Hint{"2nd", "second"},
                                    Hint{"3rd", "third"}, Hint{"4th", "fourth"},
                                    Hint{"5th", "fifth"}};
  for (const Hint& ordinal : kOrdinals) {
    if (name.substr(0, ordinal.typed.size()) == ordinal.typed) {
      return std::string(ordinal.help) + std::string(name.substr(ordinal.typed.size()));
    }
  }
  const std::size_t hyphen = name.find('-');
  const std::size_t digits = name.find_first_not_of("0123456789");
  if (hyphen == std::string_view::npos || digits != hyphen) return "";
  return std::string(name.substr(hyphen + 1)) + "-" + std::string(name.substr(0, hyphen));
}

Diagnostic describe_name(const CutLine& cut, std::size_t begin, std::size_t end,
                         std::string message, const std::string& proposal, IsReadable is_readable) {
  Diagnostic d = make_line_diagnostic(Code::E106, cut.line, begin, end, std::move(message));
  const Correction correction{begin, end, proposal};
  if (!proposal.empty() && is_readable(apply_correction(cut.line.text, correction))) {
    d.help = {"write " + code(corrected_excerpt(cut.line.text, correction))};
    add_repair(d, cut.line, correction, false);
  } else {
    d.help = {"a name starts with a letter and goes on with letters, digits, `-` and `_`"};
  }
  return d;
}

/// `check.out`, `R&D`: a sign inside what was meant as one name.
std::optional<Diagnostic> find_sign_in_name(const CutLine& cut, std::size_t next,
                                            IsReadable is_readable) {
  if (next == 0 || !cut.has(next, PieceKind::sign) || !cut.touches_previous(next) ||
      !cut.has(next - 1, PieceKind::word)) {
    return std::nullopt;
  }
  const std::size_t begin = cut.pieces[next - 1].begin;
  const std::size_t end = end_of_run(cut, next - 1);
  std::string proposal;
  for (std::size_t i = next - 1; i < cut.pieces.size() && cut.pieces[i].end <= end; ++i) {
    const bool is_sign = cut.has(i, PieceKind::sign);
    proposal += is_sign ? "-" : std::string(cut.text_of(cut.pieces[i]));
  }
  const Correction correction{begin, end, proposal};
  if (!is_readable(apply_correction(cut.line.text, correction))) return std::nullopt;
  const std::string sign = code(excerpt(cut.text_of(cut.pieces[next])));
  return describe_name(cut, begin, end, "a name cannot contain " + sign, proposal, is_readable);
}

/// `touchpoint product page`: a name of two words, or a label without quotes.
std::optional<Diagnostic> find_split_name(const CutLine& cut, std::size_t next,
                                          IsReadable is_readable) {
  const bool is_heading =
      cut.line.word != nullptr && cut.line.word->wants.find("label") != std::string_view::npos;
  if (!is_heading || next != 2 || !cut.has(next, PieceKind::word)) return std::nullopt;
  std::size_t last = next;
  while (cut.has(last + 1, PieceKind::word)) ++last;
  const std::size_t begin = cut.pieces[1].begin;
  const std::size_t end = cut.pieces[last].end;
  std::string joined;
  for (std::size_t i = 1; i <= last; ++i) {
    joined += (i > 1 ? "-" : "") + std::string(cut.text_of(cut.pieces[i]));
  }
  const Correction as_name{begin, end, joined};
  if (!is_readable(apply_correction(cut.line.text, as_name))) return std::nullopt;
  const std::size_t label = cut.pieces[next].begin;
  const Correction as_label{label, end,
                            "\"" + std::string(cut.line.text.substr(label, end - label)) + "\""};
  Diagnostic d = make_line_diagnostic(
      Code::E106, cut.line, begin, end,
      "a name is one word: " + code(excerpt(cut.line.text.substr(begin, end - begin))));
  d.help = {"write " + code(corrected_excerpt(cut.line.text, as_name))};
  if (is_readable(apply_correction(cut.line.text, as_label))) {
    d.help.push_back("or, if a label was meant, " +
                     code(corrected_excerpt(cut.line.text, as_label)));
  }
  return d;
}

}  // namespace

std::optional<Diagnostic> find_bad_name(const CutLine& cut, IsReadable is_readable) {
  const std::size_t next = cut.piece_at(cut.line.understood);
  if (next == 0 || next >= cut.pieces.size()) return std::nullopt;
  if (auto found = find_sign_in_name(cut, next, is_readable)) return found;
  if (auto found = find_split_name(cut, next, is_readable)) return found;
  if (!wants_name(cut, next - 1)) return std::nullopt;
  const std::size_t begin = cut.pieces[next].begin;
  if (cut.has(next, PieceKind::number)) {
    const std::size_t end = end_of_run(cut, next);
    const std::string_view name = cut.line.text.substr(begin, end - begin);
    return describe_name(cut, begin, end,
                         "a name cannot start with a digit: " + code(excerpt(name)),
                         propose_name(name), is_readable);
  }
  const std::string_view word = cut.text_of(cut.pieces[next]);
  if (cut.has(next, PieceKind::word) && is_connective(word)) {
    Diagnostic d = make_line_diagnostic(Code::E207, cut.line, begin, cut.pieces[next].end,
                                        code(word) + " cannot be a name");
    d.help = {code(word) + " is a word of the language; another name is needed, for example " +
              code("the-" + std::string(word))};
    return d;
  }
  return std::nullopt;
}

Diagnostic describe_unknown_start(const CutLine& cut, IsReadable is_readable) {
  const BadLine& line = cut.line;
  const Piece& first = cut.pieces.front();
  const std::string_view word = cut.text_of(first);
  Diagnostic d = make_line_diagnostic(Code::E101, line, first.begin, first.end,
                                      code(excerpt(word)) + " is not a word I know here");
  if (is_merge_mark(line.text)) {
    d.message = "a mark of an unfinished merge stands here";
    d.help = {"keep one of the two versions and delete the marks"};
    return d;
  }
  const auto hint = std::find_if(kHints.begin(), kHints.end(), [&](const Hint& h) {
    return h.typed == (first.kind == PieceKind::word ? to_lower(word) : word);
  });
  if (hint != kHints.end()) {
    d.help = {std::string(hint->help)};
    return d;
  }
  if (first.kind == PieceKind::text) {
    d.message = "a line cannot begin with a text";
    d.help = {"a remark for readers is `note \"…\"`, a thought is `thinks \"…\"`"};
    return d;
  }
  const std::string_view english = english_first_word(word);
  if (!english.empty()) {
    d.help = {"the words of the language are English: " + code(english)};
    const Correction correction{first.begin, first.end, std::string(english)};
    if (is_readable(apply_correction(line.text, correction))) {
      d.help.push_back("write " + code(corrected_excerpt(line.text, correction)));
      add_repair(d, line, correction, false);
    }
    return d;
  }
  const auto guess = first.kind == PieceKind::word ? guess_first_word(word) : std::nullopt;
  if (!guess) {
    d.help = {
        "a line begins with a word of the language, a share or an arrow; `cairn words` lists them",
        "they are English; names, labels and texts may be in any language"};
    return d;
  }
  d.help = {"did you mean " + code(*guess) + "?"};
  const Correction correction{first.begin, first.end, *guess};
  if (is_readable(apply_correction(line.text, correction))) {
    add_repair(d, line, correction, to_lower(word) == *guess);
  }
  return d;
}

}  // namespace cairn
