#include "cli/examples.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "cli/example_texts.h"
#include "cli/promises/promises.h"

namespace cairn {
namespace {

constexpr std::string_view kContextEnd = "# ---\n";
constexpr const char* kMainPath = "/shop/shop.journey";
constexpr const char* kMorePath = "/shop/fixes.journey";

std::optional<std::string_view> find_text(const std::string& name) {
  const std::vector<ExampleText>& texts = example_texts();
  const auto found = std::find_if(texts.begin(), texts.end(),
                                  [&](const ExampleText& text) { return text.name == name; });
  if (found == texts.end()) return std::nullopt;
  return found->text;
}

struct OddByte {
  std::string_view character;
  char byte;
};

/// Takes the `#! ` lines off the text.
std::vector<OddByte> read_directives(std::string_view& text, ExampleSpec& example) {
  std::vector<OddByte> bytes;
  while (text.starts_with("#! ")) {
    const std::string_view line = text.substr(3, text.find('\n') - 3);
    text.remove_prefix(std::min(text.size(), line.size() + 4));
    if (line.starts_with("says ")) example.says = line.substr(5);
    if (line == "command test") example.is_for_test = true;
    if (line.starts_with("byte ")) {
      const std::string_view character = line.substr(5, first_character(line.substr(5)).size);
      const std::string_view hex = line.substr(5 + character.size() + 1);
      unsigned value = 0;
      std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
      bytes.push_back({character, static_cast<char>(value)});
    }
  }
  return bytes;
}

std::string with_odd_bytes(std::string text, const std::vector<OddByte>& bytes) {
  for (const OddByte& odd : bytes) {
    for (std::size_t at = 0; (at = text.find(odd.character, at)) != std::string::npos; ++at) {
      text.replace(at, odd.character.size(), 1, odd.byte);
    }
  }
  return text;
}

/// Without the empty lines around it.
std::string trim_lines(std::string_view text) {
  while (text.starts_with('\n')) text.remove_prefix(1);
  while (text.ends_with("\n\n")) text.remove_suffix(1);
  return std::string(text == "\n" ? "" : text);
}

}  // namespace

std::filesystem::path ExampleFiles::resolve(const std::filesystem::path& path) const {
  return (std::filesystem::path("/shop") / path).lexically_normal();
}

std::optional<ExampleSpec> find_example(Code code, bool is_wrong) {
  const std::string stem = std::string(code_info(code).id) + (is_wrong ? ".wrong" : ".right");
  std::optional<std::string_view> text = find_text(stem + ".journey");
  if (!text) return std::nullopt;
  ExampleSpec example;
  const std::vector<OddByte> bytes = read_directives(*text, example);
  example.files.contents[kMainPath] = with_odd_bytes(std::string(*text), bytes);
  const std::size_t end = text->find(kContextEnd);
  example.shown =
      trim_lines(end == std::string_view::npos ? *text : text->substr(end + kContextEnd.size()));
  if (const auto more = find_text(stem + ".more.journey")) {
    example.files.contents[kMorePath] = std::string(*more);
    example.shown_more = trim_lines(*more);
  }
  return example;
}

JudgedExample judge_example(const ExampleSpec& example) {
  JudgedExample judged;
  const CompileOptions how;
  judged.project = load_project(example.files, "shop.journey", how, judged.diagnostics);
  const Compiled compiled = compile(judged.project, how, judged.diagnostics);
  if (example.is_for_test && compiled.is_sound) {
    PromiseOptions promises;
    promises.worlds = 200;
    promises.people = 20'000;
    promises.threads = 1;
    add_promise_diagnostics(judge_promises(compiled.journey, promises), judged.diagnostics);
  }
  judged.diagnostics.sort();
  return judged;
}

}  // namespace cairn
