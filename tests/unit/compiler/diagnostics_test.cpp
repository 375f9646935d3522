// Every message as people see it: tests/golden/diagnostics holds a spec and the printed diagnostics
// for each code.
#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "base/diagnostic_printer.h"
#include "compiler/compile.h"
#include "tests/support/effort.h"
#include "tests/support/golden.h"

namespace {

using namespace cairn;

/// The code a golden is named after: "E404-two-lines-fit.journey" -> "E404"; empty for helpers.
std::string code_in_name(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  for (const CodeInfo& info : all_codes()) {
    if (name.starts_with(std::string(info.id) + "-")) return std::string(info.id);
  }
  return {};
}

/// The folder as the root of a file system in memory, so that no path of this machine is printed.
MemoryFiles golden_files() {
  MemoryFiles files;
  for (const auto& path : golden_inputs("diagnostics", ".journey")) {
    files.contents["/" + path.filename().string()] = read_test_file(path);
  }
  return files;
}

struct Checked {
  Project project;
  Diagnostics diagnostics;
};

Checked check(const MemoryFiles& files, const std::string& name) {
  Checked checked;
  checked.project = load_project(files, name, {}, checked.diagnostics);
  compile(checked.project, {}, checked.diagnostics);
  return checked;
}

}  // namespace

TEST_CASE("every golden spec prints the diagnostics beside it") {
  const MemoryFiles files = golden_files();
  for (const auto& path : golden_inputs("diagnostics", ".journey")) {
    const std::string code = code_in_name(path);
    if (code.empty()) continue;
    INFO(path.filename().string());
    const Checked checked = check(files, path.filename().string());
    const bool has_code =
        std::any_of(checked.diagnostics.all().begin(), checked.diagnostics.all().end(),
                    [&code](const Diagnostic& one) { return code_info(one.code).id == code; });
    CHECK(has_code);
    std::filesystem::path expected = path;
    expected.replace_extension(".expected");
    const DiagnosticStyle style{false, 0};
    CHECK(compare_with_golden(expected, print_diagnostics(checked.project.files,
                                                          checked.diagnostics, style)) == "");
  }
}

TEST_CASE("every code has a golden of its own") {
  std::vector<std::string> named;
  for (const auto& path : golden_inputs("diagnostics", ".journey")) {
    named.push_back(code_in_name(path));
  }
  // Those of `cairn test` (tests/unit/cli/promises_test.cpp).
  for (const auto& path : golden_inputs("promises", ".journey")) {
    named.push_back(code_in_name(path));
  }
  for (const CodeInfo& info : all_codes()) {
    INFO(info.id);
    CHECK(std::count(named.begin(), named.end(), std::string(info.id)) >= 1);
  }
}

TEST_CASE("every repair that is called safe leaves a text that reads as well or better") {
  const MemoryFiles files = golden_files();
  for (const auto& [path, text] : files.contents) {
    INFO(path.string());
    if (is_left_out(path.string())) continue;
    const Checked before = check(files, path.filename().string());
    for (const Diagnostic& one : before.diagnostics.all()) {
      if (!one.repair || !one.repair->is_safe || one.repair->edits.empty()) continue;
      INFO(one.message);
      MemoryFiles mended = files;
      const FileId file = one.repair->edits.front().span.file;
      const std::string& name = before.project.files[file].path;
      mended.contents["/" + name] = apply_edits(before.project.files[file].text, one.repair->edits);
      const Checked after = check(mended, path.filename().string());
      CHECK(after.diagnostics.all().size() < before.diagnostics.all().size());
    }
  }
}
