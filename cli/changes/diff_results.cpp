#include "cli/changes/diff_results.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "cli/promises/promises.h"
#include "simulator/paired.h"

namespace cairn {
namespace {

/// A confidence that is close to its bound wants many worlds; here somebody waits for a diff.
constexpr std::uint32_t kMostDoublings = 4;

constexpr std::uint32_t kMostWorlds = 1'000'000;

// Parts of what is left that steps are thought to take; only the bar of progress depends on them.
constexpr double kModelPart = 0.4, kScenarioPart = 0.5;

PairOptions pair_options(const Options& options) {
  PairOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.threads = options.threads;
  return how;
}

std::optional<Estimate> estimate_of(const std::optional<Answer>& answer) {
  if (!answer || !answer->is_defined) return std::nullopt;
  return answer->estimate;
}

void add_results(PairedPrediction paired, bool is_scenario, SpecDiff& diff) {
  diff.worlds = std::max({diff.worlds, paired.before.worlds, paired.after.worlds});
  for (PairedFigure& figure : paired.figures) {
    if (!is_changed(figure)) {
      ++diff.unchanged_results;
      continue;
    }
    ResultChange change;
    change.metric = is_scenario ? "conversion" : figure.name;
    if (is_scenario) change.scenario = figure.name;
    change.unit = figure.unit;
    change.before = estimate_of(figure.before);
    change.after = estimate_of(figure.after);
    change.change = std::move(figure.change);
    diff.results.push_back(std::move(change));
  }
}

JudgedPromises judge_side(const Journey& journey, const Options& options, Progress* progress) {
  PromiseOptions how;
  how.seed = options.seed;
  how.worlds = options.worlds;
  how.people = 0;
  how.threads = options.threads;
  how.use_best = options.worlds == 0;
  how.progress = progress;
  how.most_worlds = std::min(options.worlds, kMostWorlds >> kMostDoublings) << kMostDoublings;
  JudgedPromises judged;
  if (!journey.expectations.empty()) judged = judge_promises(journey, how);
  return judged;
}

/// One side of a promise, as both are matched.
void set_side(const Judgement& judgement, std::optional<Verdict>& verdict,
              std::optional<double>& measured, PromiseChange& change) {
  verdict = judgement.verdict;
  if (judgement.answer == nullptr) return;
  measured = judgement.measured;
  change.unit = judgement.answer->unit;
}

/// What the reader must see first: an `expect` that is broken now, then what may be.
int rank_of(const PromiseChange& change) {
  if (change.is_newly_broken() && !change.is_target) return change.before ? 0 : 1;
  if (change.is_newly_broken()) return 3;
  if (!change.after) return 5;
  return *change.after == Verdict::unsure ? 2 : 4;
}

void compare_promises(const Journey& before, const Journey& after, const Options& options,
                      Progress* progress, SpecDiff& diff) {
  // In the same draws as the results above, so that both say the same number.
  const Journey alike = drawn_alike(before, after);
  JudgedPromises old_side, new_side;
  for_each_index(2, options.threads, [&](std::size_t side) {
    // The bar follows the first side; the second goes beside it.
    if (side == 0) old_side = judge_side(alike, options, progress);
    if (side == 1) new_side = judge_side(after, options, nullptr);
  });
  std::vector<bool> is_matched(old_side.judgements.size(), false);
  const auto match_of = [&](const std::string& text) -> const Judgement* {
    for (std::size_t i = 0; i < old_side.judgements.size(); ++i) {
      if (is_matched[i] || old_side.judgements[i].expectation->text != text) continue;
      is_matched[i] = true;
      return &old_side.judgements[i];
    }
    return nullptr;
  };
  for (const Judgement& judgement : new_side.judgements) {
    PromiseChange change;
    change.text = judgement.expectation->text;
    change.is_target = judgement.expectation->is_target;
    change.new_span = judgement.expectation->span;
    if (const Judgement* old_one = match_of(change.text)) {
      change.old_span = old_one->expectation->span;
      set_side(*old_one, change.before, change.measured_before, change);
    }
    set_side(judgement, change.after, change.measured_after, change);
    if (change.before == change.after) {
      ++diff.unchanged_promises;
    } else {
      diff.promises.push_back(std::move(change));
    }
  }
  for (std::size_t i = 0; i < old_side.judgements.size(); ++i) {
    if (is_matched[i]) continue;
    PromiseChange change;
    change.text = old_side.judgements[i].expectation->text;
    change.is_target = old_side.judgements[i].expectation->is_target;
    change.old_span = old_side.judgements[i].expectation->span;
    set_side(old_side.judgements[i], change.before, change.measured_before, change);
    diff.promises.push_back(std::move(change));
  }
  std::stable_sort(
      diff.promises.begin(), diff.promises.end(),
      [](const PromiseChange& a, const PromiseChange& b) { return rank_of(a) < rank_of(b); });
}

}  // namespace

void compare_results(const Journey& before, const Journey& after, const ResultScope& scope,
                     const Options& options, Stopwatch& watch, Progress* progress, SpecDiff& diff) {
  PairOptions how = pair_options(options);
  how.progress = progress;
  if (scope.model) {
    const ProgressScope part(progress, kModelPart);
    add_results(predict_pair(before, after, how), /*is_scenario=*/false, diff);
  }
  watch.lap("predict both");
  {
    const ProgressScope part(progress, kScenarioPart);
    add_results(predict_scenario_pairs(before, after, how), /*is_scenario=*/true, diff);
  }
  watch.lap("scenarios of both");
  compare_promises(before, after, options, progress, diff);
  watch.lap("judge both");
}

}  // namespace cairn
