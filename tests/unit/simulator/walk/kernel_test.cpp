#include "simulator/walk/kernel.h"

#include <cmath>
#include <memory>
#include <random>
#include <set>

#include <catch2/catch.hpp>

#include "simulator/walk/records.h"
#include "simulator/walk/statistics.h"
#include "tests/support/effort.h"
#include "tests/unit/simulator/walk/maze.h"

namespace cairn {
namespace {

constexpr auto kTouchpoint = Place::Kind::touchpoint;

constexpr int kAllKinds[] = {
    0,
    Maze::fixed_ones,
    Maze::lognormals,
    Maze::exponentials,
    Maze::lognormals | Maze::exponentials,
    Maze::lognormals | Maze::after,
    Maze::exponentials | Maze::after,
    Maze::fixed_ones | Maze::lognormals | Maze::exponentials | Maze::after};

std::uint32_t random_arrival(const WalkTables& tables, std::mt19937_64& engine) {
  while (true) {
    const auto arrival = static_cast<std::uint32_t>(engine() % tables.states.size());
    if (tables.is_last[arrival] == 0) return arrival;
  }
}

TimeQuestion time_to_end() {
  TimeQuestion question;
  question.metric.kind = Metric::Kind::time_to;
  question.metric.to = Metric::To::end;
  return question;
}

}  // namespace

TEST_CASE("there is a scalar kernel, and each has a name of its own") {
  const auto kernels = find_kernels();
  REQUIRE_FALSE(kernels.empty());
  CHECK(kernels.front().isa == Isa::scalar);
  CHECK(choose_kernel(Isa::scalar).isa == Isa::scalar);
  CHECK(choose_kernel(Isa::best).isa == kernels.back().isa);
  std::set<std::string> names;
  for (const WalkKernel& kernel : kernels) names.insert(kernel.name);
  CHECK(names.size() == kernels.size());
}

TEST_CASE("every kernel draws what the exact path draws") {
  std::mt19937_64 engine(1);
  for (const int kinds : kAllKinds) {
    const Maze maze(static_cast<std::uint64_t>(kinds) + 5, kinds);
    const WalkTables tables = make_tables(maze.journey, maze.walk_class());
    for (const WalkKernel& kernel : find_kernels()) {
      for (int round = 0; round < 60; ++round) {
        const auto block = std::make_unique<WalkBlock>();
        const std::uint64_t seed = engine(), high = engine() % 3;
        const std::size_t lanes = 1 + engine() % WalkBlock::kLanes;
        for (std::size_t i = 0; i < lanes; ++i) {
          block->customers[i] = static_cast<std::uint32_t>(engine());
          block->steps[i] = static_cast<std::uint32_t>(engine() % kStepLimit);
          block->at[i] = random_arrival(tables, engine);
        }
        const WalkBlock before = *block;
        draw_lanes(kernel, tables, seed, high, lanes, *block);
        bool is_same = true;
        for (std::size_t i = 0; i < lanes; ++i) {
          const DrawnStep drawn = draw_step(tables, seed, high << 32 | before.customers[i],
                                            before.steps[i], before.at[i]);
          is_same = is_same && drawn.next == block->next[i] &&
                    drawn.stay_days == block->stay_days[i] &&
                    (tables.has_random_after() ? drawn.after_days == block->after_days[i] : true);
        }
        INFO(kernel.name << ", kinds " << kinds);
        CHECK(is_same);
      }
    }
  }
}

TEST_CASE("same bytes for every instruction set and number of threads") {
  for (const int kinds : kAllKinds) {
    for (const double horizon : {std::numeric_limits<double>::infinity(), 6.0}) {
      Maze maze(static_cast<std::uint64_t>(kinds) + 50, kinds | Maze::money);
      maze.weights = {horizon, std::isfinite(horizon) ? 0.01 : 0.0, false};
      WalkOptions options;
      options.people = effort(6'000, 1'500);
      options.threads = 1;
      options.isa = Isa::scalar;
      const WalkResult first = maze.walk_with(options, {time_to_end()});
      const RecordSums sums =
          walk_records(maze.journey, {maze.walk_class()}, maze.layout, maze.weights, options);
      CHECK(sums.people == options.people);
      for (const WalkKernel& kernel : find_kernels()) {
        for (const unsigned threads : {1U, 2U, 7U}) {
          options.isa = kernel.isa;
          options.threads = threads;
          INFO(kernel.name << ", " << threads << " threads, kinds " << kinds);
          CHECK((first == maze.walk_with(options, {time_to_end()})));
          const RecordSums again =
              walk_records(maze.journey, {maze.walk_class()}, maze.layout, maze.weights, options);
          CHECK(again.days == sums.days);
          CHECK(again.money == sums.money);
          CHECK(again.steps == sums.steps);
          CHECK(again.ends == sums.ends);
          CHECK(again.days_histogram == sums.days_histogram);
        }
      }
    }
  }
}

TEST_CASE("records and totals tell of the same journeys") {
  for (const int kinds : kAllKinds) {
    for (const double horizon : {std::numeric_limits<double>::infinity(), 4.0}) {
      Maze maze(static_cast<std::uint64_t>(kinds) + 90, kinds | Maze::money);
      maze.weights.horizon_days = horizon;
      WalkOptions options;
      options.people = 3'000;
      options.threads = 1;
      const Totals mean = maze.mean_of(maze.walk_with(options));
      std::vector<int> seen(options.people);
      const RecordSums sums =
          walk_records(maze.journey, {maze.walk_class()}, maze.layout, maze.weights, options,
                       [&](std::size_t, const RecordChunk& chunk) {
                         for (std::size_t i = 0; i < chunk.count; ++i) ++seen[chunk.customers[i]];
                       });
      CHECK(seen == std::vector<int>(options.people, 1));
      const TotalsLayout& at = maze.layout;
      const auto n = static_cast<double>(options.people);
      CHECK(sums.days / n == Approx(mean[at.end_time()]).epsilon(1e-12));
      // Every payment is rounded to 1e-4. Nothing is discounted here, so money per entrant is
      // plain.
      CHECK(static_cast<double>(sums.money.revenue) / kMoneyUnits / n ==
            Approx(mean[at.revenue()]).epsilon(1e-4).margin(1e-4));
      CHECK(static_cast<double>(sums.money.cost) / kMoneyUnits / n ==
            Approx(mean[at.cost()]).epsilon(1e-4).margin(1e-3));
      // Ends at outcomes are their visits.
      for (std::uint32_t s = 0; s < maze.chain.states.size(); ++s) {
        if (!maze.chain.states[s].is_outcome) continue;
        CHECK(static_cast<double>(sums.ends[0][s]) / n ==
              Approx(mean[at.visits(maze.chain.states[s].place)]));
      }
      if (!std::isfinite(horizon)) {
        double visits = 0;
        for (std::size_t p = 0; p < at.place_count; ++p) {
          visits += mean[at.visits(PlaceId{static_cast<std::uint32_t>(p)})];
        }
        // The moment of entry is a step, and a visit to none.
        CHECK(static_cast<double>(sums.steps) / n == Approx(visits + 1));
      }
    }
  }
}

TEST_CASE("flags are drawn once for each and by their own key") {
  Sketch sketch;
  const std::uint32_t home = sketch.add(kTouchpoint);
  const std::uint32_t with_both = sketch.add(kTouchpoint), with_one = sketch.add(kTouchpoint);
  const std::uint32_t with_other = sketch.add(kTouchpoint), with_none = sketch.add(kTouchpoint);
  Parameter first, second;
  first.key = "first flag";
  second.key = "second flag";
  const ParameterId p = sketch.journey.parameters.add(first);
  const ParameterId q = sketch.journey.parameters.add(second);
  sketch.arrow(0, home, 1);
  sketch.arrow(home, with_none, 1);
  for (const std::uint32_t s : {with_both, with_one, with_other, with_none}) {
    sketch.arrow(s, sketch.leave(), 1);
  }
  sketch.close();
  // One way with four arrivals: 0.7 x 0.8, 0.3 x 0.8, 0.7 x 0.2, 0.3 x 0.2.
  Chain& chain = sketch.chain;
  const std::uint32_t edge = chain.states[home].first_edge;
  sketch.space.states[home].ways[0].arrivals = {{with_none, {{p, true}, {q, true}}},
                                                {with_one, {{p, false}, {q, true}}},
                                                {with_other, {{p, true}, {q, false}}},
                                                {with_both, {{p, false}, {q, false}}}};
  chain.edges[edge].probability = 0.7 * 0.8;
  chain.edges.insert(chain.edges.begin() + edge + 1, {{with_one, 0, 0.3 * 0.8, {}},
                                                      {with_other, 0, 0.7 * 0.2, {}},
                                                      {with_both, 0, 0.3 * 0.2, {}}});
  chain.states[home].edge_count = 4;
  for (std::uint32_t s = home + 1; s < chain.states.size(); ++s) chain.states[s].first_edge += 3;
  sketch.layout.flows.push_back({{}, sketch.place(home), sketch.place(with_one)});
  sketch.layout.flows.push_back({{}, sketch.place(home), sketch.place(with_other)});
  sketch.layout.flows.push_back({{}, sketch.place(home), sketch.place(with_both)});
  for (std::uint32_t i = 0; i < 4; ++i) {
    const std::uint32_t targets[] = {with_none, with_one, with_other, with_both};
    chain.edges[edge + i].target = targets[i];
  }
  // The walk counts a passage by the way's target: all four arrive at one place.
  for (const std::uint32_t s : {with_one, with_other, with_both}) {
    chain.states[s].place = chain.states[with_none].place;
  }
  const WalkTables tables = make_tables(sketch.journey, {&sketch.space, &chain, 1.0});
  double counts[4] = {};
  bool agrees = true;
  constexpr int kPeople = 200'000;
  for (std::uint64_t i = 0; i < kPeople; ++i) {
    const DrawnStep drawn = draw_step(tables, 1, i, 2, tables.prologue.back());
    counts[drawn.next - edge] += 1;
    // The flag is what its own words say, whatever else is drawn.
    const WordPair words = draw_words(stream_key(1, i, purpose_of("first flag", 0)), i, 2);
    const bool has_first = static_cast<double>(words.first) * 0x1p-32 < 0.3;
    agrees = agrees && has_first == ((drawn.next - edge) % 2 == 1);
  }
  CHECK(agrees);
  const double expected[4] = {0.56, 0.24, 0.14, 0.06};
  for (int k = 0; k < 4; ++k) {
    CHECK(std::fabs(counts[k] / kPeople - expected[k]) <
          5 * std::sqrt(expected[k] * (1 - expected[k]) / kPeople));
  }
}

TEST_CASE("customers beyond 2^32 are others") {
  const Maze maze(4, Maze::lognormals);
  const WalkTables tables = make_tables(maze.journey, maze.walk_class());
  const std::uint32_t at = tables.prologue.back();
  int same = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const DrawnStep near = draw_step(tables, 1, i, 2, at);
    const DrawnStep far = draw_step(tables, 1, i + (std::uint64_t{1} << 32), 2, at);
    same += near.stay_days == far.stay_days ? 1 : 0;
  }
  CHECK(same == 0);
}

TEST_CASE("the walk stops when conversion is known well enough") {
  const Maze maze(11, Maze::lognormals);
  WalkOptions options;
  options.people = 4'000'000;
  options.precision = 0.004;
  const WalkResult found = maze.walk_with(options);
  // 16 384 people times a power of two.
  CHECK(found.people < options.people);
  CHECK(found.people % 16'384 == 0);
  const auto estimate = estimate_ratio(found, {true}, {{{maze.layout.conversion(), 1}}, {}});
  CHECK(1.645 * estimate.standard_error <= options.precision);
  // Binomial: the batches know their spread to about 6 %.
  const double law =
      std::sqrt(estimate.value * (1 - estimate.value) / static_cast<double>(found.people));
  CHECK(estimate.standard_error == Approx(law).epsilon(0.3));
  // Half as many would not have been enough, up to chance.
  CHECK(1.645 * law * std::sqrt(2.0) > 0.8 * options.precision);
  options.threads = 7;
  CHECK((found == maze.walk_with(options)));
  options.precision = 1e-9;
  options.people = 50'000;
  CHECK(maze.walk_with(options).people == 50'000);
}

}  // namespace cairn
