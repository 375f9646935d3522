#include "simulator/best.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "simulator/chain/ledger.h"
#include "simulator/exact/solve_large.h"
#include "simulator/grid/grid_totals.h"
#include "simulator/grid/horizon.h"
#include "simulator/grid/time_squares.h"

namespace cairn {
namespace {

constexpr std::uint32_t kFirstCells = 512;
constexpr std::uint32_t kFewestCells = 16;
constexpr std::uint32_t kMostCells = 16'384;
// Terms summed by the largest grid: about a second of one core.
constexpr double kMostWork = 2.5e8;
// A move costs about as much per cell as so many terms of a long delay.
constexpr double kTermsPerMove = 10;

// A bracket of a time is about a cell wide for each move, however short: hours around a mean of
// minutes. The middle keeps every mean, so its error is told by halving the cells instead.
bool is_time(const FigurePlan& plan, std::size_t question) {
  return plan.forms[question].unit == Unit::days;
}

struct GridAnswer {
  BestAnswer best;
  std::vector<double> excess;  // by question: width of the bracket over the precision asked for
};

// Half the bracket, and the middle moved into it: the middle is closer than the bracket tells, but
// is not itself certified.
void read_figures(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                  const std::vector<Totals>& low, const std::vector<Totals>& high,
                  GridAnswer& answer) {
  BestAnswer& best = answer.best;
  best.values =
      figure_values(setting, plan, numbers.world, mix_classes(plan, numbers.shares, best.by_class));
  const auto brackets =
      figure_brackets(setting, plan, numbers.world, mix_classes(plan, numbers.shares, low),
                      mix_classes(plan, numbers.shares, high));
  best.errors.assign(best.values.size(), 0.0);
  answer.excess.assign(best.values.size(), 0.0);
  for (std::size_t q = 0; q < best.values.size(); ++q) {
    if (plan.forms[q].is_quantile || std::isnan(best.values[q])) continue;
    const double width = brackets[q] ? brackets[q]->high - brackets[q]->low
                                     : std::numeric_limits<double>::infinity();
    if (brackets[q]) {
      best.values[q] = std::clamp(best.values[q], brackets[q]->low, brackets[q]->high);
    }
    if (is_time(plan, q) && best.method == Method::grid) continue;  // see read_time_errors
    best.errors[q] = width / 2;
    answer.excess[q] = width / asked_precision(plan.forms[q].unit, best.values[q]);
  }
}

GridAnswer solve_grid(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                      std::uint32_t cells, unsigned threads) {
  std::vector<Bracket> brackets(setting.classes.size());
  for_each_index(brackets.size(), threads, [&](std::size_t c) {
    brackets[c] = solve_horizon(*setting.journey, setting.spaces[c], numbers.chains[c],
                                setting.layout, numbers.weights, cells);
  });
  GridAnswer answer;
  answer.best.method = Method::grid;
  answer.best.cells = cells;
  std::vector<Totals> low;
  std::vector<Totals> high;
  for (Bracket& bracket : brackets) {
    low.push_back(std::move(bracket.low));
    high.push_back(std::move(bracket.high));
    answer.best.by_class.push_back(std::move(bracket.middle));
  }
  read_figures(setting, plan, numbers, low, high, answer);
  return answer;
}

// The distance to the middle on half as many cells: more than the error itself, which shrinks with
// the cell at least in proportion.
void read_time_errors(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                      unsigned threads, BestAnswer& best) {
  const auto is_asked = [&](const MetricForm& form) {
    return form.unit == Unit::days && !form.is_quantile;
  };
  if (std::none_of(plan.forms.begin(), plan.forms.end(), is_asked)) return;
  std::vector<Totals> coarse(setting.classes.size());
  for_each_index(coarse.size(), threads, [&](std::size_t c) {
    coarse[c] = estimate_horizon(*setting.journey, setting.spaces[c], numbers.chains[c],
                                 setting.layout, numbers.weights, best.cells / 2);
  });
  const std::vector<double> values =
      figure_values(setting, plan, numbers.world, mix_classes(plan, numbers.shares, coarse));
  for (std::size_t q = 0; q < values.size(); ++q) {
    if (!is_time(plan, q) || plan.forms[q].is_quantile || std::isnan(best.values[q])) continue;
    best.errors[q] = std::abs(best.values[q] - values[q]);
  }
}

// Days after which next to nobody is still under way; a delay of one value or an exponential one
// takes a single term per cell however long it is.
double spread_days(const Draw& draw) {
  return draw.kind == Draw::Kind::lognormal ? std::exp(draw.mu + 4 * draw.sigma) : 0;
}

/// How often each state of each class is stepped through time: first visits to a place that may be
/// seen again need a run of their own.
using RunCounts = std::vector<std::vector<double>>;

RunCounts count_runs(const Setting& setting, const WorldChains& numbers) {
  RunCounts counts;
  for (const Chain& chain : numbers.chains) {
    std::vector<double> runs(chain.states.size(), 0.0);
    const HorizonPlan plan = plan_horizon(
        chain, make_ledger(*setting.journey, chain, setting.layout), setting.layout.place_count);
    for (const std::uint32_t state : plan.before.states) runs[state] += 1;
    for (const std::uint32_t state : plan.after.states) runs[state] += 1;
    for (const HorizonPlan::Target& target : plan.targets) {
      for (const std::uint32_t state : target.plan.states) runs[state] += 1;
    }
    counts.push_back(std::move(runs));
  }
  return counts;
}

// Counted, not timed, so that the same spec gives the same bytes on every machine.
double work_of(const WorldChains& numbers, const RunCounts& runs, std::uint32_t cells) {
  const double cell_days = numbers.weights.horizon_days / cells;
  double terms = 0;
  for (std::size_t c = 0; c < numbers.chains.size(); ++c) {
    const Chain& chain = numbers.chains[c];
    for (std::size_t s = 0; s < chain.states.size(); ++s) {
      const ChainState& state = chain.states[s];
      const double stay_days = spread_days(state.takes);
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        const double days = stay_days + spread_days(chain.edges[e].after);
        terms +=
            runs[c][s] * (kTermsPerMove + std::min(days / cell_days, static_cast<double>(cells)));
      }
    }
  }
  return terms * cells;
}

bool is_affordable(const WorldChains& numbers, const RunCounts& runs, std::uint32_t cells) {
  return cells <= kMostCells && work_of(numbers, runs, cells) <= kMostWork;
}

std::uint32_t first_cells(const WorldChains& numbers, const RunCounts& runs) {
  std::uint32_t cells = kFirstCells;
  while (cells > kFewestCells && work_of(numbers, runs, cells) > kMostWork) cells /= 2;
  return align_cells(numbers, cells);
}

// The fewest cells, doubled from here, that satisfy every figure that can be satisfied at all: a
// bracket shrinks about in proportion to the cell.
std::uint32_t wanted_cells(const WorldChains& numbers, const RunCounts& runs,
                           const GridAnswer& answer) {
  std::uint32_t most = answer.best.cells;
  while (is_affordable(numbers, runs, most * 2)) most *= 2;
  std::uint32_t wanted = answer.best.cells;
  for (const double excess : answer.excess) {
    if (excess * answer.best.cells > most) continue;
    while (wanted < excess * answer.best.cells) wanted *= 2;
  }
  return wanted;
}

// First visits that are asked for: on a large chain each costs iterations of its own.
LargeNeeds large_needs(const std::vector<Question>& questions) {
  LargeNeeds needs;
  for (const Question& question : questions) {
    const Metric& metric = question.metric;
    const bool is_timed =
        metric.kind == Metric::Kind::time_to || metric.kind == Metric::Kind::touches;
    if (metric.kind == Metric::Kind::reach) needs.reached.push_back(metric.place);
    if (is_timed && metric.to == Metric::To::place) needs.timed.push_back(metric.place);
  }
  return needs;
}

double middle_of(double low, double high) {
  const double middle = (low + high) / 2;
  return std::isfinite(middle) ? middle : std::numeric_limits<double>::quiet_NaN();
}

BestAnswer solve_by_iteration(const Setting& setting, const FigurePlan& plan,
                              const std::vector<Question>& questions, const WorldChains& numbers,
                              unsigned threads) {
  std::vector<LargeTotals> brackets(setting.classes.size());
  const LargeNeeds needs = large_needs(questions);
  for_each_index(brackets.size(), threads, [&](std::size_t c) {
    brackets[c] =
        solve_large(*setting.journey, numbers.chains[c], setting.layout, numbers.weights, needs);
  });
  GridAnswer answer;
  answer.best.method = Method::iterative;
  std::vector<Totals> low;
  std::vector<Totals> high;
  for (LargeTotals& bracket : brackets) {
    Totals middle(bracket.low.size());
    for (std::size_t i = 0; i < middle.size(); ++i) {
      middle[i] = middle_of(bracket.low[i], bracket.high[i]);
    }
    answer.best.by_class.push_back(std::move(middle));
    low.push_back(std::move(bracket.low));
    high.push_back(std::move(bracket.high));
  }
  read_figures(setting, plan, numbers, low, high, answer);
  return std::move(answer.best);
}

BestAnswer solve_for_ever(const Setting& setting, const FigurePlan& plan,
                          const WorldChains& numbers) {
  BestAnswer best;
  best.by_class = solve_without_horizon(setting, numbers);
  best.values =
      figure_values(setting, plan, numbers.world, mix_classes(plan, numbers.shares, best.by_class));
  best.errors.assign(best.values.size(), 0.0);
  return best;
}

}  // namespace

BestAnswer solve_like(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                      const BestAnswer& like, unsigned threads) {
  if (like.method == Method::exact) return solve_for_ever(setting, plan, numbers);
  GridAnswer answer = solve_grid(setting, plan, numbers, like.cells, threads);
  read_time_errors(setting, plan, numbers, threads, answer.best);
  return std::move(answer.best);
}

BestAnswer estimate_like(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                         const BestAnswer& like) {
  if (like.method == Method::exact) return solve_for_ever(setting, plan, numbers);
  BestAnswer best;
  best.method = Method::grid;
  best.cells = like.cells;
  best.by_class = estimate_with_horizon(setting, numbers, like.cells);
  best.values =
      figure_values(setting, plan, numbers.world, mix_classes(plan, numbers.shares, best.by_class));
  best.errors = like.errors;
  return best;
}

RoughSolver::RoughSolver(const Setting& setting, const FigurePlan& plan,
                         const WorldChains& like_numbers, const BestAnswer& like)
    : setting_(setting), plan_(plan), like_(like) {
  constexpr std::uint32_t kFewCells = 48;
  if (like.method != Method::grid) return;
  cells_ = align_cells(like_numbers, kFewCells);
  like_on_few_ = estimate_with_horizon(setting, like_numbers, cells_);
}

BestAnswer RoughSolver::solve(const WorldChains& numbers) const {
  if (like_.method != Method::grid) return solve_for_ever(setting_, plan_, numbers);
  BestAnswer best;
  best.method = Method::grid;
  best.cells = cells_;
  best.by_class = estimate_with_horizon(setting_, numbers, cells_);
  for (std::size_t c = 0; c < best.by_class.size(); ++c) {
    carry_totals(like_on_few_[c], like_.by_class[c], best.by_class[c]);
  }
  best.values = figure_values(setting_, plan_, numbers.world,
                              mix_classes(plan_, numbers.shares, best.by_class));
  best.errors = like_.errors;
  return best;
}

BestAnswer solve_best(const Setting& setting, const FigurePlan& plan,
                      const std::vector<Question>& questions, const WorldChains& numbers,
                      unsigned threads) {
  if (!std::isfinite(numbers.weights.horizon_days)) {
    if (has_large_class(setting)) {
      return solve_by_iteration(setting, plan, questions, numbers, threads);
    }
    return solve_for_ever(setting, plan, numbers);
  }
  const RunCounts runs = count_runs(setting, numbers);
  GridAnswer answer = solve_grid(setting, plan, numbers, first_cells(numbers, runs), threads);
  for (;;) {
    const std::uint32_t cells = wanted_cells(numbers, runs, answer);
    if (cells == answer.best.cells) break;
    answer = solve_grid(setting, plan, numbers, cells, threads);
  }
  read_time_errors(setting, plan, numbers, threads, answer.best);
  return std::move(answer.best);
}

void sharpen_squares(const Setting& setting, const FigurePlan& plan, const WorldChains& numbers,
                     unsigned threads, BestAnswer& best) {
  if (best.method != Method::grid) return;
  // How often a move is made is told well enough by few cells.
  constexpr std::uint32_t kPassCells = 32;
  std::vector<std::size_t> squares;
  for (const MetricForm& form : plan.forms) {
    if (form.square) squares.push_back(*form.square);
  }
  std::sort(squares.begin(), squares.end());
  squares.erase(std::unique(squares.begin(), squares.end()), squares.end());
  for_each_index(best.by_class.size(), threads, [&](std::size_t c) {
    correct_squares(*setting.journey, setting.spaces[c], numbers.chains[c], setting.layout,
                    numbers.weights, squares, best.cells, kPassCells, best.by_class[c]);
  });
}

}  // namespace cairn
