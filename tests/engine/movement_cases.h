#pragma once

#include "engine/operator_cases.h"

/// The operators that move elements, as operator_cases.h has the others.
namespace kintsugi::engine {

inline std::vector<Case> movement_cases() {
  return {
      {"Concat",
       [](Builder& b) {
         const Value x = blocked(b), y = b.relu(b.add(x, 0.25f));
         return b.concat({x, y, x, plain(b, {1, 16, 9, 7}, "z")}, 1);
       }},
      {"Concat of rows",
       [](Builder& b) {
         return b.concat({blocked(b), plain(b, {1, 16, 2, 7}, "y")}, 2);
       }},
      {"Concat of batches",
       [](Builder& b) {
         return b.concat({plain(b, {2, 3, 4}), plain(b, {2, 5, 4}, "y")}, 1);
       }},
      {"odd Concat",
       [](Builder& b) {
         return b.concat({blocked(b), plain(b, {1, 3, 9, 7}, "y")}, 1);
       }},
      {"Concat in Concat",
       [](Builder& b) {
         const Value x = blocked(b), y = b.concat({b.tanh(x), b.sigmoid(x)}, 1);
         return b.concat({y, x}, 1);
       }},
      {"Split",
       [](Builder& b) {
         const auto parts =
             b.node("Split", {blocked(b), b.constant(Sizes{4, 12})}, {{"axis", int64_t{1}}}, 2);
         return b.concat({parts[1], parts[0]}, 1);
       }},
      {"Split of columns",
       [](Builder& b) {
         const auto parts = b.node("Split", {plain(b, {2, 3, 8})}, {{"axis", int64_t{2}}}, 2);
         return b.subtract(parts[1], parts[0]);
       }},
      {"Slice of rows",
       [](Builder& b) { return b.slice(b.slice(blocked(b), 2, 1, 8), 3, -4, 100); }},
      {"Slice of channels", [](Builder& b) { return b.slice(blocked(b), 1, 3, 9); }},
      {"Slice with steps",
       [](Builder& b) {
         return b.op("Slice", {blocked(b), b.constant(Sizes{-1, 0}), b.constant(Sizes{-100, 100}),
                               b.constant(Sizes{3, 2}), b.constant(Sizes{-2, 3})});
       }},
      {"Transpose",
       [](Builder& b) {
         return b.transpose(blocked(b), {0, 2, 3, 1});
       }},
      {"Reshape",
       [](Builder& b) {
         return b.reshape(blocked(b), {1, 4, 36, 7});
       }},
      {"Expand",
       [](Builder& b) {
         return b.op("Expand", {plain(b, {3, 1, 4}), b.constant(Sizes{2, 3, 5, 4})});
       }},
      {"Tile",
       [](Builder& b) {
         return b.op("Tile", {plain(b, {1, 2, 3}), b.constant(Sizes{2, 1, 3})});
       }},
      {"DepthToSpace",
       [](Builder& b) {
         return b.op("DepthToSpace", {blocked(b)}, {{"blocksize", int64_t{2}}});
       }},
      {"CRD",
       [](Builder& b) {
         return b.op("DepthToSpace", {blocked(b)},
                     {{"blocksize", int64_t{2}}, {"mode", std::string("CRD")}});
       }},
      {"SpaceToDepth",
       [](Builder& b) {
         return b.op("SpaceToDepth", {plain(b, {1, 3, 4, 6})}, {{"blocksize", int64_t{2}}});
       }},
      {"Pad",
       [](Builder& b) {
         return b.pad(blocked(b), {.top = 1, .left = 2, .bottom = 3, .right = 4});
       }},
      {"Pad by reflection",
       [](Builder& b) {
         return b.pad(blocked(b), {.top = 4, .left = 2, .bottom = 3, .right = 6}, "reflect");
       }},
      {"Pad by edges",
       [](Builder& b) {
         return b.pad(plain(b, {2, 3, 4, 5}), graph::Padding::all(3), "edge");
       }},
      {"Pad that cuts",
       [](Builder& b) {
         return b.pad(blocked(b), {.top = -1, .left = 2, .bottom = 3, .right = -2});
       }},
      {"nearest", [](Builder& b) { return b.upsample_nearest(blocked(b), 2); }},
      {"nearest down",
       [](Builder& b) {
         return b.upsample_nearest(plain(b, {1, 3, 9, 8}), 0.5f);
       }},
      {"linear", [](Builder& b) { return b.upsample_linear(blocked(b), 2, false); }},
      {"linear with corners", [](Builder& b) { return b.upsample_linear(blocked(b), 4, true); }},
      {"linear to sizes",
       [](Builder& b) {
         return b.resize_linear(plain(b, {2, 3, 9, 7}), 14, 5);
       }},
      {"Identity as output",
       [](Builder& b) {
         return b.op("Identity", {plain(b, {2, 3})});
       }},
      {"two operations of one",
       [](Builder& b) {
         const Value x = blocked(b);
         b.output("first", b.relu(x));
         return b.multiply(x, x);
       }},
  };
}

}  // namespace kintsugi::engine
