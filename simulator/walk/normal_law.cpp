#include "simulator/walk/normal_law.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "simulator/walk/normal_pieces.h"

namespace cairn {
namespace {

constexpr float kRoundFloat = 0x1.8p23f;  // adding and taking away rounds to a whole number
constexpr double kRoundDouble = 0x1.8p52;
constexpr float kLn2Float = 0x1.62e43p-1f;
// ln 2 in two parts: products of the first with whole numbers below 2^11 are exact.
constexpr double kLn2High = 0x1.62e42fefa3800p-1;
constexpr double kLn2Low = 0x1.ef35793c76730p-45;
constexpr double kLog2E = 0x1.71547652b82fep+0;

template <int kTerms>
float polynomial(const float (&terms)[kTerms], float x) {
  const float square = x * x, fourth = square * square;
  const float powers[4] = {x, square, fourth, fourth * fourth};
  return sum_of_terms<0, kTerms>(terms, powers);
}

float exp2_in_float(float t) {
  const float shifted = t + kRoundFloat;
  const float f = t - (shifted - kRoundFloat);
  const float power = polynomial(kExp2Terms, f);
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(power) +
                              (std::bit_cast<std::uint32_t>(shifted) << 23));
}

/// exp(r) - 1 for |r| <= ln(2)/2 by its series; the first term left out is below 1e-17.
double expm1_near_zero(double r) {
  constexpr double kTerms[14] = {1.0,
                                 1.0 / 2,
                                 1.0 / 6,
                                 1.0 / 24,
                                 1.0 / 120,
                                 1.0 / 720,
                                 1.0 / 5040,
                                 1.0 / 40320,
                                 1.0 / 362880,
                                 1.0 / 3628800,
                                 1.0 / 39916800,
                                 1.0 / 479001600,
                                 1.0 / 6227020800.0,
                                 1.0 / 87178291200.0};
  double sum = kTerms[13];
  for (int i = 12; i >= 0; --i) sum = sum * r + kTerms[i];
  return sum * r;
}

double times_power_of_two(double x, int power) {
  // In two steps, for the power alone may lie outside the range of doubles.
  const int half = power / 2;
  const auto scale = [](int bits) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(bits + 1023) << 52);
  };
  return x * scale(half) * scale(power - half);
}

/// The smaller part of 63 bits of chance: (part + 1/2) / 2^64, in (0, 1/2).
double lower_part(std::uint32_t word, std::uint32_t more) {
  return (static_cast<double>(word & kPartMask) * 0x1p32 + static_cast<double>(more) + 0.5) *
         0x1p-64;
}

template <int kTerms>
double polynomial(const double (&terms)[kTerms], double x) {
  double sum = terms[kTerms - 1];
  for (int i = kTerms - 2; i >= 0; --i) sum = sum * x + terms[i];
  return sum;
}

}  // namespace

ChanceLaw to_chance_law(const Draw& draw) {
  ChanceLaw law;
  if (draw.kind == Draw::Kind::lognormal) {
    law.mu = static_cast<float>(draw.mu * kLog2E);
    law.sigma = static_cast<float>(draw.sigma * kLog2E);
  } else if (draw.kind == Draw::Kind::exponential) {
    law.mean = static_cast<float>(draw.value);
  }
  return law;
}

float part_of(std::uint32_t word) {
  const auto part = static_cast<float>(static_cast<std::int32_t>(word & kPartMask));
  return (part + 0.5f) * 0x1p-31f;
}

float log2_of(float x) {
  constexpr std::uint32_t kRootHalf = 0x3f3504f3;  // sqrt(1/2)
  const auto bits = std::bit_cast<std::uint32_t>(x);
  const std::int32_t exponent = static_cast<std::int32_t>(bits - kRootHalf) >> 23;
  const float m = std::bit_cast<float>(bits - (static_cast<std::uint32_t>(exponent) << 23)) - 1.0f;
  return static_cast<float>(exponent) + polynomial(kLog2Terms, m) * m;
}

float bulk_normal(std::uint32_t word) {
  const auto part = static_cast<float>(static_cast<std::int32_t>(word & kPartMask));
  const auto bits = std::bit_cast<std::uint32_t>(part);
  const auto& terms = kNormalPieceTable[(bits >> (23 - kPieceBits)) % kNormalPieces].terms;
  const std::uint32_t within = (bits & kInPieceMask) | kOneBits;
  const float x = std::bit_cast<float>(within) - kPieceCentre;
  const float z = ((terms[3] * x + terms[2]) * x + terms[1]) * x + terms[0];
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(z) ^ (word & ~kPartMask));
}

float chance_days(const ChanceLaw& law, std::uint32_t word, std::uint32_t more) {
  if (law.mu <= ChanceLaw::kNoLognormal) {
    if (law.mean == 0) return 0;
    if (is_tail(word)) {
      return static_cast<float>(static_cast<double>(law.mean) * exponential_of(word, more));
    }
    return law.mean * (log2_of(part_of(word)) * -kLn2Float);
  }
  if (is_tail(word)) {
    const double t =
        static_cast<double>(law.mu) + static_cast<double>(law.sigma) * normal_of(word, more);
    return static_cast<float>(exp_of(std::clamp(t, -126.0, 127.0) / kLog2E));
  }
  const float t = law.mu + law.sigma * bulk_normal(word);
  return exp2_in_float(std::min(std::max(t, -126.0f), 127.0f));
}

double exp_of(double x) {
  if (!(x > -745)) return 0;
  if (x > 709.7) return std::numeric_limits<double>::infinity();
  const double count = (x * kLog2E + kRoundDouble) - kRoundDouble;
  const double r = (x - count * kLn2High) - count * kLn2Low;
  return times_power_of_two(1 + expm1_near_zero(r), static_cast<int>(count));
}

double expm1_of(double x) {
  return x > -0.34 ? expm1_near_zero(x) : exp_of(x) - 1;
}

double log_of(double x) {
  constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcd;  // sqrt(1/2)
  // 2 atanh(s) / s by its series in s^2; |s| < 0.172, the first term left out is below 1e-17.
  constexpr double kTerms[11] = {2.0,      2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9, 2.0 / 11,
                                 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::int64_t exponent = static_cast<std::int64_t>(bits - kRootHalf) >> 52;
  const double m = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(exponent) << 52));
  const double s = (m - 1) / (m + 1);
  const auto count = static_cast<double>(exponent);
  return count * kLn2High + (polynomial(kTerms, s * s) * s + count * kLn2Low);
}

double lower_normal_quantile(double p) {
  // The published coefficients of PPND16.
  constexpr double a[8] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                           1.9715909503065514427e3, 1.3731693765509461125e4,
                           4.5921953931549871457e4, 6.7265770927008700853e4,
                           3.3430575583588128105e4, 2.5090809287301226727e3};
  constexpr double b[8] = {1.0,
                           4.2313330701600911252e1,
                           6.8718700749205790830e2,
                           5.3941960214247511077e3,
                           2.1213794301586595867e4,
                           3.9307895800092710610e4,
                           2.8729085735721942674e4,
                           5.2264952788528545610e3};
  constexpr double c[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                           5.76949722146069140550e0,  3.64784832476320460504e0,
                           1.27045825245236838258e0,  2.41780725177450611770e-1,
                           2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double d[8] = {1.0,
                           2.05319162663775882187e0,
                           1.67638483018380384940e0,
                           6.89767334985100004550e-1,
                           1.48103976427480074590e-1,
                           1.51986665636164571966e-2,
                           5.47593808499534494600e-4,
                           1.05075007164441684324e-9};
  constexpr double e[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                           1.78482653991729133580e0,  2.96560571828504891230e-1,
                           2.65321895265761230930e-2, 1.24266094738807843860e-3,
                           2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double f[8] = {1.0,
                           5.99832206555887937690e-1,
                           1.36929880922735805310e-1,
                           1.48753612908506148525e-2,
                           7.86869131145613259100e-4,
                           1.84631831751005468180e-5,
                           1.42151175831644588870e-7,
                           2.04426310338993978564e-15};
  const double q = p - 0.5;
  if (q > -0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(a, r) / polynomial(b, r);
  }
  const double r = std::sqrt(-log_of(p));
  if (r <= 5) return -polynomial(c, r - 1.6) / polynomial(d, r - 1.6);
  return -polynomial(e, r - 5) / polynomial(f, r - 5);
}

double normal_of(std::uint32_t word, std::uint32_t more) {
  const double lower = lower_normal_quantile(lower_part(word, more));
  return (word & ~kPartMask) != 0 ? lower : -lower;
}

double exponential_of(std::uint32_t word, std::uint32_t more) {
  return -log_of(2 * lower_part(word, more));
}

double draw_amount(const Draw& draw, std::uint32_t word, std::uint32_t more) {
  switch (draw.kind) {
    case Draw::Kind::fixed:
      break;
    case Draw::Kind::exponential:
      return draw.value * exponential_of(word, more);
    case Draw::Kind::lognormal:
      return exp_of(draw.mu + draw.sigma * normal_of(word, more));
  }
  return draw.value;
}

}  // namespace cairn
