#pragma once

#include "kintsugi/learn/tensors.h"

namespace kintsugi::train {

/// Several processes that train one network, each on its own pictures. What one of them calls all
/// of them must call, in the same order. Errors, of all: a process is lost, or too slow.
class Team {
 public:
  virtual ~Team() = default;
  virtual int rank() const = 0;
  virtual int size() const = 0;

  /// The gradients that the next backward pass computes for `parameters` become their means over
  /// all processes, part by part while it runs; `finish` waits for the last ones.
  virtual void begin(const learn::NamedTensors& parameters) = 0;
  virtual void finish() = 0;

  /// Tensors become their means.
  virtual void average(const learn::NamedTensors& tensors) = 0;

  /// Whether it is true for one of the processes.
  virtual bool any(bool is_true) = 0;
};

}  // namespace kintsugi::train
