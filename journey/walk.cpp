#include "journey/walk.h"

#include <algorithm>
#include <unordered_set>

namespace cairn {
namespace {

class Walker {
 public:
  Walker(const Journey& journey, Ground& ground, const CustomerClass& customer,
         const WalkOptions& options)
      : journey_(journey), ground_(ground), customer_(customer), options_(options) {
    fits_.resize(ground.plans.size());
    walk_.is_complete = ground.is_complete;
  }

  Walk walk() {
    if (walk_.is_complete) enter();
    // Visits are added while they are gone through.
    for (std::uint32_t i = 0; i < walk_.visits.size() && walk_.is_complete && !is_stopped_; ++i) {
      expand(i);
    }
    return std::move(walk_);
  }

 private:
  void enter() {
    std::vector<Memory> people = {0};
    if (customer_.persona.is_valid()) people = arrive(site_index(journey_, customer_.persona), 0);
    for (const SourceId source : options_.sources) {
      const std::uint32_t site = site_index(journey_, source);
      for (const Memory person : people) add_visits(site, person, Visit::kNone);
    }
  }

  void expand(std::uint32_t index) {
    const StateKey key = walk_.visits[index].key;
    const SitePlan& plan = ground_.plans[key.site];
    fit_memory(ground_.layout, plan, fit_of(key.site), key.memory, fit_);
    const std::vector<FlowLine>& flows = flows_at(journey_, plan.site);
    open_.clear();
    for (const Slot& slot : plan.flows) {
      const Chosen chosen = choose_line(plan, slot, fit_, ground_.states[key.site]);
      for (const std::optional<std::uint32_t>& line : {chosen.line, chosen.tied}) {
        if (line && is_open(flows[slot.lines[*line].line])) {
          follow(index, slot.lines[*line].line, flows[slot.lines[*line].line]);
        }
      }
    }
  }

  bool is_open(const FlowLine& line) const {
    if (!line.added_by.is_valid()) {
      return line.kind != FlowLine::Kind::share || !is_exactly(journey_, line.value, 0);
    }
    if (options_.fixes == nullptr || !(*options_.fixes)[line.added_by.index]) return false;
    return !line.instead_of.is_valid() ||
           std::find(open_.begin(), open_.end(), line.instead_of) != open_.end();
  }

  void follow(std::uint32_t from, std::uint32_t line_index, const FlowLine& line) {
    // What a fix moves shares the written way; moves do not move each other (R14).
    if (!line.instead_of.is_valid()) open_.push_back(line.target);
    const StateKey key = walk_.visits[from].key;
    const PlaceId place = ground_.plans[key.site].site.place;
    const Memory arrival = after_move(ground_.layout, key.memory, place, line.target);
    if (options_.on_step && !options_.on_step(walk_, {from, line_index, line.target, arrival})) {
      is_stopped_ = true;
    }
    add_visits(site_index(journey_, line.target), arrival, from);
  }

  void add_visits(std::uint32_t site, Memory arrival, std::uint32_t before) {
    // Arrivals are many and alike: what they lead to is worked out once.
    if (!arrivals_.insert({site, arrival}).second) return;
    for (const Memory memory : arrive(site, arrival)) {
      if (!known_.insert({site, memory}).second) continue;
      if (walk_.visits.size() >= options_.state_limit) {
        walk_.is_complete = false;
        return;
      }
      walk_.visits.push_back({{site, memory}, before});
    }
  }

  // All memories a visit may begin with, after the lines that clear and set.
  std::vector<Memory> arrive(std::uint32_t site, Memory arrival) {
    const SitePlan& plan = ground_.plans[site];
    const Memory live = ground_.live[site];
    std::vector<Memory> memories = {arrival};
    if (!plan.memory.empty()) {
      fit_memory(ground_.layout, plan, fit_of(site), arrival, arrival_fit_);
      for (const Slot& slot : plan.memory) {
        const Chosen chosen = choose_line(plan, slot, arrival_fit_, ground_.arrivals[site]);
        if (chosen.line) apply(site, slot, slot.lines[*chosen.line].line, memories);
        if (memories.size() > options_.state_limit) {
          walk_.is_complete = false;
          return {};
        }
      }
    }
    for (Memory& memory : memories) memory &= live;
    return memories;
  }

  void apply(std::uint32_t site, const Slot& slot, std::uint32_t line,
             std::vector<Memory>& memories) const {
    const ParameterId probability = memory_at(journey_, ground_.plans[site].site)[line].probability;
    if (probability.is_valid() && is_exactly(journey_, probability, 0)) return;
    const bool is_sure = !probability.is_valid() || is_exactly(journey_, probability, 1);
    const std::size_t count = memories.size();
    for (std::size_t i = 0; i < count; ++i) {
      const Memory changed = apply_slot(ground_.layout, slot, memories[i]);
      if (((changed ^ memories[i]) & ground_.live[site]) == 0) continue;
      if (is_sure) {
        memories[i] = changed;
      } else {
        memories.push_back(changed);
      }
    }
  }

  const Fit& fit_of(std::uint32_t site) {
    if (fits_[site].empty()) fits_[site] = fit_class(journey_, ground_.plans[site], customer_);
    return fits_[site];
  }

  using Keys = std::unordered_set<StateKey, StateKeyHash>;

  const Journey& journey_;
  Ground& ground_;
  const CustomerClass& customer_;
  const WalkOptions& options_;
  Walk walk_;
  bool is_stopped_ = false;
  Keys known_, arrivals_;
  std::vector<Fit> fits_;  // by site
  Fit fit_, arrival_fit_;
  std::vector<PlaceId> open_;  // targets of the visit at hand
};

}  // namespace

Walk walk_class(const Journey& journey, Ground& ground, const CustomerClass& customer,
                const WalkOptions& options) {
  return Walker(journey, ground, customer, options).walk();
}

std::vector<std::uint32_t> path_to(const Walk& walk, std::uint32_t visit) {
  std::vector<std::uint32_t> sites;
  for (std::uint32_t at = visit; at != Visit::kNone; at = walk.visits[at].before) {
    sites.push_back(walk.visits[at].key.site);
  }
  std::reverse(sites.begin(), sites.end());
  return sites;
}

}  // namespace cairn
