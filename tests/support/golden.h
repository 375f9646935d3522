// Golden tests: compares a text with a file of expected bytes, or rewrites the file.
// Add ${PROJECT_SOURCE_DIR}/tests/support/golden.cpp to the sources of the test program.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cairn {

/// The whole file. Fails the test if it cannot be read.
std::string read_test_file(const std::filesystem::path& path);

/// `tests/golden/<folder>` inside the checkout.
std::filesystem::path golden_folder(std::string_view folder);

/// The files of a golden folder that end in `extension` (".journey"), sorted by name.
std::vector<std::filesystem::path> golden_inputs(std::string_view folder,
                                                 std::string_view extension);

/// Nothing when `actual` equals the file, else words that name the first line that differs.
/// With CAIRN_UPDATE_GOLDEN set the file is rewritten and always equal.
/// Use: `CHECK(compare_with_golden(path, actual) == "");`
std::string compare_with_golden(const std::filesystem::path& expected, std::string_view actual);

}  // namespace cairn
