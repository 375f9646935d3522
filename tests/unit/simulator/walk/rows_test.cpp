#include "simulator/walk/rows.h"

#include <limits>
#include <random>

#include <catch2/catch.hpp>

#include "simulator/walk/tables.h"

namespace cairn {
namespace {

constexpr std::uint64_t kWhole = std::numeric_limits<std::uint64_t>::max();

std::vector<std::uint32_t> number_codes(std::size_t count) {
  std::vector<std::uint32_t> codes;
  for (std::uint32_t i = 0; i < count; ++i) codes.push_back(i);
  return codes;
}

/// What a slot says: the way, or nothing where the exact path must decide.
std::uint32_t read_slot(const std::vector<std::uint64_t>& slots, int shift, std::uint32_t word) {
  const std::uint64_t slot = slots[word >> shift];
  const auto threshold = static_cast<std::uint32_t>(slot >> 32);
  if (word == threshold) return kRareWay;
  return (word < threshold ? slot : slot >> 16) & 0xffff;
}

}  // namespace

TEST_CASE("cumulated shares end at the whole") {
  CHECK(cumulate({1}) == std::vector<std::uint64_t>{kWhole});
  CHECK(cumulate({0.5, 0.5}) == std::vector<std::uint64_t>{std::uint64_t{1} << 63, kWhole});
  CHECK(cumulate({0, 0.25, 0.75, 0}) ==
        std::vector<std::uint64_t>{0, std::uint64_t{1} << 62, kWhole, kWhole});
  // Shares in any total; a third to the last of 64 bits.
  CHECK(cumulate({1, 1, 1})[0] == 0x5555555555555555u);
  CHECK(cumulate({1, 1, 1})[1] == 0xaaaaaaaaaaaaaaaau);
}

TEST_CASE("ways are taken in written order, those of share 0 never") {
  const auto ends = cumulate({0, 0.25, 0, 0.75, 0});
  const auto at = [&](std::uint64_t bits) { return way_at(ends.data(), ends.size(), bits); };
  CHECK(at(0) == 1);
  CHECK(at((std::uint64_t{1} << 62) - 1) == 1);
  CHECK(at(std::uint64_t{1} << 62) == 3);
  CHECK(at(kWhole) == 3);
}

TEST_CASE("slots say what the exact row says, or nothing") {
  std::mt19937_64 engine(7);
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t count = 1 + engine() % (trial % 10 == 0 ? 400 : 12);
    std::vector<double> shares;
    for (std::size_t i = 0; i < count; ++i) {
      const double share = static_cast<double>(engine() % 1000) / 1000;
      // Tiny shares crowd several ends into one slot.
      shares.push_back(engine() % 4 == 0 ? share * 1e-7 : share);
    }
    shares[engine() % count] = 1;
    const auto ends = cumulate(shares);
    std::vector<std::uint64_t> slots;
    const int shift = append_slots(ends, number_codes(count), slots);
    REQUIRE(slots.size() == std::size_t{1} << (32 - shift));
    int silent = 0;
    for (int i = 0; i < 2000; ++i) {
      // Half of the words close to an end.
      auto word = static_cast<std::uint32_t>(engine());
      if (i % 2 == 0) {
        word = static_cast<std::uint32_t>(ends[engine() % count] >> 32) +
               static_cast<std::uint32_t>(engine() % 3) - 1;
      }
      const std::uint32_t code = read_slot(slots, shift, word);
      if (code == kRareWay) {
        silent += i % 2;
        continue;
      }
      // Whatever the next 32 bits are.
      const std::uint64_t low = std::uint64_t{word} << 32;
      CHECK(way_at(ends.data(), count, low) == code);
      CHECK(way_at(ends.data(), count, low | 0xffffffffu) == code);
    }
    // Silence is rare among words that were not sought out.
    CHECK(silent <= (count > 20 ? 500 : 100));
  }
}

}  // namespace cairn
