// What a line of a fix acts on, and for whom: shared by the checks of fixes and scenarios.
#pragma once

#include <string>
#include <vector>

#include "journey/checks.h"

namespace cairn {

/// As it would be written: "cart -> checkout", "takes at checkout", "price".
std::string place_text(const Journey& journey, const ChangePlace& place);

/// The number of a change at best estimates: "6pp", "× 0.7", "45 EUR".
std::string amount_text(const Journey& journey, const Change& change);

/// "raising", "setting": what a change of a number does.
std::string word_of(const Change& change);

/// A written number after a change by `value` (R14); `remove` and `move` change no number.
double changed_value(const Change& change, double value, double before);

/// Whether somebody can be in both scopes, by their words: no two personas, no flag that is both
/// set and not.
bool may_overlap(const Scope& a, const Scope& b);

/// States of a touchpoint that a change may be about. What today's journey does not tell apart
/// (a device nobody else asks for) is left open.
std::vector<StateRef> states_of(const CheckGround& ground, PlaceId place, const Scope& scope);

/// The places where a fix acts on those who come by; each once.
std::vector<PlaceId> acted_places(const Journey& journey, const Fix& fix);

/// Whether a change acts on what stands at a site. One of an assumption wherever it is used acts on
/// the number itself, at no site (changes_everywhere).
bool acts_at(const Journey& journey, const Change& change, const Site& site);

/// Days from 1970-01-01 (Gregorian calendar) or, for `month n`, from `journey_start`.
double day_number(const StartDate& date, double journey_start);

}  // namespace cairn
