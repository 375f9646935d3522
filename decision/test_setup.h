// What every test of a change against a control is told: who sees it, how sure one wants to be.
// All tests here are two-sided: a change may also do harm.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace cairn {

/// How two proportions are compared. `pooled`: the standard error under the hypothesis that both
/// arms have one rate; `unpooled`: with a rate for each; `corrected`: the difference is first
/// brought nearer to zero by half a person in each arm; `arcsine`: the rates are first stretched so
/// that their variance is the same everywhere. There is no corrected arcsine.
enum class TestMethod { pooled, pooled_corrected, unpooled, unpooled_corrected, arcsine };

/// All methods, in the order above.
const std::vector<TestMethod>& all_test_methods();

/// "pooled", "pooled-corrected", "unpooled", "unpooled-corrected", "arcsine".
std::string_view name_of(TestMethod method);

/// The method of that name.
std::optional<TestMethod> parse_test_method(std::string_view name);

/// The convention in words: "two proportions, pooled under the null hypothesis, two-sided".
std::string_view convention_of(TestMethod method);

struct TestSetup {
  TestMethod method = TestMethod::pooled;
  double share = 0.5;        // 0 < share < 1, of participants who see the change
  double confidence = 0.95;  // 0 < confidence < 1; 1 - confidence is split on both sides
  double power = 0.8;        // (1 - confidence) / 2 < power < 1
};

/// Whether the numbers of a setup are in the ranges above.
bool is_valid(const TestSetup& setup);

/// People in each arm. Whole where a test is planned, though any number above 0 can be asked about;
/// doubles, because a hopeless test needs more people than an integer holds.
struct ArmSizes {
  double control = 0;
  double changed = 0;
};

double total_of(const ArmSizes& sizes);

/// That many participants, divided as the setup says.
ArmSizes split_participants(double participants, const TestSetup& setup);

/// Sizes that hold at least `control` people in the control arm and in the changed arm as many more
/// as the setup says, both rounded up.
ArmSizes round_up_arms(double control, const TestSetup& setup);

/// The shortest test, in days: it sees every day of the week.
constexpr double kShortestTestDays = 7;

/// Whole days until so many participants have come; nothing if nobody comes.
std::optional<double> test_days(double participants, double participants_per_day);

}  // namespace cairn
