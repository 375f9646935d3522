#include "tests/support/slopes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <catch2/catch.hpp>

#include "journey/share_kinks.h"
#include "simulator/exact/conditional.h"
#include "simulator/exact/exact.h"
#include "simulator/exact/follow_up_gradient.h"
#include "simulator/exact/removal.h"

namespace cairn {
namespace {

/// Mean over the group of what `of_class` says.
template <typename OfClass>
double mean_of(const SlopeWorld& at, const OfClass& of_class) {
  double sum = 0;
  for (const ClassCase& one : at.cases) {
    if (one.is_counted && one.share > 0) sum += one.share / at.mix.group_share() * of_class(one);
  }
  return sum;
}

double deviation(const SlopeModel& model, const SlopeWorld& at, const Ratio& mean,
                 std::size_t square) {
  const Totals totals = mean_totals(at.mix, model.layout);
  const double days = *evaluate(mean, totals);
  return std::sqrt(*evaluate({{{square, 1}}, mean.denominator}, totals) - days * days);
}

void add_deviation(const SlopeModel& model, const SlopeWorld& at, const std::string& name,
                   const Ratio& mean, std::size_t square, std::vector<SlopeFigure>& figures) {
  const auto slopes = deviation_gradient(at.mix, model.layout, at.weights, mean, square);
  if (!slopes) return;
  figures.push_back({name, *slopes, [&model, mean, square](const SlopeWorld& other) {
                       return deviation(model, other, mean, square);
                     }});
}

void add_deviations(const SlopeModel& model, const SlopeWorld& at,
                    std::vector<SlopeFigure>& figures) {
  const TotalsLayout& to = model.layout;
  add_deviation(model, at, "deviation of the end", {{{to.end_time(), 1}}, {}}, to.end_time_square(),
                figures);
  add_deviation(model, at, "deviation to conversion",
                {{{to.conversion_time(), 1}}, {{to.conversion(), 1}}}, to.conversion_time_square(),
                figures);
  for (std::size_t i = 0; i < model.journey().places.size(); i += 3) {
    const PlaceId place = model.journey().places.id_at(i);
    add_deviation(model, at, "deviation to " + model.journey().places[place].heading.name,
                  {{{to.time_to(place), 1}}, {{to.reach(place), 1}}}, to.time_square_to(place),
                  figures);
  }
}

double given(const SlopeWorld& at, PlaceId x, PlaceId y, GivenOrder order) {
  const auto reach = [&](const ClassCase& one) { return reach_both(*one.plan, *one.chain, x, y); };
  const double both = mean_of(at, [&](const ClassCase& one) {
    return order == GivenOrder::ever ? reach(one).both : reach(one).x_first;
  });
  return both / mean_of(at, [&](const ClassCase& one) { return reach(one).x; });
}

double role(const SlopeWorld& at, PlaceId place, RoleFigure figure) {
  const double top = mean_of(at, [&](const ClassCase& one) {
    const RemovalEffect effect = removal_effects(*one.plan, *one.chain, {place}).effects[0];
    return figure == RoleFigure::passed_on ? effect.passed_on : effect.lost;
  });
  if (figure != RoleFigure::converts_after) return top;
  return top / mean_of(at, [&](const ClassCase& one) {
           return reach_both(*one.plan, *one.chain, place, place).x;
         });
}

void add_follow_ups(const SlopeModel& model, const SlopeWorld& at, std::uint64_t seed,
                    std::vector<SlopeFigure>& figures) {
  const auto& places = model.journey().places;
  const PlaceId x = places.id_at(seed % places.size());
  const PlaceId y = places.id_at((seed * 5 + 1) % places.size());
  for (const GivenOrder order : {GivenOrder::ever, GivenOrder::x_first}) {
    const auto slopes = given_gradient(at.mix, x, y, order);
    if (!slopes) continue;
    const std::string name = places[y].heading.name + " given " + places[x].heading.name;
    figures.push_back(
        {name, *slopes, [=](const SlopeWorld& other) { return given(other, x, y, order); }});
  }
  for (const RoleFigure figure :
       {RoleFigure::lost, RoleFigure::passed_on, RoleFigure::converts_after}) {
    const auto slopes = role_gradient(at.mix, x, figure);
    if (!slopes) continue;
    figures.push_back(
        {"role " + std::to_string(static_cast<int>(figure)) + " of " + places[x].heading.name,
         *slopes, [=](const SlopeWorld& other) { return role(other, x, figure); }});
  }
}

/// The step that a difference takes on each side; none where a number may not go.
struct Step {
  double down = 0;
  double up = 0;
};

Step step_of(const Parameter& parameter, double value, bool is_kink) {
  const double size = 1e-5 * (value == 0 ? 1 : std::fabs(value));
  if (!is_kink) return {size, size};
  const bool is_bounded_below = parameter.unit == Unit::share || parameter.unit == Unit::days;
  if (is_bounded_below && value <= 0) return {0, 1e-7};
  return {1e-7, 0};
}

}  // namespace

SlopeModel make_slope_model(const std::string& text) {
  SlopeModel model;
  model.text = compile_text(text);
  REQUIRE(model.text.compiled.is_sound);
  model.classes = find_classes(model.journey());
  model.is_counted.assign(model.classes.size(), 1);
  model.spaces = build_state_spaces(model.journey()).spaces;
  model.layout = make_totals_layout(model.journey());
  return model;
}

SlopeWorld::SlopeWorld(const SlopeModel& model, World at)
    : world(std::move(at)),
      weights(money_weights(model.journey(), world)),
      mix{model.journey(), model.classes, cases, world} {
  weights.horizon_days = std::numeric_limits<double>::infinity();
  const std::vector<double> shares = class_shares(model.journey(), model.classes, world);
  for (const StateSpace& space : model.spaces) {
    chains.push_back(build_chain(model.journey(), space, world));
    plans.push_back(plan_exact(model.journey(), chains.back(), model.layout));
    totals.push_back(solve_exact(plans.back(), chains.back(), model.layout, weights));
  }
  for (std::size_t c = 0; c < model.spaces.size(); ++c) {
    cases.push_back(
        {&model.spaces[c], &plans[c], &chains[c], &totals[c], shares[c], model.is_counted[c] != 0});
  }
}

SlopeFigure ratio_figure(const SlopeModel& model, const std::string& name, const Ratio& ratio) {
  const SlopeWorld best(model, best_estimate(model.journey()));
  const auto slopes = ratio_gradient(best.mix, model.layout, best.weights, ratio);
  REQUIRE(slopes.has_value());
  return {name, *slopes, [&model, ratio](const SlopeWorld& at) {
            return *evaluate(ratio, mean_totals(at.mix, model.layout));
          }};
}

std::vector<SlopeFigure> all_slope_figures(const SlopeModel& model, std::uint64_t seed) {
  const SlopeWorld best(model, best_estimate(model.journey()));
  Ratio all;
  const Totals mean = mean_totals(best.mix, model.layout);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    all.numerator.push_back(
        {i, (1 + static_cast<double>((i * 7 + seed) % 5)) / (std::fabs(mean[i]) + 0.01)});
  }
  std::vector<SlopeFigure> figures = {ratio_figure(model, "all totals", all)};
  add_deviations(model, best, figures);
  add_follow_ups(model, best, seed, figures);
  return figures;
}

std::size_t check_slopes(const SlopeModel& model, const std::vector<SlopeFigure>& figures) {
  const World world = best_estimate(model.journey());
  const std::vector<std::uint8_t> kinks =
      find_kinks(model.journey(), model.classes, model.spaces, world);
  const SlopeWorld best(model, world);
  for (const SlopeFigure& figure : figures) {
    INFO(figure.name);
    CHECK(figure.slopes.value == Approx(figure.value(best)));
  }
  std::size_t compared = 0;
  for (std::size_t p = 0; p < world.values.size(); ++p) {
    const Parameter& parameter = model.journey().parameters[model.journey().parameters.id_at(p)];
    const Step step = step_of(parameter, world.values[p], kinks[p] != 0);
    World up = world, down = world;
    up.values[p] += step.up;
    down.values[p] -= step.down;
    const SlopeWorld high(model, std::move(up)), low(model, std::move(down));
    for (const SlopeFigure& figure : figures) {
      const double each = figure.slopes.by_parameter[p], width = step.up + step.down;
      const double difference = (figure.value(high) - figure.value(low)) / width;
      const double room =
          1e-6 * std::fabs(difference) + 1e-10 * std::fabs(figure.slopes.value) / width + 1e-12;
      INFO(figure.name << " by " << parameter.key << ": slope " << each << ", difference "
                       << difference);
      CHECK(std::fabs(each - difference) <= room * (kinks[p] != 0 ? 10 : 1));
      ++compared;
    }
  }
  return compared;
}

}  // namespace cairn
