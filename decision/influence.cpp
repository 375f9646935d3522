#include "decision/influence.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "decision/regression.h"
#include "journey/world.h"
#include "simulator/worlds.h"

namespace cairn {
namespace {

/// Below this part of the variance it is the noise of a regression on so many worlds.
double least_share(std::size_t worlds) {
  return 4.0 * kMostDegrees / static_cast<double>(worlds);
}

struct Sample {
  std::vector<std::size_t> worlds;  // that count
  std::vector<double> figure;
  double mean = 0, square = 0;  // square: sum of squared deviations
};

Sample known_worlds(const std::vector<double>& figure) {
  Sample sample;
  for (std::size_t w = 0; w < figure.size(); ++w) {
    if (!std::isfinite(figure[w])) continue;
    sample.worlds.push_back(w);
    sample.figure.push_back(figure[w]);
  }
  for (const double value : sample.figure) {
    sample.mean += value / static_cast<double>(sample.figure.size());
  }
  for (double& value : sample.figure) {
    value -= sample.mean;
    sample.square += value * value;
  }
  return sample;
}

/// The mean of the fit over the worlds near one end of the number's draws.
double fit_near(const std::vector<std::size_t>& order, const std::vector<double>& fit,
                double level) {
  const auto count = static_cast<double>(order.size());
  const auto centre = static_cast<std::ptrdiff_t>(level * count);
  const auto reach = static_cast<std::ptrdiff_t>(std::max(1.0, count / 100));
  const auto last = static_cast<std::ptrdiff_t>(order.size()) - 1;
  double sum = 0;
  std::ptrdiff_t used = 0;
  for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(0, centre - reach);
       i <= std::min(last, centre + reach); ++i, ++used) {
    sum += fit[order[static_cast<std::size_t>(i)]];
  }
  return sum / static_cast<double>(used);
}

Influence influence_of(ParameterId number, const std::vector<double>& draws, const Sample& sample) {
  Influence influence;
  influence.number = number;
  const std::size_t count = draws.size();
  const WorldTable basis = spline_basis({draws}, count);
  if (basis.columns == 0 || !(sample.square > 0)) return influence;
  const WorldTable response{count, 1, sample.figure};
  const std::vector<double> coefficients = project(basis, response, {});
  std::vector<double> fit(count);
  for (std::size_t w = 0; w < count; ++w) {
    std::vector<double> one(1, 0);
    add_fit(basis, w, coefficients, one);
    fit[w] = one[0];
  }
  double explained = 0;
  for (const double coefficient : coefficients) explained += coefficient * coefficient;
  // Each degree of freedom explains one world's worth of noise: taken off (adjusted R²).
  const double noise = (sample.square - explained) * static_cast<double>(basis.columns) /
                       static_cast<double>(count - 1 - basis.columns);
  influence.share = std::clamp((explained - noise) / sample.square, 0.0, 1.0);
  std::vector<std::size_t> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return draws[a] < draws[b]; });
  influence.low = draws[order[count / 20]];
  influence.high = draws[order[count - 1 - count / 20]];
  influence.at_low = sample.mean + fit_near(order, fit, 0.05);
  influence.at_high = sample.mean + fit_near(order, fit, 0.95);
  return influence;
}

Utilities keep_worlds(const Utilities& utilities, const std::vector<std::size_t>& worlds) {
  Utilities kept;
  for (const std::vector<double>& action : utilities) {
    kept.emplace_back();
    for (const std::size_t w : worlds) kept.back().push_back(action[w]);
  }
  return kept;
}

}  // namespace

InfluenceReport find_influences(const Journey& journey, const std::vector<double>& figure,
                                const Utilities& utilities, std::uint64_t seed, unsigned threads) {
  InfluenceReport report;
  const Sample sample = known_worlds(figure);
  constexpr std::size_t kFewestWorlds = 100;
  if (sample.worlds.size() < kFewestWorlds) return report;
  const DrawPlan plan = plan_draws(journey);
  std::vector<World> drawn(sample.worlds.size());
  for_each_index(drawn.size(), threads, [&](std::size_t i) {
    drawn[i] = draw_world(plan, seed, static_cast<std::uint32_t>(sample.worlds[i]));
  });
  std::vector<ParameterId> numbers;
  for (std::size_t i = 0; i < journey.parameters.size(); ++i) {
    const ParameterId id = journey.parameters.id_at(i);
    if (journey.parameters[id].doubt != Doubt::exact) numbers.push_back(id);
  }
  const Utilities kept = keep_worlds(utilities, sample.worlds);
  const bool has_choice = kept.size() > 1;
  if (has_choice) report.everything = value_of_everything(kept);
  std::vector<Influence> found(numbers.size());
  for_each_index(numbers.size(), threads, [&](std::size_t i) {
    std::vector<double> draws;
    for (const World& world : drawn) draws.push_back(world.at(numbers[i]));
    found[i] = influence_of(numbers[i], draws, sample);
    if (has_choice) found[i].worth = value_of_knowing(kept, draws, seed);
  });
  for (Influence& one : found) {
    const bool is_worth = one.worth && one.worth->value > 2 * one.worth->standard_error;
    if (one.share < least_share(sample.worlds.size()) && !is_worth) continue;
    report.explained += one.share;
    if (journey.parameters[one.number].origin.empty()) report.unsourced += one.share;
    report.numbers.push_back(std::move(one));
  }
  if (report.explained > 1) {
    // The sample lets numbers that have nothing to do with each other look related a little.
    for (Influence& one : report.numbers) one.share /= report.explained;
    report.unsourced /= report.explained;
    report.explained = 1;
  }
  std::stable_sort(report.numbers.begin(), report.numbers.end(),
                   [](const Influence& a, const Influence& b) { return a.share > b.share; });
  return report;
}

}  // namespace cairn
