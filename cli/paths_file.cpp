#include "cli/paths_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/project/console.h"

namespace cairn {

bool write_paths_file(const Journey& journey, const RunOptions& options, const std::string& path) {
  const std::string shown = escape_for_display(path);
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    print_note(fmt::format("cairn: cannot write {}: {}\n", shown, std::strerror(errno)));
    return false;
  }
  int trouble = 0;
  const PathsWritten written =
      write_walked_paths(journey, options, [file, &trouble](std::string_view text) {
        if (std::fwrite(text.data(), 1, text.size(), file) == text.size()) return true;
        trouble = errno;
        return false;
      });
  if (std::fclose(file) != 0 && trouble == 0) trouble = errno;
  if (trouble != 0) {
    print_note(fmt::format("cairn: cannot write all of {}: {}\n", shown, std::strerror(trouble)));
    return false;
  }
  print_note(fmt::format("wrote {}: {} visits of {} people\n", shown,
                         format_count(static_cast<std::int64_t>(written.rows)),
                         format_count(static_cast<std::int64_t>(written.people))));
  return true;
}

}  // namespace cairn
