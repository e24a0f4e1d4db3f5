#include <pybind11/functional.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <optional>

#include "kintsugi/error.h"
#include "kintsugi/evaluate.h"
#include "kintsugi/fill.h"
#include "kintsugi/model.h"
#include "kintsugi/options.h"
#include "kintsugi/picture.h"
#include "kintsugi/pixels.h"
#include "kintsugi/version.h"

namespace py = pybind11;
using namespace py::literals;

namespace kintsugi {
namespace {

using ProgressFunction = std::function<py::object(double)>;

// Python says patch_size where flags say patch-size.
template <class Options>
bool set_option(Options& options, std::string name, const py::handle& value) {
  std::replace(name.begin(), name.end(), '_', '-');
  bool found = false;
  Options::fields(options, [&](const char* known, auto& field, const char*) {
    if (name != known) return;
    found = true;
    read_value(name,
               py::isinstance<py::bool_>(value) ? (py::cast<bool>(value) ? "true" : "false")
                                                : std::string(py::str(value)),
               field);
  });
  return found;
}

std::shared_ptr<Inpainter> method_of(const std::string& name, const py::kwargs& options) {
  MethodOptions method;
  for (const auto& [key, value] : options) {
    const auto option = py::cast<std::string>(key);
    check(
        set_option(method.patchmatch, option, value) || set_option(method.diffusion, option, value),
        "there is no option '", option, "' of methods");
  }
  return open_method(name, method);
}

// An array's own memory: [height, width] or [height, width, channels], 8 or 16 bits.
Pixels pixels_of(py::array& array) {
  check(array.ndim() == 2 || array.ndim() == 3, "the image has ", array.ndim(),
        " dimensions, expected [height, width] or [height, width, channels]");
  const bool is_16 = py::isinstance<py::array_t<uint16_t>>(array);
  check(is_16 || py::isinstance<py::array_t<uint8_t>>(array), "the image is of ",
        std::string(py::str(array.dtype())), ", expected uint8 or uint16");
  const py::ssize_t channels = array.ndim() == 3 ? array.shape(2) : 1, bytes = is_16 ? 2 : 1;
  check(array.strides(1) == channels * bytes && (array.ndim() == 2 || array.strides(2) == bytes),
        "the image's pixels do not lie side by side, expected rows of whole pixels");
  return {.data = array.mutable_data(),
          .width = static_cast<int>(array.shape(1)),
          .height = static_cast<int>(array.shape(0)),
          .stride_bytes = array.strides(0),
          .channels = static_cast<int>(channels),
          .bits = is_16 ? 16 : 8};
}

MaskPixels mask_pixels_of(const py::array& mask) {
  check(mask.ndim() == 2, "the mask has ", mask.ndim(), " dimensions, expected [height, width]");
  check(mask.itemsize() == 1 && mask.strides(1) == 1, "the mask is of ",
        std::string(py::str(mask.dtype())), ", expected rows of bool or uint8");
  return {static_cast<const uint8_t*>(mask.data()), static_cast<int>(mask.shape(1)),
          static_cast<int>(mask.shape(0)), mask.strides(0)};
}

// Calls a Python function from whatever thread works; what it raises goes on from there.
Progress::Report report_of(const std::optional<ProgressFunction>& function) {
  if (!function) {
    return [](double) {
      const py::gil_scoped_acquire locked;
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();  // Ctrl-C
      return true;
    };
  }
  return [&function](double share) {
    const py::gil_scoped_acquire locked;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    const py::object goes_on = (*function)(share);
    return goes_on.is_none() || py::cast<bool>(goes_on);
  };
}

void warn(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) {
    if (PyErr_WarnEx(PyExc_UserWarning, warning.c_str(), 2) != 0) throw py::error_already_set();
  }
}

py::array fill(const py::array& image, const py::array& mask, const std::string& method,
               std::optional<py::array> out, const std::optional<ProgressFunction>& progress,
               const py::kwargs& options) {
  py::array result = out ? *out : py::array(image.attr("copy")("C"));
  if (out) result.attr("__setitem__")(py::ellipsis(), image);
  const Pixels pixels = pixels_of(result);
  const MaskPixels hole = mask_pixels_of(mask);
  const auto inpainter = method_of(method, options);
  std::vector<std::string> warnings;
  {
    const py::gil_scoped_release unlocked;
    warnings = fill_pixels(*inpainter, pixels, hole, {}, report_of(progress));
  }
  warn(warnings);
  return result;
}

// A copy: the array outlives the image.
py::array array_of(const Image& image) {
  std::vector<py::ssize_t> shape = {image.height(), image.width()};
  if (image.channels() > 1) shape.push_back(image.channels());
  py::array array(image.bits() == 8 ? py::dtype::of<uint8_t>() : py::dtype::of<uint16_t>(), shape);
  std::copy_n(image.row<uint8_t>(0), image.row_bytes() * image.height(),
              static_cast<uint8_t*>(array.mutable_data()));
  return array;
}

py::array read_pixels(const std::filesystem::path& file) {
  const Picture picture = read_picture(file);
  warn(picture.warnings);
  return array_of(picture.image);
}

void write_pixels(const std::filesystem::path& file, py::array image) {
  warn(write_picture(file, {.image = colours_of(pixels_of(image))}));
}

py::array read_hole(const std::filesystem::path& file, const std::pair<int, int>& size,
                    const py::kwargs& options) {
  MaskOptions mask;
  for (const auto& [key, value] : options) {
    const auto option = py::cast<std::string>(key);
    check(set_option(mask, option, value), "there is no option '", option, "' of masks");
  }
  const ReadMask read = read_mask(file, Size{size.first, size.second}, mask);
  warn(read.warnings);
  py::array_t<bool> array({read.height(), read.width()});
  for (int y = 0; y < read.height(); ++y) {
    for (int x = 0; x < read.width(); ++x) array.mutable_at(y, x) = read.is_hole(y, x);
  }
  return array;
}

void fill_path(const std::filesystem::path& picture, const std::filesystem::path& mask,
               const std::filesystem::path& output, const std::string& method,
               const py::kwargs& options) {
  const auto inpainter = method_of(method, options);
  FillResult result;
  {
    const py::gil_scoped_release unlocked;
    result = fill_file({picture, mask, output, {}}, *inpainter);
  }
  warn(result.warnings);
}

py::dict evaluate_methods(const std::vector<std::string>& methods,
                          const std::filesystem::path& pictures,
                          const std::optional<std::filesystem::path>& masks,
                          const std::string& holes, const std::string& ratio, int size, int count,
                          uint64_t seed) {
  EvaluateOptions options{.pictures = pictures,
                          .masks = masks.value_or(""),
                          .size_px = size,
                          .count = count,
                          .seed = seed};
  read_value("holes", holes, options.holes.kind);
  if (!ratio.empty()) options.holes.settings = {{"ratio", ratio}};
  std::vector<ComparedMethod> compared;
  for (const std::string& name : methods) compared.push_back({name, open_method(name)});
  Evaluated evaluated;
  {
    const py::gil_scoped_release unlocked;
    evaluated = evaluate(compared, options, report_of(std::nullopt));
  }
  warn(evaluated.warnings);
  return py::module_::import("json").attr("loads")(evaluated.json);
}

py::dict inspect(const std::filesystem::path& file, int size) {
  return py::module_::import("json").attr("loads")(inspect_model(file, size).json);
}

}  // namespace
}  // namespace kintsugi

PYBIND11_MODULE(kintsugi, module) {
  module.doc() = "Fills holes in pictures.";
  module.attr("__version__") = kintsugi::version();
  py::register_exception<kintsugi::Error>(module, "Error", PyExc_ValueError);
  module.def("fill", &kintsugi::fill, "image"_a, "mask"_a, "method"_a = "auto",
             "out"_a = py::none(), "progress"_a = py::none(),
             "The image with its masked pixels filled.\n\n"
             "image: uint8 or uint16, [height, width] or [height, width, 1, 3 or 4]\n"
             "mask: bool or uint8, [height, width]; what is not 0 is filled\n"
             "method: auto, patchmatch, telea, ns, or the name of a model, FILE.onnx\n"
             "out: an array like image that is filled instead of a new one; may be image itself\n"
             "progress: gets the share that is done; False stops the work\n"
             "options: those of the methods, such as patch_size=9, radius=3, seed=2, threads=1");
  module.def(
      "read_image", &kintsugi::read_pixels, "file"_a,
      "A picture file's pixels, upright, without alpha: [height, width] or [height, width, 3].");
  module.def("write_image", &kintsugi::write_pixels, "file"_a, "image"_a,
             "Writes pixels in the format that the name asks for.");
  module.def("read_mask", &kintsugi::read_hole, "file"_a, "size"_a,
             "A mask file as bool [height, width] for a picture of size (height, width).\n\n"
             "options: those of `kintsugi fill`, such as mask_polarity='black', dilate=2");
  module.def("fill_file", &kintsugi::fill_path, "picture"_a, "mask"_a, "output"_a,
             "method"_a = "auto",
             "Fills a picture file; its format, metadata and known pixels are kept.");
  module.def("evaluate", &kintsugi::evaluate_methods, "methods"_a, "pictures"_a,
             "masks"_a = py::none(), "holes"_a = "strokes", "ratio"_a = "", "size"_a = 0,
             "count"_a = 0, "seed"_a = 1,
             "Measures methods on the same pictures and holes: a dict as `kintsugi eval --json`.");
  module.def("inspect", &kintsugi::inspect, "file"_a, "size"_a = 256,
             "What a model is made of: a dict as `kintsugi inspect --json`.");
}
