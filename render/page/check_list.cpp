#include "render/page/check_list.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "journey/figure_text.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

std::string fixed(const PageInput& input, Word which) {
  return std::string(word(which, input.how.language));
}

std::string distance_text(const PageInput& input, double distance, Unit unit) {
  return localized(format_distance(distance, unit, input.how.currency), input.how.language);
}

/// "3.86% (3.52% to 4.22%): 0.86pp to spare", as `cairn test` says.
std::string found_text(const PageInput& input, const Judgement& judgement) {
  if (judgement.answer == nullptr || judgement.verdict == Verdict::not_judged) return judgement.why;
  if (judgement.verdict == Verdict::broken && !std::isfinite(judgement.measured)) {
    return judgement.why;
  }
  const Answer& answer = *judgement.answer;
  std::string text = figure_text(input.how, answer.estimate.value, answer.unit);
  const std::string range =
      range_text(input.how, answer.estimate.low, answer.estimate.high, answer.unit);
  if (!range.empty()) text = words(Word::in_brackets, input.how.language, {text, range});
  if (judgement.verdict == Verdict::unsure) {
    return words(Word::name_and_value, input.how.language, {text, judgement.why});
  }
  if (judgement.share_of_worlds) {
    return words(Word::report_true_in, input.how.language,
                 {text, chance_text(*judgement.share_of_worlds)});
  }
  const Word side = judgement.verdict == Verdict::broken ? Word::report_short : Word::report_spare;
  return words(side, input.how.language,
               {text, distance_text(input, judgement.margin, answer.unit)});
}

PageNote promise_note(const PageInput& input, const Judgement& judgement) {
  const bool is_target = judgement.expectation->is_target;
  PageNote note;
  switch (judgement.verdict) {
    case Verdict::holds:
      note = {Tone::good,
              "✓",
              fixed(input, is_target ? Word::report_target_reached : Word::report_promise_holds),
              {}};
      break;
    case Verdict::broken:
      note = {Tone::bad,
              is_target ? "▼" : "✗",
              fixed(input, is_target ? Word::report_target_missed : Word::report_promise_broken),
              {}};
      break;
    case Verdict::unsure:
      note = {Tone::bad, "?", fixed(input, Word::report_promise_unsure), {}};
      break;
    case Verdict::not_judged:
      note = {Tone::muted, "–", fixed(input, Word::report_promise_not_judged), {}};
      break;
  }
  note.text =
      words(Word::name_and_value, input.how.language, {note.text, judgement.expectation->text});
  note.small = found_text(input, judgement);
  return note;
}

PageNote engines_note(const PageInput& input) {
  const RunRecord& record = input.prediction->record;
  const std::size_t compared = static_cast<std::size_t>(
      std::count_if(input.prediction->answers.begin(), input.prediction->answers.end(),
                    [](const Answer& answer) { return answer.walk.has_value(); }));
  const bool agrees = record.worst_z <= kAlarmZ;
  return {
      agrees ? Tone::good : Tone::bad, agrees ? "✓" : "✗",
      words(agrees ? Word::report_engines_agree : Word::report_engines_differ, input.how.language,
            {format_count(static_cast<std::int64_t>(compared), input.how.language),
             localized(fmt::format("{:.1f}", record.worst_z), input.how.language)}),
      words(Word::report_engines_how, input.how.language,
            {format_count(static_cast<std::int64_t>(record.people), input.how.language)})};
}

PageNote record_note(const PageInput& input) {
  PageNote note{Tone::muted, "#", fixed(input, Word::report_record_drawn), {}};
  if (input.prediction != nullptr) {
    const RunRecord& record = input.prediction->record;
    note.text = words(Word::report_record, input.how.language,
                      {fmt::format("{}", record.seed),
                       format_count(static_cast<std::int64_t>(record.worlds), input.how.language)});
  }
  note.small =
      words(Word::report_record_hash, input.how.language, {input.version, input.spec_sha256});
  return note;
}

}  // namespace

PageSection make_checks(const PageInput& input) {
  PageSection section;
  section.id = "checks";
  section.heading = fixed(input, Word::report_checks);
  section.short_heading = fixed(input, Word::report_checks);
  if (input.judgements != nullptr) {
    for (const Judgement& judgement : *input.judgements) {
      section.notes.push_back(promise_note(input, judgement));
    }
  }
  for (const SpecMessage& warning : input.warnings) {
    section.notes.push_back({Tone::bad, "!", warning.code + ": " + warning.text, warning.place});
  }
  if (input.warnings.empty()) {
    section.notes.push_back({Tone::good, "✓", fixed(input, Word::report_no_warnings), {}});
  }
  if (input.prediction != nullptr && input.prediction->record.people > 0) {
    section.notes.push_back(engines_note(input));
  }
  section.notes.push_back(record_note(input));
  return section;
}

}  // namespace cairn
