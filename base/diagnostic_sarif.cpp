#include "base/diagnostic_sarif.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace cairn {

namespace {

using Json = nlohmann::ordered_json;

/// A path as a relative URI reference (RFC 3986): what is no plain character becomes `%C3%A4`.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/!$&'()*+,;=@";
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_letter || (c >= '0' && c <= '9') || kPlain.find(c) != std::string_view::npos) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
  }
  return uri;
}

/// Line and column from 1; a character outside the first plane takes two UTF-16 code units. Bytes
/// that are not UTF-8 count one each.
Position utf16_position(const TextFile& file, std::uint32_t offset) {
  Position position{position_of(file, offset).line, 1};
  std::size_t at = file.line_starts[position.line - 1];
  const std::size_t end = std::min<std::size_t>(offset, file.text.size());
  while (at < end) {
    const Character character = first_character(std::string_view(file.text).substr(at));
    const bool is_pair = character.code != kNoCharacter && character.code > 0xFFFFU;
    position.column += is_pair ? 2 : 1;
    at += character.size;
  }
  return position;
}

Json region_of(const TextFile& file, Span span) {
  const Position begin = utf16_position(file, span.begin);
  const Position end = utf16_position(file, span.end);
  return {{"startLine", begin.line},
          {"startColumn", begin.column},
          {"endLine", end.line},
          {"endColumn", end.column}};
}

Json location_of(const TextFiles& files, Span span) {
  const TextFile& file = files[span.file];
  return {
      {"physicalLocation",
       {{"artifactLocation", {{"uri", uri_of(file.path)}}}, {"region", region_of(file, span)}}}};
}

/// What people read below the quoted lines: the rule and the help.
std::string message_of(const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  if (!diagnostic.caption.empty()) text += "; " + diagnostic.caption;
  for (const std::string& note : diagnostic.notes) text += "\n" + note;
  for (std::size_t i = 0; i < diagnostic.help.size(); ++i) {
    text += (i == 0 ? "\nhelp: " : "\n  ") + diagnostic.help[i];
  }
  return text;
}

Json related_of(const TextFiles& files, const Diagnostic& diagnostic) {
  Json related = Json::array();
  for (const Label& label : diagnostic.labels) {
    if (!label.span.is_valid()) continue;
    Json location = location_of(files, label.span);
    location["message"] = {{"text", label.text.empty() ? "this line matters too" : label.text}};
    related.push_back(std::move(location));
  }
  return related;
}

/// One change per file, as the standard wants it.
Json fix_of(const TextFiles& files, const Diagnostic& diagnostic) {
  Json changes = Json::array();
  std::vector<FileId> in_order;
  for (const TextEdit& edit : diagnostic.repair->edits) {
    const TextFile& file = files[edit.span.file];
    const auto found = std::find(in_order.begin(), in_order.end(), edit.span.file);
    const auto place = static_cast<std::size_t>(found - in_order.begin());
    if (found == in_order.end()) {
      in_order.push_back(edit.span.file);
      changes.push_back(
          {{"artifactLocation", {{"uri", uri_of(file.path)}}}, {"replacements", Json::array()}});
    }
    changes[place]["replacements"].push_back({{"deletedRegion", region_of(file, edit.span)},
                                              {"insertedContent", {{"text", edit.replacement}}}});
  }
  const bool is_safe = diagnostic.repair->is_safe;
  return {{"description",
           {{"text", is_safe ? "`cairn check --repair` makes this correction"
                             : "a likely correction; it may change what was meant"}}},
          {"artifactChanges", std::move(changes)}};
}

/// All rules of the code table, in its order, so that a rule's index is its code.
Json all_rules() {
  Json rules = Json::array();
  for (const CodeInfo& info : all_codes()) {
    rules.push_back({{"id", info.id},
                     {"shortDescription", {{"text", info.title}}},
                     {"fullDescription", {{"text", info.explanation}}},
                     {"help", {{"text", "see `cairn explain " + std::string(info.id) + "`"}}},
                     {"defaultConfiguration", {{"level", severity_word(info.severity)}}}});
  }
  return rules;
}

Json result_of(const SarifInput& project, const Diagnostic& diagnostic) {
  const CodeInfo& info = code_info(diagnostic.code);
  Json result{{"ruleId", info.id},
              {"ruleIndex", static_cast<std::size_t>(diagnostic.code)},
              {"level", severity_word(info.severity)},
              {"message", {{"text", message_of(diagnostic)}}}};
  if (diagnostic.span.is_valid()) {
    result["locations"] = Json::array({location_of(*project.files, diagnostic.span)});
  } else {
    Json location;
    location["physicalLocation"]["artifactLocation"]["uri"] = uri_of(project.path);
    result["locations"] = Json::array({std::move(location)});
  }
  Json related = related_of(*project.files, diagnostic);
  if (!related.empty()) result["relatedLocations"] = std::move(related);
  if (diagnostic.repair && !diagnostic.repair->edits.empty()) {
    result["fixes"] = Json::array({fix_of(*project.files, diagnostic)});
  }
  return result;
}

}  // namespace

std::string diagnostics_to_sarif(const std::vector<SarifInput>& projects,
                                 std::string_view version) {
  Json run;
  run["tool"]["driver"] = {{"name", "cairn"}, {"version", version}, {"rules", all_rules()}};
  run["columnKind"] = "utf16CodeUnits";
  run["results"] = Json::array();
  for (const SarifInput& project : projects) {
    for (const Diagnostic& diagnostic : project.diagnostics->all()) {
      run["results"].push_back(result_of(project, diagnostic));
    }
  }
  const Json document{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", Json::array({std::move(run)})}};
  // Quoted text may hold bytes that are not UTF-8.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace cairn
