#include "simulator/worlds.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>

#include "base/check.h"

namespace cairn {
namespace {

constexpr unsigned kStratumBits = 10;
static_assert(kStrata == 1U << kStratumBits && kStratumBits % 2 == 0);

// long double would be slower and differ between machines; double keeps about 1e-14, far below
// doubt.
using Policy = boost::math::policies::policy<
    boost::math::policies::promote_double<false>,
    boost::math::policies::domain_error<boost::math::policies::errno_on_error>,
    boost::math::policies::overflow_error<boost::math::policies::errno_on_error>,
    boost::math::policies::evaluation_error<boost::math::policies::errno_on_error>>;

// FNV-1a, 64 bits: offset basis and prime of Fowler, Noll and Vo.
std::uint64_t hash_key(std::string_view key) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : key) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

// The output function of SplitMix64 (Steele, Lea, Flood 2014): every input bit moves every output
// bit.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

// A keyed permutation of 0 … kStrata - 1: a balanced Feistel network (Luby, Rackoff 1988) whose
// four rounds each mix one half of the bits into the other.
std::uint64_t permute_stratum(std::uint64_t stratum, std::uint64_t key) {
  constexpr unsigned kHalf = kStratumBits / 2;
  constexpr std::uint64_t kMask = (1U << kHalf) - 1;
  std::uint64_t left = stratum >> kHalf;
  std::uint64_t right = stratum & kMask;
  for (std::uint64_t round = 0; round < 4; ++round) {
    const std::uint64_t mixed = left ^ (mix(key ^ (round << kHalf | right)) & kMask);
    left = right;
    right = mixed;
  }
  return left << kHalf | right;
}

double normal_quantile(double u) {
  return -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * u, Policy());
}

double logit(double p) {
  return std::log(p) - std::log1p(-p);
}

double from_logit(double x) {
  return 1.0 / (1.0 + std::exp(-x));
}

struct Split {
  double part = 0;
  double rest = 1;  // 1 - part without its rounding
};

Split beta_quantile(double a, double b, double u) {
  Split split;
  split.part = boost::math::ibeta_inv(a, b, u, &split.rest, Policy());
  return split;
}

DrawPlan::Entry plan_entry(const Parameter& parameter) {
  DrawPlan::Entry entry;
  entry.family = family_of(parameter);
  entry.key_hash = hash_key(parameter.key);
  const auto through = [&entry](double low, double high) {
    entry.mu = (low + high) / 2;
    entry.sigma = (high - low) / (2 * kNormal95);
  };
  switch (entry.family) {
    case Family::fixed:
      break;
    case Family::normal:
      through(parameter.low, parameter.high);
      break;
    case Family::lognormal:
      CAIRN_CHECK(parameter.low > 0 && parameter.high > 0);
      through(std::log(parameter.low), std::log(parameter.high));
      break;
    case Family::logit_normal:
      CAIRN_CHECK(parameter.low > 0 && parameter.high < 1);
      through(logit(parameter.low), logit(parameter.high));
      break;
    case Family::beta:
      CAIRN_CHECK(parameter.observed >= 0 && parameter.observed <= parameter.total);
      // Jeffreys' prior: half an observation on each side.
      entry.a = static_cast<double>(parameter.observed) + 0.5;
      entry.b = static_cast<double>(parameter.total - parameter.observed) + 0.5;
      break;
  }
  return entry;
}

bool is_same_scope(const Scope& a, const Scope& b) {
  return a.groups == b.groups && a.conditions == b.conditions;
}

bool is_for_all(const Scope& scope) {
  return scope.groups.empty() && scope.conditions.empty();
}

// One line of a family whose lines share a whole, whatever kind of line it is.
struct PartLine {
  bool is_rest = false;
  ParameterId value;
  const Scope* scope = nullptr;
};

// Which count groups have a `rest` beside them. A group without one must add up to the whole in
// every world, so it has no remainder cell (language.md 9.20).
void mark_open(const Journey& journey, const std::vector<PartLine>& family,
               std::map<std::string, bool>& is_open) {
  std::vector<const Scope*> rests;
  for (const PartLine& line : family) {
    if (line.is_rest) rests.push_back(line.scope);
  }
  if (rests.empty()) return;
  for (const PartLine& line : family) {
    if (!line.value.is_valid()) continue;
    const std::string& group = journey.parameters[line.value].count_group;
    if (group.empty() || is_open[group]) continue;
    is_open[group] = std::any_of(rests.begin(), rests.end(), [&line](const Scope* rest) {
      return is_for_all(*rest) || is_same_scope(*rest, *line.scope);
    });
  }
}

void add_shares(const std::vector<ShareLine>& lines, std::vector<PartLine>& family) {
  for (const ShareLine& line : lines) family.push_back({line.is_rest, line.value, &line.scope});
}

std::vector<PartLine> parts_of(const std::vector<FlowLine>& flows) {
  std::vector<PartLine> family;
  for (const FlowLine& line : flows) {
    family.push_back({line.kind == FlowLine::Kind::rest, line.value, &line.scope});
  }
  return family;
}

std::map<std::string, bool> find_open_groups(const Journey& journey) {
  std::map<std::string, bool> is_open;
  for (const Place& place : journey.places) mark_open(journey, parts_of(place.flows), is_open);
  std::vector<PartLine> of_personas;
  std::vector<PartLine> of_sources;
  std::vector<PartLine> of_devices;
  for (const Persona& persona : journey.personas) add_shares(persona.shares, of_personas);
  for (const Source& source : journey.sources) {
    mark_open(journey, parts_of(source.flows), is_open);
    add_shares(source.shares, of_sources);
  }
  for (const Device& device : journey.devices) {
    for (const Device::Line& line : device.lines) {
      of_devices.push_back({line.share.is_rest, line.share.value, &line.share.scope});
    }
  }
  mark_open(journey, of_personas, is_open);
  mark_open(journey, of_sources, is_open);
  mark_open(journey, of_devices, is_open);
  return is_open;
}

// A Dirichlet by breaking a stick: cell i of the cells a_1 … a_k takes Beta(a_i, a_(i+1) + … + a_k)
// of what is left (Connor and Mosimann 1969).
DrawPlan::Sticks plan_sticks(const Journey& journey, std::vector<ParameterId> lines, bool is_open,
                             std::vector<DrawPlan::Entry>& entries) {
  std::sort(lines.begin(), lines.end(), [&journey](ParameterId a, ParameterId b) {
    const std::string& key_a = journey.parameters[a].key;
    const std::string& key_b = journey.parameters[b].key;
    return key_a != key_b ? key_a < key_b : a < b;
  });
  const std::int64_t total = journey.parameters[lines.front()].total;
  std::int64_t listed = 0;
  for (const ParameterId line : lines) listed += journey.parameters[line].observed;
  DrawPlan::Sticks sticks;
  sticks.is_closed = !is_open && listed == total;
  // Counts above their total are an error of the checks (E402); here they leave an empty remainder.
  double after =
      sticks.is_closed ? 0.0 : static_cast<double>(std::max<std::int64_t>(total - listed, 0)) + 0.5;
  for (std::size_t i = lines.size(); i-- > 0;) {
    DrawPlan::Entry& entry = entries[lines[i].index];
    entry.is_stick = true;
    entry.b = after;
    after += entry.a;
  }
  sticks.lines = std::move(lines);
  return sticks;
}

void draw_sticks(const DrawPlan& plan, const DrawPlan::Sticks& sticks, std::uint64_t seed,
                 std::uint32_t index, World& world) {
  double left = 1;
  for (const ParameterId line : sticks.lines) {
    const DrawPlan::Entry& entry = plan.entries[line.index];
    Split split{1, 0};
    if (entry.b > 0) {
      split = beta_quantile(entry.a, entry.b, keyed_uniform(seed, entry.key_hash, index));
    }
    world.values[line.index] = left * split.part;
    world.low_digits[line.index] = 0;
    left *= split.rest;
  }
}

double draw_alone(const DrawPlan::Entry& entry, double u) {
  switch (entry.family) {
    case Family::normal:
      return entry.mu + entry.sigma * normal_quantile(u);
    case Family::lognormal:
      return std::exp(entry.mu + entry.sigma * normal_quantile(u));
    case Family::logit_normal:
      return from_logit(entry.mu + entry.sigma * normal_quantile(u));
    case Family::beta:
      return beta_quantile(entry.a, entry.b, u).part;
    case Family::fixed:
      break;
  }
  return 0;
}

}  // namespace

double keyed_uniform(std::uint64_t seed, std::uint64_t key_hash, std::uint32_t index) {
  const std::uint64_t key = mix(mix(seed) ^ key_hash);
  const std::uint64_t stratum = permute_stratum(index % kStrata, mix(key ^ mix(index / kStrata)));
  const std::uint64_t within = mix(key ^ index) >> (12U + kStratumBits);
  // 52 bits and a half: the largest and the smallest stay strictly inside without rounding.
  return (static_cast<double>(stratum << (52U - kStratumBits) | within) + 0.5) * 0x1p-52;
}

DrawPlan plan_draws(const Journey& journey) {
  DrawPlan plan;
  plan.best = written_estimate(journey);
  std::map<std::string, std::vector<ParameterId>> groups;
  for (std::size_t i = 0; i < journey.parameters.size(); ++i) {
    const ParameterId id = journey.parameters.id_at(i);
    const Parameter& parameter = journey.parameters[id];
    plan.entries.push_back(plan_entry(parameter));
    if (plan.entries.back().family == Family::beta && !parameter.count_group.empty()) {
      groups[parameter.count_group].push_back(id);
    }
  }
  if (groups.empty()) return plan;
  std::map<std::string, bool> is_open = find_open_groups(journey);
  for (auto& [name, lines] : groups) {
    plan.sticks.push_back(plan_sticks(journey, std::move(lines), is_open[name], plan.entries));
  }
  return plan;
}

World draw_world(const DrawPlan& plan, std::uint64_t seed, std::uint32_t index) {
  World world = plan.best;
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    const DrawPlan::Entry& entry = plan.entries[i];
    if (entry.family == Family::fixed || entry.is_stick) continue;
    world.values[i] = draw_alone(entry, keyed_uniform(seed, entry.key_hash, index));
    world.low_digits[i] = 0;
  }
  for (const DrawPlan::Sticks& sticks : plan.sticks) draw_sticks(plan, sticks, seed, index, world);
  return world;
}

World draw_world(const Journey& journey, std::uint64_t seed, std::uint32_t index) {
  return draw_world(plan_draws(journey), seed, index);
}

bool has_doubt(const Journey& journey) {
  return std::any_of(journey.parameters.begin(), journey.parameters.end(),
                     [](const Parameter& parameter) { return parameter.doubt != Doubt::exact; });
}

}  // namespace cairn
