#include "cli/report/gather_report.h"

#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/pictures/pictures.h"
#include "cli/project/alternatives.h"
#include "cli/report/report_charts.h"
#include "cli/report/report_numbers.h"
#include "cli/report/report_pictures.h"
#include "decision/number_names.h"
#include "render/page/page_input.h"

namespace cairn {
namespace {

std::vector<SpecMessage> warnings_of(const Opened& opened) {
  std::vector<SpecMessage> messages;
  for (const Diagnostic& diagnostic : opened.diagnostics.all()) {
    if (severity_of(diagnostic.code) != Severity::warning) continue;
    SpecMessage message;
    message.code = std::string(code_info(diagnostic.code).id);
    message.text = diagnostic.message;
    if (diagnostic.span.is_valid()) {
      const TextFile& file = opened.project.files[diagnostic.span.file];
      message.place =
          fmt::format("{}:{}", file.path, position_of(file, diagnostic.span.begin).line);
    }
    messages.push_back(std::move(message));
  }
  return messages;
}

/// The lines of missing_to_run without their indentation.
std::vector<std::string> missing_lines(const Opened& opened, const Options& options) {
  std::vector<std::string> lines;
  std::string_view text;
  const std::string all = missing_to_run(opened, options);
  for (text = all; !text.empty();) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("  ")) lines.emplace_back(line.substr(2));
  }
  return lines;
}

/// What the flow shows beside today: what was asked for, else what is advised most.
std::optional<Alternative> shown_alternative(const PageInput& input,
                                             const std::optional<Alternative>& asked) {
  if (asked) return asked;
  const std::size_t best = best_alternative(input);
  if (best == 0) return std::nullopt;
  return input.comparison->alternatives[best].alternative;
}

/// `--scenario`: a scenario or a fix; nothing in `found` if none was named. False, after saying
/// why, if there is none of that name.
bool find_asked(const Journey& journey, const Options& options, std::optional<Alternative>& found) {
  if (options.scenario.empty()) return true;
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
    const FixId id = journey.fixes.id_at(i);
    if (journey.fixes[id].heading.name != options.scenario) continue;
    found = Alternative{Alternative::Kind::fix, {id}, {}};
    return true;
  }
  const std::optional<ScenarioId> scenario = find_scenario(journey, options.scenario);
  if (!scenario) return false;
  found = Alternative{Alternative::Kind::scenario, journey.scenarios[*scenario].fixes, *scenario};
  return true;
}

void point_to(const ReportNumbers& numbers, PageInput& input) {
  input.prediction = &numbers.today;
  if (numbers.comparison) {
    input.comparison = &*numbers.comparison;
    input.advice = &numbers.advice;
  }
  if (numbers.combinations) input.living = &numbers.living;
  if (numbers.promises) input.judgements = &numbers.promises->judgements;
  if (numbers.hangs_on) input.hangs_on = &*numbers.hangs_on;
}

}  // namespace

std::optional<ReportPage> gather_report(const Opened& opened, const Options& options,
                                        Stopwatch& watch, bool only_draws, Progress* progress) {
  const Journey& journey = opened.compiled.journey;
  std::optional<Alternative> asked;
  if (!find_asked(journey, options, asked)) return std::nullopt;
  const bool is_predictable = opened.compiled.level != Level::draw;
  PageInput input{journey, {words_for(options, journey), journey.frame.currency}};
  input.label = journey.frame.heading.label;
  if (input.label.empty()) {
    input.label = std::filesystem::path(options.paths.front()).stem().string();
  }
  input.theme = options.theme;
  input.version = CAIRN_VERSION;
  input.spec_sha256 = opened.project.sha256;
  input.warnings = warnings_of(opened);
  input.number_names = number_labels(journey);
  if (!is_predictable) input.missing = missing_lines(opened, options);
  std::unique_ptr<ReportNumbers> numbers;
  if (is_predictable && !only_draws) {
    numbers = find_numbers(journey, options, progress, watch);
    point_to(*numbers, input);
  }
  const std::optional<Alternative> shown = numbers ? shown_alternative(input, asked) : std::nullopt;
  add_pictures(numbers.get(), shown, options, input);
  watch.lap("flow and maps");
  if (numbers) add_charts(*numbers, input);
  watch.lap("charts");
  return make_page(input);
}

}  // namespace cairn
