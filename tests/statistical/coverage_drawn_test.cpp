// Ranges of `compare` on journeys of many shapes, each with a truth of its own that only its counts
// tell of: nine in ten hold it, whatever the figure is. The truths here are what people see, not
// what Jeffreys' prior expects (which has most shares near 0 or 1), so 90 % is only approximate;
// with truths from that prior the same test gave 90.2, 89.7, 89.9 and 89.8 %.
#include <array>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "simulator/compare.h"
#include "tests/support/compiled_text.h"
#include "tests/support/effort.h"

using namespace cairn;

namespace {

constexpr std::uint64_t kSeed = 20'261'130;  // fixed before the first run, as are all laws below

/// Own transforms: those of the standard library differ from one to the next.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return (static_cast<double>(engine_() >> 12U) + 0.5) * 0x1p-52; }
  double normal() {  // Box, Muller 1958
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * 3.14159265358979323846 * uniform());
  }
  int below(int count) { return static_cast<int>(uniform() * count); }
  double log_uniform(double low, double high) {
    return low * std::exp(uniform() * std::log(high / low));
  }
  int observations() { return static_cast<int>(std::lround(log_uniform(30, 3'000))); }

 private:
  std::mt19937_64 engine_;
};

/// Some shares of one whole (what is left goes elsewhere), and how many of `total` did each.
struct Observed {
  std::vector<double> shares;
  std::vector<int> counts;
  int total = 0;
};

Observed observe(Chance& chance, std::vector<double> shares) {
  Observed seen{std::move(shares), {}, chance.observations()};
  seen.counts.resize(seen.shares.size());
  for (int i = 0; i < seen.total; ++i) {
    double u = chance.uniform();
    for (std::size_t w = 0; w < seen.shares.size(); ++w) {
      u -= seen.shares[w];
      if (u < 0) {
        ++seen.counts[w];
        break;
      }
    }
  }
  return seen;
}

/// Everything about one journey: its truth, and what was seen of it.
struct Drawn {
  int touchpoints = 2;         // t0 … in a row, then `won`
  int branches_at = 0;         // the touchpoint with a second way …
  int branches_to = 0;         // … back to one of those before it or itself, or past the next
  std::vector<Observed> ways;  // by touchpoint: forward, then the second way
  double earns = 0, visit_costs = 0, click_costs = 0;
  int asked = 0;  // the touchpoint whose reach is asked
  int fixed = 0;  // the touchpoint of the fix
  bool is_pilot = false;
  Observed pilot;           // the share forward where it was tried
  Observed causes, undone;  // of exits by the pain; of the pain by the cure
};

double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

/// Shares are logistic-normal (Aitchison): nine in ten forward shares lie between 9 % and 91 % of
/// those who do not branch, and a second way weighs a good third of the others.
Drawn draw_journey(Chance& chance) {
  Drawn drawn;
  drawn.touchpoints = 2 + chance.below(4);
  const bool is_loop = chance.below(2) == 0;
  // Past the next lies something for all but the last.
  drawn.branches_at = chance.below(is_loop ? drawn.touchpoints : drawn.touchpoints - 1);
  drawn.branches_to = is_loop ? chance.below(drawn.branches_at + 1) : drawn.branches_at + 2;
  for (int t = 0; t < drawn.touchpoints; ++t) {
    std::vector<double> weights = {std::exp(chance.normal()), std::exp(chance.normal())};
    if (t == drawn.branches_at) weights.push_back(std::exp(chance.normal() - 1));
    double sum = 0;
    for (const double weight : weights) sum += weight;
    std::vector<double> shares = {weights[0] / sum};
    if (t == drawn.branches_at) shares.push_back(weights[2] / sum);
    drawn.ways.push_back(observe(chance, std::move(shares)));
  }
  drawn.earns = std::round(chance.log_uniform(10, 200) * 100) / 100;
  drawn.visit_costs = std::round(chance.log_uniform(0.05, 2) * 100) / 100;
  drawn.click_costs = std::round(chance.log_uniform(0.05, 1) * 100) / 100;
  drawn.asked = 1 + chance.below(drawn.touchpoints - 1);
  drawn.fixed = chance.below(drawn.touchpoints);
  drawn.is_pilot = chance.below(2) == 0;
  const std::vector<double>& there = drawn.ways[static_cast<std::size_t>(drawn.fixed)].shares;
  const double others = there.size() > 1 ? there[1] : 0;
  const double forward = there[0] / (1 - others);
  const double odds = std::log(forward / (1 - forward)) + 0.3 + 0.3 * chance.normal();
  drawn.pilot = observe(chance, {(1 - others) * sigmoid(odds)});
  drawn.causes = observe(chance, {sigmoid(chance.normal() - 0.5)});
  drawn.undone = observe(chance, {sigmoid(chance.normal())});
  return drawn;
}

/// "31 of 400" as it was seen, or the truth, to more digits than matter.
std::string number(const Observed& seen, std::size_t way, bool is_true) {
  return is_true ? fmt::format("{:.12f}%", 100 * seen.shares[way])
                 : fmt::format("{} of {}", seen.counts[way], seen.total);
}

std::string text_of(const Drawn& drawn, bool is_true) {
  const auto name = [&](int place) {
    return place < drawn.touchpoints ? fmt::format("t{}", place) : std::string("won");
  };
  std::string text = fmt::format(
      "journey drawn\ncurrency EUR\nsource ads\n  costs {:.2f} EUR\n  -> t0\n", drawn.click_costs);
  for (int t = 0; t < drawn.touchpoints; ++t) {
    const Observed& ways = drawn.ways[static_cast<std::size_t>(t)];
    text += fmt::format("touchpoint {}\n", name(t));
    if (t == 1) text += fmt::format("  costs {:.2f} EUR\n", drawn.visit_costs);
    if (t == drawn.fixed && !drawn.is_pilot) {
      text += fmt::format("  pain doubts \"Doubts\" causes {} of exits\n",
                          number(drawn.causes, 0, is_true));
    }
    text += fmt::format("  {} -> {}\n", number(ways, 0, is_true), name(t + 1));
    if (t == drawn.branches_at) {
      text += fmt::format("  {} -> {}\n", number(ways, 1, is_true), name(drawn.branches_to));
    }
    text += "  rest -> leave\n";
  }
  text += fmt::format("outcome won\n  counts as win\n  earns {:.2f} EUR\nfix idea\n", drawn.earns);
  text += drawn.is_pilot ? fmt::format("  set {} -> {} to {}\n", name(drawn.fixed),
                                       name(drawn.fixed + 1), number(drawn.pilot, 0, is_true))
                         : fmt::format("  remove {} of doubts\n", number(drawn.undone, 0, is_true));
  return text;
}

constexpr std::array kFigures = {"a share", "conversion", "profit per entrant",
                                 "what a fix changes"};

struct Range {
  double low = 0, high = 0;
};
using Ranges = std::array<Range, kFigures.size()>;

/// All figures of one spec; without worlds both ends are its exact answer.
Ranges ranges_of(const Drawn& drawn, bool is_true, std::uint64_t seed, std::uint32_t worlds) {
  const CompiledText text = compile_text(text_of(drawn, is_true));
  INFO(text_of(drawn, is_true) << messages_of(text));
  REQUIRE(text.compiled.is_sound);
  REQUIRE(!text.diagnostics.has_errors());
  const Journey& journey = text.journey();
  std::vector<Question> questions(3);
  questions[0].metric.kind = Metric::Kind::reach;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    if (journey.places[place].heading.name == fmt::format("t{}", drawn.asked)) {
      questions[0].metric.place = place;
    }
  }
  questions[2].metric.kind = Metric::Kind::profit;
  questions[2].metric.per = Per::entrant;
  CompareOptions options;
  options.seed = seed;
  options.worlds = worlds;
  options.threads = 1;
  options.find_places = false;
  const auto comparison = compare(journey, all_alternatives(journey), questions, options);
  REQUIRE(comparison);
  Ranges ranges;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    const Estimate& estimate = comparison->alternatives[0].figures[q].answer.estimate;
    ranges[q] = {estimate.low, estimate.high};
  }
  const std::optional<Effect>& effect = comparison->alternatives[1].figures[1].effect;
  REQUIRE(effect);
  ranges[3] = {effect->low, effect->high};
  return ranges;
}

/// By figure: how many ranges lie above their truth, and how many below it.
struct Missed {
  std::array<int, kFigures.size()> above{}, below{};
};

Missed count_missed(int journeys, std::uint32_t worlds) {
  Chance chance(kSeed);
  Missed missed;
  for (int i = 0; i < journeys; ++i) {
    const Drawn drawn = draw_journey(chance);
    const Ranges truth = ranges_of(drawn, true, 1, 0);
    const Ranges seen = ranges_of(drawn, false, static_cast<std::uint64_t>(i), worlds);
    for (std::size_t f = 0; f < kFigures.size(); ++f) {
      missed.above[f] += truth[f].low < seen[f].low ? 1 : 0;
      missed.below[f] += truth[f].low > seen[f].high ? 1 : 0;
    }
  }
  return missed;
}

}  // namespace

TEST_CASE("ranges hold truths drawn before their counts, for a share, conversion, money, a fix") {
  const int journeys = static_cast<int>(effort(4'000, 40));
  const Missed missed = count_missed(journeys, 400);
  // Of 4 000, four standard errors of 90 %; of fewer, five.
  const double allowed = journeys < 4'000 ? 5 * std::sqrt(0.9 * 0.1 / journeys) : 0.02;
  std::string table;
  std::array<double, kFigures.size()> holding{};
  for (std::size_t f = 0; f < kFigures.size(); ++f) {
    holding[f] = 1 - static_cast<double>(missed.above[f] + missed.below[f]) / journeys;
    table += fmt::format("{}: {:.2f} % of {} ranges hold the truth, {} are above, {} below it\n",
                         kFigures[f], 100 * holding[f], journeys, missed.above[f], missed.below[f]);
  }
  WARN(table);  // the figures, whether they pass or not
  for (std::size_t f = 0; f < kFigures.size(); ++f) {
    INFO(kFigures[f]);
    CHECK(std::abs(holding[f] - 0.9) <= allowed);
  }
}
