// The body of the kernel, included once per instruction set by Highway's foreach_target.h.
#if defined(CAIRN_WALK_KERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CAIRN_WALK_KERNEL_INL_H_
#undef CAIRN_WALK_KERNEL_INL_H_
#else
#define CAIRN_WALK_KERNEL_INL_H_
#endif

#include <bit>
#include <cstring>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace cairn {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Words = hn::ScalableTag<std::uint32_t>;
using Ints = hn::ScalableTag<std::int32_t>;
using Floats = hn::ScalableTag<float>;
using WordLanes = hn::Vec<Words>;
using FloatLanes = hn::Vec<Floats>;

constexpr Words kWords{};
constexpr Ints kInts{};
constexpr Floats kFloats{};

struct WordLanePair {
  WordLanes first, second;
};

template <int kBits>
HWY_INLINE WordLanes TurnLeft(WordLanes x) {
  return hn::Or(hn::ShiftLeft<kBits>(x), hn::ShiftRight<32 - kBits>(x));
}

/// Rounds kRound … kThreefryRounds-1 of Threefry, as threefry.h has them.
template <int kRound>
HWY_INLINE void TurnRounds(const std::uint32_t (&keys)[3], WordLanes& x, WordLanes& y) {
  if constexpr (kRound < kThreefryRounds) {
    x = hn::Add(x, y);
    y = hn::Xor(TurnLeft<kThreefryTurns[kRound % 8]>(y), x);
    if constexpr (kRound % 4 == 3) {
      constexpr int kGroup = kRound / 4 + 1;
      x = hn::Add(x, hn::Set(kWords, keys[kGroup % 3]));
      y = hn::Add(y, hn::Set(kWords, keys[(kGroup + 1) % 3] + std::uint32_t{kGroup}));
    }
    TurnRounds<kRound + 1>(keys, x, y);
  }
}

HWY_INLINE WordLanePair DrawWords(WordPair key, WordLanes customers, WordLanes steps) {
  const std::uint32_t keys[3] = {key.first, key.second, kThreefryParity ^ key.first ^ key.second};
  WordLanes x = hn::Add(customers, hn::Set(kWords, keys[0]));
  WordLanes y = hn::Add(steps, hn::Set(kWords, keys[1]));
  TurnRounds<0>(keys, x, y);
  return {x, y};
}

/// Sum of kCount terms from kFirst on, as sum_of_terms has it.
template <int kFirst, int kCount, int kTerms>
HWY_INLINE FloatLanes SumOfTerms(const float (&terms)[kTerms], const FloatLanes* powers) {
  if constexpr (kCount == 1) {
    return hn::Set(kFloats, terms[kFirst]);
  } else {
    constexpr int kLevel = half_level(kCount);
    constexpr int kHalf = 1 << kLevel;
    const auto low = SumOfTerms<kFirst, kHalf>(terms, powers);
    const auto high = SumOfTerms<kFirst + kHalf, kCount - kHalf>(terms, powers);
    return hn::Add(low, hn::Mul(high, powers[kLevel]));
  }
}

template <int kTerms>
HWY_INLINE FloatLanes Polynomial(const float (&terms)[kTerms], FloatLanes x) {
  FloatLanes powers[4];
  powers[0] = x;
  powers[1] = hn::Mul(powers[0], powers[0]);
  powers[2] = hn::Mul(powers[1], powers[1]);
  powers[3] = hn::Mul(powers[2], powers[2]);
  return SumOfTerms<0, kTerms>(terms, powers);
}

/// log2_of, lane by lane.
HWY_INLINE FloatLanes Log2(FloatLanes x) {
  const auto bits = hn::BitCast(kWords, x);
  const auto exponent = hn::ShiftRight<23>(
      hn::BitCast(kInts, hn::Sub(bits, hn::Set(kWords, std::uint32_t{0x3f3504f3}))));
  const auto mantissa = hn::Sub(bits, hn::ShiftLeft<23>(hn::BitCast(kWords, exponent)));
  const auto m = hn::Sub(hn::BitCast(kFloats, mantissa), hn::Set(kFloats, 1.0f));
  return hn::Add(hn::ConvertTo(kFloats, exponent), hn::Mul(Polynomial(kLog2Terms, m), m));
}

/// part_of, lane by lane.
HWY_INLINE FloatLanes Part(WordLanes low31) {
  const auto part = hn::ConvertTo(kFloats, hn::BitCast(kInts, low31));
  return hn::Mul(hn::Add(part, hn::Set(kFloats, 0.5f)), hn::Set(kFloats, 0x1p-31f));
}

/// 2^t for t in [-126, 127].
HWY_INLINE FloatLanes Exp2(FloatLanes t) {
  const auto round = hn::Set(kFloats, 0x1.8p23f);
  const auto shifted = hn::Add(t, round);
  const auto f = hn::Sub(t, hn::Sub(shifted, round));
  const auto power = hn::BitCast(kWords, Polynomial(kExp2Terms, f));
  return hn::BitCast(kFloats, hn::Add(power, hn::ShiftLeft<23>(hn::BitCast(kWords, shifted))));
}

// Every pass below is short enough for many vectors of it to be on their way at once: in one long
// pass each polynomial would wait for the one before. Look-ups stand beside arithmetic, for they
// keep other parts of the machine busy. What passes hand on stays in the cache.

/// to[i] = table[index[i]] for the lanes of one vector. Loads one by one are as fast as gathers on
/// some machines and faster on others.
template <class T>
HWY_INLINE void LookUp(const T* HWY_RESTRICT table, const std::uint32_t* HWY_RESTRICT index,
                       T* HWY_RESTRICT to) {
  constexpr std::size_t kCount = hn::MaxLanes(Words{});
  if constexpr (kCount % 4 == 0) {
    for (std::size_t i = 0; i < kCount; i += 4) {
      const T first = table[index[i]], second = table[index[i + 1]];
      const T third = table[index[i + 2]], fourth = table[index[i + 3]];
      to[i] = first;
      to[i + 1] = second;
      to[i + 2] = third;
      to[i + 3] = fourth;
    }
  } else {
    for (std::size_t i = 0; i < kCount; ++i) to[i] = table[index[i]];
  }
}

/// log2(4p(1 - p)) of the lanes from i on.
HWY_INLINE void StoreLogs(std::size_t i, WalkBlock& block) {
  const auto part = Part(hn::And(hn::Load(kWords, block.words + i), hn::Set(kWords, kPartMask)));
  const auto product = hn::Mul(part, hn::Sub(hn::Set(kFloats, 2.0f), part));
  hn::Store(Log2(product), kFloats, block.logs + i);
}

/// bulk_normal of the lanes from i on, in place of the logarithms.
HWY_INLINE void StoreNormals(std::size_t i, WalkBlock& block) {
  const auto word = hn::Load(kWords, block.words + i);
  const auto low31 = hn::And(word, hn::Set(kWords, kPartMask));
  const auto x = hn::Sub(hn::Set(kFloats, 1.0f), Part(low31));
  const auto u = hn::Add(hn::Load(kFloats, block.logs + i), hn::Set(kFloats, kQuantileCentre));
  const auto z = hn::Mul(Polynomial(kQuantileTerms, u), x);
  hn::Store(hn::BitCast(kFloats, hn::Xor(hn::BitCast(kWords, z), hn::Xor(word, low31))), kFloats,
            block.logs + i);
}

/// chance_days outside the tails, by the words, laws, means and normals in the block.
template <bool kLognormal, bool kExponential>
HWY_INLINE void StoreDays(std::size_t i, const WalkBlock& block, float* days_to) {
  auto days = hn::Zero(kFloats);
  if constexpr (kLognormal) {
    FloatLanes mu, sigma;
    hn::LoadInterleaved2(kFloats, reinterpret_cast<const float*>(block.laws + i), mu, sigma);
    const auto t = hn::Add(mu, hn::Mul(sigma, hn::Load(kFloats, block.logs + i)));
    const auto inside = hn::Min(hn::Max(t, hn::Set(kFloats, -126.0f)), hn::Set(kFloats, 127.0f));
    const auto is_drawn = hn::Gt(mu, hn::Set(kFloats, ChanceLaw::kNoLognormal));
    days = hn::IfThenElseZero(is_drawn, Exp2(inside));
  }
  if constexpr (kExponential) {
    const auto part = Part(hn::And(hn::Load(kWords, block.words + i), hn::Set(kWords, kPartMask)));
    const auto mean = hn::Load(kFloats, block.means + i);
    const auto drawn = hn::Mul(mean, hn::Mul(Log2(part), hn::Set(kFloats, -0x1.62e43p-1f)));
    // One of the two is 0; without the choice a 0 could become -0.
    days = hn::IfThenElse(hn::Gt(mean, hn::Zero(kFloats)), drawn, days);
  }
  hn::Store(days, kFloats, days_to + i);
}

/// The step but for the next arrival.
template <bool kLognormal, bool kExponential>
HWY_INLINE void DrawStays(const WalkTables& tables, WordPair key, std::size_t lanes,
                          WalkBlock& block) {
  const std::size_t width = hn::Lanes(kWords);
  for (std::size_t i = 0; i < lanes; i += width) {
    const auto words =
        DrawWords(key, hn::Load(kWords, block.customers + i), hn::Load(kWords, block.steps + i));
    LookUp(tables.rows.data(), block.at + i, block.rows + i);
    if constexpr (kLognormal) LookUp(tables.laws.data(), block.at + i, block.laws + i);
    if constexpr (kExponential) LookUp(tables.means.data(), block.at + i, block.means + i);
    hn::Store(words.first, kWords, block.codes + i);
    hn::Store(words.second, kWords, block.words + i);
  }
  for (std::size_t i = 0; i < lanes; i += width) {
    WordLanes row, first_arrival;
    hn::LoadInterleaved2(kWords, reinterpret_cast<const std::uint32_t*>(block.rows + i), row,
                         first_arrival);
    const auto shift = hn::And(row, hn::Set(kWords, (1u << kShiftBits) - 1));
    const auto slot = hn::Shr(hn::Load(kWords, block.codes + i), shift);
    hn::Store(hn::Add(hn::ShiftRight<kShiftBits>(row), slot), kWords, block.slot_numbers + i);
    hn::Store(first_arrival, kWords, block.next + i);
    if constexpr (kLognormal) StoreLogs(i, block);
  }
  for (std::size_t i = 0; i < lanes; i += width) {
    LookUp(tables.slots.data(), block.slot_numbers + i, block.slots + i);
    if constexpr (kLognormal) StoreNormals(i, block);
  }
  if constexpr (kLognormal || kExponential) {
    for (std::size_t i = 0; i < lanes; i += width) {
      StoreDays<kLognormal, kExponential>(i, block, block.stay_days);
    }
  }
}

/// Random `after`, by where the way leads. True if some lane is in a tail.
template <bool kLognormal, bool kExponential>
HWY_INLINE bool DrawAfter(const WalkTables& tables, WordPair key, std::size_t lanes,
                          WalkBlock& block) {
  const std::size_t width = hn::Lanes(kWords);
  const auto in_block = hn::Set(kWords, static_cast<std::uint32_t>(WordBlock::after) << kStepBits);
  auto any = hn::Zero(kWords);
  for (std::size_t i = 0; i < lanes; i += width) {
    const auto words = DrawWords(key, hn::Load(kWords, block.customers + i),
                                 hn::Or(hn::Load(kWords, block.steps + i), in_block));
    if constexpr (kLognormal) LookUp(tables.after_laws.data(), block.next + i, block.laws + i);
    if constexpr (kExponential) LookUp(tables.after_means.data(), block.next + i, block.means + i);
    hn::Store(words.first, kWords, block.words + i);
    const auto low31 = hn::And(words.first, hn::Set(kWords, kPartMask));
    const auto tail = hn::VecFromMask(kWords, hn::Lt(low31, hn::Set(kWords, kTailWords)));
    any = hn::Or(any, tail);
    hn::Store(hn::Or(hn::Load(kWords, block.rare + i), tail), kWords, block.rare + i);
  }
  if constexpr (kLognormal) {
    for (std::size_t i = 0; i < lanes; i += width) StoreLogs(i, block);
    for (std::size_t i = 0; i < lanes; i += width) StoreNormals(i, block);
  }
  for (std::size_t i = 0; i < lanes; i += width) {
    StoreDays<kLognormal, kExponential>(i, block, block.after_days);
  }
  return !hn::AllTrue(kWords, hn::Eq(any, hn::Zero(kWords)));
}

/// The next arrivals from the slots, and which lanes are rare; true if there are any. The words in
/// the block must be those of `takes`; `tail` is 0 where none is random.
HWY_INLINE bool DrawNext(std::uint32_t tail, std::size_t lanes, WalkBlock& block) {
  auto any = hn::Zero(kWords);
  for (std::size_t i = 0; i < lanes; i += hn::Lanes(kWords)) {
    WordLanes both, threshold;
    hn::LoadInterleaved2(kWords, reinterpret_cast<const std::uint32_t*>(block.slots + i), both,
                         threshold);
    const auto word = hn::Load(kWords, block.codes + i);
    const auto code = hn::IfThenElse(
        hn::Lt(word, threshold), hn::And(both, hn::Set(kWords, 0xffffu)), hn::ShiftRight<16>(both));
    const auto is_tie = hn::VecFromMask(kWords, hn::Eq(word, threshold));
    const auto low31 = hn::And(hn::Load(kWords, block.words + i), hn::Set(kWords, kPartMask));
    const auto is_tail = hn::VecFromMask(kWords, hn::Lt(low31, hn::Set(kWords, tail)));
    const auto rare = hn::Or(hn::Or(is_tail, is_tie), hn::And(code, hn::Set(kWords, kRareWay)));
    any = hn::Or(any, rare);
    hn::Store(rare, kWords, block.rare + i);
    hn::Store(code, kWords, block.codes + i);
    hn::Store(hn::Add(hn::Load(kWords, block.next + i), hn::And(code, hn::Set(kWords, kWayMask))),
              kWords, block.next + i);
  }
  return !hn::AllTrue(kWords, hn::Eq(any, hn::Zero(kWords)));
}

bool DrawOneStep(const WalkTables& tables, WordPair key, std::size_t lanes, WalkBlock& block) {
  if (tables.has_lognormal && tables.has_exponential) {
    DrawStays<true, true>(tables, key, lanes, block);
  } else if (tables.has_lognormal) {
    DrawStays<true, false>(tables, key, lanes, block);
  } else if (tables.has_exponential) {
    DrawStays<false, true>(tables, key, lanes, block);
  } else {
    DrawStays<false, false>(tables, key, lanes, block);
  }
  const bool is_random = tables.has_lognormal || tables.has_exponential;
  const bool any_rare = DrawNext(is_random ? kTailWords : 0, lanes, block);
  if (!tables.has_random_after()) return any_rare;
  bool any_tail = false;
  if (!tables.has_after_exponential) {
    any_tail = DrawAfter<true, false>(tables, key, lanes, block);
  } else if (!tables.has_after_lognormal) {
    any_tail = DrawAfter<false, true>(tables, key, lanes, block);
  } else {
    any_tail = DrawAfter<true, true>(tables, key, lanes, block);
  }
  return any_tail || any_rare;
}

/// Lists the lanes whose bit is set.
HWY_INLINE std::size_t ListEndedByBits(std::size_t lanes, RecordBlock& records) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < lanes; i += 64) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, records.end_bits + i / 8, sizeof bits);
    if (lanes - i < 64) bits &= (std::uint64_t{1} << (lanes - i)) - 1;
    for (; bits != 0; bits &= bits - 1) {
      records.ended[count++] =
          static_cast<std::uint32_t>(i) + static_cast<std::uint32_t>(std::countr_zero(bits));
    }
  }
  return count;
}

HWY_INLINE std::size_t ListEnded(std::size_t lanes, const WalkBlock& block, RecordBlock& records) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < lanes; ++i) {
    records.ended[count] = static_cast<std::uint32_t>(i);
    count += block.rare[i] & 1;
  }
  return count;
}

/// What the visits that begin pay; one addition a lane where there are vectors at all.
HWY_INLINE void Pay(const RecordMoney* HWY_RESTRICT money, const std::uint32_t* HWY_RESTRICT next,
                    std::size_t lanes, RecordMoney* HWY_RESTRICT sums) {
#if HWY_TARGET == HWY_SCALAR
  for (std::size_t i = 0; i < lanes; ++i) {
    sums[i].cost += money[next[i]].cost;
    sums[i].revenue += money[next[i]].revenue;
  }
#else
  static_assert(sizeof(RecordMoney) == 16);
  constexpr hn::Full128<std::int64_t> kBoth{};
  for (std::size_t i = 0; i < lanes; ++i) {
    const auto paid = hn::LoadU(kBoth, &money[next[i]].cost);
    hn::StoreU(hn::Add(hn::LoadU(kBoth, &sums[i].cost), paid), kBoth, &sums[i].cost);
  }
#endif
}

std::size_t MoveOneStep(double last_moment, const RecordMoney* money, std::size_t lanes,
                        WalkBlock& block, RecordBlock& records) {
  // Vectors of 8 lanes and more have whole bytes of mask bits, lowest bit first.
  constexpr bool kHasByteMasks =
      hn::MaxLanes(Words{}) >= 8 && std::endian::native == std::endian::little;
  using Doubles = hn::ScalableTag<double>;
  constexpr Doubles kDoubles{};
  constexpr hn::Rebind<float, Doubles> kHalfFloats{};
  for (std::size_t i = 0; i < lanes; i += hn::Lanes(kDoubles)) {
    const auto stay = hn::PromoteTo(kDoubles, hn::Load(kHalfFloats, block.stay_days + i));
    hn::Store(hn::Add(hn::Load(kDoubles, records.days + i), stay), kDoubles, records.days + i);
  }
  if (last_moment < 0x1p1000) {
    for (std::size_t i = 0; i < lanes; ++i) {
      if (records.days[i] <= last_moment) continue;
      block.codes[i] |= kLateWay;
      block.next[i] = block.at[i];  // the horizon comes before they leave
    }
  }
  Pay(money, block.next, lanes, records.money);
  const auto limit = hn::Set(kWords, static_cast<std::uint32_t>(kStepLimit));
  const auto one = hn::Set(kWords, 1u);
  for (std::size_t i = 0; i < lanes; i += hn::Lanes(kWords)) {
    const auto step = hn::Add(hn::Load(kWords, block.steps + i), one);
    hn::Store(step, kWords, block.steps + i);
    hn::Store(hn::Load(kWords, block.next + i), kWords, block.at + i);
    const auto stops =
        hn::And(hn::Load(kWords, block.codes + i), hn::Set(kWords, kLastWay | kLateWay));
    const auto is_cut = hn::VecFromMask(kWords, hn::Gt(step, limit));
    const auto ends = hn::Ne(hn::Or(stops, is_cut), hn::Zero(kWords));
    if constexpr (kHasByteMasks) {
      hn::StoreMaskBits(kWords, ends, records.end_bits + i / 8);
    } else {
      hn::Store(hn::VecFromMask(kWords, ends), kWords, block.rare + i);
    }
  }
  return kHasByteMasks ? ListEndedByBits(lanes, records) : ListEnded(lanes, block, records);
}

}  // namespace HWY_NAMESPACE
}  // namespace cairn
HWY_AFTER_NAMESPACE();

#endif
