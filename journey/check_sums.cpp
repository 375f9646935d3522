// The ways out of every place account for everyone, exactly once (R4): E401, E402, E408.
#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "journey/checks.h"
#include "journey/explore.h"

namespace cairn {
namespace {

constexpr std::size_t kMostLabels = 12;

enum class Fault : std::uint8_t { none, too_little, too_much, uncertain };

// States that go wrong in the same way, by the same lines.
struct FaultyRow {
  Fault fault = Fault::none;
  DoubleDouble sum;
  std::vector<Way> ways;
  std::vector<StateRef> states;
};

bool has_kind(const std::vector<Way>& ways, FlowLine::Kind kind) {
  return std::any_of(ways.begin(), ways.end(), [&](const Way& way) { return way.kind == kind; });
}

bool has_factors(const std::vector<Way>& ways) {
  return std::any_of(ways.begin(), ways.end(), [](const Way& way) { return !way.factors.empty(); });
}

// Counts of one total that use it up leave no rest in any world (language.md 9.20).
bool uses_up_counts(const Journey& journey, const std::vector<Way>& ways) {
  std::int64_t sum = 0;
  std::string group;
  for (const Way& way : ways) {
    if (way.kind != FlowLine::Kind::share) return false;
    const Parameter& parameter = journey.parameters[way.value];
    if (parameter.doubt != Doubt::observed || parameter.count_group.empty()) return false;
    if (!group.empty() && parameter.count_group != group) return false;
    group = parameter.count_group;
    sum += parameter.observed;
  }
  return !ways.empty() && sum == journey.parameters[ways.front().value].total;
}

bool is_certain_row(const Journey& journey, const std::vector<Way>& ways) {
  return uses_up_counts(journey, ways) ||
         std::all_of(ways.begin(), ways.end(),
                     [&](const Way& way) { return is_certain(journey, way.value); });
}

Fault find_fault(const Journey& journey, const State& state, const ResolvedRow& row) {
  const double excess = to_double(add(row.written_sum, {-1, 0}));
  if (has_kind(state.ways, FlowLine::Kind::rest)) {
    return excess > 1e-12 ? Fault::too_much : Fault::none;
  }
  // A factor without a rest is reported as such.
  if (has_factors(state.ways)) return Fault::none;
  // Rounded shares such as 33.3% three times are meant to be all (R4: 0.1pp).
  if (excess > 0.001 + 1e-12) return Fault::too_much;
  if (excess < -0.001 - 1e-12) return Fault::too_little;
  return is_certain_row(journey, state.ways) ? Fault::none : Fault::uncertain;
}

std::vector<std::uint32_t> key_of(const State& state) {
  std::vector<std::uint32_t> key;
  for (const Way& way : state.ways) {
    key.push_back(way.line);
    key.push_back(static_cast<std::uint32_t>(way.factors.size()));
    for (const ParameterId factor : way.factors) key.push_back(factor.index);
  }
  return key;
}

std::string way_text(const Journey& journey, const FlowLine& line, const Way& way, bool is_label) {
  const std::string share = share_text(journey, line);
  if (line.kind == FlowLine::Kind::everyone && way.factors.empty()) return share;
  const Parameter parameter = way.value.is_valid() ? journey.parameters[way.value] : Parameter{};
  if (way.factors.empty()) {
    const bool is_plain = parameter.doubt == Doubt::exact && !parameter.assumption.is_valid();
    if (is_plain) return is_label ? "" : share;
    return (is_label ? "about " : "") + share;
  }
  std::string text = share;
  bool is_sure = is_certain(journey, way.value);
  DoubleDouble product = line.kind == FlowLine::Kind::share ? parameter.best : DoubleDouble{1, 0};
  for (const ParameterId factor : way.factors) {
    product = multiply(product, journey.parameters[factor].best);
    is_sure = is_sure && is_certain(journey, factor);
    text += fmt::format(" × {:.3g}", to_double(journey.parameters[factor].best));
  }
  const std::string result = percent_text(std::min(1.0, to_double(product)), is_sure);
  return is_label ? text + " = " + result : result;
}

std::vector<Label> way_labels(const Journey& journey, const std::vector<FlowLine>& flows,
                              const std::vector<Way>& ways) {
  std::vector<Label> labels;
  for (const Way& way : ways) {
    if (way.kind == FlowLine::Kind::rest) continue;
    if (labels.size() >= kMostLabels) break;
    labels.push_back({flows[way.line].span, way_text(journey, flows[way.line], way, true)});
    for (const FlowLine& line : flows) {
      const bool is_used =
          line.kind == FlowLine::Kind::factor && line.target == way.target &&
          std::find(way.factors.begin(), way.factors.end(), line.value) != way.factors.end();
      if (is_used) labels.push_back({line.span, ""});
    }
  }
  return labels;
}

std::string sum_terms(const Journey& journey, const std::vector<FlowLine>& flows,
                      const std::vector<Way>& ways) {
  std::string text;
  std::size_t count = 0;
  for (const Way& way : ways) {
    if (way.kind == FlowLine::Kind::rest) continue;
    if (++count > 6) return text + " + …";
    text += (text.empty() ? "" : " + ") + way_text(journey, flows[way.line], way, false);
  }
  return text;
}

// `rest -> leave`, or what to do where something already leads to `leave`.
std::vector<std::string> rest_help(const Journey& journey, const std::vector<FlowLine>& flows,
                                   const std::vector<Way>& ways) {
  for (const Way& way : ways) {
    if (way.target != journey.leave) continue;
    const FlowLine& line = flows[way.line];
    const auto same_target = std::count_if(flows.begin(), flows.end(), [&](const FlowLine& other) {
      return other.target == line.target && other.kind != FlowLine::Kind::factor;
    });
    // A rest beside another share for `leave` would be the next mistake.
    if (same_target > 1) return {"raise one of these shares until they add up to 100%"};
    const std::string scope = scope_text(journey, line.scope);
    return {"let one line take what is left",
            fmt::format("+     rest  -> leave{}", scope.empty() ? "" : " " + scope),
            fmt::format("instead of {} -> leave", share_text(journey, line))};
  }
  return {"let one line take what is left", "+     rest  -> leave"};
}

void report_row(const CheckGround& ground, Site site, const std::vector<StateRef>& all,
                const FaultyRow& row, Diagnostics& diagnostics) {
  const Journey& journey = ground.journey;
  const std::vector<FlowLine>& flows = flows_at(journey, site);
  std::vector<const Scope*> scopes;
  for (const FlowLine& line : flows) scopes.push_back(&line.scope);
  const std::string who = describe_some(journey, ground.spaces, row.states, all, scopes);
  const bool is_sure = std::all_of(row.ways.begin(), row.ways.end(), [&](const Way& way) {
    return is_certain(journey, way.value) &&
           std::all_of(way.factors.begin(), way.factors.end(),
                       [&](ParameterId factor) { return is_certain(journey, factor); });
  });
  const std::string sum = percent_text(to_double(row.sum), is_sure);
  const std::string ways_out = "the ways out of " + quoted_name(journey, site);
  Diagnostic diagnostic{Code::E401, name_span(journey, site), "", "", {}, {}, {}, {}};
  diagnostic.labels = way_labels(journey, flows, row.ways);
  switch (row.fault) {
    case Fault::none:
      return;
    case Fault::too_little:
      diagnostic.message = ways_out + " add up to " + sum + who;
      diagnostic.caption = percent_text(to_double(add({1, 0}, negate(row.sum))), is_sure) +
                           (site.place.is_valid() ? " of visitors have nowhere to go"
                                                  : " of those who enter have nowhere to go");
      diagnostic.help = rest_help(journey, flows, row.ways);
      break;
    case Fault::too_much:
      diagnostic.code = Code::E402;
      diagnostic.message = fmt::format("{} add up to {}{}: {}", ways_out, sum, who,
                                       sum_terms(journey, flows, row.ways));
      diagnostic.caption = "100% is everyone";
      diagnostic.help = {"lower a share; lines to different targets are parts of one whole"};
      break;
    case Fault::uncertain:
      diagnostic.message =
          fmt::format("{} need a `rest`{}: some of their shares are uncertain", ways_out, who);
      diagnostic.caption = "if one turns out higher or lower, they do not add up to 100%";
      diagnostic.help = rest_help(journey, flows, row.ways);
      break;
  }
  diagnostics.add(std::move(diagnostic));
}

// One forgotten `rest` leaves a different gap for every kind of customer: one message, all gaps.
void report_missing_rest(const CheckGround& ground, Site site, const std::vector<StateRef>& all,
                         const std::vector<const FaultyRow*>& rows, Diagnostics& diagnostics) {
  constexpr std::size_t kMostSums = 3;
  const Journey& journey = ground.journey;
  const std::vector<FlowLine>& flows = flows_at(journey, site);
  std::vector<const Scope*> scopes;
  for (const FlowLine& line : flows) scopes.push_back(&line.scope);
  Diagnostic diagnostic{Code::E401, name_span(journey, site), "", "", {}, {}, {}, {}};
  diagnostic.message = "the ways out of " + quoted_name(journey, site) + " add up to ";
  for (std::size_t i = 0; i < rows.size() && i < kMostSums; ++i) {
    diagnostic.message += (i == 0 ? "" : ", ") + percent_text(to_double(rows[i]->sum), true) +
                          describe_some(journey, ground.spaces, rows[i]->states, all, scopes);
  }
  if (rows.size() > kMostSums) diagnostic.message += ", …";
  diagnostic.caption = "no line takes what is left";
  for (const FlowLine& line : flows) {
    if (diagnostic.labels.size() < kMostLabels) diagnostic.labels.push_back({line.span, ""});
  }
  diagnostic.help = rest_help(journey, flows, rows.front()->ways);
  diagnostics.add(std::move(diagnostic));
}

void report_dead_end(const Journey& journey, Site site, Diagnostics& diagnostics) {
  Diagnostic diagnostic{Code::E408, name_span(journey, site), "", "", {}, {}, {}, {}};
  diagnostic.message = quoted_name(journey, site) + " has no ways out";
  diagnostic.caption = "whoever comes here is stuck";
  diagnostic.help =
      site.place.is_valid()
          ? std::vector<std::string>{"add flows, or make it an `outcome` if the journey ends here",
                                     "+     rest  -> leave"}
          : std::vector<std::string>{"say where people arrive", "+   -> home"};
  diagnostics.add(std::move(diagnostic));
}

void check_site(const CheckGround& ground, const std::vector<StateRef>& states, const World& world,
                Diagnostics& diagnostics) {
  const State& first = state_at(ground.spaces, states.front());
  const Site site{first.place, first.source, {}};
  if (site.place.is_valid() && ground.journey.places[site.place].kind == Place::Kind::outcome) {
    return;
  }
  if (flows_at(ground.journey, site).empty()) {
    return report_dead_end(ground.journey, site, diagnostics);
  }
  std::map<std::vector<std::uint32_t>, FaultyRow> rows;
  for (const StateRef ref : states) {
    const State& state = state_at(ground.spaces, ref);
    const ResolvedRow resolved = resolve_row(state, world);
    const Fault fault = find_fault(ground.journey, state, resolved);
    if (fault == Fault::none) continue;
    FaultyRow& row = rows[key_of(state)];
    if (row.states.empty()) {
      row.fault = fault;
      row.sum = resolved.written_sum;
      row.ways = state.ways;
    }
    row.states.push_back(ref);
  }
  const std::vector<FlowLine>& flows = flows_at(ground.journey, site);
  const bool has_rest = std::any_of(flows.begin(), flows.end(), [](const FlowLine& line) {
    return line.kind == FlowLine::Kind::rest;
  });
  std::vector<const FaultyRow*> too_little;
  for (const auto& [key, row] : rows) {
    if (!has_rest && row.fault == Fault::too_little) too_little.push_back(&row);
  }
  if (too_little.size() > 1) report_missing_rest(ground, site, states, too_little, diagnostics);
  for (const auto& [key, row] : rows) {
    const bool is_told = too_little.size() > 1 && row.fault == Fault::too_little && !has_rest;
    if (!is_told) report_row(ground, site, states, row, diagnostics);
  }
}

}  // namespace

void check_sums(const CheckGround& ground, Diagnostics& diagnostics) {
  const World world = best_estimate(ground.journey);
  for (const std::vector<StateRef>& states : ground.sites) {
    if (!states.empty()) check_site(ground, states, world, diagnostics);
  }
}

}  // namespace cairn
