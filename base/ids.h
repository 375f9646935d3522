// Typed indexes into vectors: an id of one table cannot be used in another.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace cairn {

/// An index into the Table of the same Tag. A default id is invalid and means "none".
template <class Tag>
struct Id {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t index = kNone;

  bool is_valid() const { return index != kNone; }
  auto operator<=>(const Id&) const = default;
};

/// A vector that is indexed by its own kind of id only.
template <class IdType, class T>
class Table {
 public:
  IdType add(T item) {
    items_.push_back(std::move(item));
    return IdType{static_cast<std::uint32_t>(items_.size() - 1)};
  }
  T& operator[](IdType id) { return items_[id.index]; }
  const T& operator[](IdType id) const { return items_[id.index]; }
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  /// The id of the item at a position in 0 … size()-1.
  IdType id_at(std::size_t position) const { return IdType{static_cast<std::uint32_t>(position)}; }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  bool operator==(const Table&) const = default;

 private:
  std::vector<T> items_;
};

}  // namespace cairn
