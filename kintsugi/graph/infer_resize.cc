#include <algorithm>
#include <cmath>
#include <numeric>

#include "kintsugi/graph/infer_functions.h"

namespace kintsugi::graph::infer_functions {
namespace {

// floor(extent * scale) as an expression where scale is n or 1/n; else an unknown.
Dim scaled(const Operands& in, const Dim& extent, float scale, size_t axis) {
  in.check(scale > 0 && scale < 0x1p20f, "a scale is ", scale);
  if (extent.is_known()) {
    in.check(extent.value() < int64_t{1} << 40, "an extent is ", extent.value());
    return static_cast<int64_t>(std::floor(static_cast<double>(extent.value()) * scale));
  }
  const float inverse = 1 / scale;
  if (scale == std::floor(scale)) return extent * Dim(static_cast<int64_t>(scale));
  if (inverse == std::floor(inverse)) return floor_div(extent, static_cast<int64_t>(inverse));
  return Dim::symbol("?" + std::to_string(axis) + "." + in.node.name);
}

bool is_given(const Operands& in, size_t index) {
  return in.has(index) && !(num_elements(in.shape(index)) == Dim(0));
}

void expect_one_of(const Operands& in, const char* attribute, const char* otherwise,
                   std::initializer_list<const char*> known) {
  const std::string found = in.node.text(attribute, otherwise);
  const bool is_known = std::any_of(known.begin(), known.end(), [&](auto k) { return k == found; });
  in.check(is_known, attribute, " '", found, "' is not supported");
}

}  // namespace

Infos pad(const Operands& in) {
  Shape out = in.shape(0);
  expect_one_of(in, "mode", "constant", {"constant", "reflect", "edge"});
  in.need(in[1].elements.has_value(), 1);
  const std::vector<Dim>& pads = *in[1].elements;
  std::vector<int64_t> all(out.size());
  std::iota(all.begin(), all.end(), 0);
  const std::vector<size_t> axes = in.axes(in.has(3) ? in.list(3) : all, out.size());
  in.check(pads.size() == 2 * axes.size(), pads.size(), " pads for ", axes.size(), " axes");
  const bool is_reflect = in.node.text("mode", "constant") == "reflect";
  for (const Dim& amount : pads) {
    in.check(!amount.is_known() || std::abs(amount.value()) < int64_t{1} << 40, "a pad is ",
             amount.to_string());
  }
  for (size_t i = 0; i < axes.size(); ++i) {
    Dim& extent = out[axes[i]];
    for (const Dim& amount : {pads[i], pads[axes.size() + i]}) {
      const Dim room = extent - amount;  // a reflection has extent - 1 pixels to show
      in.check(!is_reflect || !room.is_known() || room.value() >= 1, "cannot reflect ",
               amount.to_string(), " pixels of an extent of ", extent.to_string());
    }
    extent = extent + pads[i] + pads[axes.size() + i];
    in.check(!extent.is_known() || extent.value() >= 0, "pads cut more than there is");
  }
  return {{in[0].type, out, {}, {}}};
}

Infos resize(const Operands& in) {
  const Shape& shape = in.shape(0);
  expect_one_of(in, "mode", "nearest", {"nearest", "linear"});
  expect_one_of(in, "coordinate_transformation_mode", "half_pixel",
                {"half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"});
  expect_one_of(in, "nearest_mode", "round_prefer_floor",
                {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"});
  in.check(in.node.integer("antialias", 0) == 0, "antialias is not supported");
  in.check(is_given(in, 2) != is_given(in, 3), "needs scales or sizes, one of them");
  std::vector<int64_t> all(shape.size());
  std::iota(all.begin(), all.end(), 0);
  const std::vector<size_t> axes = in.axes(in.node.integers("axes", all), shape.size());
  Shape out = shape;
  if (is_given(in, 3)) {
    in.need(in[3].elements.has_value(), 3);
    const std::vector<Dim>& sizes = *in[3].elements;
    in.check(sizes.size() == axes.size(), sizes.size(), " sizes for an input ", to_string(shape));
    for (size_t i = 0; i < axes.size(); ++i) out[axes[i]] = sizes[i];
  } else {
    in.need(bool(in[2].constant), 2);
    const Tensor scales = in[2].constant.to(DataType::kFloat32);
    in.check(scales.size() == static_cast<int64_t>(axes.size()), scales.size(),
             " scales for an input ", to_string(shape));
    for (size_t i = 0; i < axes.size(); ++i) {
      out[axes[i]] = scaled(in, shape[axes[i]], scales.values<float>()[i], axes[i]);
    }
  }
  for (size_t i = 0; i < out.size(); ++i) {
    in.check(!out[i].is_known() || out[i].value() >= 1, "the result would be ", to_string(out));
    in.check(!(shape[i] == Dim(0)), "the input is empty");
  }
  return {{in[0].type, out, {}, {}}};
}

}  // namespace kintsugi::graph::infer_functions
