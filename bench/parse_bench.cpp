#include <benchmark/benchmark.h>
#include <string>

#include "base/files.h"
#include "bench/project.h"
#include "grammar/format.h"
#include "grammar/parse.h"

namespace cairn {
namespace {

/// The shop's touchpoints again and again under new names: a spec of about `copies` × 75 lines.
std::string large_spec(int copies) {
  std::string text = "journey large\n  currency EUR\n  entrants 1 000 per month\n\n";
  for (int copy = 0; copy < copies; ++copy) {
    const std::string tag = std::to_string(copy);
    text += "source ads" + tag + "\n  share   " + (copy == 0 ? "rest" : "0%") + "\n  -> page" +
            tag + "\n\ntouchpoint page" + tag +
            "\n  feels   +1 curious\n  takes   median 2 min, p90 9 min\n  14%   -> cart" + tag +
            "\n  rest  -> leave\n\ntouchpoint cart" + tag +
            "\n  costs   0.30 to 0.50 EUR from \"Invoice\"\n  418 of 1 024 -> page" + tag +
            "\n  rest  -> leave\n\n";
  }
  return text;
}

void parse_text(benchmark::State& state) {
  TextFiles files;
  const FileId file =
      files.add(make_text_file("large", large_spec(static_cast<int>(state.range(0)))));
  for (auto step : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(parse(files, file, diagnostics));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(files[file].text.size()));
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(files[file].line_starts.size()));
}
BENCHMARK(parse_text)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

void format_text(benchmark::State& state) {
  TextFiles files;
  const FileId file =
      files.add(make_text_file("large", large_spec(static_cast<int>(state.range(0)))));
  Diagnostics diagnostics;
  const SyntaxTree tree = parse(files, file, diagnostics);
  for (auto step : state) benchmark::DoNotOptimize(format(tree, files[file]));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(files[file].text.size()));
}
BENCHMARK(format_text)->Arg(100)->Unit(benchmark::kMillisecond);

void check_text(benchmark::State& state) {
  MemoryFiles disk;
  disk.contents["/p/large.journey"] = large_spec(static_cast<int>(state.range(0)));
  for (auto step : state) {
    Diagnostics diagnostics;
    const Project project = load_project(disk, "/p/large.journey", {}, diagnostics);
    benchmark::DoNotOptimize(compile(project, {}, diagnostics));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * 17);
  state.SetLabel("items are lines");
}
BENCHMARK(check_text)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cairn
