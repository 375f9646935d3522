#include "simulator/calendar/calendar_money.h"

#include <algorithm>
#include <cmath>

#include "simulator/grid/stay.h"

namespace cairn {
namespace {

/// Money by cell of the window, revenue and cost apart.
struct CellMoney {
  std::vector<double> revenue, cost;
};

/// (1 - exp(-x)) / x.
double mean_of_discount(double x) {
  return x > 0 ? -std::expm1(-x) / x : 1;
}

/// What is paid at the begin of visits: discounted there, and put into the cells of the window.
double place_payments(const std::vector<double>& paid, const CalendarGrid& grid,
                      double rate_per_day, std::vector<double>& by_cell) {
  const double cell_days = grid.cell_days();
  const double mean = grid.is_once ? 1 : mean_of_discount(rate_per_day * cell_days);
  double discounted = 0;
  for (std::uint32_t n = 0; n < grid.begins(); ++n) {
    if (paid[n] == 0) continue;
    discounted += paid[n] * mean * std::exp(-rate_per_day * cell_days * n);
    if (!grid.is_once) {
      by_cell[n] += paid[n];
    } else if (n == 0 || n == grid.cells) {
      by_cell[n == 0 ? 0 : n - 1] += paid[n];
    } else {
      by_cell[n - 1] += paid[n] / 2;
      by_cell[n] += paid[n] / 2;
    }
  }
  return discounted;
}

/// What accrues in stays; no discount yet.
void add_accruals(const std::vector<double>& per_day, const std::vector<double>& days,
                  const CalendarGrid& grid, std::vector<double>& by_cell) {
  for (std::uint32_t n = 0; n < grid.cells; ++n) {
    if (per_day[n] == 0) continue;
    for (std::uint32_t k = n; k < grid.cells; ++k) by_cell[k] += per_day[n] * days[k - n];
  }
}

double discounted_sum(const std::vector<double>& by_cell, const CalendarGrid& grid,
                      double rate_per_day) {
  const double cell_days = grid.cell_days(), mean = mean_of_discount(rate_per_day * cell_days);
  double sum = 0;
  for (std::uint32_t k = 0; k < grid.cells; ++k) {
    if (by_cell[k] != 0) sum += by_cell[k] * mean * std::exp(-rate_per_day * cell_days * k);
  }
  return sum;
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

}  // namespace

std::vector<double> days_by_cell(const Draw& stay, const CalendarGrid& grid) {
  // A stay that begins at a point spends E[min(T, x)] days in the first x; the integral of that
  // over x = 0 … y is y E[min(T, y)] - E[min(T, y)^2] / 2, for those who begin evenly over a cell.
  const double cell_days = grid.cell_days();
  std::vector<double> sums = {0};
  for (std::uint32_t n = 1; n <= grid.cells; ++n) {
    const double days = cell_days * n;
    const double spent = limited_days(stay, days);
    sums.push_back(grid.is_once ? spent
                                : (days * spent - limited_half_square(stay, days)) / cell_days);
  }
  std::vector<double> result;
  result.reserve(grid.cells);
  for (std::uint32_t n = 0; n < grid.cells; ++n) {
    double days = sums[n + 1] - sums[n];
    if (!grid.is_once && n > 0) days -= sums[n] - sums[n - 1];
    result.push_back(std::max(days, 0.0));
  }
  return result;
}

ClassMoney sum_money(const ClassSeries& series, const std::vector<Draw>& stays,
                     const CalendarGrid& grid, double rate_per_day) {
  CellMoney paid{std::vector<double>(grid.cells, 0), std::vector<double>(grid.cells, 0)};
  CellMoney accrued = paid;
  ClassMoney money;
  money.total_revenue = place_payments(series.revenue, grid, rate_per_day, paid.revenue);
  money.total_cost = place_payments(series.cost, grid, rate_per_day, paid.cost);
  for (std::size_t i = 0; i < stays.size(); ++i) {
    const std::vector<double> days = days_by_cell(stays[i], grid);
    add_accruals(series.revenue_per_day[i], days, grid, accrued.revenue);
    add_accruals(series.cost_per_day[i], days, grid, accrued.cost);
  }
  money.total_revenue += discounted_sum(accrued.revenue, grid, rate_per_day);
  money.total_cost += discounted_sum(accrued.cost, grid, rate_per_day);
  money.revenue = sum_of(paid.revenue) + sum_of(accrued.revenue);
  money.cost = sum_of(paid.cost) + sum_of(accrued.cost);
  for (std::uint32_t k = 0; k < grid.cells; ++k) {
    money.profit.push_back(paid.revenue[k] + accrued.revenue[k] - paid.cost[k] - accrued.cost[k]);
  }
  return money;
}

}  // namespace cairn
