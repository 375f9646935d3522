#include "tests/unit/grammar/random_text.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <random>
#include <utility>

#include "grammar/format.h"
#include "grammar/parse.h"
#include "tests/support/golden.h"

namespace cairn {

namespace {

// std::mt19937 gives the same numbers everywhere; the standard distributions need not.
std::size_t pick(std::mt19937& random, std::size_t count) {
  return random() % count;
}

constexpr std::array<std::string_view, 48> kPieces = {"\"",
                                                      "“",
                                                      "”",
                                                      "«",
                                                      "»",
                                                      "#",
                                                      "->",
                                                      "→",
                                                      "–>",
                                                      "- >",
                                                      "%",
                                                      "％",
                                                      "pp",
                                                      "+-",
                                                      "±",
                                                      ",",
                                                      "，",
                                                      " ",
                                                      "\u00A0",
                                                      "\u3000",
                                                      "\n",
                                                      "\r\n",
                                                      "\r",
                                                      "\t",
                                                      "1 000",
                                                      "1,5",
                                                      "１２",
                                                      "€",
                                                      "¥9",
                                                      "EUR",
                                                      "for ",
                                                      "when ",
                                                      "from \"x\"",
                                                      "after 3 days ",
                                                      "rest ",
                                                      "times ",
                                                      "at least 3%",
                                                      ">= 2",
                                                      "stage s\n",
                                                      "touchpoint t\n",
                                                      "median ",
                                                      ", p90 ",
                                                      "\xEF\xBB\xBF",
                                                      "\xFF",
                                                      "\xE3\x80",
                                                      std::string_view("\0", 1),
                                                      "न्",
                                                      "🙂"};

}  // namespace

Parsed parse_text(std::string text) {
  Parsed parsed;
  const FileId file = parsed.files.add(make_text_file("test.journey", std::move(text)));
  parsed.tree = parse(parsed.files, file, parsed.diagnostics);
  return parsed;
}

std::string format_text(const std::string& text) {
  const Parsed parsed = parse_text(text);
  return format(parsed.tree, parsed.file());
}

std::vector<std::string> sample_texts() {
  std::vector<std::string> texts;
  const std::filesystem::path specs = std::filesystem::path(CAIRN_SOURCE_DIR) / "specs";
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(specs)) {
    if (entry.path().extension() == ".journey") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const std::string_view folder : {"tree", "format"}) {
    const auto inputs = golden_inputs(folder, ".journey");
    paths.insert(paths.end(), inputs.begin(), inputs.end());
  }
  for (const auto& path : paths) texts.push_back(read_test_file(path));
  return texts;
}

std::string damage(const std::string& text, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::string damaged = text;
  const std::size_t changes = 1 + pick(random, 12);
  for (std::size_t i = 0; i < changes; ++i) {
    const std::size_t at = pick(random, damaged.size() + 1);
    const std::size_t length = std::min<std::size_t>(pick(random, 8), damaged.size() - at);
    switch (pick(random, 4)) {
      case 0:
        damaged.erase(at, length);
        break;
      case 1:
        damaged.insert(at, damaged.substr(at, length));
        break;
      case 2:
        damaged.insert(at, kPieces[pick(random, kPieces.size())]);
        break;
      default:
        damaged.replace(at, length, kPieces[pick(random, kPieces.size())]);
        break;
    }
  }
  return damaged;
}

std::string random_bytes(std::size_t length, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::string bytes;
  while (bytes.size() < length) {
    if (pick(random, 3) == 0) {
      bytes.push_back(static_cast<char>(pick(random, 256)));
    } else {
      bytes.append(kPieces[pick(random, kPieces.size())]);
    }
  }
  return bytes;
}

}  // namespace cairn
