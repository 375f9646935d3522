// Numbers that active fixes change (R14, R15): what they hang on, and their value in one world.
#pragma once

#include <cstdint>
#include <vector>

#include "journey/parameter.h"

namespace cairn {

struct Change;
struct Fix;
using FixId = Id<Fix>;
struct Journey;
struct World;

/// One line of a fix: journey.fixes[fix].changes[change].
struct ChangeRef {
  FixId fix;
  std::uint32_t change = 0;
  auto operator<=>(const ChangeRef&) const = default;
};

/// By FixId: how far each fix acts, from 0 (today) to 1 (in full).
using Strengths = std::vector<double>;

/// A number that stands where a written one stood, with the lines of fixes that act on it. It has
/// a row of its own in Journey::parameters, whose best estimate is its value with every active fix
/// in full; in a world it follows from the written numbers and the strengths.
struct WovenNumber {
  enum class Kind : std::uint8_t {
    number,  // a written number after `set`, `scale`, `raise` and `lower`
    amount,  // three rows: both numbers of an amount and its law, where a `set` brings another law
    part,    // the part of a pain that is removed, of a way that is moved: strength × number
  };
  enum class Clip : std::uint8_t { none, share, positive, feeling };

  Kind kind = Kind::number;
  Clip clip = Clip::none;
  bool is_second = false;  // of an amount's two numbers: what a `set` of it puts in
  ParameterId base;        // number: today's; invalid: it is `otherwise` today
  double otherwise = 0;
  Amount amount;                   // kind amount: today's
  std::vector<ChangeRef> changes;  // in order
  ParameterId id;                  // its row, the first of three for an amount

  /// Whether both would always have the same value.
  bool means_the_same(const WovenNumber& other) const;
};

/// Whether a change is about an assumption wherever it is used.
bool changes_everywhere(const Change& change);

/// The concrete law of an amount in one world, with the numbers it is made of (Law::woven).
Amount law_in_world(const Amount& amount, const World& world);

/// Fills in what fixes change: assumptions first, then every woven number. A feeling that no fix in
/// action begins is not a number (NaN). `world` holds today's
/// values; it must not have been woven before.
void set_strengths(const Journey& journey, const Strengths& strengths, World& world);

/// Every active fix in full.
Strengths full_strength(const Journey& journey);

/// Hands the slopes by woven numbers on to the written ones, by ParameterId. `today` is the world
/// before set_strengths. Strengths are 0 or 1: half a change of law has a mean, but its slope by
/// the law before it is left out.
void unweave_gradient(const Journey& journey, const Strengths& strengths, const World& today,
                      std::vector<double>& gradient);

}  // namespace cairn
