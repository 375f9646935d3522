#include "journey/checks.h"

#include <algorithm>

namespace cairn {
namespace {

// A finding without which the later checks would only repeat it.
bool check_entry(const Journey& journey, Diagnostics& diagnostics) {
  if (!journey.sources.empty()) return true;
  Diagnostic diagnostic{Code::E421,
                        journey.frame.heading.name_span,
                        "nobody enters: there is no `source`",
                        "",
                        {},
                        {},
                        {},
                        {}};
  std::string first = "home";
  for (const Place& place : journey.places) {
    if (place.kind != Place::Kind::touchpoint) continue;
    first = place.heading.name;
    if (!diagnostic.span.is_valid()) diagnostic.span = place.heading.name_span;
    break;
  }
  diagnostic.help = {"say how people arrive", "+ source web", "+   -> " + first};
  diagnostics.add(std::move(diagnostic));
  return false;
}

void check_goal(const Journey& journey, Diagnostics& diagnostics) {
  const std::vector<bool> conversions = conversion_places(journey);
  if (std::find(conversions.begin(), conversions.end(), true) != conversions.end()) return;
  Diagnostic diagnostic{Code::N419,
                        journey.frame.heading.name_span,
                        "nothing counts as conversion or win, so there is no conversion to predict",
                        "",
                        {},
                        {},
                        {},
                        {}};
  for (const Place& place : journey.places) {
    if (place.kind != Place::Kind::outcome || place.counts != Counts::nothing) continue;
    if (!diagnostic.span.is_valid()) diagnostic.span = place.heading.name_span;
    diagnostic.help = {"below `outcome " + place.heading.name + "`, for example",
                       "+   counts as win"};
    break;
  }
  diagnostics.add(std::move(diagnostic));
}

}  // namespace

Level level_of(const Journey& journey) {
  const bool asks_for_numbers = !journey.expectations.empty() || !journey.experiments.empty();
  if (!journey.has_written_shares() && !asks_for_numbers) return Level::draw;
  const bool decides = asks_for_numbers || !journey.fixes.empty() || !journey.scenarios.empty();
  return decides ? Level::decide : Level::run;
}

void check_journey(const Journey& journey, Level level, Diagnostics& diagnostics,
                   std::size_t state_limit) {
  const bool runs = level != Level::draw;
  check_money(journey, diagnostics);
  if (runs) {
    check_goal(journey, diagnostics);
    check_shares(journey, diagnostics);
    if (!check_entry(journey, diagnostics)) return;
  }
  // Two `sets` lines may compete for a flag that only `requires` asks for.
  StateSpaces spaces = build_state_spaces(journey, state_limit, Remember::what_is_required_too);
  if (!spaces.is_complete) spaces = build_state_spaces(journey, state_limit);
  if (!spaces.is_complete) {
    if (runs) check_memory(journey, spaces, state_limit, diagnostics);
    return;
  }
  const CheckGround ground{journey, spaces, group_by_site(journey, spaces)};
  if (runs) {
    check_ties(ground, diagnostics);
    check_factors(ground, diagnostics);
    check_sums(ground, diagnostics);
    check_reachability(ground, diagnostics);
    check_loops(ground, diagnostics);
  }
  check_pains(ground, level, diagnostics);
  check_guards(ground, level, diagnostics);
  check_consent(journey, diagnostics);
  if (runs) {
    check_outbound(journey, diagnostics);
    check_idle(journey, diagnostics);
    check_fixes(ground, diagnostics);
    check_scenarios(journey, diagnostics);
    check_calendar(journey, diagnostics);
    check_experiments(journey, diagnostics);
    check_growth(ground, diagnostics);
    check_fix_guards(journey, diagnostics);
    // Questions of completeness wait until there are no mistakes.
    if (level == Level::decide && !diagnostics.has_errors()) check_doubt(journey, diagnostics);
  }
}

}  // namespace cairn
