#include "tests/support/oracle_rules.h"

namespace cairn {
namespace {

bool fits(const Journey& journey, const OracleCustomer& who, const Trait& trait) {
  if (trait.persona.is_valid()) return trait.persona == who.persona;
  if (trait.device.is_valid()) return trait.device == who.device;
  if (trait.source.is_valid()) return trait.source == who.source;
  return who.source.is_valid() && trait.channel == journey.sources[who.source].channel;
}

bool fits(const Journey& journey, const OracleCustomer& who, const std::vector<Group>& groups) {
  if (groups.empty()) return true;
  return std::any_of(groups.begin(), groups.end(), [&](const Group& group) {
    return std::all_of(group.traits.begin(), group.traits.end(),
                       [&](const Trait& trait) { return fits(journey, who, trait); });
  });
}

bool holds(const OracleCustomer& who, const Condition& condition) {
  bool is_true = false;
  switch (condition.kind) {
    case Condition::Kind::flag:
      is_true = who.flags.count(condition.flag.index) > 0;
      break;
    case Condition::Kind::visited: {
      const auto found = who.visits.find(condition.place.index);
      is_true = found != who.visits.end() && found->second >= condition.times;
      break;
    }
    case Condition::Kind::last:
      is_true = who.last == condition.place;
      break;
  }
  return is_true != condition.is_negated;
}

/// Whether everyone in `a` is in `b`, over all customers there could be.
bool is_within(const Journey& journey, const std::vector<Group>& a, const std::vector<Group>& b) {
  for (std::size_t p = 0; p < std::max<std::size_t>(journey.personas.size(), 1); ++p) {
    for (std::size_t s = 0; s < journey.sources.size(); ++s) {
      for (std::size_t d = 0; d < std::max<std::size_t>(journey.devices.size(), 1); ++d) {
        OracleCustomer who;
        if (!journey.personas.empty()) who.persona = journey.personas.id_at(p);
        who.source = journey.sources.id_at(s);
        if (!journey.devices.empty()) who.device = journey.devices.id_at(d);
        if (fits(journey, who, a) && !fits(journey, who, b)) return false;
      }
    }
  }
  return true;
}

bool implies(const Condition& a, const Condition& b) {
  if (a.kind != b.kind || a.is_negated != b.is_negated || a.place != b.place || a.flag != b.flag) {
    return false;
  }
  if (a.kind != Condition::Kind::visited) return true;
  return a.is_negated ? a.times <= b.times : a.times >= b.times;
}

}  // namespace

bool fits(const Journey& journey, const OracleCustomer& who, const Scope& scope) {
  return fits(journey, who, scope.groups) &&
         std::all_of(scope.conditions.begin(), scope.conditions.end(),
                     [&](const Condition& condition) { return holds(who, condition); });
}

bool is_narrower(const Journey& journey, const Scope& a, const Scope& b) {
  const auto covers = [&](const Scope& small, const Scope& big) {
    return is_within(journey, small.groups, big.groups) &&
           std::all_of(big.conditions.begin(), big.conditions.end(), [&](const Condition& c) {
             return std::any_of(small.conditions.begin(), small.conditions.end(),
                                [&](const Condition& own) { return implies(own, c); });
           });
  };
  return covers(a, b) && !covers(b, a);
}

}  // namespace cairn
