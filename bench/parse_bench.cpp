#include <algorithm>
#include <benchmark/benchmark.h>
#include <string>
#include <sys/resource.h>

#include "base/check.h"
#include "base/files.h"
#include "bench/large_spec.h"
#include "compiler/compile.h"
#include "grammar/format.h"
#include "grammar/parse.h"

namespace cairn {
namespace {

void parse_text(benchmark::State& state) {
  TextFiles files;
  const FileId file =
      files.add(make_text_file("large", large_spec(static_cast<int>(state.range(0)), false)));
  for (auto step : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(parse(files, file, diagnostics));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(files[file].text.size()));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(files[file].line_starts.size()));
}
BENCHMARK(parse_text)->Arg(120)->Arg(1'200)->Arg(12'000)->Unit(benchmark::kMillisecond);

void format_text(benchmark::State& state) {
  TextFiles files;
  const FileId file =
      files.add(make_text_file("large", large_spec(static_cast<int>(state.range(0)), false)));
  Diagnostics diagnostics;
  const SyntaxTree tree = parse(files, file, diagnostics);
  for (auto step : state) benchmark::DoNotOptimize(format(tree, files[file]));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(files[file].text.size()));
}
BENCHMARK(format_text)->Arg(1'200)->Unit(benchmark::kMillisecond);

void check(benchmark::State& state, const std::string& text) {
  MemoryFiles disk;
  disk.contents["/p/large.journey"] = text;
  for (auto step : state) {
    Diagnostics diagnostics;
    const Project project = load_project(disk, "/p/large.journey", {}, diagnostics);
    const Compiled compiled = compile(project, {}, diagnostics);
    CAIRN_CHECK(compiled.is_sound);
  }
  state.SetItemsProcessed(state.iterations() * std::count(text.begin(), text.end(), '\n'));
  state.SetLabel("items are lines");
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  state.counters["peak_MB"] = static_cast<double>(used.ru_maxrss) / 1024;
}

/// The largest spec people write: some 260 touchpoints and 2 300 lines, six kinds of customers and
/// a flag. Goal: under 20 ms.
void check_real_size(benchmark::State& state) {
  check(state, large_spec(260, true));
}
BENCHMARK(check_real_size)->Unit(benchmark::kMillisecond);

/// 10 thousand, 100 thousand and 1 million lines. Goals: the last under 6 s and 1.5 GB, and as many
/// lines a second as the first.
void check_lines(benchmark::State& state) {
  check(state, large_spec(static_cast<int>(state.range(0)), false));
}
BENCHMARK(check_lines)->Arg(1'154)->Arg(11'540)->Arg(115'400)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cairn
