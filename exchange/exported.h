// What an export hands back.
#pragma once

#include <string>
#include <vector>

namespace cairn {

struct Exported {
  std::string text;
  std::vector<std::string> remarks;  // what the format has no place for, in words, one remark each
};

}  // namespace cairn
