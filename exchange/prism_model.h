// A Journey as a model for the probabilistic model checkers PRISM and Storm, so that other solvers
// can check ours.
#pragma once

#include <string>
#include <vector>

#include "journey/journey.h"
#include "journey/world.h"

namespace cairn {

/// Why a model would answer something else than cairn, and where that stands in the spec.
struct Unsayable {
  Span span;
  std::string text;
};

/// Lines a chain without clock cannot say; empty: the model is exact.
std::vector<Unsayable> beyond_prism(const Journey& journey);

/// The mean of an amount in a world, as the engines take it.
using MeanOf = double (*)(const Amount& amount, const World& world);

struct PrismModel {
  std::string model;       // a `dtmc`: one step is one move
  std::string properties;  // reach, visits, conversion and money, per entrant
};

/// All classes of customers at best estimates, without horizon and discount. The journey has passed
/// the checks at level run.
PrismModel prism_model(const Journey& journey, MeanOf mean_of);

}  // namespace cairn
