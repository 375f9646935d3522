#include "simulator/walk/monte_carlo.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <utility>

#include "base/parallel.h"
#include "simulator/walk/batch.h"
#include "simulator/walk/fast.h"
#include "simulator/walk/plain.h"
#include "simulator/walk/route.h"
#include "simulator/walk/statistics.h"

namespace cairn {
namespace {

constexpr std::uint64_t kFirstStage = 16'384;

/// Counts of times for batches to add to, as many as batches run at once. All they hold does not
/// depend on the order of adding, so it does not matter which batch got which.
class TimesPool {
 public:
  explicit TimesPool(std::size_t question_count) : question_count_(question_count) {}

  std::unique_ptr<std::vector<TimeCounts>> take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return std::make_unique<std::vector<TimeCounts>>(question_count_);
    auto times = std::move(free_.back());
    free_.pop_back();
    return times;
  }

  void give_back(std::unique_ptr<std::vector<TimeCounts>> times) {
    const std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(std::move(times));
  }

  void add_all_to(std::vector<TimeCounts>& sums) const {
    for (const auto& times : free_) {
      for (std::size_t q = 0; q < question_count_; ++q) sums[q].add((*times)[q]);
    }
  }

 private:
  std::size_t question_count_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<std::vector<TimeCounts>>> free_;
};

/// All classes made ready.
struct Routes {
  std::vector<WalkRoute> plain;
  std::vector<FastRoute> fast;  // empty: the plain kernel walks
};

Routes make_all_routes(const Journey& journey, const std::vector<WalkClass>& classes,
                       const TotalsLayout& layout, const MoneyWeights& weights,
                       const std::vector<TimeQuestion>& time_questions,
                       const WalkOptions& options) {
  Routes routes;
  routes.plain = make_routes(journey, classes, layout, time_questions);
  if (options.kernel == WalkOptions::Kernel::plain) return routes;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    routes.fast.push_back(make_fast_route(journey, classes[c], routes.plain[c], weights));
    // Rows that no slot number can point to: such a journey is walked the slow way.
    if (routes.fast.back().tables.is_too_large) {
      routes.fast.clear();
      break;
    }
  }
  return routes;
}

/// Walks customers first … first+people-1 as one stratified sample and adds them to the result, in
/// the order of batches, whichever thread walked them.
void walk_stage(const std::vector<WalkClass>& classes, const Routes& routes, const WalkSetup& setup,
                const WalkOptions& options, std::uint64_t first, std::uint64_t people,
                WalkResult& result) {
  const std::vector<BatchTask> tasks =
      plan_batches(classes, setup.layout->size(), options.seed, first, people);
  const WalkKernel kernel = choose_kernel(options.isa);
  std::vector<BatchResult> batches(tasks.size());
  TimesPool pool(result.times.size());
  for_each_index(tasks.size(), options.threads, [&](std::size_t t) {
    const std::size_t c = tasks[t].class_index;
    auto times = pool.take();
    batches[t] = routes.fast.empty() ? walk_plainly(setup, routes.plain[c], tasks[t], *times)
                                     : walk_fast(setup, routes.fast[c], kernel, tasks[t], *times);
    pool.give_back(std::move(times));
    advance(options.progress, tasks[t].last - tasks[t].first);
  });
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    result.cut_walks += batches[t].cut_walks;
    result.classes[tasks[t].class_index].push_back(
        {tasks[t].last - tasks[t].first, std::move(batches[t].sums)});
  }
  pool.add_all_to(result.times);
  result.people += people;
}

bool is_precise(const WalkResult& result, const TotalsLayout& layout, double precision) {
  const std::vector<bool> everyone(result.classes.size(), true);
  const RatioEstimate conversion =
      estimate_ratio(result, everyone, {{{layout.conversion(), 1}}, {}});
  // Nobody (or everybody) has converted yet: that says nothing about how far off it is.
  if (!conversion.is_defined || conversion.varying_batches < kFewestBatches) return false;
  return kNormal95 * conversion.standard_error <= precision;
}

}  // namespace

WalkResult walk(const Journey& journey, const std::vector<WalkClass>& classes,
                const TotalsLayout& layout, const MoneyWeights& weights,
                const std::vector<TimeQuestion>& time_questions, const WalkOptions& options) {
  const Routes routes = make_all_routes(journey, classes, layout, weights, time_questions, options);
  const WalkSetup setup = make_setup(layout, weights, options.seed);
  WalkResult result;
  result.classes.resize(classes.size());
  result.times.resize(time_questions.size());
  for (const WalkClass& walk_class : classes) result.shares.push_back(walk_class.share);
  if (!(options.precision > 0)) {
    walk_stage(classes, routes, setup, options, 0, options.people, result);
    return result;
  }
  while (result.people < options.people) {
    const std::uint64_t wanted = std::max(result.people, kFirstStage);
    walk_stage(classes, routes, setup, options, result.people,
               std::min(wanted, options.people - result.people), result);
    if (is_precise(result, layout, options.precision)) break;
  }
  return result;
}

}  // namespace cairn
