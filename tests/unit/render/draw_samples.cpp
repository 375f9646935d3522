// draw_samples FOLDER [FORMAT]: every sample as a picture, with the time it took on stderr.
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <string>

#include "render/flow/flow_draw.h"
#include "tests/unit/render/samples.h"

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string format = argc > 2 ? argv[2] : "png";
  const cairn::PictureFormat kind = format == "svg"   ? cairn::PictureFormat::svg
                                    : format == "pdf" ? cairn::PictureFormat::pdf
                                                      : cairn::PictureFormat::png;
  for (const cairn::Sample& sample : cairn::all_samples()) {
    const auto begin = std::chrono::steady_clock::now();
    const auto drawn = cairn::draw_flow(sample.graph);
    if (const auto* error = std::get_if<cairn::PictureError>(&drawn)) {
      fmt::print(stderr, "{}: {}\n", sample.name, error->message);
      continue;
    }
    const auto written =
        cairn::write_drawing(std::get<cairn::Drawing>(drawn), kind, cairn::Theme::automatic);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    if (const auto* error = std::get_if<cairn::PictureError>(&written)) {
      fmt::print(stderr, "{}: {}\n", sample.name, error->message);
      continue;
    }
    const auto& bytes = std::get<std::string>(written);
    std::ofstream(fmt::format("{}/{}.{}", argv[1], sample.name, format), std::ios::binary) << bytes;
    fmt::print(stderr, "{}: {} bytes, {:.2f} s\n", sample.name, bytes.size(), taken.count());
  }
}
