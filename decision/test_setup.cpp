#include "decision/test_setup.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace cairn {
namespace {

// What a sum or product of doubles may be too large by: 30 must not become 31 by rounding.
constexpr double kRounding = 1e-12;

double round_up(double people) {
  return std::max(1.0, std::ceil(people * (1 - kRounding)));
}

}  // namespace

const std::vector<TestMethod>& all_test_methods() {
  static const std::vector<TestMethod> methods = {
      TestMethod::pooled, TestMethod::pooled_corrected, TestMethod::unpooled,
      TestMethod::unpooled_corrected, TestMethod::arcsine};
  return methods;
}

std::string_view name_of(TestMethod method) {
  switch (method) {
    case TestMethod::pooled:
      return "pooled";
    case TestMethod::pooled_corrected:
      return "pooled-corrected";
    case TestMethod::unpooled:
      return "unpooled";
    case TestMethod::unpooled_corrected:
      return "unpooled-corrected";
    case TestMethod::arcsine:
      return "arcsine";
  }
  CAIRN_CHECK(false);
  return "";
}

std::optional<TestMethod> parse_test_method(std::string_view name) {
  for (const TestMethod method : all_test_methods()) {
    if (name_of(method) == name) return method;
  }
  return std::nullopt;
}

std::string_view convention_of(TestMethod method) {
  switch (method) {
    case TestMethod::pooled:
      return "two proportions, pooled under the null hypothesis, two-sided";
    case TestMethod::pooled_corrected:
      return "two proportions, pooled under the null hypothesis, corrected for continuity, "
             "two-sided";
    case TestMethod::unpooled:
      return "two proportions, a variance for each arm, two-sided";
    case TestMethod::unpooled_corrected:
      return "two proportions, a variance for each arm, corrected for continuity, two-sided";
    case TestMethod::arcsine:
      return "two proportions, by their arcsines (Cohen's h), two-sided";
  }
  CAIRN_CHECK(false);
  return "";
}

bool is_valid(const TestSetup& setup) {
  return setup.share > 0 && setup.share < 1 && setup.confidence > 0 && setup.confidence < 1 &&
         setup.power > (1 - setup.confidence) / 2 && setup.power < 1;
}

double total_of(const ArmSizes& sizes) {
  return sizes.control + sizes.changed;
}

ArmSizes split_participants(double participants, const TestSetup& setup) {
  return {participants * (1 - setup.share), participants * setup.share};
}

ArmSizes round_up_arms(double control, const TestSetup& setup) {
  const double whole = round_up(control);
  return {whole, round_up(whole * (setup.share / (1 - setup.share)))};
}

std::optional<double> test_days(double participants, double participants_per_day) {
  if (!(participants_per_day > 0) || !(participants >= 0)) return std::nullopt;
  const double days = std::ceil(participants / participants_per_day * (1 - kRounding));
  return std::max(kShortestTestDays, days);
}

}  // namespace cairn
