// Runs a fuzz target on the files and folders named on the command line, for compilers without
// libFuzzer. Each file is also run in pieces, so that one corpus gives many inputs.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void run(const std::string& bytes, std::size_t begin, std::size_t end) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()) + begin, end - begin);
}

void replay(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  run(bytes, 0, bytes.size());
  // Cut at odd places: inside words, numbers and characters.
  constexpr std::size_t kPieces = 16;
  for (std::size_t i = 1; i < kPieces; ++i) {
    const std::size_t cut = bytes.size() * i / kPieces;
    run(bytes, 0, cut);
    run(bytes, cut, bytes.size());
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<fs::path> paths;
  for (int i = 1; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) {
      paths.emplace_back(argv[i]);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(argv[i])) {
      if (entry.is_regular_file()) paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    std::printf("%s\n", path.c_str());
    std::fflush(stdout);
    replay(path);
  }
  std::printf("%zu files replayed\n", paths.size());
  return paths.empty() ? 1 : 0;
}
