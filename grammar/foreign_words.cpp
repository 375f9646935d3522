// Words of the language as people write them who think in another one.
#include <algorithm>
#include <array>
#include <string>

#include "grammar/known_mistakes.h"

namespace cairn {
namespace {

struct Foreign {
  std::string_view typed, english;
};

/// First words of lines: Polish, German, French, Spanish, Chinese in both kinds of letters.
constexpr std::array kFirstWords = {
    Foreign{"podróż", "journey"},   Foreign{"ścieżka", "journey"},
    Foreign{"źródło", "source"},    Foreign{"etap", "stage"},
    Foreign{"punkt", "touchpoint"}, Foreign{"wynik", "outcome"},
    Foreign{"poprawka", "fix"},     Foreign{"scenariusz", "scenario"},
    Foreign{"udział", "share"},     Foreign{"kanał", "channel"},
    Foreign{"cel", "goal"},         Foreign{"potrzeba", "need"},
    Foreign{"obawa", "fear"},       Foreign{"bolączka", "pain"},
    Foreign{"problem", "pain"},     Foreign{"powód", "reason"},
    Foreign{"koszt", "costs"},      Foreign{"kosztuje", "costs"},
    Foreign{"zarabia", "earns"},    Foreign{"trwa", "takes"},
    Foreign{"czuje", "feels"},      Foreign{"myśli", "thinks"},
    Foreign{"reszta", "rest"},      Foreign{"uwaga", "note"},
    Foreign{"Reise", "journey"},    Foreign{"Quelle", "source"},
    Foreign{"Phase", "stage"},      Foreign{"Kontaktpunkt", "touchpoint"},
    Foreign{"Ergebnis", "outcome"}, Foreign{"Szenario", "scenario"},
    Foreign{"Anteil", "share"},     Foreign{"Kanal", "channel"},
    Foreign{"Ziel", "goal"},        Foreign{"Kosten", "costs"},
    Foreign{"dauert", "takes"},     Foreign{"Dauer", "takes"},
    Foreign{"Rest", "rest"},        Foreign{"Notiz", "note"},
    Foreign{"parcours", "journey"}, Foreign{"étape", "stage"},
    Foreign{"résultat", "outcome"}, Foreign{"fuente", "source"},
    Foreign{"etapa", "stage"},      Foreign{"resultado", "outcome"},
    Foreign{"旅程", "journey"},     Foreign{"人物", "persona"},
    Foreign{"客群", "persona"},     Foreign{"來源", "source"},
    Foreign{"来源", "source"},      Foreign{"階段", "stage"},
    Foreign{"阶段", "stage"},       Foreign{"接觸點", "touchpoint"},
    Foreign{"觸點", "touchpoint"},  Foreign{"接触点", "touchpoint"},
    Foreign{"触点", "touchpoint"},  Foreign{"結果", "outcome"},
    Foreign{"结果", "outcome"},     Foreign{"結局", "outcome"},
    Foreign{"结局", "outcome"},     Foreign{"改善", "fix"},
    Foreign{"情境", "scenario"},    Foreign{"情景", "scenario"},
    Foreign{"比例", "share"},       Foreign{"占比", "share"},
    Foreign{"渠道", "channel"},     Foreign{"管道", "channel"},
    Foreign{"目標", "goal"},        Foreign{"目标", "goal"},
    Foreign{"痛點", "pain"},        Foreign{"痛点", "pain"},
    Foreign{"成本", "costs"},       Foreign{"費用", "costs"},
    Foreign{"费用", "costs"},       Foreign{"收入", "earns"},
    Foreign{"感受", "feels"},       Foreign{"想法", "thinks"},
    Foreign{"其餘", "rest"},        Foreign{"其余", "rest"},
    Foreign{"備註", "note"},        Foreign{"备注", "note"},
};

/// Words inside a line.
constexpr std::array kInnerWords = {
    Foreign{"do", "to"},
    Foreign{"bis", "to"},
    Foreign{"à", "to"},
    Foreign{"hasta", "to"},
    Foreign{"až", "to"},
    Foreign{"至", "to"},
    Foreign{"到", "to"},
    Foreign{"z", "of"},
    Foreign{"von", "of"},
    Foreign{"de", "of"},
    Foreign{"spośród", "of"},
    Foreign{"dla", "for"},
    Foreign{"für", "for"},
    Foreign{"pour", "for"},
    Foreign{"para", "for"},
    Foreign{"gdy", "when"},
    Foreign{"jeśli", "when"},
    Foreign{"wenn", "when"},
    Foreign{"quand", "when"},
    Foreign{"po", "after"},
    Foreign{"nach", "after"},
    Foreign{"après", "after"},
    Foreign{"mediana", "median"},
    Foreign{"Median", "median"},
    Foreign{"中位數", "median"},
    Foreign{"中位数", "median"},
    Foreign{"i", "and"},
    Foreign{"oraz", "and"},
    Foreign{"und", "and"},
    Foreign{"et", "and"},
    Foreign{"y", "and"},
    Foreign{"nie", "not"},
    Foreign{"nicht", "not"},
    Foreign{"raz", "once"},
    Foreign{"jednorazowo", "once"},
    Foreign{"einmalig", "once"},
    Foreign{"miesięcznie", "per month"},
    Foreign{"monatlich", "per month"},
    Foreign{"每月", "per month"},
    Foreign{"一次", "once"},
};

template <std::size_t n>
std::string_view find_english(const std::array<Foreign, n>& words, std::string_view word) {
  const auto* found = std::find_if(words.begin(), words.end(),
                                   [&](const Foreign& each) { return each.typed == word; });
  return found == words.end() ? std::string_view() : found->english;
}

/// Every such word from a piece on.
Correction all_in_english(const CutLine& cut, std::size_t from) {
  Correction correction{cut.pieces[from].begin, cut.pieces[from].begin, ""};
  for (std::size_t i = from; i < cut.pieces.size(); ++i) {
    if (!cut.has(i, PieceKind::word)) continue;
    const std::string_view english = find_english(kInnerWords, cut.text_of(cut.pieces[i]));
    if (english.empty()) continue;
    correction.replacement +=
        cut.line.text.substr(correction.end, cut.pieces[i].begin - correction.end);
    correction.replacement += english;
    correction.end = cut.pieces[i].end;
  }
  return correction;
}

}  // namespace

std::string_view english_first_word(std::string_view word) {
  return find_english(kFirstWords, word);
}

std::optional<Diagnostic> find_foreign_word(const CutLine& cut, IsReadable is_readable) {
  const std::size_t next = cut.piece_at(cut.line.understood);
  if (next == 0 || !cut.has(next, PieceKind::word)) return std::nullopt;
  const Piece& typed = cut.pieces[next];
  const std::string_view english = find_english(kInnerWords, cut.text_of(typed));
  if (english.empty()) return std::nullopt;
  Correction correction{typed.begin, typed.end, std::string(english)};
  if (!is_readable(apply_correction(cut.line.text, correction))) {
    correction = all_in_english(cut, next);
    if (!is_readable(apply_correction(cut.line.text, correction))) return std::nullopt;
  }
  Diagnostic d =
      make_line_diagnostic(Code::E105, cut.line, typed.begin, typed.end,
                           "the words of the language are English: `" + std::string(english) + "`");
  d.help = {"write `" + corrected_excerpt(cut.line.text, correction) + "`"};
  add_repair(d, cut.line, correction, true);
  return d;
}

}  // namespace cairn
