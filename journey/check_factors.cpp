// `times` lines (R6): they need somebody in particular, something to multiply and a rest (E409).
#include <algorithm>
#include <fmt/format.h>

#include "journey/checks.h"
#include "journey/explore.h"

namespace cairn {
namespace {

std::string factor_text(const Journey& journey, const FlowLine& line) {
  const Parameter& parameter = journey.parameters[line.value];
  const std::string value = parameter.doubt == Doubt::range
                                ? fmt::format("{:.6g} to {:.6g}", parameter.low, parameter.high)
                                : fmt::format("{:.6g}", to_double(parameter.best));
  return fmt::format("`times {} -> {}`", value, journey.places[line.target].heading.name);
}

bool fits_state(const CheckGround& ground, StateRef ref, const Scope& scope) {
  const StateSpace& space = ground.spaces.spaces[ref.space];
  return fits_any(ground.journey, space.customer, scope.groups) &&
         holds(space.layout, space.states[ref.state].memory, scope.conditions);
}

// What a factor misses, and for whom.
struct Missing {
  std::vector<StateRef> share;  // states without a line to multiply
  std::vector<StateRef> rest;   // states without a rest
};

bool is_multiplied(const CheckGround& ground, StateRef ref, const std::vector<FlowLine>& flows,
                   PlaceId target) {
  return std::any_of(flows.begin(), flows.end(), [&](const FlowLine& line) {
    const bool has_share =
        line.kind == FlowLine::Kind::share || line.kind == FlowLine::Kind::everyone;
    return has_share && line.target == target && fits_state(ground, ref, line.scope);
  });
}

Missing find_missing(const CheckGround& ground, const std::vector<StateRef>& states,
                     const std::vector<FlowLine>& flows, const FlowLine& factor) {
  Missing missing;
  for (const StateRef ref : states) {
    if (!fits_state(ground, ref, factor.scope)) continue;
    const State& state = state_at(ground.spaces, ref);
    const bool has_rest = std::any_of(state.ways.begin(), state.ways.end(), [](const Way& way) {
      return way.kind == FlowLine::Kind::rest;
    });
    if (!is_multiplied(ground, ref, flows, factor.target)) {
      missing.share.push_back(ref);
    } else if (!has_rest) {
      missing.rest.push_back(ref);
    }
  }
  return missing;
}

std::vector<const Scope*> scopes_of(const std::vector<FlowLine>& flows) {
  std::vector<const Scope*> scopes;
  for (const FlowLine& line : flows) scopes.push_back(&line.scope);
  return scopes;
}

void check_factor(const CheckGround& ground, const std::vector<StateRef>& states,
                  const std::vector<FlowLine>& flows, const FlowLine& factor,
                  Diagnostics& diagnostics) {
  const Journey& journey = ground.journey;
  const std::string text = factor_text(journey, factor);
  Diagnostic diagnostic{Code::E409, factor.span, "", "", {}, {}, {}, {}};
  const Missing missing = find_missing(ground, states, flows, factor);
  if (factor.scope.groups.empty() && factor.scope.conditions.empty()) {
    diagnostic.message = text + " applies to everyone";
    diagnostic.help = {"change the number on the line it multiplies, or add `for` or `when`"};
  } else if (!missing.share.empty()) {
    diagnostic.message =
        text + " has nothing to multiply" +
        describe_some(journey, ground.spaces, missing.share, states, scopes_of(flows));
    const std::string target = journey.places[factor.target].heading.name;
    const auto rest = std::find_if(flows.begin(), flows.end(), [&](const FlowLine& line) {
      return line.kind == FlowLine::Kind::rest && line.target == factor.target;
    });
    if (rest != flows.end()) diagnostic.labels = {{rest->span, "the rest follows from the others"}};
    diagnostic.help = {rest != flows.end()
                           ? "multiply the share of another way, or write this one as a share"
                           : "add a line with a share, for example `10%   -> " + target + "`"};
  } else if (!missing.rest.empty()) {
    diagnostic.message =
        text + " needs a `rest` line" +
        describe_some(journey, ground.spaces, missing.rest, states, scopes_of(flows));
    diagnostic.caption = "what a factor takes away or adds must come from somewhere";
    diagnostic.help = {"let one line take what is left", "+   rest  -> leave"};
  } else {
    return;
  }
  diagnostics.add(std::move(diagnostic));
}

}  // namespace

void check_factors(const CheckGround& ground, Diagnostics& diagnostics) {
  for (const std::vector<StateRef>& states : ground.sites) {
    if (states.empty()) continue;
    const State& first = state_at(ground.spaces, states.front());
    const Site site{first.place, first.source, {}};
    const std::vector<FlowLine>& flows = flows_at(ground.journey, site);
    for (const FlowLine& line : flows) {
      if (line.kind != FlowLine::Kind::factor) continue;
      check_factor(ground, states, flows, line, diagnostics);
    }
  }
}

}  // namespace cairn
