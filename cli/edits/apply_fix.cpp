#include "cli/edits/apply_fix.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "cli/edits/mended_disk.h"
#include "journey/apply.h"
#include "simulator/predict.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

constexpr std::uint64_t kSeed = 1;  // the worlds that `cairn run` draws
constexpr std::uint32_t kWorlds = 1'000;
constexpr double kSameFigure = 1e-6;  // relative: figures at the border of two printed numbers

FixFigures find_figures(const Journey& journey) {
  std::vector<Question> questions(5);
  questions[1].metric.kind = Metric::Kind::revenue;
  questions[2].metric.kind = Metric::Kind::cost;
  questions[1].metric.per = questions[2].metric.per = Per::entrant;
  questions[3].metric.kind = Metric::Kind::time_to;
  questions[3].metric.to = Metric::To::end;
  questions[4].metric.kind = Metric::Kind::emotion;
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  const Prediction prediction = predict(journey, questions, how);
  const auto best = [&](std::size_t i) {
    const Answer& answer = prediction.answers[i];
    return answer.is_defined ? answer.estimate.best : 0;
  };
  return {best(0), best(1), best(2), best(3), best(4)};
}

bool is_near(double a, double b) {
  return std::abs(a - b) <= kSameFigure * std::max(std::abs(a), std::abs(b)) + 1e-12;
}

bool is_same(const FixFigures& a, const FixFigures& b) {
  const auto as_money = [](double amount) { return format_money(amount, ""); };
  const auto same = [](double x, double y, auto print) {
    return is_near(x, y) || print(x) == print(y);
  };
  return same(a.conversion, b.conversion, format_share) && same(a.revenue, b.revenue, as_money) &&
         same(a.cost, b.cost, as_money) && same(a.days, b.days, format_duration) &&
         same(a.feeling, b.feeling, format_number);
}

std::vector<World> draw_worlds(const Journey& journey) {
  std::vector<World> worlds;
  if (!has_doubt(journey)) return worlds;
  const DrawPlan plan = plan_draws(journey);
  for (std::uint32_t i = 0; i < kWorlds; ++i) worlds.push_back(draw_world(plan, kSeed, i));
  return worlds;
}

/// The files as the edits make them.
std::vector<MendedFile> edit_files(const Project& project, const Baked& baked) {
  std::vector<MendedFile> files;
  for (std::size_t i = 0; i < project.files.size(); ++i) {
    const FileId id = project.files.id_at(i);
    std::vector<TextEdit> edits;
    for (const TextEdit& edit : baked.edits) {
      if (edit.span.file == id) edits.push_back(edit);
    }
    if (edits.empty()) continue;
    const TextFile& file = project.files[id];
    files.push_back(
        {project.disk_paths[i], file.path, file.text, apply_edits(file.text, std::move(edits))});
  }
  return files;
}

/// One try with so many digits.
void try_precision(const Files& disk, const Opened& opened, FixId fix, const Options& options,
                   const std::vector<World>& worlds, int precision, AppliedFix& result) {
  const BakeOptions how{options.date, precision};
  result.baked = bake_fix(opened.project, opened.compiled.journey, fix, worlds, how);
  result.outcome = AppliedFix::Outcome::refused;
  if (!result.baked.refused.empty()) return;
  result.files = edit_files(opened.project, result.baked);
  MendedDisk mended(disk);
  for (const MendedFile& file : result.files) mended.mended[file.disk_path] = file.after;
  Stopwatch watch(false);
  result.after = open_project(mended, options.paths.front(), options, watch);
  result.outcome = AppliedFix::Outcome::not_sound;
  if (result.after.diagnostics.has_errors() || !result.after.compiled.is_sound) return;
  result.got = find_figures(result.after.compiled.journey);
  result.outcome =
      is_same(result.wanted, result.got) ? AppliedFix::Outcome::done : AppliedFix::Outcome::differs;
}

}  // namespace

AppliedFix apply_fix(const Files& disk, const Opened& opened, FixId fix, const Options& options) {
  AppliedFix result;
  const Journey& journey = opened.compiled.journey;
  const std::optional<Journey> applied = apply_fixes(journey, {fix});
  if (!applied) {
    result.outcome = AppliedFix::Outcome::refused;
    result.baked.refused = {"the journey with the fix has too many states"};
    return result;
  }
  result.before = find_figures(journey);
  result.wanted = find_figures(*applied);
  const std::vector<World> worlds = draw_worlds(journey);
  for (int precision = 0; precision <= kMostPrecision; ++precision) {
    try_precision(disk, opened, fix, options, worlds, precision, result);
    if (result.outcome != AppliedFix::Outcome::differs) break;
  }
  return result;
}

std::string all_figures_text(const FixFigures& figures, const std::string& currency) {
  return figures_text(figures, currency) + fmt::format(", {} to the end, feeling {}",
                                                       format_duration(figures.days),
                                                       format_number(figures.feeling));
}

std::string figures_text(const FixFigures& figures, const std::string& currency) {
  const std::string text = fmt::format("conversion {}", format_share(figures.conversion));
  if (currency.empty()) return text;
  return text + fmt::format(", revenue {} and cost {} per entrant",
                            format_money(figures.revenue, currency),
                            format_money(figures.cost, currency));
}

}  // namespace cairn
