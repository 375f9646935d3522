// What the counts of a finished test say.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "decision/test_setup.h"

namespace cairn {

/// So many of so many people.
struct ArmCounts {
  std::int64_t successes = 0;
  std::int64_t total = 0;
};

/// Whether there are people, and no more successes than people.
bool is_valid(const ArmCounts& counts);

/// Reads "418/1024"; spaces beside the stroke and between groups of three digits are allowed:
/// "1 418 / 12 024". Nothing if it is not that, has more than 15 digits or is not valid.
std::optional<ArmCounts> parse_counts(std::string_view text);

struct ConfidenceInterval {
  double low = 0;
  double high = 0;
};

/// All intervals hold with the confidence of the setup.
struct TestResult {
  double control_rate = 0;  // 0 … 1
  double changed_rate = 0;  // 0 … 1
  double difference = 0;    // changed minus control, -1 … 1
  /// Of the difference: hybrid score without correction, whatever the method of the test (Newcombe
  /// 1998, Statistics in Medicine 17:873, method 10). It may therefore just hold zero where the
  /// test is significant, or the reverse.
  ConfidenceInterval difference_interval;
  /// Standard errors from zero, positive if the changed arm is better, and the chance of at least
  /// so many on either side if there is no difference. Nothing where the method knows no standard
  /// error: unpooled, nobody in one arm and everybody in the other.
  std::optional<double> z;
  std::optional<double> p_value;
  /// Changed over control rate, minus 1; nothing if nobody in the control succeeded.
  std::optional<double> lift;
  /// Katz, Baptista, Azen, Pike 1978, Biometrics 34:469: the logarithm of the ratio is nearly
  /// normal. Nothing if an arm has no success, or both have nothing else.
  std::optional<ConfidenceInterval> lift_interval;
  double chance_better = 0;     // that the changed arm is better: decision/chance_better.h
  bool is_significant = false;  // p_value < 1 - confidence
  bool is_better = false;       // significant, and the changed arm has the higher rate
  bool is_worse = false;        // significant, and it has the lower one
};

/// The z of a result alone. The counts must be valid.
std::optional<double> test_statistic(const ArmCounts& control, const ArmCounts& changed,
                                     TestMethod method);

/// Nothing if counts are not valid. Of the setup, method and confidence are looked at.
std::optional<TestResult> evaluate_test(const ArmCounts& control, const ArmCounts& changed,
                                        const TestSetup& setup);

/// The rate behind counts, with `confidence` (Wilson 1927, Journal of the American Statistical
/// Association 22:209). The counts must be valid.
ConfidenceInterval wilson_interval(const ArmCounts& counts, double confidence);

}  // namespace cairn
