#include "journey/choice.h"

#include <algorithm>
#include <map>
#include <utility>

#include "journey/changes.h"
#include "journey/scopes.h"

namespace cairn {
namespace {

// A scope as numbers, so that equal ones are found whatever the order of their words.
using ScopeKey = std::vector<std::vector<std::uint32_t>>;

ScopeKey key_of(const Scope& scope) {
  ScopeKey groups;
  for (const Group& group : scope.groups) {
    std::vector<std::vector<std::uint32_t>> traits;
    for (const Trait& trait : group.traits) {
      traits.push_back(
          {trait.persona.index, trait.source.index, trait.channel.index, trait.device.index});
    }
    std::sort(traits.begin(), traits.end());
    std::vector<std::uint32_t> flat;
    for (const auto& trait : traits) flat.insert(flat.end(), trait.begin(), trait.end());
    groups.push_back(std::move(flat));
  }
  std::sort(groups.begin(), groups.end());
  ScopeKey conditions;
  for (const Condition& condition : scope.conditions) {
    conditions.push_back({static_cast<std::uint32_t>(condition.kind),
                          condition.is_negated ? 1U : 0U, condition.place.index, condition.times,
                          condition.flag.index});
  }
  std::sort(conditions.begin(), conditions.end());
  groups.push_back({});
  groups.insert(groups.end(), conditions.begin(), conditions.end());
  return groups;
}

// Sorts the lines of one site into slots.
class Planner {
 public:
  explicit Planner(SitePlan& plan) : plan_(plan) { plan_.scopes.push_back(nullptr); }

  SlotLine line_of(std::size_t line, const Scope& scope) {
    return {static_cast<std::uint32_t>(line), scope_index(scope)};
  }

  void put(std::vector<Slot>& slots, SlotKind kind, std::uint32_t key, std::size_t line,
           const Scope& scope) {
    const auto [found, is_new] =
        slot_of_.try_emplace({static_cast<std::uint32_t>(kind), key}, slots.size());
    if (is_new) slots.push_back({kind, key, {}});
    slots[found->second].lines.push_back(line_of(line, scope));
  }

 private:
  std::uint32_t scope_index(const Scope& scope) {
    if (scope.groups.empty() && scope.conditions.empty()) return 0;
    const auto [found, is_new] =
        scope_of_.try_emplace(key_of(scope), static_cast<std::uint32_t>(plan_.scopes.size()));
    if (is_new) plan_.scopes.push_back(&scope);
    return found->second;
  }

  SitePlan& plan_;
  std::map<ScopeKey, std::uint32_t> scope_of_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> slot_of_;
};

void plan_flows(const std::vector<FlowLine>& flows, Planner& planner, SitePlan& plan) {
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const FlowLine& line = flows[i];
    if (line.added_by.is_valid()) {
      plan.flows.push_back({SlotKind::flow, line.target.index, {planner.line_of(i, line.scope)}});
    } else if (line.kind == FlowLine::Kind::factor) {
      plan.factors.push_back(planner.line_of(i, line.scope));
    } else if (line.kind == FlowLine::Kind::rest) {
      planner.put(plan.flows, SlotKind::rest, 0, i, line.scope);
    } else {
      planner.put(plan.flows, SlotKind::flow, line.target.index, i, line.scope);
    }
  }
}

bool is_remembered(const MemoryLayout& layout, const MemoryLine& line) {
  if (line.kind == MemoryLine::Kind::clear_count) {
    return std::any_of(layout.counts.begin(), layout.counts.end(),
                       [&](const auto& field) { return field.place == line.place; });
  }
  return std::any_of(layout.flags.begin(), layout.flags.end(),
                     [&](const auto& field) { return field.flag == line.flag; });
}

void plan_memory(const MemoryLayout& layout, const std::vector<MemoryLine>& lines, Planner& planner,
                 SitePlan& plan) {
  for (const bool is_set : {false, true}) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const MemoryLine& line = lines[i];
      if ((line.kind == MemoryLine::Kind::set_flag) != is_set) continue;
      if (!is_remembered(layout, line)) continue;
      if (line.kind == MemoryLine::Kind::clear_count) {
        planner.put(plan.memory, SlotKind::clear_count, line.place.index, i, line.scope);
      } else {
        planner.put(plan.memory, is_set ? SlotKind::set_flag : SlotKind::clear_flag,
                    line.flag.index, i, line.scope);
      }
    }
  }
}

void plan_money(const std::vector<MoneyLine>& lines, Planner& planner,
                std::vector<SlotLine>& planned) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    planned.push_back(planner.line_of(i, lines[i].scope));
  }
}

void plan_place(const Journey& journey, const Place& place, Planner& planner, SitePlan& plan) {
  if (place.kind == Place::Kind::touchpoint) plan_flows(place.flows, planner, plan);
  for (std::size_t i = 0; i < place.takes.size(); ++i) {
    planner.put(plan.values, SlotKind::takes, 0, i, place.takes[i].scope);
  }
  for (std::size_t i = 0; i < place.feels.size(); ++i) {
    planner.put(plan.values, SlotKind::feels, 0, i, place.feels[i].scope);
  }
  for (std::size_t i = 0; i < place.nps.size(); ++i) {
    planner.put(plan.values, SlotKind::nps, 0, i, place.nps[i].scope);
  }
  for (const PainId id : place.pains) {
    const Pain& pain = journey.pains[id];
    for (std::size_t i = 0; i < pain.causes.size(); ++i) {
      planner.put(plan.values, SlotKind::cause, id.index, i, pain.causes[i].scope);
    }
  }
  plan_money(place.earns, planner, plan.earns);
  plan_money(place.costs, planner, plan.costs);
}

void plan_changes(const Journey& journey, Planner& planner, SitePlan& plan) {
  for (const FixId fix : journey.active_fixes) {
    const std::vector<Change>& changes = journey.fixes[fix].changes;
    for (std::uint32_t i = 0; i < changes.size(); ++i) {
      if (!acts_at(journey, changes[i], plan.site)) continue;
      plan.changes.push_back({{fix, i}, planner.line_of(i, changes[i].scope).scope});
    }
  }
}

bool mixes_scopes(const std::vector<Slot>& slots) {
  return std::any_of(slots.begin(), slots.end(), [](const Slot& slot) {
    return std::any_of(slot.lines.begin(), slot.lines.end(), [&](const SlotLine& line) {
      return line.scope != slot.lines.front().scope;
    });
  });
}

}  // namespace

SitePlan plan_site(const Journey& journey, const MemoryLayout& layout, Site site) {
  SitePlan plan;
  plan.site = site;
  Planner planner(plan);
  if (site.place.is_valid()) {
    plan_place(journey, journey.places[site.place], planner, plan);
    plan_memory(layout, journey.places[site.place].memory, planner, plan);
  } else if (site.source.is_valid()) {
    const Source& source = journey.sources[site.source];
    plan_flows(source.flows, planner, plan);
    plan_money(source.costs, planner, plan.costs);
    plan_memory(layout, source.memory, planner, plan);
    for (const TextLine& line : source.texts) planner.line_of(0, line.scope);
  } else if (site.persona.is_valid()) {
    plan_memory(layout, journey.personas[site.persona].memory, planner, plan);
  }
  if (site.place.is_valid()) {
    // Lines that compete for nothing (texts) still say whom they are about.
    for (const Scope* scope : scopes_of(journey, site.place)) planner.line_of(0, *scope);
    const std::vector<RefersLine>& refers = journey.places[site.place].refers;
    for (std::size_t i = 0; i < refers.size(); ++i) {
      plan.refers.push_back(planner.line_of(i, refers[i].scope));
    }
  }
  plan_changes(journey, planner, plan);
  plan.compares_states = mixes_scopes(plan.flows) || mixes_scopes(plan.values);
  plan.compares_arrivals = mixes_scopes(plan.memory);
  return plan;
}

Fit fit_class(const Journey& journey, const SitePlan& plan, const CustomerClass& customer) {
  Fit fit(plan.scopes.size(), 1);
  for (std::size_t i = 1; i < fit.size(); ++i) {
    fit[i] = fits_any(journey, customer, plan.scopes[i]->groups) ? 1 : 0;
  }
  return fit;
}

void fit_memory(const MemoryLayout& layout, const SitePlan& plan, const Fit& of_class,
                Memory memory, Fit& fit) {
  fit = of_class;
  for (std::size_t i = 1; i < fit.size(); ++i) {
    if (fit[i] != 0) fit[i] = holds(layout, memory, plan.scopes[i]->conditions) ? 1 : 0;
  }
}

void FitSets::add(const Fit& fit) {
  bits_.resize(fit.size());
  const std::size_t word = size_ / 64;
  for (std::size_t i = 0; i < fit.size(); ++i) {
    if (bits_[i].size() <= word) bits_[i].resize(word + 1);
    if (fit[i] != 0) bits_[i][word] |= std::uint64_t{1} << (size_ % 64);
  }
  ++size_;
}

bool FitSets::is_narrower(const SitePlan& plan, std::uint32_t a, std::uint32_t b) {
  if (a == b || a == 0) return false;
  const auto [found, is_new] = known_.try_emplace((std::uint64_t{a} << 32) | b, false);
  if (!is_new) return found->second;
  bool is_inside = true;
  bool is_equal = true;
  if (a < bits_.size() && b < bits_.size()) {
    for (std::size_t i = 0; i < bits_[a].size() && is_inside; ++i) {
      is_inside = (bits_[a][i] & ~bits_[b][i]) == 0;
      is_equal = is_equal && bits_[a][i] == bits_[b][i];
    }
  }
  if (is_inside && is_equal) {
    // The same people in fact: the words decide, so that a guard which happens to fit all of those
    // who come here still overrides the line for everyone.
    is_inside = b == 0 || (implies(*plan.scopes[a], *plan.scopes[b]) &&
                           !implies(*plan.scopes[b], *plan.scopes[a]));
  }
  found->second = is_inside;
  return is_inside;
}

Chosen choose_line(const SitePlan& plan, const Slot& slot, const Fit& fit, FitSets& sets) {
  Chosen chosen;
  std::uint32_t fitting_count = 0;
  for (std::uint32_t i = 0; i < slot.lines.size(); ++i) {
    const std::uint32_t scope = slot.lines[i].scope;
    if (fit[scope] == 0) continue;
    ++fitting_count;
    if (!chosen.line || sets.is_narrower(plan, scope, slot.lines[*chosen.line].scope)) {
      chosen.line = i;
    }
  }
  if (fitting_count < 2) return chosen;
  // A line narrower than all others is found by the pass above; this one sees whether it is.
  for (std::uint32_t i = 0; i < slot.lines.size() && !chosen.tied; ++i) {
    const std::uint32_t scope = slot.lines[i].scope;
    if (i == *chosen.line || fit[scope] == 0) continue;
    if (!sets.is_narrower(plan, slot.lines[*chosen.line].scope, scope)) chosen.tied = i;
  }
  return chosen;
}

bool is_exactly(const Journey& journey, ParameterId id, double value) {
  if (id.index >= journey.parameters.size()) return false;  // woven, and no row made for it yet
  if (id.index < journey.is_touched.size() && journey.is_touched[id.index] != 0) return false;
  const Parameter& parameter = journey.parameters[id];
  return parameter.doubt == Doubt::exact && parameter.best == DoubleDouble{value, 0};
}

}  // namespace cairn
