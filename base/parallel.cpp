#include "base/parallel.h"

#include <algorithm>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace cairn {

void for_each_index(std::size_t count, unsigned threads,
                    const std::function<void(std::size_t)>& body) {
  // More threads than the machine has would only make the library complain on stderr.
  const int most = oneapi::tbb::info::default_concurrency();
  const int slots =
      threads == 0 ? most : std::min(most, static_cast<int>(std::min(threads, 1'000'000U)));
  oneapi::tbb::task_arena arena(slots);
  arena.execute([&] { oneapi::tbb::parallel_for(std::size_t{0}, count, body); });
}

}  // namespace cairn
