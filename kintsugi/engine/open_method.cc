#include "kintsugi/engine/model_file.h"
#include "kintsugi/error.h"
#include "kintsugi/model.h"

namespace kintsugi {

std::unique_ptr<Inpainter> open_method(const std::string& name, const MethodOptions& options) {
  if (name.ends_with(".onnx")) {
    engine::ModelInpainterOptions model;
    model.model.threads = options.patchmatch.threads;
    return engine::model_inpainter(name, model);
  }
  const std::optional<Method> method = value_of<Method>(name);
  check(method.has_value(), "there is no method '", name, "', expected one of ",
        list_of_words<Method>(", "), ", or FILE.onnx");
  MethodOptions known = options;
  known.method = *method;
  return make_method(known);
}

}  // namespace kintsugi
