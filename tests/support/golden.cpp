#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

namespace cairn {

namespace {

std::string read_bytes(const std::filesystem::path& path, bool& was_read) {
  std::ifstream in(path, std::ios::binary);
  was_read = in.good();
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string_view line_at(std::string_view text, std::size_t offset) {
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(begin, std::min(text.find('\n', offset), text.size()) - begin);
}

std::string describe_difference(std::string_view expected, std::string_view actual) {
  std::size_t at = 0;
  while (at < expected.size() && at < actual.size() && expected[at] == actual[at]) ++at;
  const auto line =
      std::count(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
  return "line " + std::to_string(line) + "\n  expected: " + std::string(line_at(expected, at)) +
         "\n  actual:   " + std::string(line_at(actual, at)) +
         "\n(CAIRN_UPDATE_GOLDEN=1 rewrites the file)";
}

}  // namespace

std::string read_test_file(const std::filesystem::path& path) {
  bool was_read = false;
  std::string bytes = read_bytes(path, was_read);
  INFO("reading " << path);
  REQUIRE(was_read);
  return bytes;
}

std::filesystem::path golden_folder(std::string_view folder) {
  return std::filesystem::path(CAIRN_SOURCE_DIR) / "tests" / "golden" / folder;
}

std::vector<std::filesystem::path> golden_inputs(std::string_view folder,
                                                 std::string_view extension) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(golden_folder(folder))) {
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string compare_with_golden(const std::filesystem::path& expected, std::string_view actual) {
  if (std::getenv("CAIRN_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(expected.parent_path());
    std::ofstream(expected, std::ios::binary) << actual;
    return "";
  }
  bool was_read = false;
  const std::string wanted = read_bytes(expected, was_read);
  if (!was_read) return expected.string() + " does not exist (CAIRN_UPDATE_GOLDEN=1 writes it)";
  if (wanted == actual) return "";
  return expected.string() + ", " + describe_difference(wanted, actual);
}

}  // namespace cairn
