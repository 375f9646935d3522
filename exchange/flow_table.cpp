#include "exchange/flow_table.h"

#include <fmt/format.h>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "journey/describe.h"
#include "journey/kind_words.h"
#include "journey/metric_name.h"

namespace cairn {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kLineEnd = "\r\n";

class TableWriter {
 public:
  explicit TableWriter(const Journey& journey) : journey_(journey) {}

  std::string write() {
    out_ = kByteOrderMark;
    row({"stage", "from", "from label", "to", "to label", "for", "when", "kind", "share", "low",
         "high", "seen", "of", "times", "after days", "after", "source"});
    for (const Source& source : journey_.sources) {
      for (const FlowLine& line : source.flows) flow("", source.heading, line);
    }
    for (const Place& place : journey_.places) {
      const std::string stage =
          place.stage.is_valid() ? journey_.stages[place.stage].heading.label : "";
      for (const FlowLine& line : place.flows) flow(stage, place.heading, line);
    }
    return std::move(out_);
  }

 private:
  void row(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out_ += ',';
      out_ += cells[i];
    }
    out_ += kLineEnd;
  }

  void flow(const std::string& stage, const Heading& from, const FlowLine& line) {
    const Heading& to = journey_.places[line.target].heading;
    std::vector<std::string> cells = {csv_text(stage),      csv_text(from.name),
                                      csv_text(from.label), csv_text(to.name),
                                      csv_text(to.label),   csv_text(whom(line)),
                                      csv_text(when(line)), std::string(flow_word(line.kind))};
    add_number(line, cells);
    cells.push_back(line.after ? format_exact(middle_days(*line.after)) : "");
    cells.push_back(line.after ? csv_text(after_text(*line.after)) : "");
    cells.push_back(line.value.is_valid() ? csv_text(journey_.parameters[line.value].origin) : "");
    row(cells);
  }

  std::string whom(const FlowLine& line) const {
    return line.scope.groups.empty() ? "" : groups_name(journey_, line.scope.groups);
  }

  std::string when(const FlowLine& line) const {
    std::string text;
    for (const Condition& condition : line.scope.conditions) {
      if (!text.empty()) text += " and ";
      text += condition_text(journey_, condition);
    }
    return text;
  }

  // share, low, high, seen, of, times. What `rest` comes to depends on the other lines: left empty.
  void add_number(const FlowLine& line, std::vector<std::string>& cells) const {
    if (!line.value.is_valid()) {
      cells.push_back(line.kind == FlowLine::Kind::everyone ? "1" : "");
      cells.insert(cells.end(), 5, "");
      return;
    }
    const Parameter& number = journey_.parameters[line.value];
    const std::string best = format_exact(to_double(number.best));
    const bool is_factor = line.kind == FlowLine::Kind::factor;
    const bool has_range = number.doubt == Doubt::range;
    const bool is_seen = number.doubt == Doubt::observed;
    cells.push_back(is_factor ? "" : best);
    cells.push_back(has_range ? format_exact(number.low) : "");
    cells.push_back(has_range ? format_exact(number.high) : "");
    cells.push_back(is_seen ? fmt::format("{}", number.observed) : "");
    cells.push_back(is_seen ? fmt::format("{}", number.total) : "");
    cells.push_back(is_factor ? best : "");
  }

  double best(ParameterId id) const { return to_double(journey_.parameters[id].best); }

  // The value, the mean, the median, or the lower end: what stands first in the text beside it.
  double middle_days(const Amount& amount) const { return best(amount.first); }

  std::string after_text(const Amount& amount) const {
    const std::string first = format_duration(best(amount.first));
    switch (amount.law) {
      case Law::fixed:
        return first;
      case Law::exponential:
        return "mean " + first;
      case Law::lognormal_p90:
        return fmt::format("median {}, p90 {}", first, format_duration(best(amount.second)));
      case Law::lognormal_p5_p95:
        return fmt::format("{} to {}", first, format_duration(best(amount.second)));
      case Law::woven:
        break;
    }
    return first;
  }

  const Journey& journey_;
  std::string out_;
};

}  // namespace

std::string csv_text(std::string_view text) {
  std::string cell(text);
  if (!cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos) {
    cell.insert(cell.begin(), '\'');
  }
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    quoted += c;
    if (c == '"') quoted += '"';
  }
  return quoted + '"';
}

std::string flow_table(const Journey& journey) {
  return TableWriter(journey).write();
}

}  // namespace cairn
