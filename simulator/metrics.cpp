#include "simulator/metrics.h"

#include <algorithm>
#include <cmath>

namespace cairn {
namespace {

constexpr const char* kLater = "not predicted yet";

bool is_money(Metric::Kind kind) {
  return kind == Metric::Kind::revenue || kind == Metric::Kind::cost ||
         kind == Metric::Kind::profit || kind == Metric::Kind::value;
}

bool has_quantile(const Metric& metric) {
  return metric.stat != Stat::none && metric.stat != Stat::mean;
}

// Revenue, cost or their difference out of two neighbouring totals.
std::vector<Term> money_terms(Metric::Kind kind, std::size_t revenue, std::size_t cost) {
  if (kind == Metric::Kind::revenue) return {{revenue, 1}};
  if (kind == Metric::Kind::cost) return {{cost, 1}};
  return {{revenue, 1}, {cost, -1}};
}

void form_value(const TotalsLayout& layout, const Metric& metric, MetricForm& form) {
  form.ratio.numerator = {{layout.value(), 1}};
  if (metric.per == Per::none || metric.per == Per::customer) {
    form.ratio.denominator = {{layout.conversion(), 1}};
  } else if (metric.per == Per::time) {
    form.why_not = "`value` follows a customer: ask for it per customer or per entrant";
  }
}

void form_calendar(const Journey& journey, const TotalsLayout& layout, const Metric& metric,
                   MetricForm& form) {
  const bool has_horizon = journey.frame.horizon.is_valid();
  const bool is_once = !journey.frame.entrants_per_days.has_value();
  if (!journey.frame.entrants.is_valid()) {
    form.why_not = "add a line such as `entrants 1 000 per month`";
    return;
  }
  if (metric.per == Per::time) {
    form.ratio.numerator = money_terms(metric.kind, layout.window_revenue(), layout.window_cost());
    form.scale = MetricForm::Scale::per_time;
    form.per_days = metric.per_days;
    if (is_once && !has_horizon) form.why_not = "all enter once: add a `horizon` to spread it over";
    return;
  }
  form.scale = MetricForm::Scale::in_total;
  if (is_once) {
    // Everyone enters at the start, so the start of the window is the moment of entry.
    form.ratio.numerator = money_terms(metric.kind, layout.revenue(), layout.cost());
    return;
  }
  form.ratio.numerator = money_terms(metric.kind, layout.total_revenue(), layout.total_cost());
  if (!has_horizon) form.why_not = "without a `horizon` a total has no end";
}

void form_money(const Journey& journey, const TotalsLayout& layout, const Metric& metric,
                MetricForm& form) {
  form.unit = Unit::money;
  if (metric.kind == Metric::Kind::value) return form_value(layout, metric, form);
  if (metric.per == Per::none || metric.per == Per::time) {
    return form_calendar(journey, layout, metric, form);
  }
  form.ratio.numerator = money_terms(metric.kind, layout.revenue(), layout.cost());
  if (metric.per == Per::customer) form.ratio.denominator = {{layout.conversion(), 1}};
}

// Time or touchpoints until something: E[…; it happens] / P(it happens); the end always comes.
void form_until(const TotalsLayout& layout, const Metric& metric, MetricForm& form) {
  const bool is_time = metric.kind == Metric::Kind::time_to;
  form.unit = is_time ? Unit::days : Unit::factor;
  switch (metric.to) {
    case Metric::To::end:
      form.ratio.numerator = {{is_time ? layout.end_time() : layout.end_touches(), 1}};
      break;
    case Metric::To::conversion:
      form.ratio.numerator = {
          {is_time ? layout.conversion_time() : layout.conversion_touches(), 1}};
      form.ratio.denominator = {{layout.conversion(), 1}};
      break;
    case Metric::To::place:
      form.ratio.numerator = {
          {is_time ? layout.time_to(metric.place) : layout.touches_to(metric.place), 1}};
      form.ratio.denominator = {{layout.reach(metric.place), 1}};
      break;
  }
  form.is_quantile = is_time && has_quantile(metric);
  if (!is_time || form.is_quantile) return;
  switch (metric.to) {
    case Metric::To::end:
      form.square = layout.end_time_square();
      break;
    case Metric::To::conversion:
      form.square = layout.conversion_time_square();
      break;
    case Metric::To::place:
      form.square = layout.time_square_to(metric.place);
      break;
  }
}

/// Written, or begun by an active fix where nothing is written (R14).
bool has_feelings(const Journey& journey, PlaceId place) {
  if (!journey.places[place].feels.empty()) return true;
  for (const FixId fix : journey.active_fixes) {
    for (const Change& change : journey.fixes[fix].changes) {
      const bool is_feeling = change.place.kind == ChangePlace::Kind::feels;
      if (is_feeling && change.place.at == place) return true;
    }
  }
  return false;
}

void form_emotion(const Journey& journey, const TotalsLayout& layout, const Metric& metric,
                  MetricForm& form) {
  form.unit = Unit::feeling;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    const bool is_asked = metric.place.is_valid()
                              ? place == metric.place
                              : journey.places[place].kind == Place::Kind::touchpoint;
    if (!is_asked || !has_feelings(journey, place)) continue;
    form.ratio.numerator.push_back({layout.feeling_sum(place), 1});
    form.ratio.denominator.push_back({layout.felt_visits(place), 1});
  }
  if (form.ratio.numerator.empty()) form.why_not = "no `feels` is written";
}

/// In a setting whose feelings stand for scores (chain.h).
void form_nps(const Journey& journey, const TotalsLayout& layout, const Metric& metric,
              MetricForm& form) {
  form.unit = Unit::factor;
  for (std::size_t i = 0; i < journey.places.size(); ++i) {
    const PlaceId place = journey.places.id_at(i);
    if (metric.place.is_valid() && place != metric.place) continue;
    if (journey.places[place].nps.empty()) continue;
    form.ratio.numerator.push_back({layout.feeling_sum(place), 1});
    form.ratio.denominator.push_back({layout.felt_visits(place), 1});
  }
  if (form.ratio.numerator.empty()) form.why_not = "no `nps` is written";
}

Interval sum_bounds(const std::vector<Term>& terms, const Totals& low, const Totals& high) {
  Interval sum;
  for (const Term& term : terms) {
    const double a = std::min(low[term.index], high[term.index]);
    const double b = std::max(low[term.index], high[term.index]);
    sum.low += term.weight * (term.weight > 0 ? a : b);
    sum.high += term.weight * (term.weight > 0 ? b : a);
  }
  return sum;
}

}  // namespace

MetricForm form_metric(const Journey& journey, const TotalsLayout& layout, const Metric& metric) {
  MetricForm form;
  if (has_quantile(metric) && metric.kind != Metric::Kind::time_to) {
    form.unit = is_money(metric.kind) ? Unit::money : Unit::days;
    form.why_not = kLater;
    return form;
  }
  switch (metric.kind) {
    case Metric::Kind::conversion:
      form.ratio.numerator = {{layout.conversion(), 1}};
      break;
    case Metric::Kind::reach:
      form.ratio.numerator = {{layout.reach(metric.place), 1}};
      break;
    case Metric::Kind::exits:
      form.ratio.numerator = {{layout.exits(metric.place), 1}};
      form.ratio.denominator = {{layout.visits(metric.place), 1}};
      break;
    case Metric::Kind::visits:
      form.unit = Unit::factor;
      form.ratio.numerator = {{layout.visits(metric.place), 1}};
      break;
    case Metric::Kind::touches:
    case Metric::Kind::time_to:
      form_until(layout, metric, form);
      break;
    case Metric::Kind::time_at:
      form.unit = Unit::days;
      form.ratio.numerator = {{layout.days_at(metric.place), 1}};
      break;
    case Metric::Kind::revenue:
    case Metric::Kind::cost:
    case Metric::Kind::profit:
    case Metric::Kind::value:
      form_money(journey, layout, metric, form);
      break;
    case Metric::Kind::emotion:
      form_emotion(journey, layout, metric, form);
      break;
    case Metric::Kind::nps:
      form_nps(journey, layout, metric, form);
      break;
    case Metric::Kind::roi:
      form.why_not = kLater;
      break;
    case Metric::Kind::payback:
    case Metric::Kind::duration:
      form.unit = Unit::days;
      form.why_not = kLater;
      break;
    case Metric::Kind::sample:
      form.unit = Unit::people;
      form.why_not = kLater;
      break;
  }
  return form;
}

double calendar_factor(const Journey& journey, const MetricForm& form, const World& world,
                       double group_share) {
  if (form.scale == MetricForm::Scale::none || !form.why_not.empty()) return 1;
  const Frame& frame = journey.frame;
  const double entrants = world.at(frame.entrants) * group_share;
  const double horizon_days = frame.horizon.is_valid() ? world.at(frame.horizon) : 0;
  if (form.scale == MetricForm::Scale::per_time) {
    // With a horizon: (entrants a day × H) per entrant of the window, spread over H / per_days
    // units.
    return entrants * form.per_days / frame.entrants_per_days.value_or(horizon_days);
  }
  if (!frame.entrants_per_days) return entrants;
  return entrants / *frame.entrants_per_days * horizon_days;
}

std::optional<double> metric_value(const MetricForm& form, const Totals& totals, double factor) {
  if (form.ratio.numerator.empty()) return std::nullopt;
  const std::optional<double> value = evaluate(form.ratio, totals);
  if (!value) return std::nullopt;
  return *value * factor;
}

std::optional<Interval> metric_bracket(const MetricForm& form, const Totals& low,
                                       const Totals& high, double factor) {
  if (form.ratio.numerator.empty()) return std::nullopt;
  Interval top = sum_bounds(form.ratio.numerator, low, high);
  top.low *= factor;
  top.high *= factor;
  if (form.ratio.denominator.empty()) return top;
  const Interval bottom = sum_bounds(form.ratio.denominator, low, high);
  if (!(bottom.low > 0)) return std::nullopt;
  return Interval{top.low / (top.low >= 0 ? bottom.high : bottom.low),
                  top.high / (top.high >= 0 ? bottom.low : bottom.high)};
}

}  // namespace cairn
