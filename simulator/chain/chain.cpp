#include "simulator/chain/chain.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>

#include "base/text.h"
#include "journey/classes.h"

namespace cairn {
namespace {

Draw fixed(double value) {
  return {Draw::Kind::fixed, value, 0, 0};
}

void add_money(const std::vector<MoneyLine>& lines, double sign, const World& world,
               std::vector<ChainMoney>& money) {
  for (const MoneyLine& line : lines) {
    const double per_days = line.basis == MoneyLine::Basis::time ? line.per_days : 0;
    money.push_back({to_draw(line.amount, world), sign, per_days});
  }
}

/// Promoters less detractors, in points; one of the three shares may be the rest.
double nps_score(const NpsLine& line, const World& world) {
  const auto share = [&](ParameterId id) { return id.is_valid() ? world.at(id) : 0.0; };
  double promoters = share(line.promoters), detractors = share(line.detractors);
  const double written = promoters + share(line.passives) + detractors;
  if (!line.promoters.is_valid()) promoters = std::max(0.0, 1 - written);
  if (!line.detractors.is_valid()) detractors = std::max(0.0, 1 - written);
  return 100 * (promoters - detractors);
}

ChainState make_state(const Journey& journey, const State& state, const World& world,
                      Feelings feelings) {
  ChainState result;
  result.place = state.place;
  result.source = state.source;
  if (state.takes) result.takes = to_draw(*state.takes, world);
  add_money(state.earns, 1, world, result.money);
  add_money(state.costs, -1, world, result.money);
  if (feelings == Feelings::nps) {
    result.has_feeling = state.nps.has_value();
    if (state.nps) result.feeling = nps_score(journey.places[state.place].nps[*state.nps], world);
  } else {
    result.has_feeling = state.feels.is_valid() && !std::isnan(world.at(state.feels));
    if (result.has_feeling) result.feeling = world.at(state.feels);
  }
  result.is_outcome = !state.source.is_valid() && state.place.is_valid() &&
                      journey.places[state.place].kind == Place::Kind::outcome;
  return result;
}

std::vector<double> entry_vector(const Journey& journey, const StateSpace& space,
                                 const World& world) {
  std::vector<double> entry(space.states.size(), 0);
  const std::vector<double> shares = source_shares(journey, space.customer, world);
  for (std::size_t source = 0; source < space.entries.size(); ++source) {
    for (const Arrival& arrival : space.entries[source]) {
      entry[arrival.state] += shares[source] * arrival_probability(arrival, world);
    }
  }
  return entry;
}

// ---- dump ---------------------------------------------------------------------------------------

std::string describe(const Draw& draw) {
  switch (draw.kind) {
    case Draw::Kind::fixed:
      return format_exact(draw.value);
    case Draw::Kind::exponential:
      return fmt::format("exponential(mean {})", format_exact(draw.value));
    case Draw::Kind::lognormal:
      return fmt::format("lognormal(mu {}, sigma {})", format_exact(draw.mu),
                         format_exact(draw.sigma));
  }
  return {};
}

std::string describe_memory(const Journey& journey, const MemoryLayout& layout, Memory memory) {
  std::string text;
  for (const auto& field : layout.flags) {
    if (has_flag(layout, memory, field.flag)) text += " " + journey.flags[field.flag].name;
  }
  for (const auto& field : layout.counts) {
    const std::uint32_t count = visit_count(layout, memory, field.place);
    if (count == 0) continue;
    text += fmt::format(" {}{}x{}", journey.places[field.place].heading.name,
                        count == field.most ? ">=" : "=", count);
  }
  for (const PlaceId place : layout.lasts) {
    Condition was_last;
    was_last.kind = Condition::Kind::last;
    was_last.place = place;
    if (holds(layout, memory, {was_last})) {
      text += " last=" + journey.places[place].heading.name;
    }
  }
  return text;
}

std::string name_of(const Journey& journey, const StateSpace& space, std::size_t index) {
  const State& state = space.states[index];
  const std::string& name = state.source.is_valid() ? journey.sources[state.source].heading.name
                                                    : journey.places[state.place].heading.name;
  return fmt::format("{} {}{}{}", index, state.source.is_valid() ? "enter " : "", name,
                     describe_memory(journey, space.layout, state.memory));
}

Site site_of(const State& state) {
  Site site;
  if (state.source.is_valid()) {
    site.source = state.source;
  } else {
    site.place = state.place;
  }
  return site;
}

}  // namespace

double Draw::mean() const {
  return kind == Kind::lognormal ? std::exp(mu + sigma * sigma / 2) : value;
}

Draw to_draw(const Amount& written, const World& world) {
  const Amount amount = law_in_world(written, world);
  const double first = world.at(amount.first);
  if (amount.law == Law::fixed) return fixed(first);
  if (amount.law == Law::exponential) {
    return first > 0 ? Draw{Draw::Kind::exponential, first, 0, 0} : fixed(0);
  }
  // Quantiles that cross in a drawn world are clamped (language.md 9.22): no spread is left.
  const double second = std::max(first, world.at(amount.second));
  if (amount.law == Law::lognormal_p90) {
    const double sigma = first > 0 ? std::log(second / first) / kNormal90 : 0;
    // Without spread it is an atom, and the engines treat it as one.
    if (!(sigma > 0)) return fixed(first);
    return {Draw::Kind::lognormal, 0, std::log(first), sigma};
  }
  const double sigma = first > 0 ? std::log(second / first) / (2 * kNormal95) : 0;
  if (!(sigma > 0)) return fixed((first + second) / 2);
  return {Draw::Kind::lognormal, 0, (std::log(first) + std::log(second)) / 2, sigma};
}

void note_scaled(const Site& site, std::vector<Site>& scaled) {
  if (std::find(scaled.begin(), scaled.end(), site) == scaled.end()) scaled.push_back(site);
}

Chain build_chain(const Journey& journey, const StateSpace& space, const World& world,
                  Feelings feelings) {
  Chain chain;
  chain.states.reserve(space.states.size());
  for (const State& state : space.states) {
    ChainState made = make_state(journey, state, world, feelings);
    made.first_edge = static_cast<std::uint32_t>(chain.edges.size());
    if (!state.ways.empty()) {
      const ResolvedRow row = resolve_row(state, world);
      if (row.was_scaled) note_scaled(site_of(state), chain.scaled);
      for (std::uint32_t w = 0; w < state.ways.size(); ++w) {
        const Way& way = state.ways[w];
        const Draw after = way.after ? to_draw(*way.after, world) : Draw{};
        for (const Arrival& arrival : way.arrivals) {
          chain.edges.push_back(
              {arrival.state, w, row.shares[w] * arrival_probability(arrival, world), after});
        }
      }
    }
    made.edge_count = static_cast<std::uint32_t>(chain.edges.size()) - made.first_edge;
    chain.states.push_back(std::move(made));
  }
  chain.entry = entry_vector(journey, space, world);
  return chain;
}

std::string dump_chain(const Journey& journey, const StateSpace& space, const Chain& chain) {
  fmt::memory_buffer out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "{} states, {} edges{}\n", chain.states.size(), chain.edges.size(),
                 !chain.scaled.empty() ? ", some row scaled to 100%" : "");
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    const ChainState& state = chain.states[s];
    fmt::format_to(to, "{}\n", name_of(journey, space, s));
    if (chain.entry[s] > 0) fmt::format_to(to, "  entry {}\n", format_exact(chain.entry[s]));
    if (state.takes != Draw{}) fmt::format_to(to, "  takes {} days\n", describe(state.takes));
    for (const ChainMoney& money : state.money) {
      fmt::format_to(to, "  {} {}", money.sign > 0 ? "earns" : "costs", describe(money.amount));
      if (money.per_days > 0) fmt::format_to(to, " per {} days", format_exact(money.per_days));
      fmt::format_to(to, "\n");
    }
    if (state.has_feeling) fmt::format_to(to, "  feels {}\n", format_exact(state.feeling));
    for (std::uint32_t e = 0; e < state.edge_count; ++e) {
      const ChainEdge& edge = chain.edges[state.first_edge + e];
      fmt::format_to(to, "  {} -> {}", format_exact(edge.probability),
                     name_of(journey, space, edge.target));
      if (edge.after != Draw{}) fmt::format_to(to, " after {} days", describe(edge.after));
      fmt::format_to(to, "\n");
    }
  }
  return fmt::to_string(out);
}

}  // namespace cairn
