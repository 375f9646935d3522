// What to do about a change: one function for terminal, map and report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "journey/comparison.h"

namespace cairn {

enum class Advice : std::uint8_t { do_it, test_first, not_now };

/// "do it", "test first", "not now".
std::string_view advice_name(Advice advice);

/// What a test would be worth before deciding, and what it would cost: both in money, mean over
/// worlds.
struct TestWorth {
  double worth = 0;
  double cost = 0;
  double days = 0;  // how long it would run
};

struct Advised {
  Advice advice = Advice::not_now;
  std::string why;                     // one sentence for a strategist, lower case, no full stop
  std::optional<TestWorth> test = {};  // where one was thought of
};

/// So sure must one be that a change pays.
inline constexpr double kSureEnough = 0.9;

/// Do it: it pays on average and in at least 90 % of worlds. Test first: knowing more is worth more
/// than the test costs. Else not now. It is judged on the net value by the calendar; where there is
/// none, on profit per entrant, or on conversion where there is no money at all; there a test is
/// advised if it helps on average without being sure.
Advised advise(const Journey& journey, const Comparison& comparison,
               const ComparedAlternative& alternative, const std::optional<TestWorth>& test);

/// Of everyone: the figure of a metric without `for`, or null.
const ComparedFigure* find_figure(const Comparison& comparison,
                                  const ComparedAlternative& alternative, Metric::Kind kind,
                                  Per per = Per::none);

}  // namespace cairn
