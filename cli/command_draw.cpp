// `cairn draw`: the map of a journey as a picture.
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "cli/commands.h"
#include "cli/project.h"
#include "render/flow_graph.h"
#include "render/fonts.h"
#include "render/graphviz.h"
#include "simulator/predict.h"

namespace cairn {
namespace {

std::optional<PictureFormat> format_of(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  if (ending == ".svg") return PictureFormat::svg;
  if (ending == ".png") return PictureFormat::png;
  if (ending == ".pdf") return PictureFormat::pdf;
  if (ending == ".dot") return PictureFormat::dot;
  return std::nullopt;
}

std::string default_output(const std::string& spec) {
  return std::filesystem::path(spec).filename().replace_extension(".svg").string();
}

/// Shares and volumes for the picture: best estimates are enough, no doubt and no walk.
Prediction predict_for_picture(const Journey& journey) {
  RunOptions how;
  how.worlds = 0;
  how.people = 0;
  return predict(journey, standard_questions(journey), how);
}

void note_missing_fonts(const FlowGraph& graph) {
  for (const MissingFont& missing : find_missing_fonts(texts_of(graph))) {
    print_note(
        fmt::format("note: no installed font can draw {}; boxes will stand there. Install one: "
                    "sudo apt-get install {}\n",
                    missing.script, missing.package));
  }
}

}  // namespace

int run_draw(const Options& options, Files& disk, Console& console) {
  const std::string& spec = options.paths.front();
  const std::string output = options.output.empty() ? default_output(spec) : options.output;
  const std::optional<PictureFormat> format = format_of(output);
  if (!format) {
    print_note(
        fmt::format("cairn: cannot tell the kind of picture from `{}`; end it in .svg, .png, "
                    ".pdf or .dot\nsee cairn draw --help\n",
                    shown_path(output)));
    return kExitCommandLine;
  }
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, spec, options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/false)) return *code;
  const Journey& journey = opened.compiled.journey;
  std::optional<Prediction> prediction;
  if (opened.compiled.level != Level::draw) prediction = predict_for_picture(journey);
  watch.lap("solve");
  const FlowGraph graph = build_flow_graph(journey, prediction ? &*prediction : nullptr);
  note_missing_fonts(graph);
  PictureOptions how;
  how.format = *format;
  const auto drawn = draw_flow_graph(graph, how);
  watch.lap("draw");
  if (const PictureError* error = std::get_if<PictureError>(&drawn)) {
    print_note(fmt::format("cairn: cannot draw {}: {}\n", shown_path(spec), error->message));
    return kExitFile;
  }
  const Picture& picture = std::get<Picture>(drawn);
  if (!write_file(disk, output, picture.bytes)) return kExitFile;
  if (picture.used_simple_lines) {
    print_note("note: the layout did not come to an end; the cards are simply stacked\n");
  }
  print_note(fmt::format("wrote {}\n", shown_path(output)));
  watch.report();
  return kExitYes;
}

}  // namespace cairn
