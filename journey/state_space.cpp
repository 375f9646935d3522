#include "journey/state_space.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "journey/explore.h"
#include "journey/state_edits.h"
#include "journey/walk.h"

namespace cairn {
namespace {

// What has been met while building, over all classes.
struct Findings {
  explicit Findings(const Journey& journey) : woven(journey) {}

  WovenTable woven;
  std::vector<Tie> ties;
  std::set<std::tuple<std::uint32_t, SlotKind, std::uint32_t, std::uint32_t, std::uint32_t>> known;
  std::vector<Fit> met;  // by site, then scope: whether it ever fitted; empty if never visited
  /// Draws of flags on all ways together, a few hundred megabytes of them: sixteen flags by chance
  /// at one place make 65 536 arrivals of each way that leads there, however few states there are.
  std::size_t draws_left = 8'000'000;
};

// A memory that may be held on arrival, and the draws that lead to it.
struct Branch {
  Memory memory = 0;
  std::vector<Arrival::Factor> factors;
};

class SpaceBuilder {
 public:
  SpaceBuilder(const Journey& journey, const CustomerClass& customer, std::size_t state_limit,
               Ground& ground, Findings& findings)
      : journey_(journey), limit_(state_limit), ground_(ground), findings_(findings) {
    space_.customer = customer;
    space_.layout = ground.layout;
    space_.is_complete = ground.is_complete;
    fits_.resize(ground.plans.size());
  }

  StateSpace build() {
    if (space_.is_complete) enter();
    // States are added while they are gone through.
    for (std::size_t i = 0; i < space_.states.size() && space_.is_complete; ++i) expand(i);
    return std::move(space_);
  }

 private:
  void enter() {
    space_.entries.resize(journey_.sources.size());
    std::vector<Branch> people = {{}};
    if (space_.customer.persona.is_valid()) {
      people = arrive(site_index(journey_, space_.customer.persona), 0);
    }
    for (const SourceId source : sources_of(journey_, space_.customer)) {
      const std::uint32_t site = site_index(journey_, source);
      for (const Branch& person : people) {
        for (Branch& branch : arrive(site, person.memory)) {
          take_draws(person.factors.size() + branch.factors.size());
          if (!space_.is_complete) return;
          branch.factors.insert(branch.factors.begin(), person.factors.begin(),
                                person.factors.end());
          space_.entries[source.index].push_back(
              {intern(site, branch.memory), std::move(branch.factors)});
        }
      }
    }
  }

  std::uint32_t intern(std::uint32_t site, Memory memory) {
    const auto [found, is_new] = index_.try_emplace(
        StateKey{site, memory}, static_cast<std::uint32_t>(space_.states.size()));
    if (!is_new) return found->second;
    if (space_.states.size() >= limit_) space_.is_complete = false;
    State state;
    state.place = ground_.plans[site].site.place;
    state.source = ground_.plans[site].site.source;
    state.memory = memory;
    space_.states.push_back(std::move(state));
    return found->second;
  }

  void expand(std::size_t index) {
    const Memory memory = space_.states[index].memory;
    const PlaceId place = space_.states[index].place;
    const std::uint32_t site = place.is_valid() ? site_index(journey_, place)
                                                : site_index(journey_, space_.states[index].source);
    const SitePlan& plan = ground_.plans[site];
    fit_memory(ground_.layout, plan, fit_of(site), memory, fit_);
    note_met(site, fit_);
    memory_ = memory;
    State state = std::move(space_.states[index]);
    fill_values(site, state);
    fill_money(plan, state);
    for (const Slot& slot : plan.flows) {
      if (!space_.is_complete) return;
      add_way(site, slot, state);
    }
    for (const OpenedWay& opened : ways_to_open(journey_, plan, fit_, state)) {
      if (!space_.is_complete) return;
      Way way;
      way.line = opened.line;
      lead_to(plan, opened.target, way, state);
    }
    apply_factors(plan, state);
    edit_state(journey_, plan, fit_, findings_.woven, state);
    fill_referrals(plan, state);
    space_.states[index] = std::move(state);
  }

  void add_way(std::uint32_t site, const Slot& slot, State& state) {
    const SitePlan& plan = ground_.plans[site];
    const std::optional<std::uint32_t> index = choose(site, slot, fit_, ground_.states[site]);
    if (!index) return;
    const std::vector<FlowLine>& flows = flows_at(journey_, plan.site);
    const std::uint32_t line_index = slot.lines[*index].line;
    const FlowLine& line = flows[line_index];
    if (line.added_by.is_valid()) return;  // see ways_to_open
    const bool is_nothing =
        line.kind == FlowLine::Kind::share && is_exactly(journey_, line.value, 0);
    if (is_nothing && !is_edited(journey_, plan, fit_, line.target)) return;
    Way way;
    way.kind = line.kind;
    way.line = line_index;
    way.value = line.value;
    way.after = line.after ? line.after : inherited_after(site, slot, *index);
    lead_to(plan, line.target, way, state);
  }

  void lead_to(const SitePlan& plan, PlaceId place, Way& way, State& state) {
    way.target = place;
    way.is_loss = plan.site.place.is_valid() && is_loss(journey_, place);
    const Memory arrival = after_move(ground_.layout, memory_, plan.site.place, place);
    const std::uint32_t target = site_index(journey_, place);
    for (Branch& branch : arrive(target, arrival)) {
      take_draws(branch.factors.size());
      way.arrivals.push_back({intern(target, branch.memory), std::move(branch.factors)});
    }
    state.ways.push_back(std::move(way));
  }

  void take_draws(std::size_t count) {
    if (count > findings_.draws_left) space_.is_complete = false;
    findings_.draws_left -= std::min(count, findings_.draws_left);
  }

  // The `after` of the next broader line to the same target that has one.
  std::optional<Amount> inherited_after(std::uint32_t site, const Slot& slot,
                                        std::uint32_t chosen) {
    const SitePlan& plan = ground_.plans[site];
    const std::vector<FlowLine>& flows = flows_at(journey_, plan.site);
    const PlaceId target = flows[slot.lines[chosen].line].target;
    Slot others{slot.kind, slot.key, {}};
    for (const SlotLine& line : slot.lines) {
      if (flows[line.line].after && flows[line.line].target == target) {
        others.lines.push_back(line);
      }
    }
    const Chosen next = choose_line(plan, others, fit_, ground_.states[site]);
    if (!next.line) return std::nullopt;
    return flows[others.lines[*next.line].line].after;
  }

  void apply_factors(const SitePlan& plan, State& state) {
    for (const SlotLine& factor : plan.factors) {
      if (fit_[factor.scope] == 0) continue;
      const FlowLine& line = flows_at(journey_, plan.site)[factor.line];
      for (Way& way : state.ways) {
        if (way.target == line.target && way.kind != FlowLine::Kind::rest) {
          way.factors.push_back(line.value);
        }
      }
    }
  }

  void fill_values(std::uint32_t site, State& state) {
    const SitePlan& plan = ground_.plans[site];
    for (const Slot& slot : plan.values) {
      const std::optional<std::uint32_t> index = choose(site, slot, fit_, ground_.states[site]);
      if (!index) continue;
      const std::uint32_t line = slot.lines[*index].line;
      if (slot.kind == SlotKind::takes) {
        state.takes = journey_.places[plan.site.place].takes[line].amount;
      } else if (slot.kind == SlotKind::feels) {
        state.feels = journey_.places[plan.site.place].feels[line].value;
      } else if (slot.kind == SlotKind::cause) {
        const PainId pain{slot.key};
        state.causes.push_back({pain, journey_.pains[pain].causes[line].share});
      } else if (slot.kind == SlotKind::nps) {
        state.nps = line;
      }
    }
  }

  void fill_money(const SitePlan& plan, State& state) {
    const Site site = plan.site;
    if (site.place.is_valid()) {
      add_money(journey_.places[site.place].earns, plan.earns, state.place, state.earns);
    }
    const std::vector<MoneyLine>& costs = site.place.is_valid()
                                              ? journey_.places[site.place].costs
                                              : journey_.sources[site.source].costs;
    add_money(costs, plan.costs, state.place, state.costs);
  }

  void add_money(const std::vector<MoneyLine>& lines, const std::vector<SlotLine>& planned,
                 PlaceId place, std::vector<MoneyLine>& money) const {
    for (const SlotLine& line : planned) {
      if (fit_[line.scope] == 0) continue;
      const MoneyLine& written = lines[line.line];
      // A count that a line clears starts anew, and so does the first visit.
      const bool is_first = !place.is_valid() || visit_count(ground_.layout, memory_, place) <= 1;
      if (written.basis == MoneyLine::Basis::once && !is_first) continue;
      // The scope has done its work; a hundred thousand copies of it would only take room.
      money.push_back({written.amount, written.basis, written.per_days, {}, written.span});
    }
  }

  void fill_referrals(const SitePlan& plan, State& state) {
    for (const SlotLine& line : plan.refers) {
      if (fit_[line.scope] == 0) continue;
      const RefersLine& written = journey_.places[plan.site.place].refers[line.line];
      state.refers.push_back(
          {edit_assumed(journey_, plan, fit_, findings_.woven, written.people), written.source});
    }
  }

  std::vector<Branch> arrive(std::uint32_t site, Memory arrival) {
    const SitePlan& plan = ground_.plans[site];
    if (plan.memory.empty()) return {{arrival & ground_.live[site], {}}};
    std::vector<Branch> branches = {{arrival, {}}};
    fit_memory(ground_.layout, plan, fit_of(site), arrival, arrival_fit_);
    note_met(site, arrival_fit_);
    arrival_memory_ = arrival;
    for (const Slot& slot : plan.memory) {
      const std::optional<std::uint32_t> index =
          choose(site, slot, arrival_fit_, ground_.arrivals[site]);
      if (!index) continue;
      const MemoryLine& line = memory_at(journey_, plan.site)[slot.lines[*index].line];
      const ParameterId probability =
          edit_assumed(journey_, plan, arrival_fit_, findings_.woven, line.probability);
      split(slot, probability, ground_.live[site], branches);
      if (branches.size() > limit_) {
        space_.is_complete = false;
        return branches;
      }
    }
    for (Branch& branch : branches) branch.memory &= ground_.live[site];
    return branches;
  }

  void split(const Slot& slot, ParameterId probability, Memory live,
             std::vector<Branch>& branches) const {
    if (probability.is_valid() && is_exactly(journey_, probability, 0)) return;
    const bool is_sure = !probability.is_valid() || is_exactly(journey_, probability, 1);
    const std::size_t count = branches.size();
    for (std::size_t i = 0; i < count; ++i) {
      const Memory changed = apply_slot(ground_.layout, slot, branches[i].memory);
      if (((changed ^ branches[i].memory) & live) == 0) continue;
      if (is_sure) {
        branches[i].memory = changed;
        continue;
      }
      Branch happened = branches[i];
      happened.memory = changed;
      happened.factors.push_back({probability, false});
      branches[i].factors.push_back({probability, true});
      branches.push_back(std::move(happened));
    }
  }

  std::optional<std::uint32_t> choose(std::uint32_t site, const Slot& slot, const Fit& fit,
                                      FitSets& sets) {
    const Chosen chosen = choose_line(ground_.plans[site], slot, fit, sets);
    if (chosen.tied) note_tie(site, slot, *chosen.line, *chosen.tied, &fit == &arrival_fit_);
    return chosen.line;
  }

  void note_tie(std::uint32_t site, const Slot& slot, std::uint32_t a, std::uint32_t b,
                bool is_arrival) {
    const SlotLine& first = slot.lines[std::min(a, b)];
    const SlotLine& second = slot.lines[std::max(a, b)];
    if (!findings_.known.insert({site, slot.kind, slot.key, first.line, second.line}).second) {
      return;
    }
    findings_.ties.push_back({ground_.plans[site].site, slot.kind, slot.key, first.line,
                              second.line, first.scope == second.scope, space_.customer,
                              is_arrival ? arrival_memory_ : memory_});
  }

  void note_met(std::uint32_t site, const Fit& fit) {
    Fit& met = findings_.met[site];
    met.resize(fit.size());
    for (std::size_t i = 0; i < fit.size(); ++i) met[i] = static_cast<char>(met[i] | fit[i]);
  }

  const Fit& fit_of(std::uint32_t site) {
    if (fits_[site].empty()) {
      fits_[site] = fit_class(journey_, ground_.plans[site], space_.customer);
    }
    return fits_[site];
  }

  const Journey& journey_;
  std::size_t limit_;
  Ground& ground_;
  Findings& findings_;
  StateSpace space_;
  std::unordered_map<StateKey, std::uint32_t, StateKeyHash> index_;
  std::vector<Fit> fits_;  // by site, for this class
  // Of the state being expanded, and of the arrival being worked out meanwhile.
  Fit fit_, arrival_fit_;
  Memory memory_ = 0, arrival_memory_ = 0;
};

std::vector<NeverFits> find_never(const Ground& ground, const Findings& findings) {
  std::vector<NeverFits> never;
  for (std::size_t site = 0; site < findings.met.size(); ++site) {
    for (std::size_t i = 1; i < findings.met[site].size(); ++i) {
      if (findings.met[site][i] != 0) continue;
      never.push_back({ground.plans[site].site, ground.plans[site].scopes[i]});
    }
  }
  return never;
}

// Counts without building: what is over the limit must not cost the memory of what is below.
bool exceeds_limit(const Journey& journey, Ground& ground,
                   const std::vector<CustomerClass>& classes, double bound, std::size_t limit) {
  if (bound <= static_cast<double>(limit)) return false;
  std::size_t left = limit;
  for (const CustomerClass& customer : classes) {
    WalkOptions options;
    options.state_limit = left;
    options.sources = sources_of(journey, customer);
    const Walk walk = walk_class(journey, ground, customer, options);
    if (!walk.is_complete) return true;
    left -= walk.visits.size();
  }
  return false;
}

}  // namespace

StateSpaces build_state_spaces(const Journey& journey, std::size_t state_limit, Remember remember) {
  StateSpaces result;
  if (count_classes(journey) > state_limit) {
    result.is_complete = false;
    return result;
  }
  const std::vector<CustomerClass> classes = find_classes(journey);
  Ground ground = prepare_ground(journey, classes, state_limit, remember);
  Findings findings(journey);
  findings.met.resize(ground.plans.size());
  result.state_bound = bound_states(ground, classes.size());
  result.is_complete = ground.is_complete &&
                       !exceeds_limit(journey, ground, classes, result.state_bound, state_limit);
  std::size_t left = state_limit;
  for (const CustomerClass& customer : classes) {
    if (!result.is_complete) break;
    result.spaces.push_back(SpaceBuilder(journey, customer, left, ground, findings).build());
    result.is_complete = result.spaces.back().is_complete;
    left -= std::min(left, result.spaces.back().states.size());
  }
  result.ties = std::move(findings.ties);
  result.woven = findings.woven.take_added();
  if (result.is_complete) result.never = find_never(ground, findings);
  return result;
}

StateSpace build_state_space(const Journey& journey, const CustomerClass& customer,
                             std::size_t state_limit) {
  Ground ground = prepare_ground(journey, find_classes(journey), state_limit);
  Findings findings(journey);
  findings.met.resize(ground.plans.size());
  return SpaceBuilder(journey, customer, state_limit, ground, findings).build();
}

bool is_loss(const Journey& journey, PlaceId place) {
  return place == journey.leave || journey.places[place].counts == Counts::loss;
}

std::vector<bool> conversion_places(const Journey& journey) {
  const auto counts_as = [&journey](Counts counts) {
    std::vector<bool> found;
    for (const Place& place : journey.places) found.push_back(place.counts == counts);
    return found;
  };
  const std::vector<bool> conversions = counts_as(Counts::conversion);
  const bool has_any = std::find(conversions.begin(), conversions.end(), true) != conversions.end();
  return has_any ? conversions : counts_as(Counts::win);
}

}  // namespace cairn
