// Work that falls into independent parts, spread over threads.
#pragma once

#include <cstddef>
#include <functional>

namespace cairn {

/// Calls `body` once for every index in 0 … count-1, on `threads` threads (0: as many as the
/// machine has), in no order. Bodies write to places of their own, so the thread count cannot be
/// seen. Within a body, 1 thread means this one, and any other number those of the outer call.
void for_each_index(std::size_t count, unsigned threads,
                    const std::function<void(std::size_t)>& body);

}  // namespace cairn
