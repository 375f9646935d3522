// `cairn draw`: the map of a journey as a picture.
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "cli/commands.h"
#include "cli/pictures/pictures.h"
#include "cli/project/alternatives.h"
#include "cli/project/progress_bar.h"
#include "cli/project/project.h"
#include "render/picture/fonts.h"

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

std::string_view kind_name(PictureKind kind) {
  switch (kind) {
    case PictureKind::flow:
      return "flow";
    case PictureKind::map:
      return "map";
    case PictureKind::funnel:
      return "funnel";
    case PictureKind::emotion:
      return "emotion";
    case PictureKind::sankey:
      return "sankey";
    case PictureKind::time:
      return "time";
    case PictureKind::compare:
      return "compare";
  }
  return "flow";
}

/// shop.journey: "shop.svg", "shop-map.svg".
std::string default_output(const std::string& spec, PictureKind kind) {
  std::string stem = std::filesystem::path(spec).stem().string();
  if (kind != PictureKind::flow) stem += "-" + std::string(kind_name(kind));
  return stem + ".svg";
}

void note_missing_fonts(const std::vector<std::string>& texts) {
  for (const MissingFont& missing : find_missing_fonts(texts)) {
    print_note(
        fmt::format("note: no installed font can draw {}; boxes will stand there. Install one: "
                    "sudo apt-get install {}\n",
                    missing.script, missing.package));
  }
}

/// The fixes of `--scenario`: a scenario's, or one fix. Nothing, after saying so, if there is
/// neither of that name.
std::optional<std::vector<FixId>> chosen_fixes(const Journey& journey, const Options& options,
                                               std::string& label) {
  if (options.scenario.empty()) return std::vector<FixId>{};
  for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
    const FixId id = journey.fixes.id_at(i);
    if (journey.fixes[id].heading.name != options.scenario) continue;
    label = journey.fixes[id].heading.label;
    return std::vector<FixId>{id};
  }
  const auto scenario = find_scenario(journey, options.scenario);
  if (!scenario) return std::nullopt;
  label = journey.scenarios[*scenario].heading.label;
  return journey.scenarios[*scenario].fixes;
}

std::optional<PersonaId> chosen_persona(const Journey& journey, const Options& options) {
  if (options.persona.empty()) return PersonaId{};
  return find_persona(journey, options.persona);
}

/// What the command line asks for; nothing, after saying why, if a name in it is unknown.
std::optional<PictureRequest> make_request(const Opened& opened, const Options& options) {
  const Journey& journey = opened.compiled.journey;
  PictureRequest request{journey};
  request.is_predictable = opened.compiled.level != Level::draw;
  request.kind = options.picture;
  request.is_delta = options.is_delta;
  request.is_full = options.is_full;
  request.language = words_for(options, journey);
  const auto persona = chosen_persona(journey, options);
  const auto fixes = chosen_fixes(journey, options, request.scenario_label);
  if (!persona || !fixes) return std::nullopt;
  request.persona = *persona;
  request.fixes = *fixes;
  return request;
}

int complain(const std::string& spec, const PictureError& error, int code) {
  print_note(fmt::format("cairn: cannot draw {}: {}\n", shown_path(spec), error.message));
  return code;
}

/// The picture's bytes, or the exit code after saying why there is none: a spec that lacks what the
/// picture shows is one thing, a picture that cannot be written another.
std::variant<std::string, int> draw_request(const PictureRequest& request, const std::string& spec,
                                            PictureFormat format, Theme theme) {
  if (format == PictureFormat::dot) {
    auto dot = make_dot(request);
    if (const auto* error = std::get_if<PictureError>(&dot)) return complain(spec, *error, kExitNo);
    return std::move(std::get<std::string>(dot));
  }
  const auto drawn = make_picture(request);
  if (const auto* error = std::get_if<PictureError>(&drawn)) return complain(spec, *error, kExitNo);
  const Drawing& drawing = std::get<Drawing>(drawn);
  note_missing_fonts(texts_of(drawing));
  auto written = write_drawing(drawing, format, theme);
  if (const auto* error = std::get_if<PictureError>(&written)) {
    return complain(spec, *error, kExitFile);
  }
  return std::move(std::get<std::string>(written));
}

/// What makes no sense together; empty: nothing.
std::string contradiction(const Options& options, PictureFormat format) {
  const bool is_flow = options.picture == PictureKind::flow;
  if (format == PictureFormat::dot && !is_flow) {
    return "only the flow can be written as DOT; end the name in .svg, .png or .pdf";
  }
  if (!options.is_delta) return "";
  if (options.scenario.empty()) return "--delta needs a --scenario to hold against today";
  if (is_flow || options.picture == PictureKind::map) return "";
  return "--delta is for the flow and the map; a funnel shows today beside a --scenario";
}

}  // namespace

int run_draw(const Options& options, Files& disk, Console& console) {
  const std::string& spec = options.paths.front();
  const std::string output =
      options.output.empty() ? default_output(spec, options.picture) : options.output;
  const std::optional<PictureFormat> format = format_of(output);
  if (!format) {
    print_note(
        fmt::format("cairn: cannot tell the kind of picture from `{}`; end it in .svg, .png, "
                    ".pdf or .dot\nsee cairn draw --help\n",
                    shown_path(output)));
    return kExitCommandLine;
  }
  if (const std::string complaint = contradiction(options, *format); !complaint.empty()) {
    print_note(fmt::format("cairn: {}\n", complaint));
    return kExitCommandLine;
  }
  Stopwatch watch(options.show_timings);
  const Opened opened = open_project(disk, spec, options, watch);
  if (const auto code = refuse(opened, options, console, /*must_run=*/false)) return *code;
  std::optional<PictureRequest> request = make_request(opened, options);
  if (!request) return kExitCommandLine;
  ProgressBar bar(console);
  request->progress = bar.progress();
  const auto drawn = draw_request(*request, spec, *format, options.theme);
  bar.finish();
  watch.lap("draw");
  if (const int* code = std::get_if<int>(&drawn)) return *code;
  if (!write_file(disk, output, std::get<std::string>(drawn))) return kExitFile;
  print_note(fmt::format("wrote {}\n", shown_path(output)));
  watch.report();
  return kExitYes;
}

}  // namespace cairn
