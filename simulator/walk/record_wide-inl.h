// The step of record_kernel-inl.h for vectors of 16 lanes, with instructions that only they have:
// look-ups in two registers at once, gathers, packing of lanes. What moves and takes down lanes
// does it in registers, for stores of whole vectors are dear; stays have a pass of their own, for
// the chain of their operations is long and many vectors of it must be on their way at once.
// Included in the namespace of one instruction set.

// ---- where they stand and what they draw --------------------------------------------------------

/// The laws of the stops where the lanes from i on stand: in registers, or as they were looked up.
struct LawTables {
  WideTable mu, spread;
};

template <bool kFew>
HWY_INLINE StopLanes LoadLaws(std::size_t i, const LawTables& few, const RecordBlock& block) {
  if constexpr (!kFew) return LoadStops(i, block);
  const auto at = hn::Load(kWords, block.at + i);
  return {hn::BitCast(kFloats, LookUpWide(few.mu, at)),
          hn::BitCast(kFloats, LookUpWide(few.spread, at)), hn::Zero(kWords), hn::Zero(kWords)};
}

/// Stays outside the tails.
template <bool kLognormal, bool kExponential, bool kFew>
HWY_NOINLINE void DrawWideStays(const RecordTables& tables, std::size_t lanes, RecordBlock& block) {
  const PieceTables pieces = LoadPieces();
  const LawTables few{LoadWide(tables.few.mu), LoadWide(tables.few.spread)};
  for (std::size_t i = 0; i < lanes; i += kWidth) {
    const StopLanes stops = LoadLaws<kFew>(i, few, block);
    const auto word = hn::Load(kWords, block.words + i);
    hn::Store(StaysOf<kLognormal, kExponential>(stops, word, pieces, block.pieces + i), kFloats,
              block.stay_days + i);
    if constexpr (!kFew) {
      hn::Store(stops.row, kWords, block.slot_numbers + i);
      hn::Store(hn::BitCast(kInts, stops.cost), kInts, block.paid + i);
    }
  }
}

HWY_INLINE SlotLanes SplitSlots(__m512i low, __m512i high) {
  const WideTable both{WordLanes{low}, WordLanes{high}};
  return {LookUpWide(both, hn::Load(kWords, kEvenLanes)),
          LookUpWide(both, hn::Load(kWords, kOddLanes))};
}

/// The slots of few stops have been looked up; of others the rows are known only now.
template <bool kFew>
HWY_INLINE SlotLanes LoadSlots(const RecordTables& tables, WordLanes choice, std::size_t i,
                               const RecordBlock& block) {
  if constexpr (kFew) {
    return SplitSlots(_mm512_load_si512(block.slots + i), _mm512_load_si512(block.slots + i + 8));
  }
  const auto row = hn::Load(kWords, block.slot_numbers + i);
  const __m512i numbers = SlotNumbers(row, choice).raw;
  const auto* slots = reinterpret_cast<const long long*>(tables.slots.data());
  return SplitSlots(_mm512_i32gather_epi64(_mm512_castsi512_si256(numbers), slots, 8),
                    _mm512_i32gather_epi64(_mm512_extracti64x4_epi64(numbers, 1), slots, 8));
}

template <bool kFew>
HWY_INLINE __m512i LoadPaid(const WideTable& costs, std::size_t i, const RecordBlock& block) {
  if constexpr (!kFew) return _mm512_load_si512(block.paid + i);
  return LookUpWide(costs, hn::Load(kWords, block.at + i)).raw;
}

/// Words of chance, and the slots that they choose: those of one vector are looked up beside the
/// arithmetic of the next.
HWY_NOINLINE void DrawFewWords(const RecordTables& tables, WordPair key, std::size_t lanes,
                               RecordBlock& block) {
  const WideTable rows = LoadWide(tables.few.row);
  const std::uint64_t* slots = tables.slots.data();
  for (std::size_t i = 0; i < lanes; i += kWidth) {
    const auto words =
        DrawWords(key, hn::Load(kWords, block.customers + i), hn::Load(kWords, block.steps + i));
    if (i >= kWidth) {
      const std::uint32_t* numbers = block.slot_numbers + i - kWidth;
      std::uint64_t* to = block.slots + i - kWidth;
#pragma GCC unroll 16
      for (std::size_t k = 0; k < kWidth; ++k) to[k] = slots[numbers[k]];
    }
    const auto row = LookUpWide(rows, hn::Load(kWords, block.at + i));
    hn::Store(SlotNumbers(row, words.first), kWords, block.slot_numbers + i);
    hn::Store(words.first, kWords, block.choices + i);
    hn::Store(words.second, kWords, block.words + i);
  }
  LookUp(slots, block.slot_numbers + lanes - kWidth, block.slots + lanes - kWidth);
}

// ---- the records --------------------------------------------------------------------------------

/// The lanes of the mask, packed; few of them mostly.
HWY_INLINE void StorePacked(WordLanes lanes, __mmask16 mask, std::size_t count, std::uint32_t* to) {
  const __m512i packed = _mm512_maskz_compress_epi32(mask, lanes.raw);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_castsi512_si256(packed));
  if (HWY_UNLIKELY(count > 8)) _mm512_storeu_si512(to, packed);
}

HWY_INLINE void StorePacked(__m512i lanes, __mmask8 mask, std::size_t count, void* to) {
  const __m512i packed = _mm512_maskz_compress_epi64(mask, lanes);
  _mm256_storeu_si256(static_cast<__m256i*>(to), _mm512_castsi512_si256(packed));
  if (HWY_UNLIKELY(count > 4)) _mm512_storeu_si512(to, packed);
}

/// Which lanes end, and where their records go.
struct EndedLanes {
  __mmask16 mask;
  __mmask8 low, high;
  std::size_t low_count, count;
  std::size_t to;  // first of the columns
};

HWY_INLINE EndedLanes DescribeEnded(std::uint32_t bits, std::size_t to) {
  const std::uint32_t low = bits & 0xff;
  return {static_cast<__mmask16>(bits),
          static_cast<__mmask8>(low),
          static_cast<__mmask8>(bits >> 8),
          static_cast<std::size_t>(std::popcount(low)),
          static_cast<std::size_t>(std::popcount(bits)),
          to};
}

/// Takes down the sums of those who ended; the others keep theirs, the new ones have `start`.
HWY_INLINE void StoreSums(__m512i low, __m512i high, __m512i start, const EndedLanes& ended,
                          void* sums, void* column) {
  auto* to = static_cast<std::uint64_t*>(column) + ended.to;
  StorePacked(low, ended.low, ended.low_count, to);
  StorePacked(high, ended.high, ended.count - ended.low_count, to + ended.low_count);
  auto* kept = static_cast<std::uint64_t*>(sums);
  _mm512_store_si512(kept, _mm512_mask_mov_epi64(low, ended.low, start));
  _mm512_store_si512(kept + 8, _mm512_mask_mov_epi64(high, ended.high, start));
}

HWY_INLINE void MoveMoney(__m512i paid, std::int64_t start, const EndedLanes& ended,
                          std::int64_t* sums, std::int64_t* column) {
  const __m512i low = _mm512_cvtepi32_epi64(_mm512_castsi512_si256(paid));
  const __m512i high = _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(paid, 1));
  StoreSums(_mm512_add_epi64(_mm512_load_si512(sums), low),
            _mm512_add_epi64(_mm512_load_si512(sums + 8), high), _mm512_set1_epi64(start), ended,
            sums, column);
}

HWY_INLINE void MoveNumbers(const RecordTables& tables, std::size_t i, WordLanes next,
                            WordLanes step, const EndedLanes& ended, std::uint32_t* lanes,
                            RecordBlock& block, RecordColumns& columns) {
  const auto customer = hn::Load(kWords, block.customers + i);
  StorePacked(customer, ended.mask, ended.count, columns.customers + ended.to);
  StorePacked(next, ended.mask, ended.count, columns.states + ended.to);
  StorePacked(step, ended.mask, ended.count, columns.steps + ended.to);
  const auto numbers =
      hn::Add(hn::Load(kWords, kLaneNumbers), hn::Set(kWords, static_cast<std::uint32_t>(i)));
  StorePacked(numbers, ended.mask, ended.count, lanes);
  const hn::Mask<Words> is_ended{ended.mask};
  hn::Store(hn::IfThenElse(is_ended, hn::Set(kWords, tables.start_stop), next), kWords,
            block.at + i);
  hn::Store(hn::IfThenElse(is_ended, hn::Set(kWords, tables.walk->first_step), step), kWords,
            block.steps + i);
}

// ---- the step -----------------------------------------------------------------------------------

template <bool kFew>
HWY_NOINLINE std::size_t MoveWide(const RecordTables& tables, const RecordSetting& setting,
                                  std::size_t lanes, RecordBlock& block, RecordColumns& columns) {
  const WideTable costs = LoadWide(tables.few.cost);
  const bool has_horizon = HasHorizon(setting);
  const __m512d last_moment = _mm512_set1_pd(setting.last_moment);
  std::size_t count = 0;
  for (std::size_t i = 0; i < lanes; i += kWidth) {
    const auto choice = hn::Load(kWords, block.choices + i);
    const SlotLanes slots = LoadSlots<kFew>(tables, choice, i, block);
    const auto word = hn::Load(kWords, block.words + i);
    auto stay = hn::Load(kFloats, block.stay_days + i);
    const WordLanes code =
        FindCodes(tables, setting, {slots.both, slots.threshold, choice, word}, i, stay, block);
    const __m512i paid = LoadPaid<kFew>(costs, i, block);

    double* sums = block.days + i;
    const __m512d low =
        _mm512_add_pd(_mm512_load_pd(sums), _mm512_cvtps_pd(_mm512_castps512_ps256(stay.raw)));
    const __m512d high = _mm512_add_pd(_mm512_load_pd(sums + 8),
                                       _mm512_cvtps_pd(_mm512_extractf32x8_ps(stay.raw, 1)));
    auto next = hn::And(code, hn::Set(kWords, kWayMask));
    const auto step = hn::Add(hn::Load(kWords, block.steps + i), hn::Set(kWords, 1u));
    std::uint32_t bits = IsOver(code, step).raw;
    if (has_horizon) {  // which comes before they leave
      const auto late = static_cast<__mmask16>(
          _mm512_cmp_pd_mask(low, last_moment, _CMP_GT_OQ) |
          static_cast<unsigned>(_mm512_cmp_pd_mask(high, last_moment, _CMP_GT_OQ)) << 8);
      next = hn::IfThenElse(hn::Mask<Words>{late}, hn::Load(kWords, block.at + i), next);
      bits |= late;
    }
    if (lanes - i < kWidth) bits &= (1u << (lanes - i)) - 1;
    const EndedLanes ended = DescribeEnded(bits, columns.count);
    MoveNumbers(tables, i, next, step, ended, columns.ended + count, block, columns);
    StoreSums(_mm512_castpd_si512(low), _mm512_castpd_si512(high), _mm512_setzero_si512(), ended,
              sums, columns.days);
    MoveMoney(paid, tables.start_money.cost, ended, block.costs + i, columns.costs);
    if (tables.has_revenue) {
      MoveMoney(hn::Load(kInts, block.earned + i).raw, tables.start_money.revenue, ended,
                block.revenues + i, columns.revenues);
    }
    columns.count += ended.count;
    count += ended.count;
  }
  return count;
}
