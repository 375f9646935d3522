// Numbers, units and bounds that are written in another way than cairn's.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/text.h"
#include "grammar/known_mistakes.h"
#include "grammar/unit_spellings.h"

namespace cairn {

namespace {

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

/// The digits of a number between its separators: "1,024.5" -> {"1", "024", "5"}, ",.".
struct DigitGroups {
  std::vector<std::string> groups = {""};
  std::string separators;
};

DigitGroups split_digits(std::string_view number) {
  DigitGroups split;
  for (std::size_t at = 0; at < number.size();) {
    const Character c = first_character(number.substr(at));
    if (c.code == ',' || c.code == '.' || c.code == 0xFF0C || c.code == 0xFF0E) {
      split.groups.emplace_back();
      split.separators.push_back(c.code == '.' || c.code == 0xFF0E ? '.' : ',');
    } else if (c.code >= 0xFF10 && c.code <= 0xFF19) {
      split.groups.back().push_back(static_cast<char>('0' + (c.code - 0xFF10)));
    } else if (c.code != '_') {
      split.groups.back().append(number.substr(at, c.size));
    }
    at += c.size;
  }
  return split;
}

bool is_group_of_three(const std::string& group) {
  return group.size() == 3;
}

/// `1 024` for `1,024`; empty if the commas cannot group thousands.
std::string read_as_thousands(const DigitGroups& split) {
  std::size_t last = split.groups.size();
  std::string decimals;
  if (split.separators.back() == '.') decimals = "." + split.groups[--last];
  const bool fits =
      last > 1 && split.groups[0].size() <= 3 && split.groups[0] != "0" &&
      std::all_of(split.groups.begin() + 1,
                  split.groups.begin() + static_cast<std::ptrdiff_t>(last), is_group_of_three) &&
      std::count(split.separators.begin(), split.separators.end(), ',') ==
          static_cast<std::ptrdiff_t>(last) - 1;
  if (!fits) return "";
  std::string text = split.groups[0];
  for (std::size_t i = 1; i < last; ++i) text += " " + split.groups[i];
  return text + decimals;
}

/// `1.024` for `1,024`; empty if the comma cannot be a decimal mark.
std::string read_as_decimal(const DigitGroups& split) {
  const std::size_t last = split.groups.size() - 1;
  const bool fits =
      split.separators.back() == ',' &&
      std::count(split.separators.begin(), split.separators.end(), ',') == 1 &&
      std::all_of(split.groups.begin() + 1,
                  split.groups.begin() + static_cast<std::ptrdiff_t>(last), is_group_of_three);
  if (!fits) return "";
  std::string text = split.groups[0];
  for (std::size_t i = 1; i < last; ++i) text += " " + split.groups[i];
  return text + "." + split.groups[last];
}

bool has_comma(std::string_view number) {
  return number.find(',') != std::string_view::npos ||
         number.find("\uFF0C") != std::string_view::npos;
}

bool is_error_bar(std::string_view sign) {
  return sign == "+-" || sign == "\u00B1" || sign == "+\u2212" || sign == "\uFF0B\uFF0D";
}

/// The number of a piece with its sign and gaps read plainly; NaN-free, 0 if it is too long.
double number_of(const CutLine& cut, std::size_t index) {
  const DigitGroups split = split_digits(cut.text_of(cut.pieces[index]).substr(0, 40));
  std::string plain = split.groups[0];
  if (split.groups.size() > 1) plain += "." + split.groups[1];
  return std::strtod(plain.c_str(), nullptr);
}

std::string show(double number) {
  return format_number(number);
}

/// Both readings of `34% +- 3%`, or of `40 EUR +- 10%`.
std::string describe_error_bar(const CutLine& cut, std::size_t centre, std::string_view unit,
                               double percent) {
  const double middle = number_of(cut, centre);
  const double part = middle * percent / 100;
  const std::string gap = unit == "%" ? "" : " ";
  const std::string unit_text = gap + std::string(unit);
  const std::string range = show(middle - part) + (unit == "%" ? unit_text : "") + " to " +
                            show(middle + part) + unit_text;
  if (unit != "%") return code(range) + " is " + show(percent) + "% of it";
  std::string points = "`+- " + show(percent) + "pp`";
  if (middle >= percent) {
    points += " is " + show(middle - percent) + "% to " + show(middle + percent) + "%";
  }
  return points + "; " + code(range) + " is " + show(percent) + "% of it";
}

/// `4 m`: minutes or months?
Diagnostic describe_lone_m(const CutLine& cut, std::size_t number) {
  const std::size_t begin = cut.pieces[number].begin;
  const Piece& unit = cut.pieces[number + 1];
  const std::string_view digits = cut.text_of(cut.pieces[number]);
  Diagnostic d = make_line_diagnostic(
      Code::E306, cut.line, begin, unit.end,
      code(excerpt(cut.line.text.substr(begin, unit.end - begin))) + ": `min` or `months`?");
  const std::string gap = cut.touches_previous(number + 1) ? " " : "";
  for (const std::string_view word : {"min", "months"}) {
    const Correction correction{unit.begin, unit.end, gap + std::string(word)};
    d.help.push_back((d.help.empty() ? "write " : "or    ") +
                     code(corrected_excerpt(cut.line.text, correction)));
  }
  if (digits.size() > 40) d.help = {"write `min` or `months`"};
  return d;
}

Diagnostic describe_correction(const CutLine& cut, const Correction& correction,
                               std::string message, bool is_safe) {
  Diagnostic d = make_line_diagnostic(Code::E105, cut.line, correction.begin, correction.end,
                                      std::move(message));
  d.help = {"write " + code(corrected_excerpt(cut.line.text, correction))};
  add_repair(d, cut.line, correction, is_safe);
  return d;
}

std::optional<Diagnostic> find_lower_case_code(const CutLine& cut, IsReadable is_readable) {
  const bool is_currency = cut.line.word != nullptr && cut.line.word->word == "currency";
  if (!is_currency || !cut.has(1, PieceKind::word)) return std::nullopt;
  std::string upper(cut.text_of(cut.pieces[1]));
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const Correction correction{cut.pieces[1].begin, cut.pieces[1].end, upper};
  if (!is_readable(apply_correction(cut.line.text, correction))) return std::nullopt;
  return describe_correction(cut, correction, "a currency is written in capitals: " + code(upper),
                             true);
}

/// `.5`
std::optional<Diagnostic> find_bare_decimals(const CutLine& cut, std::size_t next,
                                             IsReadable is_readable) {
  if (!cut.has(next, PieceKind::sign) || !cut.has(next + 1, PieceKind::number) ||
      !cut.touches_previous(next + 1) || cut.text_of(cut.pieces[next]) != ".") {
    return std::nullopt;
  }
  const std::size_t begin = cut.pieces[next].begin;
  const Correction correction{begin, begin, "0"};
  if (!is_readable(apply_correction(cut.line.text, correction))) return std::nullopt;
  Diagnostic d = describe_correction(cut, correction, "a number begins with a digit", true);
  d.span.end = cut.line.begin + static_cast<std::uint32_t>(cut.pieces[next + 1].end);
  return d;
}

/// `650 元`, `99 kr`: several currencies are called so.
std::optional<Diagnostic> find_shared_currency(const CutLine& cut, std::size_t unit) {
  struct Shared {
    std::string_view typed, codes;
  };
  constexpr std::array kShared = {Shared{"元", "`CNY` or `TWD`"}, Shared{"圓", "`TWD` or `HKD`"},
                                  Shared{"块", "`CNY` or `TWD`"}, Shared{"塊", "`TWD` or `HKD`"},
                                  Shared{"kr", "`SEK`, `NOK` or `DKK`"}};
  const auto* known = std::find_if(kShared.begin(), kShared.end(), [&](const Shared& one) {
    return one.typed == cut.text_of(cut.pieces[unit]);
  });
  if (known == kShared.end()) return std::nullopt;
  const std::size_t begin = cut.pieces[unit - 1].begin, end = cut.pieces[unit].end;
  Diagnostic d = make_line_diagnostic(Code::E105, cut.line, begin, end,
                                      code(excerpt(cut.line.text.substr(begin, end - begin))) +
                                          ": money has the three-letter code of its currency");
  d.help = {"write " + std::string(known->codes) + ", as the `currency` line of the journey does"};
  return d;
}

/// The unit behind every number from `next` on: `median 380 zł, p90 1 900 zł`.
Correction correct_everywhere(const CutLine& cut, std::size_t next, const UnitSpelling& unit) {
  Correction correction{cut.pieces[next - 1].end, cut.pieces[next - 1].end, ""};
  for (std::size_t i = next; i < cut.pieces.size(); ++i) {
    if (!cut.has_word(i, unit.typed) || !cut.has(i - 1, PieceKind::number)) continue;
    const std::size_t number_end = cut.pieces[i - 1].end;
    correction.replacement += cut.line.text.substr(correction.end, number_end - correction.end);
    correction.replacement += unit.right;
    correction.end = cut.pieces[i].end;
  }
  return correction;
}

}  // namespace

std::optional<Diagnostic> find_comma_number(const CutLine& cut, IsReadable is_readable) {
  const auto found = std::find_if(cut.pieces.begin(), cut.pieces.end(), [&](const Piece& piece) {
    return piece.kind == PieceKind::number && has_comma(cut.text_of(piece));
  });
  if (found == cut.pieces.end()) return std::nullopt;
  const std::string_view number = cut.text_of(*found);
  constexpr std::size_t kLongestNumber = 60;  // bytes; beyond that nobody reads two proposals
  Diagnostic d = make_line_diagnostic(Code::E302, cut.line, found->begin, found->end,
                                      code(excerpt(number)) + " has a comma inside a number");
  d.help = {"a space or `_` groups digits, a dot begins the decimals"};
  if (number.size() > kLongestNumber) return d;
  const DigitGroups split = split_digits(number);
  const std::string thousands = read_as_thousands(split);
  const std::string decimal = read_as_decimal(split);
  if (thousands.empty() && decimal.empty()) return d;
  if (!thousands.empty() && !decimal.empty()) {
    d.message = code(excerpt(number)) + ": write " + code(thousands) + " (thousands) or " +
                code(decimal) + " (a decimal)";
    return d;
  }
  const Correction correction{found->begin, found->end, thousands.empty() ? decimal : thousands};
  d.message =
      code(excerpt(number)) + " has a comma inside a number: write " + code(correction.replacement);
  if (is_readable(apply_correction(cut.line.text, correction))) {
    d.help.push_back("write " + code(corrected_excerpt(cut.line.text, correction)));
    add_repair(d, cut.line, correction, true);
  }
  return d;
}

std::optional<Diagnostic> find_wrong_error_bar(const CutLine& cut, IsReadable is_readable) {
  for (std::size_t i = 1; i + 1 < cut.pieces.size(); ++i) {
    if (!cut.has(i, PieceKind::sign) || !cut.has(i + 1, PieceKind::number)) continue;
    const std::string_view sign = cut.text_of(cut.pieces[i]);
    if (sign == "+/-" || sign == "-+") {
      const Correction correction{cut.pieces[i].begin, cut.pieces[i].end, "+-"};
      if (!is_readable(apply_correction(cut.line.text, correction))) continue;
      return describe_correction(cut, correction, "a margin is written `+-`", true);
    }
    if (!is_error_bar(sign) || !cut.has(i + 2, PieceKind::percent)) continue;
    const bool has_unit = !cut.has(i - 1, PieceKind::number);
    if (has_unit && (i < 2 || !cut.has(i - 2, PieceKind::number))) continue;
    const std::size_t centre = has_unit ? i - 2 : i - 1;
    const std::size_t begin = cut.pieces[centre].begin;
    const std::size_t end = cut.pieces[i + 2].end;
    std::string_view unit;
    if (has_unit) unit = cut.text_of(cut.pieces[i - 1]);
    if (cut.has(i - 1, PieceKind::percent)) unit = "%";
    Diagnostic d = make_line_diagnostic(
        Code::E303, cut.line, begin, end,
        code(excerpt(cut.line.text.substr(begin, end - begin))) + ": points or relative?");
    d.help = {describe_error_bar(cut, centre, unit, number_of(cut, i + 1))};
    return d;
  }
  return std::nullopt;
}

std::optional<Diagnostic> find_bad_severity(const CutLine& cut) {
  for (std::size_t i = 0; i + 1 < cut.pieces.size(); ++i) {
    if (!cut.has_word(i, "severity") || !cut.has(i + 1, PieceKind::number)) continue;
    const std::string_view number = cut.text_of(cut.pieces[i + 1]);
    if (number.size() == 1 && number >= "1" && number <= "5") continue;
    Diagnostic d =
        make_line_diagnostic(Code::E304, cut.line, cut.pieces[i + 1].begin, cut.pieces[i + 1].end,
                             "severity " + excerpt(number) + ": severity goes from 1 to 5");
    d.help = {"1 is a nuisance, 5 stops people; write for example `severity 4`"};
    return d;
  }
  return std::nullopt;
}

std::optional<Diagnostic> find_wrong_unit(const CutLine& cut, IsReadable is_readable) {
  if (auto found = find_lower_case_code(cut, is_readable)) return found;
  const std::size_t next = cut.piece_at(cut.line.understood);
  if (auto found = find_bare_decimals(cut, next, is_readable)) return found;
  if (next == 0 || !cut.has(next, PieceKind::word) || !cut.has(next - 1, PieceKind::number)) {
    return std::nullopt;
  }
  const std::string_view unit = cut.text_of(cut.pieces[next]);
  if (unit == "m") return describe_lone_m(cut, next - 1);
  if (auto found = find_shared_currency(cut, next)) return found;
  const auto known = std::find_if(kUnits.begin(), kUnits.end(),
                                  [&](const UnitSpelling& u) { return u.typed == unit; });
  if (known == kUnits.end()) return std::nullopt;
  const std::size_t number_end = cut.pieces[next - 1].end;
  Correction correction{number_end, cut.pieces[next].end, std::string(known->right)};
  if (!is_readable(apply_correction(cut.line.text, correction))) {
    correction = correct_everywhere(cut, next, *known);
    if (!is_readable(apply_correction(cut.line.text, correction))) return std::nullopt;
  }
  const std::size_t begin = cut.pieces[next - 1].begin;
  const std::string number(cut.line.text.substr(begin, number_end - begin));
  Diagnostic d =
      describe_correction(cut, correction,
                          code(excerpt(cut.line.text.substr(begin, cut.pieces[next].end - begin))) +
                              " is written " + code(excerpt(number + std::string(known->right))),
                          true);
  d.span.begin = cut.line.begin + static_cast<std::uint32_t>(begin);
  return d;
}

std::optional<Diagnostic> find_wrong_comparison(const CutLine& cut, IsReadable is_readable) {
  const bool is_promise = cut.line.word != nullptr &&
                          (cut.line.word->word == "expect" || cut.line.word->word == "target");
  const std::size_t next = cut.piece_at(cut.line.understood);
  if (!is_promise || next >= cut.pieces.size()) return std::nullopt;
  // Not further than the first number: `above 3%`, `more than 3%`, `> 3%`, `= 3%`.
  const std::size_t first = std::max<std::size_t>(next, 2) - 1;
  for (std::size_t from = first; from <= next; ++from) {
    std::size_t number = from;
    while (number < cut.pieces.size() && number < from + 4 && !cut.has(number, PieceKind::number)) {
      ++number;
    }
    if (!cut.has(number, PieceKind::number) || number == from) continue;
    for (const std::string_view bound : {"at least ", "at most "}) {
      const Correction correction{cut.pieces[from].begin, cut.pieces[number].begin,
                                  std::string(bound)};
      const std::string_view typed =
          cut.line.text.substr(correction.begin, correction.end - correction.begin);
      const bool is_upper = typed.find('<') != std::string_view::npos ||
                            typed.find("less") != std::string_view::npos ||
                            typed.find("under") != std::string_view::npos ||
                            typed.find("below") != std::string_view::npos ||
                            typed.find("most") != std::string_view::npos;
      if (is_upper != (bound == "at most ")) continue;
      if (!is_readable(apply_correction(cut.line.text, correction))) continue;
      Diagnostic d = describe_correction(
          cut, correction, "a bound is `at least`, `at most` or `between … and …`", false);
      d.span.end = cut.line.begin + static_cast<std::uint32_t>(cut.pieces[number - 1].end);
      return d;
    }
  }
  return std::nullopt;
}

}  // namespace cairn
