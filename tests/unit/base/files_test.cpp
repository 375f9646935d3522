#include "base/files.h"

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

using namespace cairn;
namespace fs = std::filesystem;

TEST_CASE("writing replaces whole files and leaves nothing behind") {
  const fs::path folder = fs::temp_directory_path() / ("cairn-files-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  DiskFiles disk;
  const fs::path path = folder / "a.journey";

  CHECK_FALSE(disk.write(path, "one"));
  CHECK(std::get<std::string>(disk.read(path)) == "one");
  ::chmod(path.c_str(), 0640);
  CHECK_FALSE(disk.write(path, "two"));
  struct stat info {};
  ::stat(path.c_str(), &info);
  CHECK((info.st_mode & 0777U) == 0640U);
  fs::create_symlink(path, folder / "link");
  CHECK_FALSE(disk.write(folder / "link", "three"));
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(std::get<std::string>(disk.read(path)) == "three");

  CHECK(disk.write(folder, "x") == FileError::is_directory);
  CHECK(disk.write(folder / "no" / "way", "x") == FileError::not_writable);
  CHECK(disk.write("/dev/full", std::string(1 << 20, 'x')) == FileError::not_writable);
  CHECK(disk.list(folder) == std::vector<std::string>{"a.journey", "link"});
  CHECK(std::get<FileError>(disk.read(folder)) == FileError::is_directory);
  CHECK(std::get<FileError>(disk.read(folder / "gone")) == FileError::not_found);
  fs::remove_all(folder);
}

TEST_CASE("files in memory behave like files") {
  MemoryFiles files;
  CHECK_FALSE(files.write("/p/a.journey", "x"));
  CHECK(std::get<std::string>(files.read("/p/../p/a.journey")) == "x");
  CHECK(std::get<FileError>(files.read("/p")) == FileError::is_directory);
  CHECK(std::get<FileError>(files.read("/q")) == FileError::not_found);
}
