#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <set>
#include <string>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "compiler/compile.h"
#include "compiler/encoding.h"
#include "grammar/ast.h"
#include "grammar/parse.h"

namespace cairn {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostSuggestions = 20;  // folders listed for "there is …"

class Loader {
 public:
  Loader(const Files& disk, const CompileOptions& options, Diagnostics& diagnostics)
      : disk_(disk), options_(options), diagnostics_(diagnostics) {}

  Project load(const fs::path& path) {
    const fs::path resolved = disk_.resolve(path);
    root_ = options_.root ? disk_.resolve(*options_.root) : resolved.parent_path();
    main_ = path;
    queue_.push_back({path, resolved, {}, false});
    seen_.insert(resolved);
    for (; !queue_.empty(); queue_.pop_front()) {
      if (!load_one(queue_.front()) && project_.files.empty()) {
        project_.is_readable = false;
        break;
      }
    }
    project_.sha256 = hash_all();
    return std::move(project_);
  }

 private:
  struct Wanted {
    fs::path shown;
    fs::path resolved;
    Span import;               // invalid for the file named first
    bool is_absolute = false;  // of an import: it would not survive a move of the project
  };

  bool load_one(const Wanted& wanted) {
    if (wanted.is_absolute || !is_inside(wanted.resolved)) {
      report_outside(wanted);
      return false;
    }
    auto bytes = disk_.read(wanted.resolved);
    if (const auto* error = std::get_if<FileError>(&bytes)) {
      report_unreadable(wanted, *error);
      return false;
    }
    const FileId id = project_.files.add(
        make_text_file(wanted.shown.generic_string(), std::move(std::get<std::string>(bytes))));
    project_.disk_paths.push_back(wanted.resolved);
    const std::string& text = project_.files[id].text;
    if (const auto broken = find_invalid_utf8(text)) {
      report_encoding(id, *broken);
      project_.trees.push_back(keep_unread(id));
      return true;
    }
    const std::string_view content =
        std::string_view(text).substr(text.starts_with("\uFEFF") ? 3 : 0);
    if (normalise_spaces(content.substr(0, 64)).empty() && normalise_spaces(content).empty()) {
      diagnostics_.add({Code::N109,
                        {id, 0, 0},
                        fmt::format("\"{}\" is empty", project_.files[id].path),
                        {},
                        {},
                        {},
                        {"`cairn new FILE` writes a small journey to start from"},
                        {}});
    }
    project_.trees.push_back(parse(project_.files, id, diagnostics_));
    queue_imports(id, wanted);
    return true;
  }

  void queue_imports(FileId id, const Wanted& importer) {
    const Node file = root(project_.trees[id.index], project_.files[id]);
    for (const Node& line : file.children()) {
      if (line.kind() != SyntaxKind::import_line) continue;
      const Node text = line.child(SyntaxKind::text);
      if (!text) continue;
      const fs::path target{std::string(unquote(text))};
      Wanted wanted;
      wanted.import = text.span();
      wanted.shown = (importer.shown.parent_path() / target).lexically_normal();
      wanted.resolved =
          target.is_absolute()
              ? target
              : disk_.resolve((importer.resolved.parent_path() / target).lexically_normal());
      wanted.is_absolute = target.is_absolute();
      if (wanted.is_absolute) wanted.shown = target;
      if (!seen_.insert(wanted.resolved).second) continue;
      queue_.push_back(std::move(wanted));
    }
  }

  /// Judged after symbolic links.
  bool is_inside(const fs::path& resolved) const {
    const auto at = std::mismatch(root_.begin(), root_.end(), resolved.begin(), resolved.end());
    // A folder that ends in a slash has an empty last part.
    return at.first == root_.end() || at.first->empty();
  }

  void report_outside(const Wanted& wanted) {
    Diagnostic diagnostic{Code::E210, wanted.import, {}, {}, {}, {}, {}, {}};
    diagnostic.message =
        fmt::format("\"{}\" lies outside the project", wanted.shown.generic_string());
    if (!wanted.import.is_valid()) {
      diagnostic.help = {"name a `--root` folder that holds the file"};
    } else if (wanted.is_absolute) {
      diagnostic.help = {"name the file relative to this one, for example \"fixes.journey\""};
    } else {
      diagnostic.help = {fmt::format("move it beside {}, or run with `--root {}`",
                                     main_.filename().string(), wider_root(wanted.resolved))};
    }
    diagnostics_.add(std::move(diagnostic));
  }

  /// The nearest folder above the project that also holds the file, as the user would type it.
  std::string wider_root(const fs::path& resolved) const {
    fs::path up;
    for (const fs::path& part : resolved.lexically_relative(root_)) {
      if (part == "..") up /= part;
    }
    const fs::path typed = options_.root ? *options_.root : main_.parent_path();
    std::string shown = (typed / up).lexically_normal().generic_string();
    if (shown.size() > 1 && shown.ends_with('/')) shown.pop_back();
    return shown;
  }

  void report_unreadable(const Wanted& wanted, FileError error) {
    Diagnostic diagnostic{Code::E205, wanted.import, {}, {}, {}, {}, {}, {}};
    const std::string shown = wanted.shown.generic_string();
    if (error != FileError::not_found) {
      diagnostic.message = fmt::format("\"{}\" {}", shown, describe(error));
      if (error == FileError::is_directory) diagnostic.help = {"name a file inside it"};
    } else if (!wanted.import.is_valid()) {
      diagnostic.message = fmt::format("cannot find \"{}\"", shown);
    } else {
      const std::string importer = project_.files[wanted.import.file].path;
      diagnostic.message = fmt::format("cannot find \"{}\" next to {}",
                                       text_without_quotes(wanted.import), importer);
    }
    if (error == FileError::not_found) suggest_file(wanted, diagnostic);
    diagnostics_.add(std::move(diagnostic));
  }

  std::string text_without_quotes(Span span) const {
    const std::string_view text = text_of(project_.files, span);
    const std::size_t first = text.find_first_not_of("\"");
    const std::size_t last = text.find_last_not_of("\"");
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, last - first + 1));
  }

  void suggest_file(const Wanted& wanted, Diagnostic& diagnostic) {
    if (suggestion_count_++ >= kMostSuggestions) return;
    const std::vector<std::string> names = disk_.list(wanted.resolved.parent_path());
    // Without their endings, which all specs share and which would make any two names alike.
    constexpr std::string_view kEnding = ".journey";
    std::vector<std::string_view> candidates;
    for (const std::string_view name : names) {
      if (name.ends_with(kEnding))
        candidates.push_back(name.substr(0, name.size() - kEnding.size()));
    }
    if (const auto near = nearest(wanted.resolved.stem().string(), candidates)) {
      diagnostic.help = {fmt::format("there is `{}{}`", *near, kEnding)};
    }
  }

  void report_encoding(FileId id, std::size_t offset) {
    const TextFile& file = project_.files[id];
    const auto begin = static_cast<std::uint32_t>(offset);
    const auto byte = static_cast<unsigned>(static_cast<unsigned char>(file.text[offset]));
    const std::string guess = guess_encoding(file.text);
    Diagnostic diagnostic{Code::E107, {id, begin, begin + 1}, {}, {}, {}, {}, {}, {}};
    diagnostic.message = fmt::format("the file is not UTF-8 (byte 0x{:02X}, line {})", byte,
                                     position_of(file, begin).line);
    diagnostic.caption = "cairn reads text in UTF-8 only";
    diagnostic.help = {guess == "no text at all"
                           ? "this does not look like a text file at all"
                           : fmt::format("save the file as UTF-8; it looks like {}", guess)};
    diagnostics_.add(std::move(diagnostic));
  }

  /// A lossless tree that says nothing: the whole text is one line that could not be read.
  SyntaxTree keep_unread(FileId id) const {
    const auto end = static_cast<std::uint32_t>(project_.files[id].text.size());
    return {id,
            {{SyntaxKind::file, 0, end, 3},
             {SyntaxKind::error_line, 0, end, 2},
             {SyntaxKind::error, 0, end, 1}}};
  }

  std::string hash_all() const {
    std::vector<const TextFile*> order;
    for (const TextFile& file : project_.files) order.push_back(&file);
    std::sort(order.begin(), order.end(),
              [](const TextFile* a, const TextFile* b) { return a->path < b->path; });
    if (order.size() == 1) return sha256_hex(order.front()->text);
    std::string bytes;
    for (const TextFile* file : order) bytes += file->text;
    return sha256_hex(bytes);
  }

  const Files& disk_;
  const CompileOptions& options_;
  Diagnostics& diagnostics_;
  Project project_;
  fs::path root_;
  fs::path main_;
  std::deque<Wanted> queue_;
  std::set<fs::path> seen_;
  std::size_t suggestion_count_ = 0;
};

}  // namespace

Project load_project(const Files& disk, const fs::path& path, const CompileOptions& options,
                     Diagnostics& diagnostics) {
  return Loader(disk, options, diagnostics).load(path);
}

}  // namespace cairn
