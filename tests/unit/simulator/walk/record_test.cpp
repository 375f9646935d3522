#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "simulator/walk/fast.h"
#include "simulator/walk/kernel.h"
#include "simulator/walk/records.h"
#include "tests/unit/simulator/walk/maze.h"

namespace cairn {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

struct Record {
  std::uint32_t state = 0, steps = 0;
  double days = 0;
  RecordMoney money;
  bool operator==(const Record&) const = default;
};

/// A maze in which every visit pays something, but never by time or by chance.
struct PaidMaze : Maze {
  PaidMaze(std::uint64_t seed, int kinds, std::uint32_t size, bool has_revenue)
      : Maze(seed, kinds, size) {
    for (std::uint32_t s = 2; s < chain.states.size(); ++s) {
      const bool is_outcome = chain.states[s].is_outcome;
      chain.states[s].money = {{fixed(0.0301 * s), -1, 0}};
      if (is_outcome || (has_revenue && s % 3 == 0)) {
        chain.states[s].money.push_back({fixed(1.7 + s), 1, 0});
      }
    }
  }

  FastRoute route() const {
    const WalkRoute plain = make_routes(journey, {walk_class()}, layout, {}).front();
    return make_fast_route(journey, walk_class(), plain, weights);
  }

  void pay(std::uint32_t arrival, const WalkTables& tables, RecordMoney& sum) const {
    if (tables.states[arrival] == kNoState) return;
    for (const ChainMoney& line : chain.states[tables.states[arrival]].money) {
      book_units(line.sign, line.amount.value, sum);
    }
  }

  /// One customer, step by step by the exact path.
  Record walk_one(const WalkTables& tables, std::uint64_t customer) const {
    Record record;
    for (const std::uint32_t a : tables.prologue) pay(a, tables, record.money);
    std::uint32_t at = tables.prologue.back();
    record.steps = tables.first_step;
    while (true) {
      const DrawnStep drawn = draw_step(tables, 1, customer, record.steps, at);
      record.days += static_cast<double>(drawn.stay_days);
      record.steps += 1;
      if (record.days > last_moment_of(weights)) break;
      at = drawn.next;
      if (record.steps > kStepLimit) break;
      pay(at, tables, record.money);
      if (tables.is_last[at] != 0) break;
    }
    record.days = std::min(record.days, weights.horizon_days);
    record.state = tables.states[at];
    return record;
  }

  std::vector<Record> walk_all(std::uint64_t people, const WalkKernel& kernel) const {
    std::vector<Record> found(people);
    WalkOptions options;
    options.people = people;
    options.threads = 1;
    options.isa = kernel.isa;
    const RecordSums sums =
        walk_records(journey, {walk_class()}, layout, weights, options,
                     [&](std::size_t, const RecordChunk& chunk) {
                       for (std::size_t i = 0; i < chunk.count; ++i) {
                         found[chunk.customers[i]] = {chunk.states[i], chunk.steps[i],
                                                      chunk.days[i], chunk.money[i]};
                       }
                     });
    check_sums(sums, found);
    return found;
  }

  static void check_sums(const RecordSums& sums, const std::vector<Record>& found) {
    RecordSums own;
    own.ends.assign(1, std::vector<std::uint64_t>(sums.ends.at(0).size()));
    for (const Record& record : found) {
      own.steps += record.steps;
      own.cut_walks += record.steps > kStepLimit ? 1 : 0;
      own.money.cost += record.money.cost;
      own.money.revenue += record.money.revenue;
      own.days += record.days;
      own.ends[0][record.state] += 1;
    }
    CHECK(sums.people == found.size());
    CHECK(sums.steps == own.steps);
    CHECK(sums.cut_walks == own.cut_walks);
    CHECK(sums.money == own.money);
    CHECK(sums.ends == own.ends);
    CHECK(sums.days == Approx(own.days).epsilon(1e-12));
    std::uint64_t counted = 0;
    for (const std::uint64_t count : sums.days_histogram) counted += count;
    CHECK(counted == found.size());
  }
};

}  // namespace

TEST_CASE("records are what the exact path walks, person by person") {
  for (const int kinds :
       {0, int{Maze::lognormals}, int{Maze::exponentials}, Maze::lognormals | Maze::exponentials}) {
    // Few stops are looked up in registers, where there are wide ones.
    for (const std::uint32_t size : {12U, 60U}) {
      for (const double horizon : {kNever, 6.0}) {
        const bool has_revenue = (size == 12) == std::isfinite(horizon);
        PaidMaze maze(static_cast<std::uint64_t>(kinds) + size, kinds, size, has_revenue);
        maze.weights.horizon_days = horizon;
        const FastRoute route = maze.route();
        const RecordTables tables = make_record_tables(route.tables, route.money);
        REQUIRE(tables.is_usable);
        REQUIRE(tables.has_few == (size == 12));
        REQUIRE(tables.has_revenue == has_revenue);
        constexpr std::uint64_t kPeople = 1'100;  // more than two batches of a block
        std::vector<Record> expected;
        for (std::uint64_t i = 0; i < kPeople; ++i) {
          expected.push_back(maze.walk_one(route.tables, i));
        }
        for (const WalkKernel& kernel : find_kernels()) {
          INFO(kernel.name << ", kinds " << kinds << ", size " << size << ", horizon " << horizon);
          CHECK((maze.walk_all(kPeople, kernel) == expected));
        }
      }
    }
  }
}

TEST_CASE("who never comes to an end is cut in the records, and does not pay beyond") {
  Sketch sketch;
  const std::uint32_t here = sketch.add(Place::Kind::touchpoint);
  const std::uint32_t there = sketch.add(Place::Kind::touchpoint);
  sketch.chain.states[here].money = {{fixed(1), -1, 0}};
  sketch.chain.states[there].money = {{fixed(2), 1, 0}};
  sketch.arrow(0, here, 1);
  sketch.arrow(here, there, 1);
  sketch.arrow(there, here, 1);
  sketch.close();
  for (const WalkKernel& kernel : find_kernels()) {
    WalkOptions options;
    options.people = 3;
    options.isa = kernel.isa;
    const RecordSums sums = walk_records(sketch.journey, {{&sketch.space, &sketch.chain, 1.0}},
                                         sketch.layout, sketch.weights, options);
    CHECK(sums.cut_walks == 3);
    CHECK(sums.steps == 3 * (kStepLimit + 1));
    // Two steps come before the first touchpoint that is left, and the last arrival is not paid.
    const std::int64_t visits = static_cast<std::int64_t>(kStepLimit) - 1;
    CHECK(sums.money.cost == 3 * ((visits + 1) / 2) * std::int64_t{10'000});
    CHECK(sums.money.revenue == 3 * (visits / 2) * std::int64_t{20'000});
  }
}

TEST_CASE("what records by the kernel cannot do is seen from the tables") {
  const auto is_usable = [](const PaidMaze& maze) {
    const FastRoute route = maze.route();
    return make_record_tables(route.tables, route.money).is_usable;
  };
  CHECK(is_usable(PaidMaze(1, Maze::lognormals, 12, true)));
  CHECK_FALSE(is_usable(PaidMaze(1, Maze::fixed_ones, 12, true)));
  CHECK_FALSE(is_usable(PaidMaze(1, Maze::lognormals | Maze::after, 12, true)));
  PaidMaze random_amount(1, Maze::lognormals, 12, true);
  random_amount.chain.states[4].money.push_back({lognormal(0, 1), -1, 0});
  CHECK_FALSE(is_usable(random_amount));
  PaidMaze by_time(1, Maze::lognormals, 12, true);
  by_time.chain.states[4].money.push_back({fixed(1), -1, 30});
  CHECK_FALSE(is_usable(by_time));
  PaidMaze large_amount(1, Maze::lognormals, 12, true);
  large_amount.chain.states[4].money.push_back({fixed(1e6), -1, 0});
  CHECK_FALSE(is_usable(large_amount));
  // Where the journey ends the amount may be as large as it likes.
  PaidMaze large_win(1, Maze::lognormals, 12, true);
  large_win.chain.states.back().money.push_back({fixed(1e6), 1, 0});
  CHECK(is_usable(large_win));
}

}  // namespace cairn
