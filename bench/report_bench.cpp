// The report from a spec on disk to the bytes of its page, pictures and every set of fixes
// included.
#include <benchmark/benchmark.h>
#include <string>

#include "cli/project/project.h"
#include "cli/report/gather_report.h"
#include "render/page/page_html.h"
#include "render/page/web_assets.h"

namespace cairn {
namespace {

void write_report(benchmark::State& state, const char* name, bool only_draws) {
  const std::string path = std::string(CAIRN_SOURCE_DIR) + "/specs/" + name + ".journey";
  const DiskFiles disk;
  Options options;
  options.paths = {path};
  std::size_t bytes = 0;
  for (auto step : state) {
    Stopwatch watch(false);
    const Opened opened = open_project(disk, path, options, watch);
    const auto page = gather_report(opened, options, watch, only_draws);
    bytes = to_html(*page, page_script(), page_style()).size();
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK_CAPTURE(write_report, shop, "shop", false)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(write_report, shop_drawn, "shop", true)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace cairn
