#include "journey/explore.h"

#include <algorithm>
#include <unordered_set>

#include "base/check.h"

namespace cairn {
namespace {

// Flags drawn by chance multiply the ways into a state, not the states: a bound of their own keeps
// sixteen such lines on a loop from costing 2^16 arrivals a state.
constexpr std::size_t kArrivalsPerState = 8;

using Keys = std::unordered_set<StateKey, StateKeyHash>;

// Follows every line that fits, whether or not a narrower one would override it.
class Superset {
 public:
  Superset(const Journey& journey, std::size_t state_limit, Ground& ground)
      : journey_(journey),
        left_(state_limit),
        arrivals_left_(state_limit * kArrivalsPerState),
        ground_(ground) {}

  void explore(const CustomerClass& customer) {
    customer_ = &customer;
    fits_.assign(ground_.plans.size(), {});
    seen_.clear();
    seen_arrivals_.clear();
    work_.clear();
    enter();
    // `work_` grows while it is gone through.
    for (std::size_t i = 0; i < work_.size() && ground_.is_complete; ++i) expand(work_[i]);
  }

 private:
  void enter() {
    std::vector<Memory> memories = {0};
    if (customer_->persona.is_valid()) {
      memories = arrive(site_index(journey_, customer_->persona), 0);
    }
    for (const SourceId source : sources_of(journey_, *customer_)) {
      for (const Memory memory : memories) add_states(site_index(journey_, source), memory);
    }
  }

  void expand(StateKey key) {
    const SitePlan& plan = ground_.plans[key.site];
    fit_memory(ground_.layout, plan, fit_of(key.site), key.memory, fit_);
    if (plan.compares_states) ground_.states[key.site].add(fit_);
    const std::vector<FlowLine>& flows = flows_at(journey_, plan.site);
    for (const Slot& slot : plan.flows) {
      for (const SlotLine& line : slot.lines) {
        if (fit_[line.scope] == 0 || leads_nowhere(flows[line.line])) continue;
        const PlaceId target = flows[line.line].target;
        add_states(site_index(journey_, target),
                   after_move(ground_.layout, key.memory, plan.site.place, target));
      }
    }
  }

  bool leads_nowhere(const FlowLine& line) const {
    return line.kind == FlowLine::Kind::share && is_exactly(journey_, line.value, 0);
  }

  void add_states(std::uint32_t site, Memory arrival) {
    const std::vector<Memory> memories = arrive(site, arrival);
    if (memories.size() > arrivals_left_) {
      ground_.is_complete = false;
      return;
    }
    arrivals_left_ -= memories.size();
    for (const Memory memory : memories) {
      if (!seen_.insert({site, memory}).second) continue;
      if (left_ == 0) {
        ground_.is_complete = false;
        return;
      }
      --left_;
      work_.push_back({site, memory});
    }
  }

  // All memories a visit may begin with, after the lines that clear and set.
  std::vector<Memory> arrive(std::uint32_t site, Memory arrival) {
    const SitePlan& plan = ground_.plans[site];
    std::vector<Memory> memories = {arrival};
    const Memory live = ground_.live[site];
    if (plan.memory.empty()) return {arrival & live};
    fit_memory(ground_.layout, plan, fit_of(site), arrival, arrival_fit_);
    if (plan.compares_arrivals && seen_arrivals_.insert({site, arrival}).second) {
      ground_.arrivals[site].add(arrival_fit_);
    }
    for (const Slot& slot : plan.memory) {
      const std::size_t count = memories.size();
      const auto [may_happen, may_fail] = outcomes_of(plan, slot);
      if (!may_happen) continue;
      for (std::size_t i = 0; i < count; ++i) {
        const Memory changed = apply_slot(ground_.layout, slot, memories[i]);
        if (((changed ^ memories[i]) & live) == 0) continue;
        if (may_fail) {
          memories.push_back(changed);
        } else {
          memories[i] = changed;
        }
      }
      if (memories.size() > left_ + 1) {
        ground_.is_complete = false;
        return memories;
      }
    }
    for (Memory& memory : memories) memory &= live;
    return memories;
  }

  struct SlotOutcomes {
    bool may_happen = false;
    bool may_fail = false;
  };

  SlotOutcomes outcomes_of(const SitePlan& plan, const Slot& slot) const {
    const std::vector<MemoryLine>& lines = memory_at(journey_, plan.site);
    SlotOutcomes outcomes;
    for (const SlotLine& line : slot.lines) {
      if (arrival_fit_[line.scope] == 0) continue;
      const ParameterId probability = lines[line.line].probability;
      const bool is_sure = !probability.is_valid() || is_exactly(journey_, probability, 1);
      const bool is_never = probability.is_valid() && is_exactly(journey_, probability, 0);
      outcomes.may_happen = outcomes.may_happen || !is_never;
      outcomes.may_fail = outcomes.may_fail || !is_sure;
    }
    return outcomes;
  }

  const Fit& fit_of(std::uint32_t site) {
    if (fits_[site].empty()) fits_[site] = fit_class(journey_, ground_.plans[site], *customer_);
    return fits_[site];
  }

  const Journey& journey_;
  std::size_t left_;           // states that may still be found
  std::size_t arrivals_left_;  // ways into them that may still be followed
  Ground& ground_;
  const CustomerClass* customer_ = nullptr;
  std::vector<Fit> fits_;  // by site, for the class at hand
  Keys seen_;
  Keys seen_arrivals_;
  std::vector<StateKey> work_;
  Fit fit_;
  Fit arrival_fit_;
};

}  // namespace

Ground prepare_ground(const Journey& journey, const std::vector<CustomerClass>& classes,
                      std::size_t state_limit, Remember remember) {
  Ground ground;
  ground.remember = remember;
  ground.layout = layout_memory(journey, remember);
  if (ground.layout.total_bits > 64) {
    ground.is_complete = false;
    return ground;
  }
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    ground.plans.push_back(plan_site(journey, ground.layout, {journey.places.id_at(i), {}, {}}));
  }
  for (std::size_t i = 0; i < journey.sources.size(); ++i) {
    ground.plans.push_back(plan_site(journey, ground.layout, {{}, journey.sources.id_at(i), {}}));
  }
  for (std::size_t i = 0; i < journey.personas.size(); ++i) {
    ground.plans.push_back(plan_site(journey, ground.layout, {{}, {}, journey.personas.id_at(i)}));
  }
  ground.states.resize(ground.plans.size());
  ground.arrivals.resize(ground.plans.size());
  ground.live = find_live(journey, ground);
  const bool compares = std::any_of(
      ground.plans.begin(), ground.plans.end(),
      [](const SitePlan& plan) { return plan.compares_states || plan.compares_arrivals; });
  if (!compares) return ground;
  Superset superset(journey, 2 * state_limit, ground);
  for (const CustomerClass& customer : classes) {
    if (ground.is_complete) superset.explore(customer);
  }
  return ground;
}

std::uint32_t site_index(const Journey& /*journey*/, PlaceId place) {
  return place.index;
}

std::uint32_t site_index(const Journey& journey, SourceId source) {
  return static_cast<std::uint32_t>(journey.places.size()) + source.index;
}

std::uint32_t site_index(const Journey& journey, PersonaId persona) {
  return static_cast<std::uint32_t>(journey.places.size() + journey.sources.size()) + persona.index;
}

const std::vector<FlowLine>& flows_at(const Journey& journey, Site site) {
  CAIRN_CHECK(site.place.is_valid() || site.source.is_valid());
  return site.place.is_valid() ? journey.places[site.place].flows
                               : journey.sources[site.source].flows;
}

const std::vector<MemoryLine>& memory_at(const Journey& journey, Site site) {
  if (site.place.is_valid()) return journey.places[site.place].memory;
  if (site.source.is_valid()) return journey.sources[site.source].memory;
  return journey.personas[site.persona].memory;
}

Memory apply_slot(const MemoryLayout& layout, const Slot& slot, Memory memory) {
  switch (slot.kind) {
    case SlotKind::set_flag:
      return with_flag(layout, memory, FlagId{slot.key}, true);
    case SlotKind::clear_flag:
      return with_flag(layout, memory, FlagId{slot.key}, false);
    case SlotKind::clear_count:
      return with_count(layout, memory, PlaceId{slot.key}, 0);
    case SlotKind::flow:
    case SlotKind::rest:
    case SlotKind::takes:
    case SlotKind::feels:
    case SlotKind::cause:
    case SlotKind::nps:
      break;
  }
  return memory;
}

std::vector<SourceId> sources_of(const Journey& journey, const CustomerClass& customer) {
  if (customer.source.is_valid()) return {customer.source};
  std::vector<SourceId> sources;
  for (std::size_t i = 0; i < journey.sources.size(); ++i) {
    sources.push_back(journey.sources.id_at(i));
  }
  return sources;
}

}  // namespace cairn
