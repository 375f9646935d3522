#include "simulator/doubt.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "base/parallel.h"
#include "journey/world.h"
#include "simulator/walk/statistics.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

// Part of the work that trying is thought to be; only the bar of progress depends on it.
constexpr double kTryingPart = 0.15;
// Cells of the grid that worlds are solved on; what they miss is carried from the fine grid.
constexpr std::uint32_t kWorldCells = 48;

// Shorter ways that are tried first, cheapest first: 0 is without the horizon.
constexpr std::array<std::uint32_t, 3> kShorterWays = {0, 12, 24};

/// A way to solve a world, and what it gives at the best estimate.
struct Approach {
  std::uint32_t cells = 0;  // 0: without the horizon
  std::vector<Totals> at_best;
};

using Rows = std::vector<std::vector<double>>;  // by world, then question

// Calendar totals have no meaning without a horizon; discounted money follows the same doubt.
void stand_in_for_calendar(const TotalsLayout& layout, std::vector<Totals>& by_class) {
  for (Totals& totals : by_class) {
    totals[layout.total_revenue()] = totals[layout.revenue()];
    totals[layout.total_cost()] = totals[layout.cost()];
  }
}

/// Which totals the figures are read from.
std::vector<std::uint8_t> find_read(const TotalsLayout& layout, const FigurePlan& plan) {
  std::vector<std::uint8_t> is_read(layout.size(), 0);
  for (const MetricForm& form : plan.forms) {
    for (const Term& term : form.ratio.numerator) is_read[term.index] = 1;
    for (const Term& term : form.ratio.denominator) is_read[term.index] = 1;
    if (form.square) is_read[*form.square] = 1;
  }
  return is_read;
}

bool reads_passages(const TotalsLayout& layout, const std::vector<std::uint8_t>& is_read,
                    const std::vector<PlaceId>& places) {
  return std::any_of(places.begin(), places.end(), [&](PlaceId place) {
    return is_read[layout.reach(place)] != 0 || is_read[layout.time_to(place)] != 0 ||
           is_read[layout.touches_to(place)] != 0 || is_read[layout.time_square_to(place)] != 0;
  });
}

/// The plans of all classes, without what no figure reads: most of the work of a small chain are
/// the first visits of all its places.
std::vector<ExactPlan> plans_for(const Setting& setting, const FigurePlan& plan) {
  const TotalsLayout& layout = setting.layout;
  const std::vector<std::uint8_t> is_read = find_read(layout, plan);
  std::vector<ExactPlan> plans = setting.plans;
  for (ExactPlan& one : plans) {
    one.finds.places = reads_passages(layout, is_read, one.block.places);
    // Where the journey ends with a conversion, that is a sum over ends.
    one.finds.ends = !one.goes_on_converted || reads_passages(layout, is_read, one.ends);
    one.finds.end_time = is_read[layout.end_time()] != 0 || is_read[layout.end_time_square()] != 0;
    one.finds.conversion_time = is_read[layout.conversion_time()] != 0 ||
                                is_read[layout.conversion_touches()] != 0 ||
                                is_read[layout.conversion_time_square()] != 0;
    one.finds.value = is_read[layout.value()] != 0;
  }
  return plans;
}

std::vector<Totals> solve_by(const Setting& setting, const std::vector<ExactPlan>& plans,
                             const WorldChains& numbers, std::uint32_t cells) {
  if (cells > 0) return estimate_with_horizon(setting, numbers, cells);
  std::vector<Totals> by_class = solve_without_horizon(setting, plans, numbers);
  stand_in_for_calendar(setting.layout, by_class);
  return by_class;
}

std::vector<double> solve_world(const Setting& setting, const std::vector<ExactPlan>& plans,
                                const FigurePlan& plan, const WorldChains& numbers,
                                const Approach& approach, const BestAnswer& best) {
  std::vector<Totals> by_class = solve_by(setting, plans, numbers, approach.cells);
  if (best.method != Method::exact) {
    for (std::size_t c = 0; c < by_class.size(); ++c) {
      carry_totals(approach.at_best[c], best.by_class[c], by_class[c]);
    }
  }
  std::vector<double> values =
      figure_values(setting, plan, numbers.world, mix_classes(plan, numbers.shares, by_class));
  for (std::size_t q = 0; q < values.size(); ++q) {
    // Carried shares may pass a whole by the error of the carrying.
    if (plan.forms[q].unit == Unit::share && values[q] > 1) values[q] = 1;
  }
  return values;
}

double range_of(const Rows& rows, std::size_t question) {
  std::vector<double> values;
  for (const std::vector<double>& row : rows) {
    if (!std::isnan(row[question])) values.push_back(row[question]);
  }
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return estimate_quantile(values, 0.95).value - estimate_quantile(values, 0.05).value;
}

// Whether in the checked worlds the short way is, for every figure, within a tenth of the figure's
// range or of its last printed digit.
bool is_near_enough(const FigurePlan& plan, const Rows& carried, const Rows& stepped) {
  for (std::size_t q = 0; q < plan.forms.size(); ++q) {
    const double range = range_of(stepped, q);
    for (std::size_t w = 0; w < stepped.size(); ++w) {
      const double value = stepped[w][q];
      if (std::isnan(value) && std::isnan(carried[w][q])) continue;
      const double allowed = std::max(range / 10, asked_precision(plan.forms[q].unit, value));
      // Written so that an infinite or undefined carried value counts as far off.
      if (!(std::fabs(carried[w][q] - value) <= allowed)) return false;
    }
  }
  return true;
}

Rows less(Rows rows, const Rows& baseline) {
  for (std::size_t w = 0; w < rows.size(); ++w) {
    for (std::size_t q = 0; q < rows[w].size(); ++q) rows[w][q] -= baseline[w][q];
  }
  return rows;
}

// The same of every case and, since pairs are what cases are for, of its difference to the first.
bool are_near_enough(const FigurePlan& plan, const std::vector<Rows>& carried,
                     const std::vector<Rows>& stepped) {
  for (std::size_t c = 0; c < stepped.size(); ++c) {
    if (!is_near_enough(plan, carried[c], stepped[c])) return false;
    if (c > 0 && !is_near_enough(plan, less(carried[c], carried[0]), less(stepped[c], stepped[0])))
      return false;
  }
  return true;
}

}  // namespace

namespace {

/// In which share of worlds each site was scaled.
std::vector<ScaledSite> count_scaled(const std::vector<std::vector<Site>>& scaled) {
  std::map<std::pair<PlaceId, SourceId>, std::size_t> counts;
  for (const std::vector<Site>& sites : scaled) {
    for (const Site& site : sites) ++counts[{site.place, site.source}];
  }
  std::vector<ScaledSite> answer;
  for (const auto& [site, count] : counts) {
    answer.push_back(
        {site.first, site.second, static_cast<double>(count) / static_cast<double>(scaled.size())});
  }
  return answer;
}

}  // namespace

DoubtAnswer solve_doubt(const Setting& setting, const FigurePlan& plan, const WorldChains& at_best,
                        const BestAnswer& best, std::uint64_t seed, std::uint32_t worlds,
                        unsigned threads, Progress* progress) {
  return std::move(
      solve_doubt(setting, plan, {DoubtCase{&at_best, &best}}, seed, worlds, threads, progress)
          .front());
}

namespace {

/// All cases of a journey, world by world.
class Worlds {
 public:
  Worlds(const Setting& setting, const FigurePlan& plan, const std::vector<DoubtCase>& cases,
         std::uint64_t seed, unsigned threads, Progress* progress)
      : setting_(setting),
        plan_(plan),
        cases_(cases),
        plans_(plans_for(setting, plan)),
        draws_(plan_draws(*setting.journey)),
        seed_(seed),
        threads_(threads),
        progress_(progress) {}

  /// By case.
  std::vector<Approach> prepare_all(std::uint32_t cells) const {
    std::vector<Approach> approaches;
    for (const DoubtCase& one : cases_) {
      approaches.push_back({cells, solve_by(setting_, plans_, *one.at_best, cells)});
    }
    return approaches;
  }

  /// By case, then world. `scaled` (by case, then world) and `entrants` (by world) may be null.
  std::vector<Rows> solve(const std::vector<Approach>& approaches, std::size_t count,
                          std::vector<std::vector<std::vector<Site>>>* scaled,
                          std::vector<double>* entrants) const {
    std::vector<Rows> rows(cases_.size(), Rows(count));
    for_each_index(count, threads_, [&](std::size_t w) {
      const World drawn = draw_world(draws_, seed_, static_cast<std::uint32_t>(w));
      if (entrants != nullptr) (*entrants)[w] = drawn.at(setting_.journey->frame.entrants);
      for (std::size_t c = 0; c < cases_.size(); ++c) {
        World world = drawn;
        if (cases_[c].fixed) world.values[cases_[c].fixed->first.index] = cases_[c].fixed->second;
        const WorldChains numbers =
            build_world_chains(setting_, std::move(world), cases_[c].at_best->strengths);
        if (scaled != nullptr) (*scaled)[c][w] = numbers.scaled;
        rows[c][w] = solve_world(setting_, plans_, plan_, numbers, approaches[c], *cases_[c].best);
      }
      advance(progress_);
    });
    return rows;
  }

 private:
  const Setting& setting_;
  const FigurePlan& plan_;
  const std::vector<DoubtCase>& cases_;
  std::vector<ExactPlan> plans_;
  DrawPlan draws_;
  std::uint64_t seed_;
  unsigned threads_;
  Progress* progress_;
};

/// The cheapest way that is good enough for every case; 0 cells: without the horizon.
std::vector<Approach> choose_approach(const Setting& setting, const FigurePlan& plan,
                                      const std::vector<DoubtCase>& cases, const Worlds& all,
                                      std::size_t checked) {
  if (cases.front().best->method == Method::exact) return all.prepare_all(0);
  const WorldChains& at_best = *cases.front().at_best;
  std::vector<Approach> full = all.prepare_all(align_cells(at_best, kWorldCells));
  const std::vector<Rows> stepped = all.solve(full, checked, nullptr, nullptr);
  for (const std::uint32_t cells : kShorterWays) {
    if (cells == 0 && has_large_class(setting)) continue;
    std::vector<Approach> shorter = all.prepare_all(cells == 0 ? 0 : align_cells(at_best, cells));
    if (are_near_enough(plan, all.solve(shorter, checked, nullptr, nullptr), stepped)) {
      return shorter;
    }
  }
  return full;
}

/// Cells for all cases: none if few of them are near enough without the horizon.
std::uint32_t rough_cells(const Setting& setting, const FigurePlan& plan,
                          const std::vector<DoubtCase>& few, const Worlds& of_few,
                          std::size_t checked) {
  const std::vector<Approach> chosen = choose_approach(setting, plan, few, of_few, checked);
  if (chosen.front().cells == 0) return 0;
  return align_cells(*few.front().at_best, kShorterWays[1]);
}

}  // namespace

std::vector<std::size_t> spread_alternatives(std::size_t count) {
  constexpr std::size_t kFew = 8;
  std::vector<std::size_t> chosen;
  if (count <= kFew + 1) {
    for (std::size_t i = 0; i < count; ++i) chosen.push_back(i);
    return chosen;
  }
  chosen.push_back(0);
  for (std::size_t i = 0; i < kFew; ++i) chosen.push_back(1 + i * (count - 2) / (kFew - 1));
  return chosen;
}

std::vector<DoubtAnswer> solve_doubt(const Setting& setting, const FigurePlan& plan,
                                     const std::vector<DoubtCase>& cases, std::uint64_t seed,
                                     std::uint32_t worlds, unsigned threads, Progress* progress,
                                     const DoubtEffort& effort) {
  const Worlds all(setting, plan, cases, seed, threads, progress);
  // The long way is tried in a few worlds, then up to three shorter ones.
  begin_step(progress, "trying draws", 4 * effort.checked_worlds, kTryingPart);
  const std::size_t checked = std::min(worlds, effort.checked_worlds);
  std::vector<Approach> approaches;
  const std::vector<std::size_t> chosen = spread_alternatives(cases.size());
  if (effort.is_rough && chosen.size() < cases.size()) {
    std::vector<DoubtCase> few;
    for (const std::size_t c : chosen) few.push_back(cases[c]);
    const Worlds of_few(setting, plan, few, seed, threads, progress);
    approaches = all.prepare_all(rough_cells(setting, plan, few, of_few, checked));
  } else {
    approaches = choose_approach(setting, plan, cases, all, checked);
  }
  std::vector<std::vector<std::vector<Site>>> scaled(cases.size(),
                                                     std::vector<std::vector<Site>>(worlds));
  const bool has_entrants = setting.journey->frame.entrants.is_valid();
  std::vector<double> entrants(has_entrants ? worlds : 0);
  begin_step(progress, "solving draws", worlds, 1);
  const std::vector<Rows> rows =
      all.solve(approaches, worlds, &scaled, has_entrants ? &entrants : nullptr);
  std::vector<DoubtAnswer> answers(cases.size());
  for (std::size_t c = 0; c < cases.size(); ++c) {
    DoubtAnswer& answer = answers[c];
    answer.entrants = entrants;
    answer.is_carried = cases[c].best->method != Method::exact && approaches.front().cells == 0;
    answer.values.assign(plan.forms.size(), {});
    for (const std::vector<double>& row : rows[c]) {
      for (std::size_t q = 0; q < row.size(); ++q) answer.values[q].push_back(row[q]);
    }
    for (const std::vector<Site>& sites : scaled[c]) answer.scaled_share += sites.empty() ? 0 : 1;
    answer.scaled_share /= static_cast<double>(worlds);
    answer.scaled_sites = count_scaled(scaled[c]);
  }
  return answers;
}

}  // namespace cairn
