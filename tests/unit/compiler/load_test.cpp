// Files and imports: what is read, once, and what is refused.
#include <catch2/catch.hpp>

#include "base/hash.h"
#include "compiler/encoding.h"
#include "tests/support/compiled_text.h"

namespace {

using namespace cairn;

MemoryFiles three_files() {
  MemoryFiles files;
  files.contents["/p/main.journey"] = "import \"sub/a.journey\"\nimport \"b.journey\"\n";
  files.contents["/p/sub/a.journey"] = "import \"../b.journey\"\nimport \"../main.journey\"\n";
  files.contents["/p/b.journey"] = "import \"./sub/../b.journey\"\n";
  return files;
}

}  // namespace

TEST_CASE("sha256 of a known text") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("every file is read once, cycles are harmless, paths are shown as typed") {
  Diagnostics diagnostics;
  const Project project = load_project(three_files(), "p/main.journey", {}, diagnostics);
  CHECK(diagnostics.all().empty());
  REQUIRE(project.files.size() == 3);
  CHECK(project.files[FileId{0}].path == "p/main.journey");
  CHECK(project.files[FileId{1}].path == "p/sub/a.journey");
  CHECK(project.files[FileId{2}].path == "p/b.journey");
  CHECK(project.trees.size() == 3);
}

TEST_CASE("the fingerprint is over all bytes in order of path") {
  Diagnostics diagnostics;
  const MemoryFiles files = three_files();
  const Project project = load_project(files, "p/main.journey", {}, diagnostics);
  std::string all;
  for (const auto& [path, text] : files.contents) all += text;  // a map: in order of path
  CHECK(project.sha256 == sha256_hex(all));
}

TEST_CASE("a file named first that cannot be read makes the project unreadable") {
  Diagnostics diagnostics;
  const Project project = load_project(three_files(), "p/mian.journey", {}, diagnostics);
  CHECK_FALSE(project.is_readable);
  CHECK(codes_of(diagnostics) == "E205");
  CHECK(diagnostics.all()[0].help.at(0) == "there is `main.journey`");
  CHECK_FALSE(diagnostics.all()[0].span.is_valid());

  Diagnostics of_folder;
  CHECK_FALSE(load_project(three_files(), "p/sub", {}, of_folder).is_readable);
  CHECK(codes_of(of_folder) == "E205");
}

TEST_CASE("imports stay inside the root, which may be widened") {
  MemoryFiles files;
  files.contents["/p/q/main.journey"] = "import \"../other.journey\"\n";
  files.contents["/p/other.journey"] = "persona x\n  share 100%\n";
  Diagnostics refused;
  CHECK(load_project(files, "p/q/main.journey", {}, refused).is_readable);
  CHECK(codes_of(refused) == "E210");
  CHECK(refused.all()[0].help.at(0) == "move it beside main.journey, or run with `--root p`");
  Diagnostics taken;
  CompileOptions options;
  options.root = "/p/";
  CHECK(load_project(files, "p/q/main.journey", options, taken).files.size() == 2);
  CHECK(taken.all().empty());
  Diagnostics outside;
  options.root = "/elsewhere";
  CHECK_FALSE(load_project(files, "p/q/main.journey", options, outside).is_readable);
  CHECK(codes_of(outside) == "E210");
}

TEST_CASE("a neighbour folder with a longer name is outside") {
  MemoryFiles files;
  files.contents["/p/main.journey"] = "import \"../p2/x.journey\"\n";
  files.contents["/p2/x.journey"] = "";
  Diagnostics diagnostics;
  load_project(files, "p/main.journey", {}, diagnostics);
  CHECK(codes_of(diagnostics) == "E210");
}

TEST_CASE("a file that is missing makes no unknown names of what it declares") {
  const CompiledText text =
      compile_text("import \"gone.journey\"\njourney x\nsource web\n  -> home\n");
  CHECK(codes_of(text.diagnostics) == "E205");
  CHECK_FALSE(text.compiled.is_sound);
}

TEST_CASE("a file that is not UTF-8 is kept but not read") {
  MemoryFiles files;
  files.contents["/x.journey"] = std::string("journey x\n  note \"za\xB3\"\n");
  Diagnostics diagnostics;
  const Project project = load_project(files, "x.journey", {}, diagnostics);
  CHECK(codes_of(diagnostics) == "E107");
  CHECK(project.is_readable);
  CHECK(is_well_formed(project.trees[0], project.files[FileId{0}]));
  CHECK(print(project.trees[0], project.files[FileId{0}]) == files.contents["/x.journey"]);
}

TEST_CASE("the encoding is guessed") {
  CHECK(guess_encoding("za\xBF\xF3\xB3\xE6 g\xEA\x9Cl\xB9") == "Windows-1250");
  CHECK(guess_encoding("sch\xF6ne Gr\xFC\xDF"
                       "e") == "Windows-1252");
  CHECK(guess_encoding(std::string("j\0o\0u\0r\0n\0e\0y\0", 14)) == "UTF-16");
  CHECK(guess_encoding("\xFF\xFEj") == "UTF-16");
  CHECK(guess_encoding("\xB5\xEA\xC6\xCC \xB5\xEA\xC6\xCC") == "GB 18030, Big5 or Shift JIS");
}

TEST_CASE("an empty file is a note, not a mistake") {
  for (const char* text : {"", "\n \n", "\xEF\xBB\xBF"}) {
    const CompiledText compiled = compile_text(text);
    CHECK(codes_of(compiled.diagnostics) == "N109");
    CHECK(compiled.compiled.is_sound);
  }
}
