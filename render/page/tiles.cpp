#include "render/page/tiles.h"

#include <cmath>

#include "base/text.h"
#include "render/page/finding.h"
#include "render/picture/picture_numbers.h"
#include "render/picture/words.h"

namespace cairn {
namespace {

int sense_of(double change, bool is_less_better) {
  if (change == 0 || std::isnan(change)) return 0;
  return (change > 0) != is_less_better ? 1 : -1;
}

/// Where every combination stands; without combinations today alone.
const Comparison* combinations_of(const PageInput& input) {
  return input.living != nullptr ? input.living->combinations : input.comparison;
}

std::size_t combination_count(const PageInput& input) {
  return input.living != nullptr ? input.living->combinations->alternatives.size() : 1;
}

/// A figure with the fixes of combination k: of the table of fixes where that has the same.
const ComparedFigure* figure_of(const PageInput& input, std::size_t k, Metric::Kind kind,
                                Per per = Per::none) {
  const Comparison& all = *combinations_of(input);
  const ComparedAlternative& row = all.alternatives[k];
  if (const auto same = compared_row(input, row.alternative.fixes)) {
    return find_figure(*input.comparison, input.comparison->alternatives[*same], kind, per);
  }
  return find_figure(all, row, kind, per);
}

std::string fixed(const PageInput& input, Word which) {
  return std::string(word(which, input.how.language));
}

/// A figure of the comparison, for everyone.
Tile figure_tile(const PageInput& input, std::string id, std::string name, Metric::Kind kind,
                 Per per) {
  Tile tile{std::move(id), std::move(name), {}};
  for (std::size_t k = 0; k < combination_count(input); ++k) {
    const ComparedFigure* figure = figure_of(input, k, kind, per);
    TileFigure one;
    if (figure == nullptr || !figure->answer.is_defined) {
      one.text = "–";
      tile.figures.push_back(one);
      continue;
    }
    const Unit unit = figure->answer.unit;
    const Estimate& estimate = figure->answer.estimate;
    one.value = estimate.value;
    one.text = figure_text(input.how, estimate.value, unit);
    one.range = range_text(input.how, estimate.low, estimate.high, unit);
    if (k > 0 && figure->effect) {
      const Effect& effect = *figure->effect;
      one.change = change_text(input.how, effect.value, unit);
      one.change_range = change_range_text(input.how, effect.low, effect.high, unit);
      one.sense = sense_of(effect.value, false);
    }
    tile.figures.push_back(one);
  }
  return tile;
}

std::string people_text(const PageInput& input, double people) {
  return format_number(std::round(people), input.how.language);
}

TileFigure customers_figure(const PageInput& input, const Customers& customers) {
  TileFigure one;
  one.value = customers.best;
  one.text = people_text(input, customers.best);
  const std::string low = people_text(input, customers.likely.low);
  const std::string high = people_text(input, customers.likely.high);
  if (low != high) one.range = words(Word::report_range, input.how.language, {low, high});
  return one;
}

/// How many become customers in a period: the expected number, and where it will lie 9 times in 10.
std::optional<Tile> customers_tile(const PageInput& input) {
  if (!input.prediction->customers) return std::nullopt;
  const std::string period = period_text(input.how, input.journey.frame);
  Tile tile{"customers",
            period.empty() ? fixed(input, Word::report_tile_customers)
                           : words(Word::report_tile_customers_per, input.how.language, {period}),
            {}};
  tile.figures.push_back(customers_figure(input, *input.prediction->customers));
  for (std::size_t k = 1; k < combination_count(input); ++k) {
    const Customers& then = input.living->customers[k];
    TileFigure one = customers_figure(input, then);
    const double change = then.best - input.prediction->customers->best;
    const ComparedFigure* conversion = figure_of(input, k, Metric::Kind::conversion);
    one.change = change_text(input.how, std::round(change), Unit::people);
    if (conversion != nullptr && conversion->effect) {
      one.change_range =
          change_range_text(input.how, std::round(then.entrants * conversion->effect->low),
                            std::round(then.entrants * conversion->effect->high), Unit::people);
    }
    one.sense = sense_of(std::round(change), false);
    tile.figures.push_back(one);
  }
  return tile;
}

Metric median_to_conversion() {
  Metric metric;
  metric.kind = Metric::Kind::time_to;
  metric.to = Metric::To::conversion;
  metric.stat = Stat::median;
  return metric;
}

/// Today as `cairn run` says; with fixes at best estimates, where they were worked out.
std::optional<Tile> time_tile(const PageInput& input) {
  const Answer* today = find_answer(*input.prediction, median_to_conversion(), {});
  // No time passes where none is written.
  if (today == nullptr || !today->is_defined || !(today->estimate.value > 0)) return std::nullopt;
  Tile tile{"time", fixed(input, Word::report_tile_time), {}};
  const Estimate& estimate = today->estimate;
  TileFigure one;
  one.value = estimate.value;
  one.text = figure_text(input.how, estimate.value, Unit::days);
  Metric slow = median_to_conversion();
  slow.stat = Stat::p90;
  if (const Answer* most = find_answer(*input.prediction, slow, {});
      most != nullptr && most->is_defined) {
    one.range = words(Word::page_nine_tenths_within, input.how.language,
                      {figure_text(input.how, most->estimate.value, Unit::days)});
  }
  tile.figures.push_back(one);
  for (std::size_t k = 1; k < combination_count(input); ++k) {
    const std::vector<std::optional<double>>& medians = input.living->medians;
    TileFigure with;
    if (k < medians.size() && medians[k] && medians[0]) {
      with.value = *medians[k];
      with.text = figure_text(input.how, *medians[k], Unit::days);
      with.range = fixed(input, Word::report_at_best);
      // Medians are solved to about a thousandth; less is no change.
      const double change = *medians[k] - *medians[0];
      const bool is_same = std::fabs(change) < 1e-3 * *medians[0];
      with.change = change_text(input.how, is_same ? 0 : change, Unit::days);
      with.sense = is_same ? 0 : sense_of(change, true);
    } else {
      with.text = "–";
      with.range = fixed(input, Word::report_not_solved);
    }
    tile.figures.push_back(with);
  }
  return tile;
}

/// How many of all entrants leave at the largest leak, at best estimates.
std::optional<Tile> leak_tile(const PageInput& input) {
  const PlaceId leak = largest_leak(input);
  if (!leak.is_valid()) return std::nullopt;
  Tile tile{"leave",
            words(Word::report_tile_leave, input.how.language,
                  {input.journey.places[leak].heading.label}),
            {}};
  const Comparison& comparison = *combinations_of(input);
  for (std::size_t k = 0; k < combination_count(input); ++k) {
    TileFigure one;
    for (const PlaceEffect& place : comparison.alternatives[k].places) {
      if (place.place != leak) continue;
      one.value = place.lost;
      one.text = format_share(place.lost, input.how.language);
      one.range = fixed(input, Word::report_of_entrants);
      if (k > 0) {
        const double change = place.lost - place.lost_today;
        one.change = change_text(input.how, change, Unit::share);
        one.sense = sense_of(change, true);
      }
    }
    tile.figures.push_back(one);
  }
  return tile;
}

}  // namespace

std::vector<Tile> make_tiles(const PageInput& input) {
  std::vector<Tile> tiles;
  if (input.prediction == nullptr) return tiles;
  const auto add = [&](std::optional<Tile> tile) {
    if (tile) tiles.push_back(std::move(*tile));
  };
  const bool is_compared = combinations_of(input) != nullptr;
  const auto has = [&](Metric::Kind kind, Per per) {
    if (!is_compared) return false;
    const ComparedFigure* figure = figure_of(input, 0, kind, per);
    if (figure == nullptr || !figure->answer.is_defined) return false;
    // No money in the journey: nothing to tell.
    const Estimate& estimate = figure->answer.estimate;
    return kind != Metric::Kind::profit || estimate.low != 0 || estimate.high != 0;
  };
  if (has(Metric::Kind::conversion, Per::none)) {
    add(figure_tile(input, "conversion", fixed(input, Word::report_tile_conversion),
                    Metric::Kind::conversion, Per::none));
  }
  add(customers_tile(input));
  if (has(Metric::Kind::profit, Per::entrant)) {
    add(figure_tile(input, "profit", fixed(input, Word::report_tile_profit), Metric::Kind::profit,
                    Per::entrant));
  }
  add(time_tile(input));
  if (is_compared) add(leak_tile(input));
  return tiles;
}

std::vector<PageTile> tiles_today(const std::vector<Tile>& tiles) {
  std::vector<PageTile> shown;
  for (const Tile& tile : tiles) {
    const TileFigure& today = tile.figures.front();
    shown.push_back({tile.id, tile.name, today.value, today.text, today.range});
  }
  return shown;
}

}  // namespace cairn
