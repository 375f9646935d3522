#include "journey/flow_trace.h"

#include <algorithm>
#include <map>

#include "journey/explore.h"
#include "journey/metric_name.h"
#include "journey/scopes.h"

namespace cairn {
namespace {

std::vector<const Scope*> scopes_at(const Journey& journey, Site site) {
  return site.place.is_valid() ? scopes_of(journey, site.place)
                               : scopes_of(journey.sources[site.source]);
}

/// Whether lines at the site ask for the same thing, so that it is remembered there.
bool is_asked_at(const std::vector<const Scope*>& scopes, const Condition& condition) {
  for (const Scope* scope : scopes) {
    for (const Condition& other : scope->conditions) {
      if (other.kind != condition.kind || other.place != condition.place) continue;
      if (other.flag == condition.flag && other.times >= condition.times) return true;
    }
  }
  return false;
}

/// Whether customers with and without the trait are told apart at all.
bool tells_apart(const StateSpaces& spaces, const Trait& trait) {
  if (trait.persona.is_valid()) return true;
  return std::any_of(spaces.spaces.begin(), spaces.spaces.end(), [&](const StateSpace& space) {
    return trait.device.is_valid() ? space.customer.device.is_valid()
                                   : space.customer.source.is_valid();
  });
}

/// What is left of a scope when its parts without effect are taken out.
Scope keep_effective(const Journey& journey, const StateSpaces& spaces, Site site,
                     const Scope& asked, std::vector<std::string>& without_effect) {
  Scope kept;
  const std::vector<const Scope*> scopes = scopes_at(journey, site);
  for (const Condition& condition : asked.conditions) {
    if (is_asked_at(scopes, condition)) {
      kept.conditions.push_back(condition);
    } else {
      without_effect.push_back("when " + condition_text(journey, condition));
    }
  }
  bool is_for_all = false;
  for (const Group& group : asked.groups) {
    Group effective;
    for (const Trait& trait : group.traits) {
      if (tells_apart(spaces, trait)) {
        effective.traits.push_back(trait);
      } else {
        without_effect.push_back("for " + trait_name(journey, trait));
      }
    }
    is_for_all = is_for_all || effective.traits.empty();
    kept.groups.push_back(std::move(effective));
  }
  if (is_for_all) kept.groups.clear();
  return kept;
}

bool fits_state(const Journey& journey, const StateSpace& space, const State& state,
                const Scope& scope) {
  return fits_any(journey, space.customer, scope.groups) &&
         holds(space.layout, state.memory, scope.conditions);
}

/// The lines that decide, without their numbers: equal for equal explanations.
struct Reason {
  std::vector<std::uint32_t> chosen;  // one or none
  std::vector<std::uint32_t> overridden;
  std::vector<std::uint32_t> factors;
  std::vector<std::vector<std::uint32_t>> others;  // line and factors of each
  auto operator<=>(const Reason&) const = default;
};

class Tracer {
 public:
  Tracer(const Journey& journey, const StateSpaces& spaces, Site site, PlaceId target)
      : journey_(journey),
        spaces_(spaces),
        flows_(flows_at(journey, site)),
        target_(target),
        world_(best_estimate(journey)) {}

  void add(StateRef ref) {
    const StateSpace& space = spaces_.spaces[ref.space];
    const State& state = space.states[ref.state];
    const auto way = std::find_if(state.ways.begin(), state.ways.end(), [&](const Way& candidate) {
      return candidate.target == target_;
    });
    const Reason reason = reason_of(space, state, way);
    const auto [known, is_new] = index_.try_emplace(reason, traces_.size());
    if (is_new) traces_.push_back(trace_of(state, reason, way));
    traces_[known->second].states.push_back(ref);
  }

  std::vector<FlowTrace> take() { return std::move(traces_); }

 private:
  using WayAt = std::vector<Way>::const_iterator;

  Reason reason_of(const StateSpace& space, const State& state, WayAt way) const {
    Reason reason;
    const bool has_way = way != state.ways.end();
    if (has_way) reason.chosen = {way->line};
    for (std::uint32_t line = 0; line < flows_.size(); ++line) {
      const FlowLine& flow = flows_[line];
      if (flow.target != target_ || (has_way && line == way->line)) continue;
      if (!fits_state(journey_, space, state, flow.scope)) continue;
      const bool is_factor = flow.kind == FlowLine::Kind::factor;
      (is_factor ? reason.factors : reason.overridden).push_back(line);
    }
    if (!has_way || way->kind != FlowLine::Kind::rest) return reason;
    for (const Way& other : state.ways) {
      if (other.kind == FlowLine::Kind::rest) continue;
      std::vector<std::uint32_t> key = {other.line};
      for (const ParameterId factor : other.factors) key.push_back(factor.index);
      reason.others.push_back(std::move(key));
    }
    return reason;
  }

  FlowTrace trace_of(const State& state, const Reason& reason, WayAt way) const {
    FlowTrace trace;
    trace.overridden = reason.overridden;
    if (way == state.ways.end()) return trace;
    const ResolvedRow row = resolve_row(state, world_);
    trace.chosen = way->line;
    if (way->kind != FlowLine::Kind::rest) trace.factors = reason.factors;
    trace.was_scaled = row.was_scaled;
    trace.share = row.shares[static_cast<std::size_t>(way - state.ways.begin())];
    trace.written = way->kind == FlowLine::Kind::share ? world_.at(way->value) : trace.share;
    if (way->kind == FlowLine::Kind::everyone) trace.written = 1;
    if (way->kind != FlowLine::Kind::rest) return trace;
    for (std::size_t i = 0; i < state.ways.size(); ++i) {
      const Way& other = state.ways[i];
      if (other.kind == FlowLine::Kind::rest) continue;
      trace.others.push_back({other.target, other.line, row.shares[i]});
    }
    return trace;
  }

  const Journey& journey_;
  const StateSpaces& spaces_;
  const std::vector<FlowLine>& flows_;
  PlaceId target_;
  World world_;
  std::map<Reason, std::size_t> index_;
  std::vector<FlowTrace> traces_;
};

}  // namespace

std::vector<FlowTrace> trace_flow(const Journey& journey, const StateSpaces& spaces, Site site,
                                  PlaceId target, const Scope& asked,
                                  std::vector<std::string>& without_effect) {
  const Scope scope = keep_effective(journey, spaces, site, asked, without_effect);
  Tracer tracer(journey, spaces, site, target);
  for (std::uint32_t i = 0; i < spaces.spaces.size(); ++i) {
    const StateSpace& space = spaces.spaces[i];
    for (std::uint32_t j = 0; j < space.states.size(); ++j) {
      const State& state = space.states[j];
      const bool is_here = site.place.is_valid()
                               ? state.place == site.place
                               : !state.place.is_valid() && state.source == site.source;
      if (is_here && fits_state(journey, space, state, scope)) tracer.add({i, j});
    }
  }
  return tracer.take();
}

}  // namespace cairn
