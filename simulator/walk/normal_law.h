// Durations and amounts by inverse CDF from words of chance, without libm and without fused
// multiply-add, so that every machine gets the same bits.
#pragma once

#include <cstdint>

#include "simulator/chain/chain.h"

namespace cairn {

// ---- single precision, one word: the bulk of a law ----------------------------------------------
// The kernel evaluates these polynomials lane by lane in the same order as the functions below.
// All were fitted for the least greatest error over their range.

/// 2^f for f in [-1/2, 1/2], relative error 8e-8.
inline constexpr float kExp2Terms[6] = {0x1.000002p+0f, 0x1.62e432p-1f, 0x1.ebf906p-3f,
                                        0x1.c6ae2cp-5f, 0x1.3d107ap-7f, 0x1.5f88fcp-10f};
/// log2(1 + m) / m for 1 + m in [sqrt(1/2), sqrt(2)], absolute error 1.6e-6.
inline constexpr float kLog2Terms[7] = {0x1.71548cp+0f,  -0x1.71571cp-1f, 0x1.ec2f2cp-2f,
                                        -0x1.6fce2ap-2f, 0x1.2e2eb4p-2f,  -0x1.157aeep-2f,
                                        0x1.68c932p-3f};

/// The level at which a sum of terms is halved: the greatest power of two below the count.
constexpr int half_level(int count) {
  int level = 0;
  while ((2 << level) < count) ++level;
  return level;
}

/// A polynomial as a tree of halves (Estrin 1960): low + high x^(2^level). Shorter chains of
/// operations than Horner's, and the order that every instruction set keeps to.
template <int kFirst, int kCount, int kTerms>
constexpr float sum_of_terms(const float (&terms)[kTerms], const float* powers) {
  if constexpr (kCount == 1) {
    return terms[kFirst];
  } else {
    constexpr int kLevel = half_level(kCount);
    constexpr int kHalf = 1 << kLevel;
    const float low = sum_of_terms<kFirst, kHalf>(terms, powers);
    const float high = sum_of_terms<kFirst + kHalf, kCount - kHalf>(terms, powers);
    return low + high * powers[kLevel];
  }
}

/// Words whose lower 31 bits are below this lie in a tail (|z| > 4.01; for the exponential beyond
/// 9.7 means) and are drawn again with 32 bits more, in double precision.
inline constexpr std::uint32_t kTailWords = std::uint32_t{1} << 17;
inline constexpr std::uint32_t kPartMask = 0x7fffffffu;

constexpr bool is_tail(std::uint32_t word) {
  return (word & kPartMask) < kTailWords;
}

/// The law of a duration in the kernel's terms: 2^(mu + sigma z) + mean e, with z normal and e
/// exponential. What is fixed stands elsewhere.
struct ChanceLaw {
  float mu = kNoLognormal, sigma = 0;  // of the logarithm to base 2
  float mean = 0;                      // of the exponential part
  /// 2 to this and less is 0.
  static constexpr float kNoLognormal = -1000;
  bool operator==(const ChanceLaw&) const = default;
};

ChanceLaw to_chance_law(const Draw& draw);

/// Twice the smaller part of the word's uniform: (lower 31 bits + 1/2) / 2^31.
float part_of(std::uint32_t word);
float log2_of(float x);
/// The normal that a word outside the tails gives.
float bulk_normal(std::uint32_t word);
/// The duration in days by law and word; `more` decides in the tails.
float chance_days(const ChanceLaw& law, std::uint32_t word, std::uint32_t more);

// ---- double precision: tails, amounts, discounting ----------------------------------------------

double exp_of(double x);    // relative error below 1e-15
double expm1_of(double x);  // exp(x) - 1 for x <= 0
double log_of(double x);    // x > 0
/// The normal quantile of p in (0, 1/2], negative; algorithm AS 241 (Wichura 1988), 1e-16.
double lower_normal_quantile(double p);
/// The normal of 63 bits and a sign.
double normal_of(std::uint32_t word, std::uint32_t more);
double exponential_of(std::uint32_t word, std::uint32_t more);
/// An amount of money, or anything else that is drawn too rarely for single precision to pay.
double draw_amount(const Draw& draw, std::uint32_t word, std::uint32_t more);

}  // namespace cairn
