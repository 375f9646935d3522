#include "compiler/compile.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "compiler/lower.h"

namespace cairn {

namespace {

bool has_code(const Diagnostics& diagnostics, std::initializer_list<Code> codes) {
  return std::any_of(diagnostics.all().begin(), diagnostics.all().end(),
                     [&codes](const Diagnostic& one) {
                       return std::find(codes.begin(), codes.end(), one.code) != codes.end();
                     });
}

/// The heading a place in the text stands under, as an index; 0 if none.
std::size_t block_of(const std::vector<Span>& blocks, Span span) {
  const auto above = std::upper_bound(
      blocks.begin(), blocks.end(), span, [](const Span& place, const Span& block) {
        return std::pair(place.file, place.begin) < std::pair(block.file, block.begin);
      });
  return above == blocks.begin() ? 0 : static_cast<std::size_t>(above - blocks.begin()) - 1;
}

/// Headings with a mistake under them: what a check says about these may only be a consequence.
std::vector<bool> find_tainted(const Lowered& lowered, const Diagnostics& diagnostics) {
  const std::vector<Span>& blocks = lowered.block_spans;
  std::vector<bool> is_tainted(blocks.size(), false);
  const auto taint = [&](Span span) {
    if (span.is_valid() && !blocks.empty()) is_tainted[block_of(blocks, span)] = true;
  };
  for (const Span use : lowered.left_out) taint(use);
  for (const Diagnostic& one : diagnostics.all()) {
    const std::string_view id = code_info(one.code).id;
    const bool is_unresolved = id == "N211";
    if (severity_of(one.code) != Severity::error && !is_unresolved) continue;
    taint(one.span);
    for (const Label& label : one.labels) taint(label.span);
  }
  return is_tainted;
}

/// Checks that look at one heading only; they stay true whatever is wrong elsewhere.
bool is_local(Code code) {
  static constexpr std::array<std::string_view, 6> kLocal = {"E401", "E402", "E403",
                                                             "E405", "E409", "E411"};
  return std::find(kLocal.begin(), kLocal.end(), code_info(code).id) != kLocal.end();
}

bool is_one_of(Code code, std::initializer_list<Code> codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

/// Where the ways out of a place are wrong, what else is odd about that place only follows; and
/// what could be added to a spec is said once the spec is right.
void keep_causes(const std::vector<Span>& blocks, const Diagnostics& found,
                 Diagnostics& diagnostics) {
  std::vector<bool> is_broken(blocks.size(), false);
  for (const Diagnostic& one : found.all()) {
    const bool is_cause =
        is_one_of(one.code, {Code::E401, Code::E402, Code::E403, Code::E405, Code::E408});
    if (is_cause && one.span.is_valid() && !blocks.empty()) {
      is_broken[block_of(blocks, one.span)] = true;
    }
  }
  const auto touches_broken = [&](const Diagnostic& one) {
    const auto is_in_broken = [&](Span span) {
      return span.is_valid() && !blocks.empty() && is_broken[block_of(blocks, span)];
    };
    return is_in_broken(one.span) ||
           std::any_of(one.labels.begin(), one.labels.end(),
                       [&](const Label& label) { return is_in_broken(label.span); });
  };
  for (const Diagnostic& one : found.all()) {
    const bool may_follow =
        is_one_of(one.code, {Code::E409, Code::W412, Code::W416, Code::E502, Code::W504});
    const bool is_wish = is_one_of(one.code, {Code::N508, Code::N605, Code::N419});
    if (may_follow && touches_broken(one)) continue;
    if (is_wish && found.has_errors()) continue;
    diagnostics.add(one);
  }
}

/// Runs the checks. Where lines had to be left out (a mistake in them, a name that means nothing),
/// only what is said about single headings without mistakes is kept: one root cause, one message.
void run_checks(const Lowered& lowered, Level level, std::size_t state_limit,
                Diagnostics& diagnostics) {
  const bool is_whole = !diagnostics.has_errors() && !lowered.has_unknown_names;
  if (is_whole) {
    Diagnostics found;
    check_journey(lowered.journey, level, found, state_limit);
    keep_causes(lowered.block_spans, found, diagnostics);
    return;
  }
  const std::vector<bool> is_tainted = find_tainted(lowered, diagnostics);
  Diagnostics found;
  check_journey(lowered.journey, level, found, state_limit);
  for (const Diagnostic& one : found.all()) {
    if (!is_local(one.code) || !one.span.is_valid()) continue;
    if (!is_tainted[block_of(lowered.block_spans, one.span)]) diagnostics.add(one);
  }
}

bool has_money(const Journey& journey) {
  return std::any_of(journey.places.begin(), journey.places.end(), [](const Place& place) {
    return !place.earns.empty() || !place.costs.empty();
  });
}

/// What a run would lack, said once.
void note_missing(const Journey& journey, Diagnostics& diagnostics) {
  const Frame& frame = journey.frame;
  if (frame.entrants.is_valid() || !frame.heading.span.is_valid() || !has_money(journey)) return;
  Diagnostic note{Code::N214, frame.heading.name_span, {}, {}, {}, {}, {}, {}};
  note.message = "nothing says how many people enter; figures are per entrant";
  note.help = {"add for example `entrants 1 000 per month` under `journey`"};
  diagnostics.add(std::move(note));
}

}  // namespace

Compiled compile(const Project& project, const CompileOptions& options, Diagnostics& diagnostics) {
  Compiled compiled;
  // A run must not silently leave out lines, so a fragment may have loose names only to be drawn.
  const bool may_be_fragment =
      !has_frame(project) && options.level.value_or(Level::draw) == Level::draw;
  const bool lacks_file = has_code(diagnostics, {Code::E107, Code::E205, Code::E210});
  Lowered lowered = lower(project,
                          lacks_file        ? UnknownNames::are_silent
                          : may_be_fragment ? UnknownNames::are_notes
                                            : UnknownNames::are_errors,
                          diagnostics);
  const bool is_fragment = may_be_fragment && lowered.has_unknown_names;
  compiled.level = is_fragment ? Level::draw : options.level.value_or(level_of(lowered.journey));
  run_checks(lowered, compiled.level, options.state_limit, diagnostics);
  if (compiled.level != Level::draw && !diagnostics.has_errors()) {
    note_missing(lowered.journey, diagnostics);
  }
  compiled.journey = std::move(lowered.journey);
  compiled.is_sound = !diagnostics.has_errors();
  diagnostics.sort();
  return compiled;
}

}  // namespace cairn
