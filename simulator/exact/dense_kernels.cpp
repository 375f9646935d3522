#include "simulator/exact/dense_kernels.h"

#include <algorithm>
#include <limits>
#include <vector>

// The same source for wider registers, chosen when the program starts: by g++, and not under
// sanitizers, which are not ready that early. Contraction is off everywhere, so that no clone fuses
// a product with a sum.
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define CAIRN_HAS_CLONES
#define CAIRN_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CAIRN_CLONES
#endif

namespace cairn {
namespace {

/// Neighbours, loaded and stored by copying: no type keeps the promise that it may stand anywhere
/// through templates (g++) and aliases (clang).
using Four = double __attribute__((vector_size(32)));

template <typename Register>
inline __attribute__((always_inline)) void load(Register& to, const double* from) {
  __builtin_memcpy(&to, from, sizeof to);
}
template <typename Register>
inline __attribute__((always_inline)) void store(double* to, const Register& from) {
  __builtin_memcpy(to, &from, sizeof from);
}

constexpr std::size_t kPanel = 32;

/// Sums in eight lanes, whatever the machine has.
inline double sum_of(const double* values, std::size_t count) {
  double lanes[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (std::size_t lane = 0; lane < 8; ++lane) lanes[lane] += values[i + lane];
  }
  double rest = 0;
  for (; i < count; ++i) rest += values[i];
  return ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) +
         ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7])) + rest;
}

/// Turns the row of state k into what happens given that it is left: rounds on the spot before
/// that are added to the days and touchpoints of the move that leaves.
inline void depart(double* row, std::size_t width, std::size_t k, double chance_to_leave) {
  const double scale = chance_to_leave > 0 ? 1 / chance_to_leave : 0;
  double* p = row;
  double* d = row + width;
  double* t = d + width;
  double* s = t + width;
  const double loop_days = d[k] * scale, loop_touches = t[k] * scale;
  const double loop_square = s[k] * scale + 2 * loop_days * loop_days;
  p[k] = d[k] = t[k] = s[k] = 0;
  const std::size_t end = padded(k);
  for (std::size_t j = 0; j < end; ++j) {
    const double chance = p[j] * scale, days = d[j] * scale;
    s[j] = s[j] * scale + 2 * (days * loop_days) + chance * loop_square;
    t[j] = t[j] * scale + chance * loop_touches;
    d[j] = days + chance * loop_days;
    p[j] = chance;
  }
}

/// row += move * onward, for all moments at once.
inline void send_on(double* row, const double* onward, std::size_t width, std::size_t k) {
  const double p = row[k], d = row[width + k], t = row[2 * width + k], s = row[3 * width + k];
  const double twice_d = 2 * d;
  row[k] = row[width + k] = row[2 * width + k] = row[3 * width + k] = 0;
  const std::size_t end = padded(k) / 4;
  for (std::size_t j = 0; j < end; ++j) {
    double* const here = row + 4 * j;
    const double* const on = onward + 4 * j;
    Four chance, days, onward_touches, onward_square, old;
    load(chance, on);
    load(days, on + width);
    load(onward_touches, on + 2 * width);
    load(onward_square, on + 3 * width);
    load(old, here);
    store(here, Four(old + p * chance));
    load(old, here + width);
    store(here + width, Four(old + (d * chance + p * days)));
    load(old, here + 2 * width);
    store(here + 2 * width, Four(old + (t * chance + p * onward_touches)));
    load(old, here + 3 * width);
    store(here + 3 * width, Four(old + ((s * chance + twice_d * days) + p * onward_square)));
  }
}

CAIRN_CLONES
void eliminate_cells(double* cells, double* leaks, std::size_t width, std::size_t count,
                     std::size_t keep, std::size_t first_kept_row) {
  const std::size_t stride = kMoments * width;
  for (std::size_t k = count; k-- > keep;) {
    double* const onward = cells + (k + 1) * stride;
    const double chance_to_leave = sum_of(onward, k) + leaks[k + 1];
    depart(onward, width, k, chance_to_leave);
    const double leak = chance_to_leave > 0 ? leaks[k + 1] / chance_to_leave : 1;
    for (std::size_t i = 0; i <= k; i = i == 0 ? first_kept_row : i + 1) {
      double* const row = cells + i * stride;
      if (row[k] == 0) continue;
      leaks[i] += row[k] * leak;
      send_on(row, onward, width, k);
    }
  }
}

/// c += a b for rows × inner × columns; the inner sum runs upwards for every element.
struct Product {
  double* c = nullptr;
  std::size_t c_stride = 0;
  const double* a = nullptr;
  std::size_t a_stride = 0;
  const double* b = nullptr;
  std::size_t b_stride = 0;
  std::size_t rows = 0, inner = 0, columns = 0;
};

/// Two rows by four registers at a time, in columns from `begin` on; returns where it stopped.
template <typename Register>
inline __attribute__((always_inline)) std::size_t add_tiles(const Product& in, std::size_t begin) {
  constexpr std::size_t kLanes = sizeof(Register) / sizeof(double);
  std::size_t j = begin;
  for (; j + 4 * kLanes <= in.columns; j += 4 * kLanes) {
    for (std::size_t i = 0; i + 2 <= in.rows; i += 2) {
      double* const c0 = in.c + i * in.c_stride + j;
      double* const c1 = c0 + in.c_stride;
      Register x0, x1, x2, x3, y0, y1, y2, y3;
      load(x0, c0), load(x1, c0 + kLanes), load(x2, c0 + 2 * kLanes), load(x3, c0 + 3 * kLanes);
      load(y0, c1), load(y1, c1 + kLanes), load(y2, c1 + 2 * kLanes), load(y3, c1 + 3 * kLanes);
      const double* const a0 = in.a + i * in.a_stride;
      const double* const a1 = a0 + in.a_stride;
      for (std::size_t k = 0; k < in.inner; ++k) {
        const double* const from = in.b + k * in.b_stride + j;
        Register b0, b1, b2, b3;
        load(b0, from), load(b1, from + kLanes);
        load(b2, from + 2 * kLanes), load(b3, from + 3 * kLanes);
        const double f = a0[k], g = a1[k];
        x0 += f * b0;
        x1 += f * b1;
        x2 += f * b2;
        x3 += f * b3;
        y0 += g * b0;
        y1 += g * b1;
        y2 += g * b2;
        y3 += g * b3;
      }
      store(c0, x0), store(c0 + kLanes, x1), store(c0 + 2 * kLanes, x2), store(c0 + 3 * kLanes, x3);
      store(c1, y0), store(c1 + kLanes, y1), store(c1 + 2 * kLanes, y2), store(c1 + 3 * kLanes, y3);
    }
  }
  return j;
}

/// What tiles leave over: from `first_column` on, and of the last row if their number is odd.
inline __attribute__((always_inline)) void add_rest(const Product& in, std::size_t first_column) {
  for (std::size_t i = 0; i < in.rows; ++i) {
    double* const row = in.c + i * in.c_stride;
    const bool is_odd = i + 1 == in.rows && in.rows % 2 == 1;
    for (std::size_t k = 0; k < in.inner; ++k) {
      const double f = in.a[i * in.a_stride + k];
      const double* const from = in.b + k * in.b_stride;
      for (std::size_t j = is_odd ? 0 : first_column; j < in.columns; ++j) row[j] += f * from[j];
    }
  }
}

CAIRN_CLONES
void add_product_in_fours(const Product& in) {
  add_rest(in, add_tiles<Four>(in, 0));
}

#ifdef CAIRN_HAS_CLONES
using Eight = double __attribute__((vector_size(64)));

__attribute__((target("avx512f"))) void add_product_in_eights(const Product& in) {
  add_rest(in, add_tiles<Four>(in, add_tiles<Eight>(in, 0)));
}
#endif

/// In pieces of the inner sum whose rows of b stay in the nearest memory; the order of each sum is
/// that of the whole.
void add_product(const Product& in) {
  constexpr std::size_t kInner = 64;
  for (std::size_t first = 0; first < in.inner; first += kInner) {
    Product piece = in;
    piece.a += first;
    piece.b += first * in.b_stride;
    piece.inner = std::min(kInner, in.inner - first);
#ifdef CAIRN_HAS_CLONES
    if (__builtin_cpu_supports("avx512f")) {
      add_product_in_eights(piece);
      continue;
    }
#endif
    add_product_in_fours(piece);
  }
}

/// Eliminates columns first … last-1 of rows from `first` on, in the columns of the panel only.
/// `beyond` holds by row the sum of what goes past the panel and of the leak: what each
/// elimination adds to that sum is known without the single terms.
CAIRN_CLONES
void eliminate_panel(double* a, std::size_t count, std::size_t stride, std::size_t first,
                     std::size_t last, double* beyond, double* leaks, double* visits_per_stay) {
  for (std::size_t k = first; k < last; ++k) {
    double* const onward = a + k * stride;
    const double chance_to_leave = sum_of(onward + k + 1, last - k - 1) + beyond[k];
    visits_per_stay[k] = 1 / chance_to_leave;
    const double scale = chance_to_leave > 0 ? visits_per_stay[k] : 0;
    for (std::size_t j = k + 1; j < last; ++j) onward[j] *= scale;
    // Whoever comes to a trap has left the other rows for good.
    const double leak = chance_to_leave > 0 ? leaks[k] * scale : 1;
    const double past = chance_to_leave > 0 ? beyond[k] * scale : 1;
    for (std::size_t i = k + 1; i < count; ++i) {
      double* const row = a + i * stride;
      const double into = row[k];
      if (into == 0) continue;
      for (std::size_t j = k + 1; j < last; ++j) row[j] += into * onward[j];
      leaks[i] += into * leak;
      beyond[i] += into * past;
    }
  }
}

/// Rows of a panel get what their elimination sends past it.
CAIRN_CLONES
void finish_panel(double* a, std::size_t count, std::size_t stride, std::size_t first,
                  std::size_t last, const double* visits_per_stay) {
  for (std::size_t i = first; i < last; ++i) {
    double* const row = a + i * stride;
    for (std::size_t k = first; k < i; ++k) {
      const double into = row[k];
      if (into == 0) continue;
      const double* const onward = a + k * stride;
      for (std::size_t j = last; j < count; ++j) row[j] += into * onward[j];
    }
    const double scale =
        visits_per_stay[i] < std::numeric_limits<double>::infinity() ? visits_per_stay[i] : 0;
    for (std::size_t j = last; j < count; ++j) row[j] *= scale;
  }
}

/// By state of a panel: visits to panel states that come from entering it there, before a later
/// state is entered, only those of states eliminated earlier counting as ways on.
void enter_panel(const double* a, std::size_t stride, std::size_t first, std::size_t last,
                 const double* visits_per_stay, double* entered) {
  std::fill_n(entered, kPanel * kPanel, 0.0);
  for (std::size_t i = 0; i < last - first; ++i) {
    double* const row = entered + i * kPanel;
    row[i] = visits_per_stay[first + i];
    for (std::size_t j = i; j-- > 0;) {
      double sum = 0;
      for (std::size_t k = j + 1; k <= i; ++k) sum += row[k] * a[(first + k) * stride + first + j];
      row[j] = sum * visits_per_stay[first + j];
    }
  }
}

/// Visits to later states from a panel, where z holds those by way of leaving the panel at once;
/// and visits within the panel before it is left.
CAIRN_CLONES
void visits_in_panel(const double* a, std::size_t count, std::size_t stride, std::size_t first,
                     std::size_t last, const double* visits_per_stay, double* z) {
  for (std::size_t i = last; i-- > first;) {
    double* const row = z + i * stride;
    row[i] = visits_per_stay[i];
    for (std::size_t k = i + 1; k < last; ++k) {
      const double onward = a[i * stride + k];
      if (onward == 0) continue;
      const double* const from = z + k * stride;
      for (std::size_t j = i; j < count; ++j) row[j] += onward * from[j];
    }
    for (std::size_t j = i; j-- > first;) {
      double sum = 0;
      for (std::size_t k = j + 1; k < last; ++k) sum += row[k] * a[k * stride + j];
      row[j] = sum * visits_per_stay[j];
    }
  }
}

/// Copies whole registers: up to three cells too many, which are written over or cleared later.
inline void copy_cells(double* to, const double* from, std::size_t count) {
  for (std::size_t j = 0; j < count; j += 4) {
    Four four;
    load(four, from + j);
    store(to + j, four);
  }
}

}  // namespace

CAIRN_CLONES
void copy_turned(const MomentBlock& from, std::size_t middle, bool is_last, MomentBlock& to) {
  const std::size_t tail = from.count - middle;
  // Row by row upwards, so that what runs over into the next row is written again.
  for (std::size_t i = 0; i <= from.count; i = i == 0 && is_last ? tail + 1 : i + 1) {
    const std::size_t source_row = i == 0 ? 0 : i <= tail ? i + middle : i - tail;
    for (std::size_t m = 0; m < kMoments; ++m) {
      const double* const source = from.row(source_row) + m * from.width;
      double* const target = to.row(i) + m * to.width;
      copy_cells(target, source + middle, tail);
      copy_cells(target + tail, source, middle);
      for (std::size_t j = from.count; j < to.width; ++j) target[j] = 0;
    }
  }
  to.leaks[0] = from.leaks[0];
  for (std::size_t i = 1; i <= tail; ++i) to.leaks[i] = from.leaks[i + middle];
  for (std::size_t i = tail + 1; i <= from.count; ++i) to.leaks[i] = from.leaks[i - tail];
}

void eliminate_to(MomentBlock& block, std::size_t keep, bool is_last) {
  eliminate_cells(block.cells, block.leaks, block.width, block.count, keep, is_last ? keep + 1 : 1);
  block.count = keep;
}

void eliminate_dense(double* a, std::size_t count, std::size_t stride, double* leaks,
                     double* visits_per_stay) {
  std::vector<double> beyond(count);
  for (std::size_t first = 0; first < count; first += kPanel) {
    const std::size_t last = std::min(count, first + kPanel);
    for (std::size_t i = first; i < count; ++i) a[i * stride + i] = 0;
    for (std::size_t i = first; i < last; ++i) {
      beyond[i] = leaks[i] + sum_of(a + i * stride + last, count - last);
    }
    eliminate_panel(a, count, stride, first, last, beyond.data(), leaks, visits_per_stay);
    finish_panel(a, count, stride, first, last, visits_per_stay);
    add_product({a + last * stride + last, stride, a + last * stride + first, stride,
                 a + first * stride + last, stride, count - last, last - first, count - last});
  }
}

void visits_dense(const double* a, std::size_t count, std::size_t stride,
                  const double* visits_per_stay, double* z) {
  const std::size_t panel_count = (count + kPanel - 1) / kPanel;
  // By later state: visits in the panel before coming back to a later state.
  std::vector<double> into(count * kPanel);
  std::vector<double> entered(kPanel * kPanel);
  for (std::size_t panel = panel_count; panel-- > 0;) {
    const std::size_t first = panel * kPanel, last = std::min(count, first + kPanel);
    const std::size_t size = last - first, later = count - last;
    enter_panel(a, stride, first, last, visits_per_stay, entered.data());
    std::fill_n(into.begin(), later * kPanel, 0.0);
    add_product({into.data(), kPanel, a + last * stride + first, stride, entered.data(), kPanel,
                 later, size, size});
    for (std::size_t i = 0; i < later; ++i) {
      std::fill_n(z + (last + i) * stride + first, size, 0.0);
    }
    add_product({z + last * stride + first, stride, z + last * stride + last, stride, into.data(),
                 kPanel, later, later, size});
    for (std::size_t i = first; i < last; ++i) {
      std::fill_n(z + i * stride + first, count - first, 0.0);
    }
    add_product({z + first * stride + last, stride, a + first * stride + last, stride,
                 z + last * stride + last, stride, size, later, later});
    visits_in_panel(a, count, stride, first, last, visits_per_stay, z);
    add_product({z + first * stride + first, stride, z + first * stride + last, stride, into.data(),
                 kPanel, size, later, size});
  }
}

}  // namespace cairn
