#include "base/diagnostic_json.h"

#include <utility>

#include <nlohmann/json.hpp>

namespace cairn {

namespace {

nlohmann::ordered_json span_to_json(const TextFiles& files, Span span) {
  if (!span.is_valid()) return nullptr;
  const TextFile& file = files[span.file];
  const Position begin = position_of(file, span.begin);
  const Position end = position_of(file, span.end);
  return {{"file", file.path},
          {"line", begin.line},
          {"column", begin.column},
          {"end_line", end.line},
          {"end_column", end.column}};
}

nlohmann::ordered_json to_json(const TextFiles& files, const Diagnostic& diagnostic) {
  const CodeInfo& info = code_info(diagnostic.code);
  nlohmann::ordered_json labels = nlohmann::ordered_json::array();
  for (const Label& label : diagnostic.labels) {
    labels.push_back({{"span", span_to_json(files, label.span)}, {"text", label.text}});
  }
  nlohmann::ordered_json edits = nlohmann::ordered_json::array();
  if (diagnostic.repair) {
    for (const TextEdit& edit : diagnostic.repair->edits) {
      edits.push_back(
          {{"span", span_to_json(files, edit.span)}, {"replacement", edit.replacement}});
    }
  }
  return {{"code", info.id},
          {"level", severity_word(info.severity)},
          {"message", diagnostic.message},
          {"span", span_to_json(files, diagnostic.span)},
          {"caption", diagnostic.caption},
          {"labels", std::move(labels)},
          {"notes", diagnostic.notes},
          {"help", diagnostic.help},
          {"repair",
           {{"edits", std::move(edits)},
            {"is_safe", diagnostic.repair && diagnostic.repair->is_safe}}}};
}

}  // namespace

std::string diagnostics_to_json(const TextFiles& files, const Diagnostics& diagnostics) {
  // One at a time: half a million mistakes must not stand in memory as a tree.
  std::string array = "[";
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    array += array.size() == 1 ? "\n" : ",\n";
    // Quoted text may hold bytes that are not UTF-8.
    array += to_json(files, diagnostic)
                 .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  }
  return array + (array.size() == 1 ? "]" : "\n]");
}

}  // namespace cairn
