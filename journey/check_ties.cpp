// Two lines for one thing and the same customers, neither narrower (R5): E403, E404, E405.
#include <fmt/format.h>
#include <set>

#include "base/text.h"
#include "journey/checks.h"
#include "journey/explore.h"

namespace cairn {
namespace {

struct TiedLine {
  const Scope* scope = nullptr;
  Span span;
  std::string written;  // as it would be written, without its scope
};

std::string flow_text(const Journey& journey, const FlowLine& line) {
  std::string head;
  if (line.kind == FlowLine::Kind::rest) head = "rest";
  if (line.kind == FlowLine::Kind::share) head = share_text(journey, line);
  if (!head.empty()) head = pad_right(head, 6);
  return head + "-> " + journey.places[line.target].heading.name;
}

std::string memory_word(const Journey& journey, const MemoryLine& line) {
  if (line.kind == MemoryLine::Kind::clear_count) {
    return "clears " + journey.places[line.place].heading.name;
  }
  return (line.kind == MemoryLine::Kind::set_flag ? "sets " : "clears ") +
         journey.flags[line.flag].name;
}

TiedLine tied_line(const Journey& journey, const Tie& tie, std::uint32_t index) {
  switch (tie.kind) {
    case SlotKind::flow:
    case SlotKind::rest: {
      const FlowLine& line = flows_at(journey, tie.site)[index];
      return {&line.scope, line.span, flow_text(journey, line)};
    }
    case SlotKind::takes: {
      const TimeLine& line = journey.places[tie.site.place].takes[index];
      if (line.amount.law != Law::fixed) return {&line.scope, line.span, "takes   …"};
      const double days = to_double(journey.parameters[line.amount.first].best);
      return {&line.scope, line.span, "takes   " + format_duration(days)};
    }
    case SlotKind::feels: {
      const FeelingLine& line = journey.places[tie.site.place].feels[index];
      const double value = to_double(journey.parameters[line.value].best);
      return {&line.scope, line.span, fmt::format("feels   {:+.3g}", value)};
    }
    case SlotKind::cause: {
      const Pain& pain = journey.pains[PainId{tie.key}];
      const CauseLine& line = pain.causes[index];
      const double share = to_double(journey.parameters[line.share].best);
      return {&line.scope, line.span,
              fmt::format("pain    {} \"{}\" causes {} of exits", pain.name, pain.label,
                          percent_text(share))};
    }
    case SlotKind::nps: {
      const NpsLine& line = journey.places[tie.site.place].nps[index];
      return {&line.scope, line.span, "nps     …"};
    }
    case SlotKind::set_flag:
    case SlotKind::clear_flag:
    case SlotKind::clear_count: {
      const MemoryLine& line = memory_at(journey, tie.site)[index];
      std::string written = memory_word(journey, line);
      if (line.probability.is_valid()) {
        written += " " + percent_text(to_double(journey.parameters[line.probability].best));
      }
      return {&line.scope, line.span, written};
    }
  }
  return {};
}

// The word two lines have in common: "`-> cart`", "`takes`".
std::string slot_word(const Journey& journey, const Tie& tie) {
  switch (tie.kind) {
    case SlotKind::flow:
      return "`-> " + journey.places[PlaceId{tie.key}].heading.name + "`";
    case SlotKind::rest:
      return "`rest`";
    case SlotKind::takes:
      return "`takes`";
    case SlotKind::feels:
      return "`feels`";
    case SlotKind::nps:
      return "`nps`";
    case SlotKind::cause:
      return "`causes` of \"" + journey.pains[PainId{tie.key}].name + "\"";
    case SlotKind::set_flag:
    case SlotKind::clear_flag:
    case SlotKind::clear_count:
      return "`" + memory_word(journey, memory_at(journey, tie.site)[tie.first]) + "`";
  }
  return "";
}

// How much the later line changes the line for everyone, if there is one: what a factor would say.
double suggest_factor(const Journey& journey, const Tie& tie) {
  const std::vector<FlowLine>& flows = flows_at(journey, tie.site);
  const auto best = [&](const FlowLine& line) {
    return line.value.is_valid() ? to_double(journey.parameters[line.value].best) : 1.0;
  };
  for (const FlowLine& line : flows) {
    const bool is_for_all = line.scope.groups.empty() && line.scope.conditions.empty();
    if (!is_for_all || line.kind != FlowLine::Kind::share) continue;
    if (line.target.index != tie.key || best(line) <= 0) continue;
    return best(flows[tie.second]) / best(line);
  }
  return 1.2;
}

void report_same_scope(const Journey& journey, const Tie& tie, const TiedLine& first,
                       const TiedLine& second, Diagnostics& diagnostics) {
  const Code code = tie.kind == SlotKind::rest ? Code::E403 : Code::E405;
  const std::string scope = scope_text(journey, *second.scope);
  Diagnostic diagnostic{code, second.span, "", "", {}, {}, {}, {}};
  diagnostic.message = tie.kind == SlotKind::rest
                           ? fmt::format("two `rest` lines of {} fit the same customers",
                                         quoted_name(journey, tie.site))
                           : fmt::format("{} is given twice {}", slot_word(journey, tie),
                                         scope.empty() ? "for everyone" : scope);
  diagnostic.labels = {{first.span, "given here first"}};
  diagnostic.help = {"keep one, or say with `for` or `when` whom each line is about"};
  diagnostics.add(std::move(diagnostic));
}

void report_overlap(const Journey& journey, const Tie& tie, const TiedLine& first,
                    const TiedLine& second, Diagnostics& diagnostics) {
  const Scope both = combine_scopes(journey, tie.customer, *first.scope, *second.scope);
  const Code code = tie.kind == SlotKind::rest ? Code::E403 : Code::E404;
  Diagnostic diagnostic{code, second.span, "", "", {}, {}, {}, {}};
  diagnostic.message = fmt::format("two {} lines of {} fit {}", slot_word(journey, tie),
                                   quoted_name(journey, tie.site), scope_prose(journey, both));
  diagnostic.caption = "neither line is narrower than the other";
  diagnostic.labels = {{first.span, ""}};
  const bool has_factor = tie.kind == SlotKind::flow;
  diagnostic.help = {has_factor ? "say what happens when both hold, or use a factor that combines"
                                : "say what happens when both hold"};
  const std::string scope = scope_text(journey, both);
  diagnostic.help.push_back("+   " + first.written + " " + scope);
  if (has_factor) {
    const std::string target = journey.places[PlaceId{tie.key}].heading.name;
    diagnostic.help.push_back(fmt::format("or  times {:.2g} -> {} {}", suggest_factor(journey, tie),
                                          target, scope_text(journey, *second.scope)));
  }
  diagnostics.add(std::move(diagnostic));
}

// `20% -> leave` beside `rest -> leave` for the same customers.
void check_share_and_rest(const CheckGround& ground, const std::vector<StateRef>& states,
                          Diagnostics& diagnostics) {
  const Journey& journey = ground.journey;
  std::set<std::pair<std::uint32_t, std::uint32_t>> known;
  for (const StateRef ref : states) {
    const State& state = state_at(ground.spaces, ref);
    for (const Way& rest : state.ways) {
      if (rest.kind != FlowLine::Kind::rest) continue;
      for (const Way& way : state.ways) {
        if (&way == &rest || way.target != rest.target) continue;
        if (!known.insert({rest.line, way.line}).second) continue;
        const Site site{state.place, state.source, {}};
        const std::vector<FlowLine>& flows = flows_at(journey, site);
        const FlowLine& later = flows[std::max(rest.line, way.line)];
        const FlowLine& earlier = flows[std::min(rest.line, way.line)];
        const Scope both = combine_scopes(journey, ground.spaces.spaces[ref.space].customer,
                                          flows[way.line].scope, flows[rest.line].scope);
        Diagnostic diagnostic{Code::E405, later.span, "", "", {}, {}, {}, {}};
        diagnostic.message = fmt::format(
            "`-> {}` is both {} and the rest for {}", journey.places[way.target].heading.name,
            share_text(journey, flows[way.line]), scope_prose(journey, both));
        diagnostic.labels = {{earlier.span, ""}};
        diagnostic.help = {"one target gets a share or the rest, not both:",
                           "keep one of the lines, or let `rest` lead elsewhere"};
        diagnostics.add(std::move(diagnostic));
      }
    }
  }
}

}  // namespace

void check_ties(const CheckGround& ground, Diagnostics& diagnostics) {
  for (const Tie& tie : ground.spaces.ties) {
    const TiedLine first = tied_line(ground.journey, tie, tie.first);
    const TiedLine second = tied_line(ground.journey, tie, tie.second);
    if (tie.is_same_scope) {
      report_same_scope(ground.journey, tie, first, second, diagnostics);
    } else {
      report_overlap(ground.journey, tie, first, second, diagnostics);
    }
  }
  for (const std::vector<StateRef>& states : ground.sites) {
    check_share_and_rest(ground, states, diagnostics);
  }
}

}  // namespace cairn
