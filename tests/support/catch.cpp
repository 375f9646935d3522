// Owns the precompiled Catch2 header that all fast tests share; see tests/CMakeLists.txt.
