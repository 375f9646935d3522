// `cairn report`: one HTML file that says what was found, for people without cairn.
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/project/alternatives.h"
#include "cli/project/progress_bar.h"
#include "cli/report/gather_report.h"
#include "render/page/page_html.h"
#include "render/page/web_assets.h"

namespace cairn {
namespace {

/// A report is about everyone; what it says of a persona alone is a picture.
int refuse_persona(const Opened& opened, const Options& options) {
  if (find_persona(opened.compiled.journey, options.persona)) {
    const std::string file = shown_path(options.paths.front());
    print_note(
        fmt::format("cairn: a report is about everyone, and tells personas apart in its charts; "
                    "for one persona: cairn draw {} --as map --for {}\n",
                    file, escape_for_display(options.persona)));
  }
  return kExitCommandLine;
}

}  // namespace

int run_report(const Options& options, Files& disk, Console& console) {
  const std::string& spec = options.paths.front();
  const std::string output = options.output.empty()
                                 ? std::filesystem::path(spec).stem().string() + ".html"
                                 : options.output;
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, spec, options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/false)) return *code;
  if (!options.persona.empty()) return refuse_persona(opened, options);
  ProgressBar bar(console);
  const std::optional<ReportPage> page =
      gather_report(opened, options, watch, false, bar.progress());
  bar.finish();
  if (!page) return kExitCommandLine;
  const std::string html = to_html(*page, page_script(), page_style());
  watch.lap("write the page");
  if (!write_file(disk, output, html)) return kExitFile;
  print_note(fmt::format("wrote {}\n", shown_path(output)));
  watch.report();
  return kExitYes;
}

}  // namespace cairn
