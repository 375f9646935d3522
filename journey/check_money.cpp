// Money adds up: guards merely switch a line on (R5). Someone who thinks that the narrower line
// replaces the wider one is told so.
#include <fmt/format.h>

#include "base/text.h"
#include "journey/checks.h"

namespace cairn {
namespace {

std::string amount_text(const Journey& journey, const Amount& amount) {
  const double best = to_double(journey.parameters[amount.first].best);
  return (amount.law == Law::fixed ? "" : "about ") + format_money(best, journey.frame.currency);
}

std::string total_text(const Journey& journey, const MoneyLine& a, const MoneyLine& b) {
  const bool is_known = a.amount.law == Law::fixed && b.amount.law == Law::fixed;
  if (!is_known) return "both apply and add up";
  const double sum = to_double(
      add(journey.parameters[a.amount.first].best, journey.parameters[b.amount.first].best));
  return fmt::format("both apply, {} in all", format_money(sum, journey.frame.currency));
}

// "for mid-market, small": the personas a line for some leaves out.
std::string others_text(const Journey& journey, const Scope& scope) {
  std::string text;
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    const PersonaId persona = journey.personas.id_at(i);
    if (fits_any(journey, {persona, {}, {}}, scope.groups)) continue;
    text += (text.empty() ? "for " : ", ") + journey.personas[persona].heading.name;
  }
  const bool is_short = !text.empty() && text.size() < 40 && scope.groups.size() == 1 &&
                        scope.groups[0].traits.size() == 1 &&
                        scope.groups[0].traits[0].persona.is_valid();
  return is_short ? text : "for …";
}

void report_sum(const Journey& journey, const Heading& heading, const char* word,
                const MoneyLine& wide, const MoneyLine& narrow, Diagnostics& diagnostics) {
  Scope who = narrow.scope;
  who.conditions.clear();
  Diagnostic diagnostic{Code::W313, narrow.span, "", "", {}, {}, {}, {}};
  diagnostic.message = fmt::format("two `{}` lines of {} {}: {}", word, quoted_name(heading),
                                   scope_text(journey, who), total_text(journey, wide, narrow));
  diagnostic.caption = amount_text(journey, narrow.amount) + " on top";
  diagnostic.labels = {{wide.span, amount_text(journey, wide.amount) + " for everyone"}};
  diagnostic.help = {"if the second replaces the first, write `" +
                         others_text(journey, narrow.scope) + "` on the first",
                     "if both apply, nothing has to change"};
  diagnostics.add(std::move(diagnostic));
}

// Referrals add up like money (R5).
void check_refers(const Journey& journey, const Place& place, Diagnostics& diagnostics) {
  for (const RefersLine& narrow : place.refers) {
    if (narrow.scope.groups.empty()) continue;
    for (const RefersLine& wide : place.refers) {
      const bool is_for_all = wide.scope.groups.empty() && wide.scope.conditions.empty();
      if (!is_for_all || wide.source != narrow.source) continue;
      const DoubleDouble sum =
          add(journey.parameters[wide.people].best, journey.parameters[narrow.people].best);
      Scope who = narrow.scope;
      who.conditions.clear();
      Diagnostic diagnostic{Code::W313, narrow.span, "", "", {}, {}, {}, {}};
      diagnostic.message =
          fmt::format("two `refers` lines of {} {}: both apply, {:.3g} people in all",
                      quoted_name(place.heading), scope_text(journey, who), to_double(sum));
      diagnostic.labels = {{wide.span, "for everyone"}};
      diagnostic.help = {"if the second replaces the first, write `" +
                             others_text(journey, narrow.scope) + "` on the first",
                         "if both apply, nothing has to change"};
      diagnostics.add(std::move(diagnostic));
      return;
    }
  }
}

// One report per place and word is enough to make the point.
void check_lines(const Journey& journey, const Heading& heading, const char* word,
                 const std::vector<MoneyLine>& lines, Diagnostics& diagnostics) {
  const MoneyLine* wide[3] = {};
  for (const MoneyLine& line : lines) {
    const MoneyLine*& slot = wide[static_cast<std::size_t>(line.basis)];
    if (slot == nullptr && line.scope.groups.empty() && line.scope.conditions.empty()) {
      slot = &line;
    }
  }
  for (const MoneyLine& line : lines) {
    const MoneyLine* other = wide[static_cast<std::size_t>(line.basis)];
    if (other == nullptr || line.scope.groups.empty()) continue;
    report_sum(journey, heading, word, *other, line, diagnostics);
    return;
  }
}

}  // namespace

void check_money(const Journey& journey, Diagnostics& diagnostics) {
  for (const Source& source : journey.sources) {
    check_lines(journey, source.heading, "costs", source.costs, diagnostics);
  }
  for (const Place& place : journey.places) {
    check_lines(journey, place.heading, "earns", place.earns, diagnostics);
    check_lines(journey, place.heading, "costs", place.costs, diagnostics);
    check_refers(journey, place, diagnostics);
  }
}

}  // namespace cairn
