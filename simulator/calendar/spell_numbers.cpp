#include "simulator/calendar/spell_numbers.h"

#include <algorithm>

#include "journey/shares.h"
#include "simulator/chain/chain.h"

namespace cairn {
namespace {

// ---- plan: which states matter ------------------------------------------------------------------

using Marks = std::vector<std::uint8_t>;  // by state of a space

/// States that can be come to, not going on from those that are cut.
Marks find_reached(const StateSpace& space, const Marks& is_cut) {
  Marks is_reached(space.states.size(), 0);
  std::vector<std::uint32_t> open;
  const auto reach = [&](std::uint32_t state) {
    if (is_reached[state] != 0) return;
    is_reached[state] = 1;
    open.push_back(state);
  };
  for (const auto& entries : space.entries) {
    for (const Arrival& arrival : entries) reach(arrival.state);
  }
  while (!open.empty()) {
    const std::uint32_t state = open.back();
    open.pop_back();
    if (is_cut[state] != 0) continue;
    for (const Way& way : space.states[state].ways) {
      for (const Arrival& arrival : way.arrivals) reach(arrival.state);
    }
  }
  return is_reached;
}

/// States from which a wanted one can be come to, themselves included.
Marks find_before(const StateSpace& space, const Marks& is_wanted, const Marks& is_cut) {
  std::vector<std::vector<std::uint32_t>> origins(space.states.size());
  for (std::uint32_t s = 0; s < space.states.size(); ++s) {
    if (is_cut[s] != 0) continue;
    for (const Way& way : space.states[s].ways) {
      for (const Arrival& arrival : way.arrivals) origins[arrival.state].push_back(s);
    }
  }
  Marks is_before = is_wanted;
  std::vector<std::uint32_t> open;
  for (std::uint32_t s = 0; s < space.states.size(); ++s) {
    if (is_wanted[s] != 0) open.push_back(s);
  }
  while (!open.empty()) {
    const std::uint32_t state = open.back();
    open.pop_back();
    for (const std::uint32_t from : origins[state]) {
      if (is_before[from] != 0) continue;
      is_before[from] = 1;
      open.push_back(from);
    }
  }
  return is_before;
}

StepRun plan_run(const StateSpace& space, const Marks& is_wanted, const Marks& is_cut) {
  const Marks is_reached = find_reached(space, is_cut);
  const Marks is_before = find_before(space, is_wanted, is_cut);
  StepRun run;
  run.local_of.assign(space.states.size(), kNotStepped);
  for (std::uint32_t s = 0; s < space.states.size(); ++s) {
    if (is_reached[s] == 0 || is_before[s] == 0) continue;
    run.local_of[s] = static_cast<std::uint32_t>(run.states.size());
    run.states.push_back(s);
    run.is_cut.push_back(is_cut[s]);
  }
  return run;
}

ClassRuns plan_class(const Journey& journey, const StateSpace& space) {
  const std::vector<bool> conversions = conversion_places(journey);
  Marks counts(space.states.size(), 0), is_conversion(space.states.size(), 0);
  for (std::uint32_t s = 0; s < space.states.size(); ++s) {
    const State& state = space.states[s];
    counts[s] = state.earns.empty() && state.costs.empty() && state.refers.empty() ? 0 : 1;
    is_conversion[s] = !state.source.is_valid() && conversions[state.place.index] ? 1 : 0;
  }
  ClassRuns runs;
  runs.space = &space;
  runs.all = plan_run(space, counts, Marks(space.states.size(), 0));
  runs.before = plan_run(space, is_conversion, is_conversion);
  return runs;
}

// ---- numbers of a spell -------------------------------------------------------------------------

/// Who of those who are referred to a source is of a class: personas by the journey's shares,
/// devices as among those who come by it (R21, R7).
double share_of_referred(const Journey& journey, const CustomerClass& customer, SourceId source,
                         const World& world) {
  if (customer.source.is_valid() && customer.source != source) return 0;
  double share = 1;
  if (customer.persona.is_valid()) {
    share = divide_whole(choose_persona_shares(journey), world)[customer.persona.index];
  }
  if (customer.device.is_valid()) {
    share *= divide_whole(choose_device_shares(journey, customer.persona, customer.source),
                          world)[customer.device.index];
  }
  return share;
}

std::uint32_t channel_to(std::uint32_t law, std::uint32_t target, StepRun& run) {
  const auto [place, is_new] =
      run.channel_of.try_emplace({law, target}, static_cast<std::uint32_t>(run.channels.size()));
  if (is_new) run.channels.push_back({law, target});
  return place->second;
}

SpellClass::Moves make_moves(const Chain& chain, StepRun& run, LawTable& laws) {
  const std::size_t count = run.states.size();
  CellChain at_once{std::vector<std::vector<CellChain::Move>>(count),
                    std::vector<double>(count, 0)};
  SpellClass::Moves moves;
  for (std::uint32_t i = 0; i < count; ++i) {
    const ChainState& state = chain.states[run.states[i]];
    if (run.is_cut[i] != 0 || state.edge_count == 0) at_once.leaks[i] = 1;
    if (run.is_cut[i] != 0) continue;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const ChainEdge& edge = chain.edges[e];
      if (!(edge.probability > 0)) continue;
      const std::uint32_t number = laws.law_of(state.takes, edge.after);
      const LagLaw& law = laws.laws[number];
      const std::uint32_t target = run.local_of[edge.target];
      at_once.leaks[i] += edge.probability * law.later;
      if (target == kNotStepped) {
        at_once.leaks[i] += edge.probability * law.at_zero;
        continue;
      }
      add_cell_move(at_once, i, target, edge.probability * law.at_zero);
      if (law.weights.empty()) continue;
      moves.later.push_back({i, channel_to(number, target, run), edge.probability});
    }
  }
  moves.at_once = eliminate_cell(std::move(at_once));
  return moves;
}

void add_money(const Chain& chain, ClassRuns& runs, SpellClass& made) {
  made.revenue.assign(runs.all.states.size(), 0);
  made.cost.assign(runs.all.states.size(), 0);
  for (std::uint32_t i = 0; i < runs.all.states.size(); ++i) {
    const ChainState& state = chain.states[runs.all.states[i]];
    SpellClass::Accrual accrual{i, 0, 0, 0};
    for (const ChainMoney& money : state.money) {
      const double amount = money.amount.mean();
      const bool is_revenue = money.sign > 0;
      if (money.per_days > 0) {
        (is_revenue ? accrual.revenue_per_day : accrual.cost_per_day) += amount / money.per_days;
      } else {
        (is_revenue ? made.revenue : made.cost)[i] += amount;
      }
    }
    if (accrual.revenue_per_day == 0 && accrual.cost_per_day == 0) continue;
    if (state.takes == Draw{}) continue;
    const auto [place, is_new] = runs.stay_of.try_emplace(
        key_of(state.takes), static_cast<std::uint32_t>(runs.stays.size()));
    if (is_new) runs.stays.push_back(state.takes);
    accrual.stay = place->second;
    made.accruals.push_back(accrual);
  }
}

std::vector<double> localised(const std::vector<double>& by_state, const StepRun& run) {
  std::vector<double> local;
  local.reserve(run.states.size());
  for (const std::uint32_t state : run.states) local.push_back(by_state[state]);
  return local;
}

void add_referrals(const CalendarSetting& setting, const World& world, const CalendarPlan& plan,
                   std::size_t c, SpellClass& made) {
  const ClassRuns& runs = plan.classes[c];
  const StateSpace& space = *runs.space;
  for (std::uint32_t i = 0; i < runs.all.states.size(); ++i) {
    for (const Referral& referral : space.states[runs.all.states[i]].refers) {
      const auto slot = std::find(plan.slots.begin(), plan.slots.end(), referral.source);
      const double people = world.at(referral.people);
      if (!(people > 0)) continue;
      made.refers.push_back({i, static_cast<std::uint32_t>(slot - plan.slots.begin()), people});
    }
  }
  for (const SourceId source : plan.slots) {
    std::vector<double> entry(space.states.size(), 0);
    const double share = share_of_referred(*setting.journey, (*setting.classes)[c], source, world);
    for (const Arrival& arrival : space.entries[source.index]) {
      entry[arrival.state] += share * arrival_probability(arrival, world);
    }
    made.entry_of_referred.push_back(localised(entry, runs.all));
    made.entry_before_of_referred.push_back(localised(entry, runs.before));
    made.visits_of_referred.push_back(made.entry_of_referred.back());
    settle_cell(made.all.at_once, made.visits_of_referred.back());
  }
}

/// Without a word on entrants one person comes in the whole window (or at its start).
double entrants_in(const Journey& journey, const World& world) {
  const Frame& frame = journey.frame;
  if (!frame.entrants.is_valid()) return 1 / world.at(frame.horizon);
  const double people = world.at(frame.entrants);
  return frame.entrants_per_days ? people / *frame.entrants_per_days : people;
}

}  // namespace

CalendarPlan plan_calendar(const CalendarSetting& setting) {
  CalendarPlan plan;
  for (const StateSpace& space : *setting.spaces) {
    plan.classes.push_back(plan_class(*setting.journey, space));
    for (const State& state : space.states) {
      for (const Referral& referral : state.refers) {
        if (std::find(plan.slots.begin(), plan.slots.end(), referral.source) == plan.slots.end()) {
          plan.slots.push_back(referral.source);
        }
      }
    }
  }
  return plan;
}

SpellNumbers make_spell_numbers(const CalendarSetting& setting, const World& world,
                                CalendarPlan& plan, LawTable& laws) {
  const Journey& journey = *setting.journey;
  SpellNumbers numbers;
  numbers.entrants = entrants_in(journey, world);
  const std::vector<double> shares = class_shares(journey, *setting.classes, world);
  const std::size_t slots = plan.slots.size();
  numbers.growth.assign(slots * slots, 0);
  for (std::size_t c = 0; c < plan.classes.size(); ++c) {
    ClassRuns& runs = plan.classes[c];
    Chain chain = build_chain(journey, *runs.space, world);
    for (double& part : chain.entry) part *= shares[c];
    SpellClass made;
    made.all = make_moves(chain, runs.all, laws);
    made.before = make_moves(chain, runs.before, laws);
    made.entry = localised(chain.entry, runs.all);
    made.entry_before = localised(chain.entry, runs.before);
    add_money(chain, runs, made);
    add_referrals(setting, world, plan, c, made);
    for (const SpellClass::Referred& refers : made.refers) {
      for (std::size_t slot = 0; slot < slots; ++slot) {
        const double visits = made.visits_of_referred[slot][refers.state];
        if (visits > 0) numbers.growth[refers.slot * slots + slot] += refers.people * visits;
      }
    }
    numbers.classes.push_back(std::move(made));
  }
  return numbers;
}

}  // namespace cairn
