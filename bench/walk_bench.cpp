// The walk against what people would write themselves, all in one run, in turn, so that whatever
// else the machine does falls on everybody. CPU time for one thread; wall time for two.
//   walk_bench [ROUNDS [PEOPLE]]
//   walk_bench --figure PEOPLE    only the best kernel's ns/step, for bench/peers.py
//   walk_bench --wall PEOPLE      the same in wall time, for processes side by side
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "base/check.h"
#include "bench/walk_anchors.h"
#include "compiler/compile.h"
#include "journey/classes.h"
#include "simulator/chain/chain.h"
#include "simulator/walk/kernel.h"
#include "simulator/walk/monte_carlo.h"
#include "simulator/walk/records.h"

namespace cairn {
namespace {

struct BenchJourney {
  Compiled compiled;
  TotalsLayout layout;
  MoneyWeights weights;
  std::vector<double> shares;  // by class
  std::vector<StateSpace> spaces;
  std::vector<Chain> chains;
  std::vector<WalkClass> classes;
};

void read_journey(const std::string& name, BenchJourney& made) {
  const DiskFiles disk;
  Diagnostics diagnostics;
  const auto path =
      std::filesystem::path(CAIRN_SOURCE_DIR) / "bench" / "journeys" / (name + ".journey");
  made.compiled = compile(load_project(disk, path, {}, diagnostics), {}, diagnostics);
  CAIRN_CHECK(made.compiled.is_sound);
  const Journey& journey = made.compiled.journey;
  const World world = best_estimate(journey);
  made.layout = make_totals_layout(journey);
  made.weights = money_weights(journey, world);
  made.shares = class_shares(journey, find_classes(journey), world);
  made.spaces = build_state_spaces(journey).spaces;
  for (const StateSpace& space : made.spaces) {
    made.chains.push_back(build_chain(journey, space, world));
  }
  for (std::size_t c = 0; c < made.spaces.size(); ++c) {
    made.classes.push_back({&made.spaces[c], &made.chains[c], made.shares[c]});
  }
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// One way of walking: returns how many steps it took.
struct Contender {
  std::string name;
  std::function<double()> walk;
  std::vector<double> cpu_ns, wall_ns;  // per step, by round
};

Contender with_records(const std::string& name, const BenchJourney& journey, std::uint64_t people,
                       Isa isa, unsigned threads) {
  WalkOptions options;
  options.people = people;
  options.isa = isa;
  options.threads = threads;
  return {name,
          [&journey, options] {
            const RecordSums sums = walk_records(journey.compiled.journey, journey.classes,
                                                 journey.layout, journey.weights, options);
            // The moment of entry takes no time and no chance: the others do not count it.
            return static_cast<double>(sums.steps - 2 * sums.people);
          },
          {},
          {}};
}

void run_in_turn(int rounds, std::vector<Contender>& contenders) {
  for (int round = 0; round < rounds; ++round) {
    for (Contender& one : contenders) {
      const double cpu = cpu_seconds(), wall = wall_seconds();
      const double steps = one.walk();
      one.cpu_ns.push_back((cpu_seconds() - cpu) / steps * 1e9);
      one.wall_ns.push_back((wall_seconds() - wall) / steps * 1e9);
    }
  }
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// How many times as long `slow` took, round by round: median, least and greatest.
std::string ratio_text(const std::vector<double>& slow, const std::vector<double>& fast) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < slow.size(); ++i) ratios.push_back(slow[i] / fast[i]);
  char text[64];
  std::snprintf(text, sizeof text, "%6.2f (%.2f .. %.2f)", median_of(ratios),
                *std::min_element(ratios.begin(), ratios.end()),
                *std::max_element(ratios.begin(), ratios.end()));
  return text;
}

void print_table(const std::vector<Contender>& contenders) {
  const Contender& naive = contenders[0];
  const Contender& good = contenders[1];
  std::printf("  %-28s %9s %15s  %-24s %s\n", "", "ns/step", "(least .. most)", "x naive C++",
              "x good scalar C++");
  for (const Contender& one : contenders) {
    std::printf("  %-28s %9.2f (%5.2f .. %5.2f)  %-24s %s\n", one.name.c_str(),
                median_of(one.cpu_ns), *std::min_element(one.cpu_ns.begin(), one.cpu_ns.end()),
                *std::max_element(one.cpu_ns.begin(), one.cpu_ns.end()),
                ratio_text(naive.cpu_ns, one.cpu_ns).c_str(),
                ratio_text(good.cpu_ns, one.cpu_ns).c_str());
  }
}

void compare(const BenchJourney& journey, const std::string& name, std::uint64_t people,
             int rounds) {
  const AnchorJourney anchor = make_anchor(journey.chains, journey.shares);
  std::vector<Contender> contenders;
  contenders.push_back(
      {"naive C++ (Boost.Random)", [&] { return walk_naively(anchor, people, 1).steps; }, {}, {}});
  contenders.push_back(
      {"good scalar C++", [&] { return walk_well(anchor, people, 1).steps; }, {}, {}});
  for (const WalkKernel& kernel : find_kernels()) {
    contenders.push_back(
        with_records(std::string("cairn records, ") + kernel.name, journey, people, kernel.isa, 1));
  }
  run_in_turn(rounds, contenders);
  std::printf("%s, %llu people, one thread, CPU time\n", name.c_str(),
              static_cast<unsigned long long>(people));
  print_table(contenders);
}

void compare_sizes(const BenchJourney& journey, std::uint64_t people, int rounds) {
  std::printf("shop, sizes, best kernel, one thread\n");
  for (const std::uint64_t size : {people / 10, people, people * 10}) {
    std::vector<Contender> one = {with_records("", journey, size, Isa::best, 1)};
    run_in_turn(rounds, one);
    std::printf("  %11llu people %7.2f ns/step (%.2f .. %.2f)\n",
                static_cast<unsigned long long>(size), median_of(one[0].cpu_ns),
                *std::min_element(one[0].cpu_ns.begin(), one[0].cpu_ns.end()),
                *std::max_element(one[0].cpu_ns.begin(), one[0].cpu_ns.end()));
  }
}

/// Wall time a step of as many processes of one thread at once, on average: what the machine itself
/// loses when its other core works too.
double time_processes(const std::string& self, int count, std::uint64_t people) {
  const std::string command = "'" + self + "' --wall " + std::to_string(people);
  std::vector<std::FILE*> pipes;
  for (int i = 0; i < count; ++i) pipes.push_back(popen(command.c_str(), "r"));
  double sum = 0;
  for (std::FILE* pipe : pipes) {
    CAIRN_CHECK(pipe != nullptr);
    double figure = 0;
    CAIRN_CHECK(std::fscanf(pipe, "%lf", &figure) == 1);
    pclose(pipe);
    sum += figure;
  }
  return sum / count;
}

void compare_processes(const std::string& self, std::uint64_t people, int rounds) {
  std::vector<double> alone, beside;
  for (int round = 0; round < rounds; ++round) {
    alone.push_back(2 * time_processes(self, 1, people));
    beside.push_back(time_processes(self, 2, people));
  }
  std::printf("the same, two processes of one thread against one: %s\n",
              ratio_text(alone, beside).c_str());
}

void compare_threads(const BenchJourney& journey, std::uint64_t people, int rounds) {
  std::vector<Contender> contenders = {with_records("1", journey, people, Isa::best, 1),
                                       with_records("2", journey, people, Isa::best, 2)};
  run_in_turn(rounds, contenders);
  std::printf("shop, %llu people, 2 threads against 1: wall time %s, CPU time spent %s\n",
              static_cast<unsigned long long>(people),
              ratio_text(contenders[0].wall_ns, contenders[1].wall_ns).c_str(),
              ratio_text(contenders[0].cpu_ns, contenders[1].cpu_ns).c_str());
}

/// The walk of `cairn run`: sums of everything that is counted.
void compare_totals(const BenchJourney& journey, std::uint64_t people, int rounds) {
  std::vector<Contender> contenders;
  for (const bool is_fast : {true, false}) {
    WalkOptions options;
    options.people = people;
    options.threads = 1;
    options.kernel = is_fast ? WalkOptions::Kernel::fast : WalkOptions::Kernel::plain;
    contenders.push_back({is_fast ? "fast" : "plain",
                          [&journey, options] {
                            walk(journey.compiled.journey, journey.classes, journey.layout,
                                 journey.weights, {}, options);
                            return static_cast<double>(options.people);
                          },
                          {},
                          {}});
  }
  run_in_turn(rounds, contenders);
  std::printf(
      "shop, %llu people, all totals, one thread: fast %.0f ns a person, plain %.0f, ratio %s\n",
      static_cast<unsigned long long>(people), median_of(contenders[0].cpu_ns),
      median_of(contenders[1].cpu_ns),
      ratio_text(contenders[1].cpu_ns, contenders[0].cpu_ns).c_str());
}

/// Variance per person of the difference two versions make: independent walks over the same people.
void compare_pairing(const BenchJourney& before, const BenchJourney& after, std::uint64_t people) {
  struct Person {
    double converts = 0, margin = 0, days = 0;
  };
  const auto read = [people](const BenchJourney& journey) {
    std::vector<Person> found(people);
    WalkOptions options;
    options.people = people;
    walk_records(
        journey.compiled.journey, journey.classes, journey.layout, journey.weights, options,
        [&](std::size_t c, const RecordChunk& chunk) {
          for (std::size_t i = 0; i < chunk.count; ++i) {
            const PlaceId place = journey.chains[c].states[chunk.states[i]].place;
            const bool wins = journey.compiled.journey.places[place].counts == Counts::win;
            found[chunk.customers[i]] = {
                wins ? 1.0 : 0.0,
                static_cast<double>(chunk.money[i].revenue - chunk.money[i].cost) / kMoneyUnits,
                chunk.days[i]};
          }
        });
    return found;
  };
  const std::vector<Person> a = read(before), b = read(after);
  const auto gain = [&](double Person::*what) {
    double sum[3] = {}, square[3] = {};
    for (std::uint64_t i = 0; i < people; ++i) {
      const double values[3] = {a[i].*what, b[i].*what, b[i].*what - a[i].*what};
      for (int k = 0; k < 3; ++k) {
        sum[k] += values[k];
        square[k] += values[k] * values[k];
      }
    }
    const double n = static_cast<double>(people);
    double variance[3] = {};
    for (int k = 0; k < 3; ++k) variance[k] = square[k] / n - (sum[k] / n) * (sum[k] / n);
    return (variance[0] + variance[1]) / variance[2];
  };
  std::printf(
      "shop and its fix, %llu people paired: variance of the difference 1/%.1f (conversion), "
      "1/%.1f (margin), 1/%.1f (days) of independent runs\n",
      static_cast<unsigned long long>(people), gain(&Person::converts), gain(&Person::margin),
      gain(&Person::days));
}

}  // namespace
}  // namespace cairn

int main(int argc, char** argv) {
  using namespace cairn;
  const std::string mode = argc > 2 ? argv[1] : "";
  if (mode == "--figure" || mode == "--wall") {
    BenchJourney journey;
    read_journey("shop", journey);
    std::vector<Contender> one = {
        with_records("", journey, std::strtoull(argv[2], nullptr, 10), Isa::best, 1)};
    run_in_turn(1, one);
    std::printf("%.4f\n", mode == "--wall" ? one[0].wall_ns[0] : one[0].cpu_ns[0]);
    return 0;
  }
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
  const std::uint64_t people = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  BenchJourney shop, fixed, large;
  read_journey("shop", shop);
  read_journey("shop-fixed", fixed);
  read_journey("large", large);
  compare(shop, "shop", people, rounds);
  compare(large, "large", people / 4, rounds);
  compare_sizes(shop, people, rounds);
  compare_threads(shop, people * 10, rounds);
  compare_processes(argv[0], people * 10, rounds);
  compare_totals(shop, people / 2, rounds);
  compare_pairing(shop, fixed, people);
  return 0;
}
