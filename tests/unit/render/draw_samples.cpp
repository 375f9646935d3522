// draw_samples FOLDER [FORMAT]: every sample as a picture, with the time it took on stderr.
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <string>

#include "render/flow/graphviz_flow.h"
#include "tests/unit/render/samples.h"

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string format = argc > 2 ? argv[2] : "png";
  cairn::PictureOptions options;
  options.format = format == "svg"   ? cairn::PictureFormat::svg
                   : format == "pdf" ? cairn::PictureFormat::pdf
                   : format == "dot" ? cairn::PictureFormat::dot
                                     : cairn::PictureFormat::png;
  for (const cairn::Sample& sample : cairn::all_samples()) {
    const auto begin = std::chrono::steady_clock::now();
    const auto result = cairn::draw_flow_graph(sample.graph, options);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    if (const auto* error = std::get_if<cairn::PictureError>(&result)) {
      fmt::print(stderr, "{}: {}\n", sample.name, error->message);
      continue;
    }
    const auto& picture = std::get<cairn::Picture>(result);
    std::ofstream(fmt::format("{}/{}.{}", argv[1], sample.name, format), std::ios::binary)
        << picture.bytes;
    fmt::print(stderr, "{}: {} bytes, {:.2f} s{}\n", sample.name, picture.bytes.size(),
               taken.count(), picture.used_simple_lines ? ", simple" : "");
  }
}
