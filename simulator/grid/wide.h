// Loops over numbers in wider registers where the machine has them.
#pragma once

/// Put before a function whose time goes into simple loops: it is compiled for several instruction
/// sets and the best is chosen when the program starts. No two operations are fused and no sum is
/// reordered, so the bits are the same everywhere.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__OPTIMIZE__)
#define CAIRN_WIDE __attribute__((target_clones("default", "avx2"), optimize("O3")))
#else
#define CAIRN_WIDE
#endif
