// Elimination and proved iteration beside what people would write themselves. CPU time, one thread;
// rows of one group belong to one run, so that their ratios hold on a busy machine.
//   exact_bench [--benchmark_filter=shop] [--benchmark_repetitions=5]
#include <benchmark/benchmark.h>
#include <cmath>
#include <cstdint>
#include <vector>

#include "bench/project.h"
#include "simulator/exact/exact.h"
#include "simulator/exact/factor.h"
#include "simulator/exact/iterative.h"
#include "simulator/exact/parameter_gradient.h"
#include "simulator/setting.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

constexpr const char* kShop = "../bench/journeys/shop";
constexpr const char* kLarge = "../bench/journeys/large";

struct Model {
  Compiled compiled;
  Setting setting;
  WorldChains numbers;
  MoneyWeights weights;

  std::size_t count() const { return setting.spaces.size(); }
};

Model model_of(const char* name) {
  Model model;
  model.compiled = compile_spec(name);
  model.setting = build_setting(model.compiled.journey);
  model.numbers = build_world_chains(model.setting, best_estimate(model.compiled.journey));
  model.weights = model.numbers.weights;
  model.weights.horizon_days = INFINITY;
  return model;
}

ExactPlan plan_of(const Model& model, std::size_t c) {
  return plan_exact(model.compiled.journey, model.numbers.chains[c], model.setting.layout);
}

std::vector<ExactPlan> plans_of(const Model& model) {
  std::vector<ExactPlan> plans;
  for (std::size_t c = 0; c < model.count(); ++c) plans.push_back(plan_of(model, c));
  return plans;
}

/// All totals of all classes, planned before: what another world costs.
void all_totals(benchmark::State& state, const char* name) {
  Model model = model_of(name);
  model.setting.journey = &model.compiled.journey;
  const std::vector<ExactPlan> plans = plans_of(model);
  for (auto step : state) {
    for (std::size_t c = 0; c < model.count(); ++c) {
      benchmark::DoNotOptimize(
          solve_exact(plans[c], model.numbers.chains[c], model.setting.layout, model.weights));
    }
  }
}

/// The same with planning: what one world alone costs.
void plan_and_totals(benchmark::State& state, const char* name) {
  const Model model = model_of(name);
  for (auto step : state) {
    for (std::size_t c = 0; c < model.count(); ++c) {
      benchmark::DoNotOptimize(solve_exact(plan_of(model, c), model.numbers.chains[c],
                                           model.setting.layout, model.weights));
    }
  }
}

/// Slopes of conversion by every written number, solved totals given.
void all_slopes(benchmark::State& state, const char* name) {
  const Model model = model_of(name);
  const Journey& journey = model.compiled.journey;
  const std::vector<ExactPlan> plans = plans_of(model);
  std::vector<Totals> totals;
  for (std::size_t c = 0; c < model.count(); ++c) {
    totals.push_back(
        solve_exact(plans[c], model.numbers.chains[c], model.setting.layout, model.weights));
  }
  std::vector<ClassCase> cases;
  for (std::size_t c = 0; c < model.count(); ++c) {
    cases.push_back({&model.setting.spaces[c], &plans[c], &model.numbers.chains[c], &totals[c],
                     model.numbers.shares[c]});
  }
  const Ratio conversion{{{model.setting.layout.conversion(), 1}}, {}};
  for (auto step : state) {
    benchmark::DoNotOptimize(
        ratio_gradient({journey, model.setting.classes, cases, model.numbers.world},
                       model.setting.layout, model.weights, conversion));
  }
}

BENCHMARK_CAPTURE(all_totals, shop, kShop)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(all_totals, specs_shop, "shop")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(plan_and_totals, shop, kShop)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(all_slopes, shop, kShop)->Unit(benchmark::kMicrosecond);

// ---- what people would write -------------------------------------------------------------------

/// I - P by state with a way out, and four right-hand sides: chance to convert, visits, cost, days.
struct Anchor {
  std::size_t count = 0;
  std::vector<std::uint32_t> number_of;
  std::vector<double> sides;  // [state * 4 + side]
};

Anchor anchor_of(const Model& model, const Chain& chain) {
  const Ledger ledger = make_ledger(model.compiled.journey, chain, model.setting.layout);
  Anchor anchor;
  anchor.number_of.assign(chain.states.size(), kNotInside);
  for (std::size_t s = 0; s < chain.states.size(); ++s) {
    if (chain.states[s].edge_count > 0) {
      anchor.number_of[s] = static_cast<std::uint32_t>(anchor.count++);
    }
  }
  for (const ChainState& state : chain.states) {
    if (state.edge_count == 0) continue;
    double converts = 0, cost = 0;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      if (ledger.is_conversion[chain.edges[e].target] != 0) converts += chain.edges[e].probability;
    }
    for (const ChainMoney& money : state.money) cost += money.amount.mean();
    for (const double side : {converts, 1.0, cost, state.takes.mean()}) {
      anchor.sides.push_back(side);
    }
  }
  return anchor;
}

/// Textbook Gaussian elimination with pivots, rows in one array.
void solve_by_lu(const Chain& chain, const Anchor& anchor) {
  const std::size_t n = anchor.count;
  std::vector<double> a(n * n, 0), x = anchor.sides;
  std::size_t row = 0;
  for (const ChainState& state : chain.states) {
    if (state.edge_count == 0) continue;
    a[row * n + row] += 1;
    for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
      const std::uint32_t to = anchor.number_of[chain.edges[e].target];
      if (to != kNotInside) a[row * n + to] -= chain.edges[e].probability;
    }
    ++row;
  }
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::fabs(a[i * n + k]) > std::fabs(a[pivot * n + k])) pivot = i;
    }
    for (std::size_t j = k; pivot != k && j < n; ++j) std::swap(a[k * n + j], a[pivot * n + j]);
    for (std::size_t c = 0; pivot != k && c < 4; ++c) std::swap(x[k * 4 + c], x[pivot * 4 + c]);
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a[i * n + k] / a[k * n + k];
      if (factor == 0) continue;
      for (std::size_t j = k + 1; j < n; ++j) a[i * n + j] -= factor * a[k * n + j];
      for (std::size_t c = 0; c < 4; ++c) x[i * 4 + c] -= factor * x[k * 4 + c];
    }
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t c = 0; c < 4; ++c) {
      for (std::size_t j = i + 1; j < n; ++j) x[i * 4 + c] -= a[i * n + j] * x[j * 4 + c];
      x[i * 4 + c] /= a[i * n + i];
    }
  }
  benchmark::DoNotOptimize(x);
}

/// Gauss-Seidel until nothing changes by more than 1e-12 of itself: no proof of how far off it is.
void solve_by_sweeps(const Chain& chain, const Anchor& anchor) {
  std::vector<double> x(anchor.sides.size(), 0);
  for (int sweep = 0; sweep < 100'000; ++sweep) {
    double change = 0;
    for (std::size_t s = 0; s < chain.states.size(); ++s) {
      const ChainState& state = chain.states[s];
      if (state.edge_count == 0) continue;
      const std::size_t row = anchor.number_of[s] * std::size_t{4};
      double fresh[4];
      for (std::size_t c = 0; c < 4; ++c) fresh[c] = anchor.sides[row + c];
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        const std::uint32_t to = anchor.number_of[chain.edges[e].target];
        if (to == kNotInside) continue;
        for (std::size_t c = 0; c < 4; ++c) {
          fresh[c] += chain.edges[e].probability * x[to * std::size_t{4} + c];
        }
      }
      for (std::size_t c = 0; c < 4; ++c) {
        change =
            std::max(change, std::fabs(fresh[c] - x[row + c]) / (std::fabs(fresh[c]) + 1e-300));
        x[row + c] = fresh[c];
      }
    }
    if (change < 1e-12) break;
  }
  benchmark::DoNotOptimize(x);
}

void by_hand(benchmark::State& state, const char* name,
             void (*solve)(const Chain&, const Anchor&)) {
  const Model model = model_of(name);
  std::vector<Anchor> anchors;
  for (const Chain& chain : model.numbers.chains) anchors.push_back(anchor_of(model, chain));
  for (auto step : state) {
    for (std::size_t c = 0; c < model.count(); ++c) solve(model.numbers.chains[c], anchors[c]);
  }
}
BENCHMARK_CAPTURE(by_hand, shop_4_measures_lu, kShop, solve_by_lu)->Unit(benchmark::kMicrosecond);

BENCHMARK_CAPTURE(plan_and_totals, large, kLarge)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(all_totals, large, kLarge)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(by_hand, large_4_measures_sweeps, kLarge, solve_by_sweeps)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(by_hand, large_4_measures_lu, kLarge, solve_by_lu)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

// ---- worlds ------------------------------------------------------------------------------------

/// So many worlds without the horizon, drawn, built and solved as `run` does.
void worlds_as_run(benchmark::State& state) {
  const Model model = model_of("shop");
  Setting setting = model.setting;
  setting.journey = &model.compiled.journey;
  const DrawPlan draws = plan_draws(model.compiled.journey);
  for (auto step : state) {
    for (std::uint32_t w = 0; w < state.range(0); ++w) {
      const WorldChains numbers = build_world_chains(setting, draw_world(draws, 1, w));
      benchmark::DoNotOptimize(solve_without_horizon(setting, numbers));
    }
  }
}
BENCHMARK(worlds_as_run)->Arg(250)->Arg(500)->Arg(1000)->Unit(benchmark::kMillisecond);

/// The same worlds, each part of the work alone.
enum class Part { draw, build, solve, solve_asked };
void worlds_in_part(benchmark::State& state, Part part) {
  const Model model = model_of("shop");
  const DrawPlan draws = plan_draws(model.compiled.journey);
  const std::vector<ExactPlan> plans = plans_of(model);
  Setting setting = model.setting;
  setting.journey = &model.compiled.journey;
  std::vector<WorldChains> worlds;
  for (std::uint32_t w = 0; w < 1000; ++w) {
    worlds.push_back(build_world_chains(setting, draw_world(draws, 1, w)));
  }
  // Without times to places, and each duration's discount worked out once for all classes.
  std::vector<ExactPlan> asked;
  for (const Chain& chain : model.numbers.chains) {
    asked.push_back(plan_exact(model.compiled.journey, chain, setting.layout, {false, {}}));
  }
  for (auto step : state) {
    for (std::uint32_t w = 0; w < 1000; ++w) {
      Discounter discounter(worlds[w].weights.rate_per_day);
      for (std::size_t c = 0; part == Part::solve_asked && c < asked.size(); ++c) {
        benchmark::DoNotOptimize(solve_exact(asked[c], worlds[w].chains[c], setting.layout,
                                             worlds[w].weights, &discounter));
      }
      if (part == Part::draw) benchmark::DoNotOptimize(draw_world(draws, 1, w));
      if (part == Part::build) {
        benchmark::DoNotOptimize(build_world_chains(setting, worlds[w].world));
      }
      for (std::size_t c = 0; part == Part::solve && c < plans.size(); ++c) {
        MoneyWeights weights = worlds[w].weights;
        weights.horizon_days = INFINITY;
        benchmark::DoNotOptimize(
            solve_exact(plans[c], worlds[w].chains[c], setting.layout, weights));
      }
    }
  }
}
BENCHMARK_CAPTURE(worlds_in_part, draw, Part::draw)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(worlds_in_part, build, Part::build)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(worlds_in_part, solve_asked, Part::solve_asked)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(worlds_in_part, solve_planned, Part::solve)->Unit(benchmark::kMillisecond);

// ---- cost by size ------------------------------------------------------------------------------

/// A line of states with ways a few steps on and back: what funnels look like, however long.
Chain funnel(std::uint32_t count) {
  Chain chain;
  chain.states.resize(count + 1);
  for (std::uint32_t s = 0; s < count; ++s) {
    ChainState& state = chain.states[s];
    state.first_edge = static_cast<std::uint32_t>(chain.edges.size());
    const std::uint32_t on = std::min(s + 1, count), far = std::min(s + 3, count);
    const std::uint32_t back = s < 2 ? 0 : s - 2;
    for (const auto& [to, chance] : {std::pair{on, 0.5}, {far, 0.2}, {back, 0.2}, {count, 0.1}}) {
      chain.edges.push_back({to, 0, chance, {}});
    }
    state.edge_count = 4;
  }
  chain.entry.assign(count + 1, 0);
  chain.entry[0] = 1;
  return chain;
}

/// Ordering, elimination, visits of every state, and of each to itself.
void eliminate_funnel(benchmark::State& state) {
  const Chain chain = funnel(static_cast<std::uint32_t>(state.range(0)));
  FactorInput input;
  for (const ChainEdge& edge : chain.edges) input.chances.push_back(edge.probability);
  for (auto step : state) {
    const FactorPlan plan = plan_factor(chain);
    const Factor factor = eliminate(plan, chain, input);
    std::vector<double> visits = chain.entry;
    solve_visits(plan, factor, visits);
    benchmark::DoNotOptimize(own_visits(plan, factor));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(chain.edges.size()));
}
BENCHMARK(eliminate_funnel)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

struct Sparse {
  JumpRows rows;
  std::vector<double> arrives;
};

/// Random ways, out-degree 4, as ../shared's reference describes: a fifth of the rows lose their
/// last way, a third of these to the outcome that is asked for.
Sparse random_sparse(std::uint32_t count) {
  std::uint64_t word = 7;
  const auto uniform = [&] {
    word = word * 6364136223846793005U + 1442695040888963407U;
    return (static_cast<double>(word >> 12U) + 0.5) / 4503599627370496.0;
  };
  Sparse sparse;
  sparse.rows.first.push_back(0);
  sparse.rows.longest = 4;
  for (std::uint32_t i = 0; i < count; ++i) {
    double parts[4], sum = 0, arrives = 0;
    for (double& part : parts) sum += part = -std::log(uniform()) + 0.05;
    for (int way = 0; way < 4; ++way) {
      if (way == 3 && uniform() < 0.2) {
        if (uniform() < 0.3) arrives = parts[way] / sum;
        continue;
      }
      auto to = static_cast<std::uint32_t>(uniform() * count);
      if (to == i) to = (i + 1) % count;
      sparse.rows.column.push_back(to);
      sparse.rows.chance.push_back(parts[way] / sum);
    }
    sparse.arrives.push_back(arrives);
    sparse.rows.first.push_back(static_cast<std::uint32_t>(sparse.rows.column.size()));
  }
  return sparse;
}

/// One measure, from every state, with its proof.
void certified_sparse(benchmark::State& state) {
  const Sparse sparse = random_sparse(static_cast<std::uint32_t>(state.range(0)));
  double bound = 0;
  for (auto step : state) {
    const Certificate certificate = find_certificate(sparse.rows);
    const CertifiedSolution solution = solve_certified(sparse.rows, sparse.arrives, certificate);
    bound = solution.factor * certificate.w[0];
  }
  state.counters["bound"] = bound;
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(sparse.rows.column.size()));
}
BENCHMARK(certified_sparse)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMillisecond);

/// Gauss-Seidel until nothing changes by 1e-12: no proof.
void sweeps_sparse(benchmark::State& state) {
  const Sparse sparse = random_sparse(static_cast<std::uint32_t>(state.range(0)));
  for (auto step : state) {
    std::vector<double> x(sparse.arrives.size(), 0);
    for (int sweep = 0; sweep < 5000; ++sweep) {
      double change = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        double sum = sparse.arrives[i];
        for (std::uint32_t e = sparse.rows.first[i]; e < sparse.rows.first[i + 1]; ++e) {
          sum += sparse.rows.chance[e] * x[sparse.rows.column[e]];
        }
        change = std::max(change, std::fabs(sum - x[i]));
        x[i] = sum;
      }
      if (change < 1e-12) break;
    }
    benchmark::DoNotOptimize(x);
  }
}
BENCHMARK(sweeps_sparse)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cairn
