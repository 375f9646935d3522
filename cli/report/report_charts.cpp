#include "cli/report/report_charts.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <variant>

#include "base/text.h"
#include "cli/report/report_leaving.h"
#include "render/charts/compare.h"
#include "render/charts/emotion.h"
#include "render/charts/funnel.h"
#include "render/charts/hangs_on.h"
#include "render/charts/sankey.h"
#include "render/charts/time.h"
#include "render/page/assumption_table.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

std::string fixed(const PageInput& input, Word which) {
  return std::string(word(which, input.how.language));
}

ChartInput chart_input(const ReportNumbers& numbers, const PageInput& input) {
  ChartInput chart{input.journey};
  chart.today = &numbers.today;
  chart.language = input.how.language;
  chart.has_head = false;
  return chart;
}

std::vector<DataGroup> data_groups(const std::vector<ChartGroup>& groups) {
  std::vector<DataGroup> named;
  for (const ChartGroup& group : groups) {
    named.push_back(
        {group.label, group.persona.is_valid() ? static_cast<int>(group.persona.index) : -1});
  }
  return named;
}

std::string both(const PageInput& input, const std::string& first, const std::string& second) {
  std::string text = first;
  add_sentence(text, second, input.how.language);
  return text;
}

/// The figure of a chart that could be drawn; its table is for the caller.
std::optional<PageChart> page_chart(std::string name,
                                    const std::variant<Chart, PictureError>& drawn,
                                    PageInput& input) {
  const Chart* chart = std::get_if<Chart>(&drawn);
  if (chart == nullptr) return std::nullopt;
  PageChart shown;
  shown.heading = chart->question;
  shown.reading = both(input, chart->finding, chart->how_to_read);
  shown.svg = to_svg(chart->drawing, Theme::light, name + "-");
  if (input.picture_style.find(chart->drawing.style) == std::string::npos) {
    input.picture_style += chart->drawing.style;
  }
  shown.name = std::move(name);
  return shown;
}

std::vector<PageColumn> group_columns(const PageInput& input, Word first,
                                      const std::vector<DataGroup>& groups) {
  std::vector<PageColumn> columns{{fixed(input, first)}};
  for (const DataGroup& group : groups) columns.push_back({group.label, true});
  return columns;
}

// ---- funnel -------------------------------------------------------------------------------------

/// Who comes to a step of the funnel, at best estimates.
double best_reach(const ComparedAlternative& row, const ChartGroup& group, PlaceId place) {
  if (!group.persona.is_valid()) return row.places[place.index].reach;
  return row.persona_reach[group.persona.index][place.index];
}

/// The conversion of a set of fixes, if `cairn compare` has it for the group.
std::optional<double> conversion_of(const Comparison& all, const ComparedAlternative& row,
                                    const ChartGroup& group) {
  for (std::size_t q = 0; q < all.questions.size(); ++q) {
    const Question& question = all.questions[q];
    if (question.metric.kind != Metric::Kind::conversion) continue;
    std::vector<Group> wanted;
    if (group.persona.is_valid()) wanted = {{{{group.persona, {}, {}, {}}}}};
    if (question.groups == wanted) return row.figures[q].answer.estimate.value;
  }
  return std::nullopt;
}

/// One group's steps with a set of fixes: those of today, moved as the best estimates move; to ask
/// for them in every draw would take as long as all the rest. The conversion has the figure of
/// `cairn compare`, and what stands behind it moves with it.
std::vector<double> steps_of_set(const Comparison& all, const ComparedAlternative& row,
                                 const Funnel& funnel, std::size_t g) {
  constexpr double kSame = 1e-9;
  const ChartGroup& group = funnel.groups[g];
  const ComparedAlternative& today = all.alternatives.front();
  const std::optional<double> before = conversion_of(all, today, group);
  const std::optional<double> after = conversion_of(all, row, group);
  double of_converted = 1;  // mean over draws against best estimates, behind the conversion
  std::vector<double> steps;
  for (std::size_t s = 0; s < funnel.steps.size(); ++s) {
    const double share = funnel.values[g][s].share;
    const double best_today = best_reach(today, group, funnel.steps[s].place);
    const double best = best_reach(row, group, funnel.steps[s].place);
    const double moved = best_today > 0 ? share * best / best_today : best;
    if (before && after && moved > 0 && std::fabs(*before - share) < kSame) {
      of_converted = *after / moved;
    }
    steps.push_back(std::min(1.0, moved * of_converted));
  }
  return steps;
}

/// By set of fixes, group and step.
std::vector<std::vector<std::vector<double>>> funnel_of_sets(const ReportNumbers& numbers,
                                                             const Funnel& funnel) {
  std::vector<std::vector<std::vector<double>>> values(1);
  for (const std::vector<FunnelValue>& of_group : funnel.values) {
    std::vector<double>& steps = values.front().emplace_back();
    for (const FunnelValue& value : of_group) steps.push_back(value.share);
  }
  if (!numbers.combinations) return values;
  const Comparison& all = *numbers.combinations;
  for (std::size_t k = 1; k < all.alternatives.size(); ++k) {
    std::vector<std::vector<double>>& by_group = values.emplace_back();
    for (std::size_t g = 0; g < funnel.groups.size(); ++g) {
      by_group.push_back(steps_of_set(all, all.alternatives[k], funnel, g));
    }
  }
  return values;
}

void add_funnel(const ReportNumbers& numbers, PageInput& input) {
  const ChartInput chart = chart_input(numbers, input);
  auto shown = page_chart("funnel", draw_funnel(chart), input);
  if (!shown) return;
  const Funnel funnel = find_funnel(chart);
  FunnelData data;
  data.groups = data_groups(funnel.groups);
  for (const FunnelStep& step : funnel.steps) {
    data.steps.push_back({input.journey.places[step.place].heading.name, step.label});
  }
  shown->data.columns = group_columns(input, Word::report_col_place, data.groups);
  for (std::size_t s = 0; s < funnel.steps.size(); ++s) {
    std::vector<PageCell> cells{{funnel.steps[s].label}};
    for (const std::vector<FunnelValue>& of_group : funnel.values) {
      const FunnelValue& value = of_group[s];
      cells.push_back({figure_text(input.how, value.share, Unit::share),
                       range_text(input.how, value.low, value.high, Unit::share)});
    }
    shown->data.rows.push_back(std::move(cells));
  }
  data.values = funnel_of_sets(numbers, funnel);
  input.charts_data.funnel = std::move(data);
  input.charts.push_back(std::move(*shown));
}

// ---- time ---------------------------------------------------------------------------------------

void add_time(const ReportNumbers& numbers, PageInput& input) {
  const ChartInput chart = chart_input(numbers, input);
  auto shown = page_chart("time", draw_time(chart), input);
  if (!shown) return;
  TimeData data;
  shown->data.columns = {{fixed(input, Word::report_col_who)},
                         {fixed(input, Word::report_col_conversion), true},
                         {"10%", true},
                         {"25%", true},
                         {"50%", true},
                         {"75%", true},
                         {"90%", true}};
  for (const TimeRow& row : find_time_rows(chart)) {
    std::vector<TimeData::Quantile> quantiles;
    std::vector<PageCell> cells{{row.group.label},
                                {figure_text(input.how, row.conversion, Unit::share)}};
    for (const auto& [share, days] :
         {std::pair{0.1, row.p10}, std::pair{0.25, row.p25}, std::pair{0.5, row.median},
          std::pair{0.75, row.p75}, std::pair{0.9, row.p90}}) {
      const std::string text = duration_text(input.how, days);
      quantiles.push_back({share, days, text});
      cells.push_back({text});
    }
    data.groups.push_back(data_groups({row.group}).front());
    data.quantiles.push_back(std::move(quantiles));
    shown->data.rows.push_back(std::move(cells));
  }
  for (const double days : round_times()) {
    data.ticks.push_back({days, duration_text(input.how, days)});
  }
  input.charts_data.time = std::move(data);
  input.charts.push_back(std::move(*shown));
}

// ---- feelings -----------------------------------------------------------------------------------

void add_emotion(const ReportNumbers& numbers, PageInput& input) {
  const ChartInput chart = chart_input(numbers, input);
  auto shown = page_chart("emotion", draw_emotion(chart), input);
  if (!shown) return;
  const FeelingCurve curve = find_feelings(chart);
  EmotionData data;
  data.low = input.journey.frame.emotion_low;
  data.high = input.journey.frame.emotion_high;
  data.groups = data_groups(curve.groups);
  shown->data.columns = group_columns(input, Word::report_col_place, data.groups);
  for (const FeelingPoint& point : curve.points) {
    data.points.push_back({point.id, point.label, point.stage, point.values});
    std::vector<PageCell> cells{{point.label, point.stage}};
    for (const std::optional<double>& value : point.values) {
      cells.push_back({value ? figure_text(input.how, *value, Unit::feeling) : "–"});
    }
    shown->data.rows.push_back(std::move(cells));
  }
  input.charts_data.emotion = std::move(data);
  input.charts.push_back(std::move(*shown));
}

// ---- sankey -------------------------------------------------------------------------------------

std::string kind_of(SankeyNode::Kind kind) {
  switch (kind) {
    case SankeyNode::Kind::source:
      return "source";
    case SankeyNode::Kind::touchpoint:
      return "touchpoint";
    case SankeyNode::Kind::win:
      return "win";
    case SankeyNode::Kind::outcome:
    case SankeyNode::Kind::still:
      return "outcome";
    case SankeyNode::Kind::loss:
    case SankeyNode::Kind::leave:
      return "leave";
  }
  return "touchpoint";
}

void add_sankey(const ReportNumbers& numbers, PageInput& input) {
  const ChartInput chart = chart_input(numbers, input);
  auto shown = page_chart("sankey", draw_sankey(chart), input);
  if (!shown) return;
  const SankeyGraph graph = find_sankey(chart);
  SankeyData data;
  for (const SankeyNode& node : graph.nodes) {
    data.nodes.push_back(
        {node.id, node.label, kind_of(node.kind), static_cast<int>(node.column), node.share});
  }
  shown->data.columns = {{fixed(input, Word::report_col_from)},
                         {fixed(input, Word::report_col_to)},
                         {fixed(input, Word::report_col_passages), true}};
  std::vector<SankeyLink> links = graph.links;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].again > 0) links.push_back({i, i, graph.nodes[i].again, true});
  }
  for (const SankeyLink& link : links) {
    data.links.push_back({graph.nodes[link.from].id, graph.nodes[link.to].id, link.value});
  }
  std::stable_sort(links.begin(), links.end(),
                   [](const SankeyLink& a, const SankeyLink& b) { return a.value > b.value; });
  for (const SankeyLink& link : links) {
    shown->data.rows.push_back({{graph.nodes[link.from].label},
                                {graph.nodes[link.to].label},
                                {figure_text(input.how, link.value, Unit::share)}});
  }
  input.charts_data.sankey = std::move(data);
  input.charts.push_back(std::move(*shown));
}

// ---- what if ------------------------------------------------------------------------------------

void add_compare(const ReportNumbers& numbers, PageInput& input) {
  if (!numbers.comparison || numbers.comparison->alternatives.size() < 2) return;
  const ChartInput chart = chart_input(numbers, input);
  auto shown =
      page_chart("compare", draw_compare(chart, *numbers.comparison, numbers.advice), input);
  if (!shown) return;
  const Benefits benefits = find_benefits(chart, *numbers.comparison, numbers.advice);
  CompareData data;
  data.unit = benefits.unit == Unit::money ? input.how.currency : "share";
  shown->data.columns = {{fixed(input, Word::report_col_fix)},
                         {fixed(input, Word::report_col_gain), true},
                         {fixed(input, Word::report_col_chance), true}};
  for (const BenefitRow& row : benefits.rows) {
    data.rows.push_back({row.id, row.label, row.value, row.low, row.high, row.text, row.range,
                         row.chance, row.advice, row.kind == Alternative::Kind::scenario});
    shown->data.rows.push_back({{row.label}, {row.text, row.range}, {row.chance}});
  }
  input.charts_data.compare = std::move(data);
  input.charts.push_back(std::move(*shown));
}

// ---- what the answer hangs on -------------------------------------------------------------------

/// The drawing alone: the page has the words and the table.
void add_hangs_on(const ReportNumbers& numbers, PageInput& input) {
  const std::optional<HangsOnData> data = hangs_on_data(input);
  const std::optional<PageChart> words_of = hangs_on_chart(input);
  if (!numbers.hangs_on || !data || !words_of) return;
  Swings swings;
  swings.middle = data->today;
  const HangsOn& hangs_on = *numbers.hangs_on;
  swings.middle_text = hangs_on.alternative ? change_text(input.how, hangs_on.mean, hangs_on.unit)
                                            : figure_text(input.how, hangs_on.mean, hangs_on.unit);
  for (const HangsOnData::Row& row : data->rows) {
    swings.rows.push_back(
        {row.label, row.low, row.high, row.low_text, row.high_text, row.is_assumption});
  }
  const ChartInput chart = chart_input(numbers, input);
  auto shown =
      page_chart(words_of->name,
                 draw_hangs_on(chart, {words_of->heading, "", words_of->reading}, swings), input);
  if (shown) input.charts.push_back(std::move(*shown));
}

}  // namespace

void add_charts(const ReportNumbers& numbers, PageInput& input) {
  add_funnel(numbers, input);
  add_time(numbers, input);
  add_leaving(numbers, input);
  add_emotion(numbers, input);
  add_sankey(numbers, input);
  add_compare(numbers, input);
  add_hangs_on(numbers, input);
}

}  // namespace cairn
