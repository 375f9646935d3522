#include "base/parallel.h"

#include <algorithm>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace cairn {
namespace {

/// Whether this thread is in a body of for_each_index.
thread_local bool is_inside = false;

class Inside {
 public:
  Inside() : was_inside_(is_inside) { is_inside = true; }
  ~Inside() { is_inside = was_inside_; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  bool was_inside_;
};

}  // namespace

void for_each_index(std::size_t count, unsigned threads,
                    const std::function<void(std::size_t)>& body) {
  const auto one = [&](std::size_t i) {
    const Inside inside;
    body(i);
  };
  if (threads == 1 || count == 1) {
    for (std::size_t i = 0; i < count; ++i) one(i);
    return;
  }
  const auto all = [&] { oneapi::tbb::parallel_for(std::size_t{0}, count, one); };
  // Work within work shares the threads at hand, so that whoever is done with one part helps with
  // another. Isolated: a body that waits for its own parts must not begin another body.
  if (is_inside) return oneapi::tbb::this_task_arena::isolate(all);
  // More threads than the machine has would only make the library complain on stderr.
  const int most = oneapi::tbb::info::default_concurrency();
  const int slots =
      threads == 0 ? most : std::min(most, static_cast<int>(std::min(threads, 1'000'000U)));
  oneapi::tbb::task_arena arena(slots);
  arena.execute(all);
}

}  // namespace cairn
