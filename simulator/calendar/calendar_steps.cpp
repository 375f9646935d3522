#include "simulator/calendar/calendar_steps.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

#include "simulator/grid/wide.h"

namespace cairn {
namespace {

/// The sum of weights times departures. Several sums side by side, since one addition waits for the
/// last.
CAIRN_WIDE double weigh(const double* weights, const double* departures, std::size_t count) {
  using Four = double __attribute__((vector_size(4 * sizeof(double))));
  Four sum_a{}, sum_b{}, w, x;
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    std::memcpy(&w, weights + i, sizeof w);
    std::memcpy(&x, departures + i, sizeof x);
    sum_a += w * x;
    std::memcpy(&w, weights + i + 4, sizeof w);
    std::memcpy(&x, departures + i + 4, sizeof x);
    sum_b += w * x;
  }
  sum_a += sum_b;
  double sum = (sum_a[0] + sum_a[1]) + (sum_a[2] + sum_a[3]);
  for (; i < count; ++i) sum += weights[i] * departures[i];
  return sum;
}

/// A law with its weights turned round: longest lag first.
struct FarLaw {
  const LagLaw* law = nullptr;
  std::vector<double> weights_from_far;
};

/// Who is on the way between the states of one run.
class OnTheWay {
 public:
  OnTheWay(const StepRun& run, const std::vector<FarLaw>& laws, std::uint32_t begins)
      : run_(run), laws_(laws), streams_(run.channels.size()), begins_(begins) {}

  /// Adds those who left in earlier cells and arrive in this one, by local state.
  void arrive(std::uint32_t n, std::vector<double>& inflow) {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      Stream& stream = streams_[i];
      if (stream.departures.empty() || n <= stream.first) continue;
      const FarLaw& law = laws_[run_.channels[i].law];
      const double arriving =
          law.law->ratio > 0 ? follow_ratio(*law.law, n, stream) : sum_past(law, n, stream);
      inflow[run_.channels[i].target] += arriving;
    }
  }

  void depart(std::uint32_t n, const std::vector<double>& visits,
              const std::vector<SpellClass::Moves::Later>& later) {
    for (const SpellClass::Moves::Later& move : later) {
      const double leaving = visits[move.state] * move.probability;
      if (!(leaving > 0)) continue;
      Stream& stream = streams_[move.channel];
      if (stream.departures.empty()) {
        stream.departures.assign(begins_, 0);
        stream.first = n;
      }
      stream.departures[n] += leaving;
    }
  }

 private:
  struct Stream {
    std::vector<double> departures;  // by cell; empty: nobody ever
    std::uint32_t first = 0;         // the first cell in which somebody left
    double last = 0;                 // geometric laws: what arrived in the cell before
  };

  static double follow_ratio(const LagLaw& law, std::uint32_t n, Stream& stream) {
    stream.last = law.ratio * stream.last + law.weights[0] * stream.departures[n - 1];
    return stream.last;
  }

  static double sum_past(const FarLaw& far, std::uint32_t n, const Stream& stream) {
    const LagLaw& law = *far.law;
    if (n < stream.first + law.first) return 0;
    const std::uint32_t longest = law.first + static_cast<std::uint32_t>(law.weights.size()) - 1;
    const std::uint32_t low = std::max(stream.first, n - std::min(n, longest));
    const std::uint32_t high = n - law.first + 1;
    if (low >= high) return 0;
    return weigh(far.weights_from_far.data() + (low + longest - n), stream.departures.data() + low,
                 high - low);
  }

  const StepRun& run_;
  const std::vector<FarLaw>& laws_;
  std::vector<Stream> streams_;  // by channel
  std::uint32_t begins_;
};

/// x = b + G x where all are positive: by elimination, whose pivots stay above 0 as long as growth
/// comes to an end. Nothing if it does not.
std::optional<std::vector<double>> solve_growth(std::vector<double> growth,
                                                std::vector<double> people) {
  constexpr double kLeastPivot = 1e-9;
  const std::size_t n = people.size();
  for (std::size_t k = 0; k < n; ++k) {
    const double pivot = 1 - growth[k * n + k];
    if (!(pivot > kLeastPivot)) return std::nullopt;
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = growth[i * n + k] / pivot;
      if (!(factor > 0)) continue;
      for (std::size_t j = k + 1; j < n; ++j) growth[i * n + j] += factor * growth[k * n + j];
      people[i] += factor * people[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) people[k] += growth[k * n + j] * people[j];
    people[k] /= 1 - growth[k * n + k];
  }
  return people;
}

void add_times(const std::vector<double>& what, double factor, std::vector<double>& sum) {
  if (factor == 0) return;
  if (std::isfinite(factor)) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += factor * what[i];
    return;
  }
  // 0 times infinity must never happen.
  for (std::size_t i = 0; i < sum.size(); ++i) {
    if (what[i] != 0) sum[i] += factor * what[i];
  }
}

/// One class while it is stepped.
struct ClassState {
  ClassState(const ClassRuns& runs, const std::vector<FarLaw>& laws, std::uint32_t begins)
      : all(runs.all, laws, begins),
        before(runs.before, laws, begins),
        is_cut(&runs.before.is_cut) {
    inflow.resize(runs.all.states.size());
    inflow_before.resize(runs.before.states.size());
    series.conversions.assign(begins, 0);
    series.revenue.assign(begins, 0);
    series.cost.assign(begins, 0);
    series.revenue_per_day.assign(runs.stays.size(), std::vector<double>(begins, 0));
    series.cost_per_day = series.revenue_per_day;
  }

  void start_cell(std::uint32_t n) {
    std::fill(inflow.begin(), inflow.end(), 0);
    std::fill(inflow_before.begin(), inflow_before.end(), 0);
    all.arrive(n, inflow);
    before.arrive(n, inflow_before);
  }

  void count_money(std::uint32_t n, const SpellClass& numbers) {
    for (std::size_t i = 0; i < visits.size(); ++i) {
      // Written so that 0 times infinity never happens.
      if (!(visits[i] > 0)) continue;
      if (numbers.revenue[i] != 0) series.revenue[n] += visits[i] * numbers.revenue[i];
      if (numbers.cost[i] != 0) series.cost[n] += visits[i] * numbers.cost[i];
    }
    for (const SpellClass::Accrual& accrual : numbers.accruals) {
      if (!(visits[accrual.state] > 0)) continue;
      series.revenue_per_day[accrual.stay][n] += visits[accrual.state] * accrual.revenue_per_day;
      series.cost_per_day[accrual.stay][n] += visits[accrual.state] * accrual.cost_per_day;
    }
  }

  OnTheWay all, before;
  const std::vector<std::uint8_t>* is_cut;
  std::vector<double> inflow, inflow_before;  // of the cell, all phases together
  std::vector<double> visits;                 // of the phase
  ClassSeries series;
};

class CalendarStepper {
 public:
  CalendarStepper(const CalendarPlan& plan, const std::vector<SpellNumbers>& numbers,
                  const std::vector<FarLaw>& laws, const CalendarGrid& grid)
      : numbers_(numbers),
        grid_(grid),
        delayed_(plan.slots.size(), 0),
        still_delayed_(plan.slots.size(), 0) {
    for (const ClassRuns& runs : plan.classes) classes_.emplace_back(runs, laws, grid.begins());
    result_.entrants.assign(grid.begins(), 0);
  }

  void step(std::uint32_t n, const std::vector<Phase>& phases) {
    for (ClassState& one : classes_) one.start_cell(n);
    for (const Phase& phase : phases) step_phase(n, phase);
    delayed_.swap(still_delayed_);
    std::fill(still_delayed_.begin(), still_delayed_.end(), 0);
  }

  CalendarSeries finish() {
    for (ClassState& one : classes_) result_.classes.push_back(std::move(one.series));
    return std::move(result_);
  }

 private:
  double entrants_of(std::uint32_t n, const Phase& phase) const {
    const double entrants = numbers_[phase.spell].entrants * phase.part;
    if (grid_.is_once) return n == 0 ? entrants : 0;
    return entrants * grid_.cell_days();
  }

  void step_phase(std::uint32_t n, const Phase& phase) {
    const SpellNumbers& numbers = numbers_[phase.spell];
    const double entrants = entrants_of(n, phase);
    for (std::size_t c = 0; c < classes_.size(); ++c) {
      ClassState& one = classes_[c];
      one.visits.assign(one.inflow.size(), 0);
      add_times(one.inflow, phase.part, one.visits);
      add_times(numbers.classes[c].entry, entrants, one.visits);
      settle_cell(numbers.classes[c].all.at_once, one.visits);
    }
    const std::vector<double> referred = refer(phase);
    result_.entrants[n] += entrants;
    for (const double people : referred) result_.entrants[n] += people;
    for (std::size_t c = 0; c < classes_.size(); ++c) {
      ClassState& one = classes_[c];
      const SpellClass& made = numbers.classes[c];
      for (std::size_t slot = 0; slot < referred.size(); ++slot) {
        add_times(made.visits_of_referred[slot], referred[slot], one.visits);
      }
      one.count_money(n, made);
      one.all.depart(n, one.visits, made.all.later);
      step_before(n, phase, entrants, referred, c);
    }
    if (is_delayed_) delay_referrals(numbers);
  }

  /// How many people enter by each slot in this phase, before whom everybody else is settled.
  std::vector<double> refer(const Phase& phase) {
    const SpellNumbers& numbers = numbers_[phase.spell];
    is_delayed_ = false;
    std::vector<double> people(delayed_.size());
    if (people.empty()) return people;
    for (std::size_t slot = 0; slot < people.size(); ++slot) {
      people[slot] = delayed_[slot] * phase.part;
    }
    std::vector<double> known = people;
    for (std::size_t c = 0; c < classes_.size(); ++c) {
      for (const SpellClass::Referred& refers : numbers.classes[c].refers) {
        known[refers.slot] += classes_[c].visits[refers.state] * refers.people;
      }
    }
    if (auto solved = solve_growth(numbers.growth, std::move(known))) return *solved;
    is_delayed_ = true;
    result_.has_endless_growth = true;
    return people;
  }

  void delay_referrals(const SpellNumbers& numbers) {
    for (std::size_t c = 0; c < classes_.size(); ++c) {
      for (const SpellClass::Referred& refers : numbers.classes[c].refers) {
        still_delayed_[refers.slot] += classes_[c].visits[refers.state] * refers.people;
      }
    }
  }

  /// The same for those who have not converted.
  void step_before(std::uint32_t n, const Phase& phase, double entrants,
                   const std::vector<double>& referred, std::size_t c) {
    ClassState& one = classes_[c];
    const SpellClass& made = numbers_[phase.spell].classes[c];
    std::vector<double>& visits = visits_before_;
    visits.assign(one.inflow_before.size(), 0);
    add_times(one.inflow_before, phase.part, visits);
    add_times(made.entry_before, entrants, visits);
    for (std::size_t slot = 0; slot < referred.size(); ++slot) {
      add_times(made.entry_before_of_referred[slot], referred[slot], visits);
    }
    settle_cell(made.before.at_once, visits);
    for (std::size_t i = 0; i < visits.size(); ++i) {
      if ((*one.is_cut)[i] != 0) one.series.conversions[n] += visits[i];
    }
    one.before.depart(n, visits, made.before.later);
  }

  const std::vector<SpellNumbers>& numbers_;
  CalendarGrid grid_;
  std::vector<ClassState> classes_;
  // By slot: who was referred in the cell before where growth had no end, and in this one.
  std::vector<double> delayed_, still_delayed_;
  std::vector<double> visits_before_;
  bool is_delayed_ = false;
  CalendarSeries result_;
};

}  // namespace

CalendarSeries step_calendar(const CalendarPlan& plan, const std::vector<SpellNumbers>& numbers,
                             const std::vector<std::vector<Phase>>& phases,
                             const std::vector<LagLaw>& laws, const CalendarGrid& grid) {
  std::vector<FarLaw> far_laws;
  far_laws.reserve(laws.size());
  for (const LagLaw& law : laws) {
    far_laws.push_back({&law, {law.weights.rbegin(), law.weights.rend()}});
  }
  CalendarStepper stepper(plan, numbers, far_laws, grid);
  for (std::uint32_t n = 0; n < grid.begins(); ++n) stepper.step(n, phases[n]);
  return stepper.finish();
}

}  // namespace cairn
