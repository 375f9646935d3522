#include "simulator/walk/kernel.h"

#include <cstdint>

// Vectors whose size is not known to the compiler cannot stand in structs and arrays, as the
// kernel's do; SSSE3 machines take the scalar kernel: there are hardly any, and fewer paths are
// better tested.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | HWY_SSSE3)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simulator/walk/kernel.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "simulator/walk/kernel-inl.h"
#include "simulator/walk/record_kernel-inl.h"

#if HWY_ONCE
namespace cairn {
namespace {

void add_kernel(std::int64_t target, Isa isa, const char* name, DrawBlock draw, StepRecords step,
                std::vector<WalkKernel>& kernels) {
  if ((hwy::SupportedTargets() & target) != 0) kernels.push_back({isa, name, draw, step});
}

/// To the widest vector; the same for all, though it could not be seen.
std::size_t round_up(std::size_t lanes) {
  constexpr std::size_t kWidest = 16;
  static_assert(WalkBlock::kLanes % kWidest == 0);
  return (lanes + kWidest - 1) / kWidest * kWidest;
}

}  // namespace

std::vector<WalkKernel> find_kernels() {
  std::vector<WalkKernel> kernels;
#if HWY_TARGETS & HWY_SCALAR
  kernels.push_back({Isa::scalar, "scalar", N_SCALAR::DrawOneStep, N_SCALAR::StepRecordLanes});
#elif HWY_TARGETS & HWY_EMU128
  kernels.push_back({Isa::scalar, "scalar", N_EMU128::DrawOneStep, N_EMU128::StepRecordLanes});
#endif
#if HWY_TARGETS & HWY_SSE4
  add_kernel(HWY_SSE4, Isa::sse4, "sse4", N_SSE4::DrawOneStep, N_SSE4::StepRecordLanes, kernels);
#endif
#if HWY_TARGETS & HWY_AVX2
  add_kernel(HWY_AVX2, Isa::avx2, "avx2", N_AVX2::DrawOneStep, N_AVX2::StepRecordLanes, kernels);
#endif
#if HWY_TARGETS & HWY_AVX3
  add_kernel(HWY_AVX3, Isa::avx512, "avx512", N_AVX3::DrawOneStep, N_AVX3::StepRecordLanes,
             kernels);
#endif
  const bool is_baseline_known = !kernels.empty();
  if (!is_baseline_known || kernels.size() == 1) {
    // Another architecture: what the compiler may take for granted there.
    if ((HWY_STATIC_TARGET & (HWY_SCALAR | HWY_EMU128)) == 0) {
      add_kernel(HWY_STATIC_TARGET, Isa::other, hwy::TargetName(HWY_STATIC_TARGET),
                 HWY_STATIC_DISPATCH(DrawOneStep), HWY_STATIC_DISPATCH(StepRecordLanes), kernels);
    }
  }
  return kernels;
}

WalkKernel choose_kernel(Isa isa) {
  const std::vector<WalkKernel> kernels = find_kernels();
  for (const WalkKernel& kernel : kernels) {
    if (kernel.isa == isa) return kernel;
  }
  return kernels.back();
}

void draw_lanes(const WalkKernel& kernel, const WalkTables& tables, std::uint64_t seed,
                std::uint64_t customer_high, std::size_t lanes, WalkBlock& block) {
  // The kernel draws whole vectors: lanes that nobody walks in must stand where there is a way on.
  for (std::size_t i = lanes; i < round_up(lanes); ++i) block.at[i] = tables.start;
  if (!kernel.draw(tables, stream_key(seed, customer_high << 32), round_up(lanes), block)) return;
  for (std::size_t i = 0; i < lanes; ++i) {
    if (block.rare[i] == 0) continue;
    const DrawnStep drawn = draw_step(tables, seed, customer_high << 32 | block.customers[i],
                                      block.steps[i], block.at[i]);
    block.stay_days[i] = drawn.stay_days;
    block.after_days[i] = drawn.after_days;
    block.next[i] = drawn.next;
    block.codes[i] = tables.is_last[drawn.next] != 0 ? kLastWay : 0;
  }
}

void draw_rare_record(const RecordTables& tables, const RecordSetting& setting, std::size_t lane,
                      RecordBlock& block) {
  const WalkTables& walk = *tables.walk;
  const std::uint64_t customer = setting.customer_high << 32 | block.customers[lane];
  const DrawnStep drawn =
      draw_step(walk, setting.seed, customer, block.steps[lane], tables.arrivals[block.at[lane]]);
  block.stay_days[lane] = drawn.stay_days;
  block.codes[lane] = walk.states[drawn.next] | (walk.is_last[drawn.next] != 0 ? kLastWay : 0);
}

}  // namespace cairn
#endif
