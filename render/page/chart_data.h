// What the charts of the report show, as plain data: the script draws from it, tables repeat it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journey/advice.h"
#include "render/page/report_page.h"

namespace cairn {

/// Customers told apart: a persona, by its place in the journey, or everyone (-1).
struct DataGroup {
  std::string label;
  int persona = -1;
};

/// Shares of entrants who reach each step.
struct FunnelData {
  struct Step {
    std::string id, label;
  };
  std::vector<Step> steps;
  std::vector<DataGroup> groups;
  /// By combination (today first), group, step: 0 … 1.
  std::vector<std::vector<std::vector<double>>> values;
};

/// Of those who convert: the days by which a share of them has.
struct TimeData {
  struct Quantile {
    double share = 0, days = 0;
    std::string text;
  };
  struct Tick {
    double days = 0;
    std::string text;
  };
  std::vector<DataGroup> groups;
  std::vector<std::vector<Quantile>> quantiles;  // by group
  std::vector<Tick> ticks;                       // of a scale of times; more than have room
};

/// Mean feelings by touchpoint, in file order.
struct EmotionData {
  struct Point {
    std::string id, label, stage;
    std::vector<std::optional<double>> values;  // by group
  };
  double low = -2, high = 2;
  std::vector<DataGroup> groups;
  std::vector<Point> points;
};

/// Where and why they leave: shares of entrants by group.
struct LeavingData {
  struct Row {
    std::string reason, place;
    enum class Kind : std::uint8_t { pain, reason, unexplained };
    Kind kind = Kind::unexplained;
    std::vector<double> values;
  };
  std::vector<DataGroup> groups;
  std::vector<Row> rows;
};

/// Passages per entrant, loops included.
struct SankeyData {
  struct Node {
    std::string id, label, kind;  // source, touchpoint, win, outcome, leave
    int column = 0;
    std::optional<double> reach;  // share of entrants who ever get there
  };
  struct Link {
    std::string from, to;
    double value = 0;
  };
  std::vector<Node> nodes;
  std::vector<Link> links;
};

/// What each fix and scenario brings.
struct CompareData {
  struct Row {
    std::string name, label;
    double best = 0, low = 0, high = 0;
    std::string text, range, chance;
    Advice advice = Advice::not_now;
    bool is_scenario = false;
  };
  std::string unit;
  std::vector<Row> rows;
};

/// What the answer hangs on: the figure with a number at its low and at its high end.
struct HangsOnData {
  struct Row {
    std::string label;
    double low = 0, high = 0;
    std::string low_text, high_text;
    bool is_assumption = false;
  };
  std::string unit;
  double today = 0;
  std::vector<Row> rows;
};

/// Those that the journey has; each with its figure in the page.
struct ChartsData {
  std::optional<FunnelData> funnel;
  std::optional<TimeData> time;
  std::optional<EmotionData> emotion;
  std::optional<LeavingData> leaving;
  std::optional<SankeyData> sankey;
  std::optional<CompareData> compare;
};

}  // namespace cairn
