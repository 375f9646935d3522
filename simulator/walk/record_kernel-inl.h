// One step of walkers of whom only the record is asked: drawn, moved, paid and taken down without
// leaving the vectors. Included once per instruction set, after kernel-inl.h.
#if defined(CAIRN_WALK_RECORD_KERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CAIRN_WALK_RECORD_KERNEL_INL_H_
#undef CAIRN_WALK_RECORD_KERNEL_INL_H_
#else
#define CAIRN_WALK_RECORD_KERNEL_INL_H_
#endif

#include <bit>
#include <hwy/highway.h>

#include "simulator/walk/kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace cairn {
namespace HWY_NAMESPACE {

using Doubles = hn::ScalableTag<double>;
using Longs = hn::ScalableTag<std::int64_t>;
constexpr Doubles kDoubles{};
constexpr Longs kLongs{};
constexpr std::size_t kWidth = hn::MaxLanes(Words{});
constexpr std::size_t kHalfWidth = hn::MaxLanes(Doubles{});

// The passes over a block are not inlined: there is one of each for all kinds of tables that it can
// serve, which keeps the compiler's work small.

/// The lanes of a mask as bits, lowest first.
template <class D>
HWY_INLINE std::uint32_t BitsOf(D d, hn::Mask<D> mask) {
  std::uint8_t bytes[8] = {};
  hn::StoreMaskBits(d, mask, bytes);
  return static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8;
}

template <class D>
HWY_INLINE hn::Mask<D> MaskOf(D d, std::uint32_t bits) {
  bits &= (1u << hn::MaxLanes(D{})) - 1;
  const std::uint8_t bytes[8] = {static_cast<std::uint8_t>(bits),
                                 static_cast<std::uint8_t>(bits >> 8)};
  return hn::LoadMaskBits(d, bytes);
}

/// The stops where lanes stand.
struct StopLanes {
  FloatLanes mu, spread;
  WordLanes row, cost;
};

/// As they were looked up, from i on.
HWY_INLINE StopLanes LoadStops(std::size_t i, const RecordBlock& block) {
  WordLanes mu, spread, row, cost;
  hn::LoadInterleaved4(kWords, reinterpret_cast<const std::uint32_t*>(block.stops + i), mu, spread,
                       row, cost);
  return {hn::BitCast(kFloats, mu), hn::BitCast(kFloats, spread), row, cost};
}

HWY_INLINE WordLanes SlotNumbers(WordLanes row, WordLanes choice) {
  const auto shift = hn::And(row, hn::Set(kWords, (1u << kShiftBits) - 1));
  return hn::Add(hn::ShiftRight<kShiftBits>(row), hn::Shr(choice, shift));
}

/// chance_days outside the tails.
template <bool kLognormal, bool kExponential>
HWY_INLINE FloatLanes StaysOf(const StopLanes& stops, WordLanes word, const PieceTables& tables,
                              const NormalPiece* pieces) {
  auto days = hn::Zero(kFloats);
  if constexpr (kLognormal) {
    days = LognormalDays(stops.mu, stops.spread, Normal(word, tables, pieces));
  }
  if constexpr (kExponential) {
    const auto is_lognormal = hn::Gt(stops.mu, hn::Set(kFloats, ChanceLaw::kNoLognormal));
    const auto drawn = hn::IfThenElseZero(hn::Gt(stops.spread, hn::Zero(kFloats)),
                                          ExponentialDays(stops.spread, word));
    days = hn::IfThenElse(is_lognormal, days, drawn);
  }
  return days;
}

/// The slots of lanes and the words that choose.
struct SlotLanes {
  WordLanes both, threshold;
};
struct ChoiceLanes {
  WordLanes both, threshold, choice, word;
};

/// What the slots say of the lanes from i on; those that are rare are drawn by the exact path.
HWY_INLINE WordLanes FindCodes(const RecordTables& tables, const RecordSetting& setting,
                               const ChoiceLanes& lanes, std::size_t i, FloatLanes& stay,
                               RecordBlock& block) {
  const auto code =
      hn::IfThenElse(hn::Lt(lanes.choice, lanes.threshold),
                     hn::And(lanes.both, hn::Set(kWords, 0xffffu)), hn::ShiftRight<16>(lanes.both));
  const auto low31 = hn::And(lanes.word, hn::Set(kWords, kPartMask));
  const auto is_tail = hn::Lt(low31, hn::Set(kWords, kTailWords));
  const auto is_rare = hn::Or(is_tail, hn::Or(hn::Eq(lanes.choice, lanes.threshold),
                                              hn::TestBit(code, hn::Set(kWords, kRareWay))));
  if (HWY_LIKELY(hn::AllFalse(kWords, is_rare))) return code;
  hn::Store(code, kWords, block.codes + i);
  hn::Store(stay, kFloats, block.stay_days + i);
  for (std::uint32_t bits = BitsOf(kWords, is_rare); bits != 0; bits &= bits - 1) {
    const auto lane = static_cast<std::size_t>(std::countr_zero(bits));
    draw_rare_record(tables, setting, i + lane, block);
  }
  stay = hn::Load(kFloats, block.stay_days + i);
  return hn::Load(kWords, block.codes + i);
}

HWY_INLINE bool HasHorizon(const RecordSetting& setting) {
  return setting.last_moment < 0x1p1000;
}

/// Whose journey ends with the step, for whatever reason but the horizon.
HWY_INLINE hn::Mask<Words> IsOver(WordLanes code, WordLanes step) {
  const auto is_cut = hn::Gt(step, hn::Set(kWords, static_cast<std::uint32_t>(kStepLimit)));
  return hn::Or(hn::TestBit(code, hn::Set(kWords, kLastWay)), is_cut);
}

/// What the stops pay in.
HWY_INLINE void LookUpRevenues(const RecordTables& tables, std::size_t lanes, RecordBlock& block) {
  if (!tables.has_revenue) return;
  for (std::size_t i = 0; i < lanes; i += kWidth) {
    LookUp(tables.revenues.data(), block.at + i, block.earned + i);
  }
}

/// Words of chance, and the look-ups that need nothing else.
template <bool kLognormal>
HWY_NOINLINE void DrawRecordWords(const RecordTables& tables, WordPair key, std::size_t lanes,
                                  RecordBlock& block) {
  for (std::size_t i = 0; i < lanes; i += kWidth) {
    const auto words =
        DrawWords(key, hn::Load(kWords, block.customers + i), hn::Load(kWords, block.steps + i));
    LookUpWhole(tables.stops.data(), block.at + i, block.stops + i);
    hn::Store(words.first, kWords, block.choices + i);
    hn::Store(words.second, kWords, block.words + i);
    if constexpr (kLognormal) {
      StorePieceNumbers(words.second, block.piece_numbers + i);
      if (i >= kWidth) LookUpPieces(block.piece_numbers + i - kWidth, block.pieces + i - kWidth);
    }
  }
  if constexpr (kLognormal) {
    LookUpPieces(block.piece_numbers + lanes - kWidth, block.pieces + lanes - kWidth);
  }
}

#if HWY_TARGET == HWY_AVX3
alignas(64) constexpr std::uint32_t kLaneNumbers[16] = {0, 1, 2,  3,  4,  5,  6,  7,
                                                        8, 9, 10, 11, 12, 13, 14, 15};
alignas(64) constexpr std::uint32_t kEvenLanes[16] = {0,  2,  4,  6,  8,  10, 12, 14,
                                                      16, 18, 20, 22, 24, 26, 28, 30};
alignas(64) constexpr std::uint32_t kOddLanes[16] = {1,  3,  5,  7,  9,  11, 13, 15,
                                                     17, 19, 21, 23, 25, 27, 29, 31};

#include "simulator/walk/record_wide-inl.h"
#else

/// Stays outside the tails, and the slots of the next stops: those of one vector are looked up
/// beside the arithmetic of the next.
template <bool kLognormal, bool kExponential>
HWY_NOINLINE void DrawRecordStays(const RecordTables& tables, std::size_t lanes,
                                  RecordBlock& block) {
  const PieceTables pieces = LoadPieces();
  const std::uint64_t* slots = tables.slots.data();
  for (std::size_t i = 0; i < lanes; i += kWidth) {
    const StopLanes stops = LoadStops(i, block);
    hn::Store(SlotNumbers(stops.row, hn::Load(kWords, block.choices + i)), kWords,
              block.slot_numbers + i);
    hn::Store(hn::BitCast(kInts, stops.cost), kInts, block.paid + i);
    if (i >= kWidth) LookUp(slots, block.slot_numbers + i - kWidth, block.slots + i - kWidth);
    const auto word = hn::Load(kWords, block.words + i);
    hn::Store(StaysOf<kLognormal, kExponential>(stops, word, pieces, block.pieces + i), kFloats,
              block.stay_days + i);
  }
  LookUp(slots, block.slot_numbers + lanes - kWidth, block.slots + lanes - kWidth);
}

/// Adds what was paid at the stops.
HWY_INLINE void AddMoney(std::size_t i, const std::int32_t* HWY_RESTRICT paid,
                         std::int64_t* HWY_RESTRICT sums) {
  constexpr hn::Rebind<std::int32_t, Longs> kHalfInts{};
  for (std::size_t k = i; k < i + kWidth; k += kHalfWidth) {
    const auto more = hn::PromoteTo(kLongs, hn::Load(kHalfInts, paid + k));
    hn::Store(hn::Add(hn::Load(kLongs, sums + k), more), kLongs, sums + k);
  }
}

/// Adds the stays; bits of those who come too late for their next stop.
HWY_INLINE std::uint32_t AddStays(std::size_t i, bool has_horizon, double last_moment,
                                  RecordBlock& block) {
  constexpr hn::Rebind<float, Doubles> kHalfFloats{};
  std::uint32_t late = 0;
  for (std::size_t k = 0; k < kWidth; k += kHalfWidth) {
    const auto stay = hn::PromoteTo(kDoubles, hn::Load(kHalfFloats, block.stay_days + i + k));
    const auto days = hn::Add(hn::Load(kDoubles, block.days + i + k), stay);
    hn::Store(days, kDoubles, block.days + i + k);
    if (has_horizon) {
      const auto is_late = hn::Gt(days, hn::Set(kDoubles, last_moment));
      late |= BitsOf(kDoubles, is_late) << k;
    }
  }
  return late;
}

/// Draws and moves the lanes from i on, pays them, and gives the bits of those that end.
HWY_INLINE std::uint32_t MoveLanes(const RecordTables& tables, const RecordSetting& setting,
                                   std::size_t i, RecordBlock& block) {
  ChoiceLanes lanes;
  hn::LoadInterleaved2(kWords, reinterpret_cast<const std::uint32_t*>(block.slots + i), lanes.both,
                       lanes.threshold);
  lanes.choice = hn::Load(kWords, block.choices + i);
  lanes.word = hn::Load(kWords, block.words + i);
  auto stay = hn::Load(kFloats, block.stay_days + i);
  const auto code = FindCodes(tables, setting, lanes, i, stay, block);
  const bool has_horizon = HasHorizon(setting);
  const std::uint32_t late = AddStays(i, has_horizon, setting.last_moment, block);
  auto next = hn::And(code, hn::Set(kWords, kWayMask));
  if (has_horizon) {  // which comes before they leave
    next = hn::IfThenElse(MaskOf(kWords, late), hn::Load(kWords, block.at + i), next);
  }
  const auto step = hn::Add(hn::Load(kWords, block.steps + i), hn::Set(kWords, 1u));
  hn::Store(next, kWords, block.at + i);
  hn::Store(step, kWords, block.steps + i);
  AddMoney(i, block.paid, block.costs);
  if (tables.has_revenue) AddMoney(i, block.earned, block.revenues);
  return late | BitsOf(kWords, IsOver(code, step));
}

HWY_INLINE void TakeDown(const RecordTables& tables, std::size_t i, std::uint32_t bits,
                         std::size_t ended, RecordBlock& block, RecordColumns& columns) {
  for (; bits != 0; bits &= bits - 1) {
    const std::size_t lane = i + static_cast<std::size_t>(std::countr_zero(bits));
    const std::size_t n = columns.count++;
    columns.ended[ended++] = static_cast<std::uint32_t>(lane);
    columns.customers[n] = block.customers[lane];
    columns.states[n] = block.at[lane];
    columns.steps[n] = block.steps[lane];
    columns.days[n] = block.days[lane];
    columns.costs[n] = block.costs[lane];
    columns.revenues[n] = block.revenues[lane];
    block.at[lane] = tables.start_stop;
    block.steps[lane] = tables.walk->first_step;
    block.days[lane] = 0;
    block.costs[lane] = tables.start_money.cost;
    block.revenues[lane] = tables.start_money.revenue;
  }
}

/// Moves the lanes on and takes down those that end.
HWY_NOINLINE std::size_t MoveRecords(const RecordTables& tables, const RecordSetting& setting,
                                     std::size_t lanes, RecordBlock& block,
                                     RecordColumns& columns) {
  // Many lanes together: where the bits of a word end is hard to foretell.
  constexpr std::size_t kTogether = 32;
  std::size_t ended = 0;
  for (std::size_t i = 0; i < lanes; i += kTogether) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < kTogether && i + k < lanes; k += kWidth) {
      bits |= MoveLanes(tables, setting, i + k, block) << k;
    }
    if (lanes - i < kTogether) bits &= (1u << (lanes - i)) - 1;
    TakeDown(tables, i, bits, ended, block, columns);
    ended += static_cast<std::size_t>(std::popcount(bits));
  }
  return ended;
}
#endif

template <bool kLognormal, bool kExponential, bool kFew>
HWY_INLINE std::size_t StepRecordsOf(const RecordTables& tables, const RecordSetting& setting,
                                     std::size_t lanes, RecordBlock& block,
                                     RecordColumns& columns) {
  const WordPair key = stream_key(setting.seed, setting.customer_high << 32);
  const std::size_t whole = (lanes + kWidth - 1) / kWidth * kWidth;
  LookUpRevenues(tables, whole, block);
#if HWY_TARGET == HWY_AVX3
  if constexpr (kFew) {
    DrawFewWords(tables, key, whole, block);
  } else {
    DrawRecordWords<kLognormal>(tables, key, whole, block);
  }
  DrawWideStays<kLognormal, kExponential, kFew>(tables, whole, block);
  return MoveWide<kFew>(tables, setting, lanes, block, columns);
#else
  DrawRecordWords<kLognormal>(tables, key, whole, block);
  DrawRecordStays<kLognormal, kExponential>(tables, whole, block);
  return MoveRecords(tables, setting, lanes, block, columns);
#endif
}

template <bool kFew>
HWY_INLINE std::size_t StepRecordsBy(const RecordTables& tables, const RecordSetting& setting,
                                     std::size_t lanes, RecordBlock& block,
                                     RecordColumns& columns) {
  const bool is_lognormal = tables.walk->has_lognormal;
  const bool is_exponential = tables.walk->has_exponential;
  const auto step = is_lognormal && is_exponential ? StepRecordsOf<true, true, kFew>
                    : is_lognormal                 ? StepRecordsOf<true, false, kFew>
                    : is_exponential               ? StepRecordsOf<false, true, kFew>
                                                   : StepRecordsOf<false, false, kFew>;
  return step(tables, setting, lanes, block, columns);
}

std::size_t StepRecordLanes(const RecordTables& tables, const RecordSetting& setting,
                            std::size_t lanes, RecordBlock& block, RecordColumns& columns) {
  const auto step =
      kHasWideTables && tables.has_few ? StepRecordsBy<kHasWideTables> : StepRecordsBy<false>;
  return step(tables, setting, lanes, block, columns);
}

}  // namespace HWY_NAMESPACE
}  // namespace cairn
HWY_AFTER_NAMESPACE();

#endif
