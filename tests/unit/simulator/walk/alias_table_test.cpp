#include "simulator/walk/alias_table.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

#include "simulator/walk/random.h"

namespace cairn {
namespace {

constexpr std::uint64_t kGrid = std::uint64_t{1} << 20;

// The share of all 64-bit numbers that give each item, on an even grid of them; off by at most one
// cell of the grid per column.
std::vector<double> measure(const AliasRow& row, std::size_t items) {
  std::vector<double> shares(items, 0.0);
  const std::uint64_t width = ~std::uint64_t{0} / kGrid;
  for (std::uint64_t i = 0; i < kGrid; ++i) {
    shares[row.pick(i * width + width / 2)] += 1.0 / static_cast<double>(kGrid);
  }
  return shares;
}

}  // namespace

TEST_CASE("alias rows hold the probabilities they were given") {
  const std::vector<std::vector<double>> rows = {
      {1},
      {0.5, 0.5},
      {0.1, 0.2, 0.7},
      {0.25, 0, 0.25, 0, 0.5},
      {3, 1},  // weights need not sum to 1
      {0.001, 0.002, 0.003, 0.994},
      {1e-12, 1 - 1e-12},
      {0.05, 0.15, 0.05, 0.3, 0.2, 0.15, 0.1},
  };
  for (const auto& weights : rows) {
    double total = 0;
    for (const double weight : weights) total += weight;
    const auto shares = measure(AliasRow(weights), weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
      CHECK(shares[i] == Approx(weights[i] / total).margin(16.0 / kGrid));
    }
  }
}

TEST_CASE("what has probability 0 is never drawn") {
  std::vector<double> weights(1000, 0.0);
  for (std::size_t i = 0; i < weights.size(); i += 3)
    weights[i] = 1.0 / (1.0 + static_cast<double>(i));
  const AliasRow row(weights);
  KeyedEngine engine(5);
  for (int i = 0; i < 1'000'000; ++i) REQUIRE(weights[row.pick(engine())] > 0);
  for (const std::uint64_t bits : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    CHECK(weights[row.pick(bits)] > 0);
    CHECK(AliasRow({0, 1, 0}).pick(bits) == 1);
    CHECK(AliasRow({0, 0.5, 0, 0.5, 0}).pick(bits) % 2 == 1);
  }
}

TEST_CASE("tiny probabilities keep their size") {
  // Two columns: the item owns the low bits of the first one. 2^-60 of 2^64 numbers are 16.
  const AliasRow row({0x1.0p-60, 1});
  std::uint64_t hits = 0;
  for (std::uint64_t bits = 0; bits < 1000; ++bits) hits += row.pick(bits) == 0 ? 1 : 0;
  CHECK(hits == 16);
}

}  // namespace cairn
