#include "journey/advice.h"

#include <cmath>
#include <fmt/format.h>

#include "base/text.h"

namespace cairn {
namespace {

/// What an alternative is judged on: more of it is better.
struct Gain {
  double mean = 0;
  double chance = 0;
  std::string words;  // "net 12 400 EUR on average"
};

std::string signed_money(double amount, const std::string& currency) {
  return (amount < 0 ? "−" : "+") + format_money(std::abs(amount), currency);
}

Gain gain_of(const Journey& journey, const Comparison& comparison,
             const ComparedAlternative& alternative) {
  const std::string& currency = journey.frame.currency;
  if (alternative.business && !currency.empty()) {
    const BusinessCase& business = *alternative.business;
    return {business.net.value, business.chance_net,
            fmt::format("net {} on average", signed_money(business.net.value, currency))};
  }
  const ComparedFigure* profit =
      find_figure(comparison, alternative, Metric::Kind::profit, Per::entrant);
  if (profit != nullptr && profit->effect) {
    return {profit->effect->value, profit->effect->chance_up,
            fmt::format("{} profit per entrant", signed_money(profit->effect->value, currency))};
  }
  const ComparedFigure* conversion = find_figure(comparison, alternative, Metric::Kind::conversion);
  if (conversion == nullptr || !conversion->effect) return {};
  return {conversion->effect->value, conversion->effect->chance_up,
          format_points(conversion->effect->value) + " conversion"};
}

/// "a gain in 96.2% of the draws", "at best estimates".
std::string chance_words(const Comparison& comparison, double chance) {
  if (comparison.record.worlds == 0) return "at best estimates";
  if (chance == 1) return "a gain in every draw";
  if (chance == 0) return "a gain in no draw";
  return fmt::format("a gain in {} of the draws", format_share(chance));
}

}  // namespace

std::string_view advice_name(Advice advice) {
  switch (advice) {
    case Advice::do_it:
      return "do it";
    case Advice::test_first:
      return "test first";
    case Advice::not_now:
      return "not now";
  }
  return "";
}

const ComparedFigure* find_figure(const Comparison& comparison,
                                  const ComparedAlternative& alternative, Metric::Kind kind,
                                  Per per) {
  for (std::size_t q = 0; q < alternative.figures.size(); ++q) {
    const Question& question = comparison.questions[q];
    if (question.metric.kind == kind && question.metric.per == per && question.groups.empty() &&
        question.metric.stat == Stat::none && !question.metric.place.is_valid()) {
      return &alternative.figures[q];
    }
  }
  return nullptr;
}

Advised advise(const Journey& journey, const Comparison& comparison,
               const ComparedAlternative& alternative, const std::optional<TestWorth>& test) {
  const Gain gain = gain_of(journey, comparison, alternative);
  if (gain.mean == 0) return {Advice::not_now, "it changes nothing that is counted"};
  const std::string chance = chance_words(comparison, gain.chance);
  if (gain.mean > 0 && gain.chance >= kSureEnough) {
    return {Advice::do_it, fmt::format("{}, {}", gain.words, chance)};
  }
  const std::string& currency = journey.frame.currency;
  if (test && test->worth > test->cost) {
    return {Advice::test_first,
            fmt::format("{}, {}; a test of {} is worth {} and costs {}", gain.words, chance,
                        format_duration(test->days), format_money(test->worth, currency),
                        format_money(test->cost, currency))};
  }
  if (gain.mean > 0 && !alternative.business) {
    return {Advice::test_first,
            fmt::format("{}, but {}, which is not sure enough", gain.words, chance)};
  }
  if (gain.mean > 0 && test) {
    return {Advice::not_now,
            fmt::format("{}, but {}; a test would cost {} and be worth {}", gain.words, chance,
                        format_money(test->cost, currency), format_money(test->worth, currency))};
  }
  if (gain.mean > 0) {
    return {Advice::not_now,
            fmt::format("{}, but {}, which is not sure enough", gain.words, chance)};
  }
  return {Advice::not_now, fmt::format("{}, {}", gain.words, chance)};
}

}  // namespace cairn
