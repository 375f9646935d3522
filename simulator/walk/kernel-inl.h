// The body of the kernel, included once per instruction set by Highway's foreach_target.h.
#if defined(CAIRN_WALK_KERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CAIRN_WALK_KERNEL_INL_H_
#undef CAIRN_WALK_KERNEL_INL_H_
#else
#define CAIRN_WALK_KERNEL_INL_H_
#endif

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

/// The same for what fills 16 bytes.
template <class T>
HWY_INLINE void LookUpWhole(const T* HWY_RESTRICT table, const std::uint32_t* HWY_RESTRICT index,
                            T* HWY_RESTRICT to) {
  static_assert(sizeof(T) == 16 && alignof(T) == 16);
#if HWY_TARGET == HWY_SCALAR
  LookUp(table, index, to);
#else
  constexpr hn::Full128<std::uint8_t> kWhole{};
  const auto* from = reinterpret_cast<const std::uint8_t*>(table);
  auto* bytes = reinterpret_cast<std::uint8_t*>(to);
  for (std::size_t i = 0; i < hn::MaxLanes(Words{}); ++i) {
    hn::Store(hn::Load(kWhole, from + std::size_t{16} * index[i]), kWhole, bytes + 16 * i);
  }
#endif
}

// Vectors of 16 lanes have instructions that look up in two registers at once.
constexpr bool kHasWideTables = HWY_TARGET == HWY_AVX3;

#if HWY_TARGET == HWY_AVX3
/// A table of 32 in two registers.
struct WideTable {
  WordLanes low, high;
};

template <class T>
HWY_INLINE WideTable LoadWide(const T* table) {
  const auto* words = reinterpret_cast<const std::uint32_t*>(table);
  return {hn::Load(kWords, words), hn::Load(kWords, words + 16)};
}

/// table[index % 32]
HWY_INLINE WordLanes LookUpWide(const WideTable& table, WordLanes index) {
  return WordLanes{_mm512_permutex2var_epi32(table.low.raw, index.raw, table.high.raw)};
}

/// The normal's pieces, all in registers.
struct PieceTables {
  WideTable low[4], high[4];
};

HWY_INLINE PieceTables LoadPieces() {
  const auto& terms = kNormalTermsByPower.terms;
  return {{LoadWide(terms[0]), LoadWide(terms[1]), LoadWide(terms[2]), LoadWide(terms[3])},
          {LoadWide(terms[0] + 32), LoadWide(terms[1] + 32), LoadWide(terms[2] + 32),
           LoadWide(terms[3] + 32)}};
}

HWY_INLINE FloatLanes LookUpTerm(const PieceTables& tables, int power, hn::Mask<Words> is_high,
                                 WordLanes piece) {
  return hn::BitCast(kFloats, hn::IfThenElse(is_high, LookUpWide(tables.high[power], piece),
                                             LookUpWide(tables.low[power], piece)));
}
#else
struct PieceTables {};
HWY_INLINE PieceTables LoadPieces() {
  return {};
}
#endif

/// The bits of a word's tail as a float.
HWY_INLINE WordLanes TailBits(WordLanes word) {
  const auto low31 = hn::And(word, hn::Set(kWords, kPartMask));
  return hn::BitCast(kWords, hn::ConvertTo(kFloats, hn::BitCast(kInts, low31)));
}

/// The numbers of the pieces that the words lie in, where they are looked up in memory.
HWY_INLINE void StorePieceNumbers(WordLanes word, std::uint32_t* numbers) {
  if constexpr (!kHasWideTables) {
    const auto piece = hn::ShiftRight<23 - kPieceBits>(TailBits(word));
    hn::Store(hn::And(piece, hn::Set(kWords, std::uint32_t{kNormalPieces - 1})), kWords, numbers);
  }
}

HWY_INLINE void LookUpPieces(const std::uint32_t* HWY_RESTRICT numbers,
                             NormalPiece* HWY_RESTRICT to) {
  if constexpr (!kHasWideTables) LookUpWhole(kNormalPieceTable, numbers, to);
}

/// bulk_normal, lane by lane.
HWY_INLINE FloatLanes Normal(WordLanes word, [[maybe_unused]] const PieceTables& tables,
                             [[maybe_unused]] const NormalPiece* pieces) {
  const auto bits = TailBits(word);
  FloatLanes terms[4];
#if HWY_TARGET == HWY_AVX3
  const auto piece = hn::ShiftRight<23 - kPieceBits>(bits);
  const auto is_high = hn::TestBit(piece, hn::Set(kWords, 32u));
  // Written out: compilers keep what a loop indexes in memory.
  terms[0] = LookUpTerm(tables, 0, is_high, piece);
  terms[1] = LookUpTerm(tables, 1, is_high, piece);
  terms[2] = LookUpTerm(tables, 2, is_high, piece);
  terms[3] = LookUpTerm(tables, 3, is_high, piece);
#else
  hn::LoadInterleaved4(kFloats, pieces->terms, terms[0], terms[1], terms[2], terms[3]);
#endif
  const auto within =
      hn::Or(hn::And(bits, hn::Set(kWords, kInPieceMask)), hn::Set(kWords, kOneBits));
  const auto x = hn::Sub(hn::BitCast(kFloats, within), hn::Set(kFloats, kPieceCentre));
  auto z = hn::Add(hn::Mul(terms[3], x), terms[2]);
  z = hn::Add(hn::Mul(z, x), terms[1]);
  z = hn::Add(hn::Mul(z, x), terms[0]);
  const auto sign = hn::And(word, hn::Set(kWords, ~kPartMask));
  return hn::BitCast(kFloats, hn::Xor(hn::BitCast(kWords, z), sign));
}

/// The lognormal part of chance_days, outside the tails.
HWY_INLINE FloatLanes LognormalDays(FloatLanes mu, FloatLanes sigma, FloatLanes normal) {
  const auto t = hn::Add(mu, hn::Mul(sigma, normal));
  const auto inside = hn::Min(hn::Max(t, hn::Set(kFloats, -126.0f)), hn::Set(kFloats, 127.0f));
  const auto is_drawn = hn::Gt(mu, hn::Set(kFloats, ChanceLaw::kNoLognormal));
  return hn::IfThenElseZero(is_drawn, Exp2(inside));
}

/// The exponential part.
HWY_INLINE FloatLanes ExponentialDays(FloatLanes mean, WordLanes word) {
  const auto part = Part(hn::And(word, hn::Set(kWords, kPartMask)));
  return hn::Mul(mean, hn::Mul(Log2(part), hn::Set(kFloats, -0x1.62e43p-1f)));
}

HWY_INLINE void StoreNormals(std::size_t i, const PieceTables& tables, WalkBlock& block) {
  const auto word = hn::Load(kWords, block.words + i);
  hn::Store(Normal(word, tables, block.pieces + i), kFloats, block.normals + i);
}

/// chance_days outside the tails, by the words, laws, means and normals in the block.
template <bool kLognormal, bool kExponential>
HWY_INLINE void StoreDays(std::size_t i, const WalkBlock& block, float* days_to) {
  auto days = hn::Zero(kFloats);
  if constexpr (kLognormal) {
    FloatLanes mu, sigma;
    hn::LoadInterleaved2(kFloats, reinterpret_cast<const float*>(block.laws + i), mu, sigma);
    days = LognormalDays(mu, sigma, hn::Load(kFloats, block.normals + i));
  }
  if constexpr (kExponential) {
    const auto mean = hn::Load(kFloats, block.means + i);
    const auto drawn = ExponentialDays(mean, hn::Load(kWords, block.words + i));
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
    if constexpr (kLognormal) StorePieceNumbers(words.second, block.piece_numbers + i);
  }
  const PieceTables pieces = LoadPieces();
  for (std::size_t i = 0; i < lanes; i += width) {
    WordLanes row, first_arrival;
    hn::LoadInterleaved2(kWords, reinterpret_cast<const std::uint32_t*>(block.rows + i), row,
                         first_arrival);
    const auto shift = hn::And(row, hn::Set(kWords, (1u << kShiftBits) - 1));
    const auto slot = hn::Shr(hn::Load(kWords, block.codes + i), shift);
    hn::Store(hn::Add(hn::ShiftRight<kShiftBits>(row), slot), kWords, block.slot_numbers + i);
    hn::Store(first_arrival, kWords, block.next + i);
    if constexpr (kLognormal) LookUpPieces(block.piece_numbers + i, block.pieces + i);
  }
  for (std::size_t i = 0; i < lanes; i += width) {
    LookUp(tables.slots.data(), block.slot_numbers + i, block.slots + i);
    if constexpr (kLognormal) StoreNormals(i, pieces, block);
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
    if constexpr (kLognormal) StorePieceNumbers(words.first, block.piece_numbers + i);
    const auto low31 = hn::And(words.first, hn::Set(kWords, kPartMask));
    const auto tail = hn::VecFromMask(kWords, hn::Lt(low31, hn::Set(kWords, kTailWords)));
    any = hn::Or(any, tail);
    hn::Store(hn::Or(hn::Load(kWords, block.rare + i), tail), kWords, block.rare + i);
  }
  if constexpr (kLognormal) {
    const PieceTables pieces = LoadPieces();
    for (std::size_t i = 0; i < lanes; i += width) {
      LookUpPieces(block.piece_numbers + i, block.pieces + i);
    }
    for (std::size_t i = 0; i < lanes; i += width) StoreNormals(i, pieces, block);
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

}  // namespace HWY_NAMESPACE
}  // namespace cairn
HWY_AFTER_NAMESPACE();

#endif
