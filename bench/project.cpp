#include "bench/project.h"

#include <filesystem>
#include <variant>

#include "base/check.h"
#include "base/files.h"

namespace cairn {

namespace {

std::filesystem::path spec_path(const std::string& name) {
  return std::filesystem::path(CAIRN_SOURCE_DIR) / "specs" / (name + ".journey");
}

}  // namespace

Compiled compile_spec(const std::string& name) {
  Diagnostics diagnostics;
  const DiskFiles disk;
  const Project project = load_project(disk, spec_path(name), {}, diagnostics);
  Compiled compiled = compile(project, {}, diagnostics);
  CAIRN_CHECK(compiled.is_sound);
  return compiled;
}

std::string read_spec(const std::string& name) {
  const DiskFiles disk;
  const auto read = disk.read(spec_path(name));
  CAIRN_CHECK(std::holds_alternative<std::string>(read));
  return std::get<std::string>(read);
}

}  // namespace cairn
