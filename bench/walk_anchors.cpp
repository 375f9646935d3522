#include "bench/walk_anchors.h"

#include <array>
#include <bit>
#include <cmath>

#include <boost/random/discrete_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

namespace cairn {
namespace {

/// xoshiro256++ (Blackman and Vigna, public domain).
class Xoshiro {
 public:
  using result_type = std::uint64_t;
  explicit Xoshiro(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15u;
      std::uint64_t x = seed;
      x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
      x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
      word = x ^ (x >> 31);
    }
  }
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()() {
    const result_type result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const result_type shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

 private:
  std::array<std::uint64_t, 4> state_ = {};
};

/// Alias columns of all rows of a class, each row as wide as the widest needs: {threshold: 32,
/// other: 16, own: 16}.
struct AliasTable {
  int bits = 0;
  std::vector<std::uint64_t> columns;
};

AliasTable make_alias(const std::vector<AnchorJourney::Row>& rows) {
  AliasTable table;
  for (const auto& row : rows) {
    while ((std::size_t{1} << table.bits) < row.ways.size()) ++table.bits;
  }
  const std::size_t width = std::size_t{1} << table.bits;
  for (const auto& row : rows) {
    std::vector<double> parts(width, 0.0);
    std::vector<std::size_t> small, large;
    std::vector<std::uint64_t> targets(width, 0);
    for (std::size_t i = 0; i < row.ways.size(); ++i) {
      parts[i] = row.ways[i].second * static_cast<double>(width);
      targets[i] = static_cast<std::uint64_t>(row.ways[i].first);
    }
    for (std::size_t i = 0; i < width; ++i) (parts[i] < 1 ? small : large).push_back(i);
    std::vector<std::uint64_t> columns(width);
    for (std::size_t i = 0; i < width; ++i) {
      columns[i] = std::uint64_t{0xffffffffu} << 32 | targets[i] << 16 | targets[i];
    }
    while (!small.empty() && !large.empty()) {
      const std::size_t little = small.back(), giver = large.back();
      small.pop_back();
      const auto own = static_cast<std::uint64_t>(std::fmin(parts[little] * 0x1p32, 0x1p32 - 1));
      columns[little] = own << 32 | targets[giver] << 16 | targets[little];
      parts[giver] -= 1 - parts[little];
      if (parts[giver] < 1) {
        large.pop_back();
        small.push_back(giver);
      }
    }
    table.columns.insert(table.columns.end(), columns.begin(), columns.end());
  }
  return table;
}

}  // namespace

AnchorJourney make_anchor(const std::vector<Chain>& chains, const std::vector<double>& shares) {
  AnchorJourney journey;
  for (std::size_t c = 0; c < chains.size(); ++c) {
    const Chain& chain = chains[c];
    AnchorJourney::Class one;
    one.share = shares[c];
    for (const ChainState& state : chain.states) {
      AnchorJourney::Row row;
      row.mu = state.takes.mu;
      row.sigma = state.takes.sigma;
      for (const ChainMoney& money : state.money) {
        (money.sign > 0 ? row.revenue : row.cost) += money.amount.value;
      }
      for (std::uint32_t e = state.first_edge; e < state.first_edge + state.edge_count; ++e) {
        row.ways.push_back({static_cast<int>(chain.edges[e].target), chain.edges[e].probability});
      }
      one.rows.push_back(std::move(row));
    }
    // The moment of entry has one way and takes no time: everybody starts behind it.
    for (std::size_t s = 0; s < chain.entry.size(); ++s) {
      if (chain.entry[s] > 0) one.start = one.rows[s].ways.front().first;
    }
    journey.classes.push_back(std::move(one));
  }
  return journey;
}

AnchorSums walk_naively(const AnchorJourney& journey, std::uint64_t people, std::uint32_t seed) {
  using Pick = boost::random::discrete_distribution<>;
  using Stay = boost::random::lognormal_distribution<>;
  boost::random::mt19937 engine(seed);
  std::vector<double> shares;
  std::vector<std::vector<Pick>> picks;
  std::vector<std::vector<Stay>> stays;
  for (const auto& one : journey.classes) {
    shares.push_back(one.share);
    picks.emplace_back();
    stays.emplace_back();
    for (const auto& row : one.rows) {
      std::vector<double> weights;
      for (const auto& way : row.ways) weights.push_back(way.second);
      picks.back().emplace_back(weights.begin(), weights.end());
      stays.back().emplace_back(row.mu, row.sigma);
    }
  }
  Pick pick_class(shares.begin(), shares.end());
  AnchorSums sums;
  for (std::uint64_t i = 0; i < people; ++i) {
    const auto c = static_cast<std::size_t>(pick_class(engine));
    const auto& rows = journey.classes[c].rows;
    auto s = static_cast<std::size_t>(journey.classes[c].start);
    while (!rows[s].ways.empty()) {
      sums.cost += rows[s].cost;
      sums.days += stays[c][s](engine);
      const auto way = static_cast<std::size_t>(picks[c][s](engine));
      s = static_cast<std::size_t>(rows[s].ways[way].first);
      sums.steps += 1;
    }
    sums.revenue += rows[s].revenue;
  }
  sums.people = static_cast<double>(people);
  return sums;
}

AnchorSums walk_well(const AnchorJourney& journey, std::uint64_t people, std::uint64_t seed) {
  Xoshiro engine(seed);
  boost::random::normal_distribution<double> normal;
  AnchorSums sums;
  double cumulated = 0;
  std::uint64_t first = 0;
  for (const auto& one : journey.classes) {
    struct Flat {
      double mu, sigma, cost, revenue;
    };
    std::vector<Flat> flat;
    std::vector<char> is_end;
    for (const auto& row : one.rows) {
      flat.push_back({row.mu, row.sigma, row.cost, row.revenue});
      is_end.push_back(row.ways.empty() ? 1 : 0);
    }
    const AliasTable table = make_alias(one.rows);
    const std::uint64_t* columns = table.columns.data();
    const std::uint64_t mask = (std::uint64_t{1} << table.bits) - 1;
    cumulated += one.share;
    const auto last = static_cast<std::uint64_t>(cumulated * static_cast<double>(people) + 0.5);
    std::uint64_t steps = 0;
    double days = 0, cost = 0, revenue = 0;
    for (; first < last; ++first) {
      auto s = static_cast<std::size_t>(one.start);
      double own_days = 0, own_cost = 0;
      do {
        own_cost += flat[s].cost;
        own_days += std::exp(flat[s].mu + flat[s].sigma * normal(engine));
        const std::uint64_t bits = engine();
        const std::uint64_t column = columns[(s << table.bits) | (bits & mask)];
        s = (bits >> 32) < (column >> 32) ? column & 0xffff : (column >> 16) & 0xffff;
        ++steps;
      } while (is_end[s] == 0);
      days += own_days;
      cost += own_cost;
      revenue += flat[s].revenue;
    }
    sums.steps += static_cast<double>(steps);
    sums.days += days;
    sums.cost += cost;
    sums.revenue += revenue;
  }
  sums.people = static_cast<double>(people);
  return sums;
}

}  // namespace cairn
