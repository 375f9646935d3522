// `cairn export`: the journey for other tools.
#include <fmt/format.h>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"
#include "exchange/flow_table.h"
#include "exchange/journey_json.h"
#include "exchange/mermaid_diagrams.h"
#include "exchange/prism_model.h"
#include "simulator/chain/chain.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

std::vector<FlowVolume> flow_volumes(const Journey& journey, const Console& console) {
  ProgressBar bar(console);
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  how.progress = bar.progress();
  return predict(journey, standard_questions(journey), how).flows;
}

Exported mermaid(const Journey& journey, MermaidDiagram diagram, const Console& console) {
  switch (diagram) {
    case MermaidDiagram::journey:
      return journey_diagram(journey);
    case MermaidDiagram::flowchart:
      return flowchart_diagram(journey);
    case MermaidDiagram::sankey:
      return sankey_diagram(journey, flow_volumes(journey, console));
  }
  return {};
}

bool needs_numbers(const Options& options) {
  return options.export_to == ExportTo::prism ||
         (options.export_to == ExportTo::mermaid && options.diagram == MermaidDiagram::sankey);
}

/// Writes to the file that was named, or to the screen.
bool deliver(const std::string& text, const std::string& path, Files& disk, Console& console) {
  if (path.empty()) {
    print_data(console, text);
    return true;
  }
  if (!write_file(disk, path, text)) return false;
  print_note(fmt::format("wrote {}\n", shown_path(path)));
  return true;
}

double mean_of(const Amount& amount, const World& world) {
  return to_draw(amount, world).mean();
}

int export_prism(const Opened& opened, const Options& options, Files& disk, Console& console) {
  const Journey& journey = opened.compiled.journey;
  const std::vector<Unsayable> beyond = beyond_prism(journey);
  if (!beyond.empty()) {
    print_note(fmt::format("cairn: a PRISM model of {} would give other answers than cairn:\n",
                           shown_path(options.paths.front())));
    for (const Unsayable& line : beyond) {
      const TextFile& file = opened.project.files[line.span.file];
      print_note(fmt::format("  {}:{}: {}\n", escape_for_display(file.path),
                             position_of(file, line.span.begin).line, line.text));
    }
    print_note("help: export a copy without these lines, and compare with a run of that copy\n");
    return kExitNo;
  }
  const PrismModel model = prism_model(journey, mean_of);
  if (!deliver(model.model, options.output, disk, console)) return kExitFile;
  if (options.prism_properties.empty()) return kExitYes;
  return deliver(model.properties, options.prism_properties, disk, console) ? kExitYes : kExitFile;
}

}  // namespace

int run_export(const Options& options, Files& disk, Console& console) {
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, options.paths.front(), options, watch);
  if (const auto code = refuse(opened, options, console, needs_numbers(options))) return *code;
  const Journey& journey = opened.compiled.journey;
  Exported result;
  switch (options.export_to) {
    case ExportTo::prism:
      return export_prism(opened, options, disk, console);
    case ExportTo::mermaid:
      result = mermaid(journey, options.diagram, console);
      break;
    case ExportTo::json:
      result.text = journey_to_json(journey, CAIRN_VERSION, opened.project.sha256);
      break;
    case ExportTo::csv:
      result.text = flow_table(journey);
      break;
  }
  watch.lap("export");
  for (const std::string& remark : result.remarks) print_note("note: " + remark + "\n");
  const int code = deliver(result.text, options.output, disk, console) ? kExitYes : kExitFile;
  watch.report();
  return code;
}

}  // namespace cairn
