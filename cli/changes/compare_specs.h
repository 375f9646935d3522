// Two versions of one spec, read from wherever they are, compared and told.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/project/project.h"
#include "diff/diff_report.h"

namespace cairn {

/// Where one version is to be read.
struct SpecVersion {
  std::string name;              // "main", "working file": how the report calls this side
  const Files* files = nullptr;  // null: this side does not exist
  std::string path;
};

/// A comparison with the texts it points into.
struct ComparedSpecs {
  std::unique_ptr<Opened> old_side, new_side;  // null: does not exist
  SpecDiff diff;
  std::optional<std::string> complaint;  // a side exists and cannot be read

  /// Whether one of them has a `journey` heading.
  bool is_project() const;
  bool has_same_bytes() const;
  bool has_mistakes() const;
};

/// Reads both, compares what can be understood, predicts both where that is possible. With
/// `only_main_file` changes that lie in imported files only are left out.
ComparedSpecs compare_specs(const SpecVersion& before, const SpecVersion& after,
                            const Options& options, Stopwatch& watch, bool only_main_file = false,
                            Progress* progress = nullptr);

/// Prints as the options ask for.
void print_diffs(const std::vector<ComparedSpecs>& specs, const Options& options, Console& console);

/// Equal 0, different 1: also where a mistake hides whether two different texts mean the same.
int exit_code_of(const std::vector<ComparedSpecs>& specs);

}  // namespace cairn
