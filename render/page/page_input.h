// What the report is made from: the journey and everything that was found about it. What is not
// known stays empty, and its part of the page is left out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "journey/advice.h"
#include "journey/comparison.h"
#include "journey/judge.h"
#include "journey/prediction.h"
#include "render/page/chart_data.h"
#include "render/page/page_numbers.h"
#include "render/page/report_page.h"

namespace cairn {

/// What the flow picture shows of every combination, in the order of the ids in its SVG. Volumes,
/// visits and exits are passages per entrant, reach a share of entrants; at best estimates.
struct LivingFlow {
  std::vector<std::string> lines, places;
  std::vector<std::string> stages;  // keys of the bands: "1", "_loose-1"
  struct Row {
    std::vector<double> volume;                    // by line
    std::vector<double> reach, visits, exits;      // by place
    std::vector<double> still, stage_still;        // at the horizon, by place and by stage
    std::vector<std::optional<double>> feeling;    // by place, on the scale of `emotions`
    std::vector<double> stage_reach, stage_exits;  // by stage
  };
  std::vector<Row> rows;  // by combination
};

/// All sets of fixes the reader may tick.
struct LivingNumbers {
  const Comparison* combinations = nullptr;                  // today first
  std::vector<std::uint32_t> masks;                          // by alternative: bit i is fix i
  std::vector<std::pair<std::size_t, std::size_t>> clashes;  // fixes that exclude each other
  std::vector<Customers> customers;  // by alternative; empty: nobody enters by a written number
  /// By alternative: the median time to the first conversion in days, at best estimates; empty
  /// where it was not worked out.
  std::vector<std::optional<double>> medians;
  std::optional<LivingFlow> flow;
};

/// An uncertain number and what hangs on it.
struct HangsOnRow {
  ParameterId number;
  double low = 0, high = 0;        // 5 and 95 % of its draws
  double at_low = 0, at_high = 0;  // of the figure there
  double share = 0;                // of the figure's variance
};

/// What the range of one figure hangs on, the largest share first.
struct HangsOn {
  enum class Figure : std::uint8_t { net, profit, conversion };
  Figure figure = Figure::conversion;
  std::optional<Alternative> alternative;  // none: today
  Unit unit = Unit::share;
  double mean = 0;
  std::vector<HangsOnRow> rows;
  double unsourced = 0;                       // share of numbers without a source
  std::optional<double> worth_of_everything;  // money: of knowing all before choosing
};

/// A message of the checks.
struct SpecMessage {
  std::string place;  // "shop.journey:12"; may be empty
  std::string code;   // "W410"
  std::string text;
};

struct PageInput {
  const Journey& journey;
  PageNumbers how;
  std::string label{};  // what the page is about: the journey's, else the name of the spec
  Theme theme = Theme::automatic;
  std::string version{}, spec_sha256{};
  const Prediction* prediction = nullptr;  // as `cairn run`; null: level draw
  const Comparison* comparison = nullptr;  // as `cairn compare`; only today if there are no fixes
  const std::vector<Advised>* advice = nullptr;  // by alternative of the comparison
  const LivingNumbers* living = nullptr;
  const HangsOn* hangs_on = nullptr;
  const std::vector<Judgement>* judgements = nullptr;
  std::vector<std::string> number_names{};  // by ParameterId: "Checkout: → Order for mobile"
  std::vector<SpecMessage> warnings{};
  std::vector<std::string> missing{};  // level draw: what stands in the way of predicting
  std::vector<PagePicture> flows{}, maps{};
  std::vector<PageChart> charts{};  // in any order
  ChartsData charts_data{};
  std::string picture_style{};
};

/// The row of the comparison that is advised most, by what advice is judged on; 0: none gains.
std::size_t best_alternative(const PageInput& input);

/// The row of the comparison with exactly these fixes, whose ranges are the sharper ones; 0 is
/// today.
std::optional<std::size_t> compared_row(const PageInput& input, const std::vector<FixId>& fixes);

/// Label of a fix or scenario; of several fixes, with " + " between.
std::string alternative_label(const Journey& journey, const Alternative& alternative);

/// What an alternative is judged on (journey/advice.h): mean over worlds.
struct PageGain {
  HangsOn::Figure figure = HangsOn::Figure::conversion;
  Unit unit = Unit::share;
  double mean = 0, low = 0, high = 0;
  double chance = 0;  // share of worlds with a gain
};
std::optional<PageGain> gain_of(const PageInput& input, const ComparedAlternative& row);

/// Everything together.
ReportPage make_page(const PageInput& input);

}  // namespace cairn
