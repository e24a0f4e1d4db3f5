#pragma once

#include <string>
#include <vector>

#include "kintsugi/graph/graph.h"
#include "kintsugi/graph/infer.h"
#include "kintsugi/graph/init.h"

namespace kintsugi::graph {

/// A value of the graph that a Builder is writing.
struct Value {
  std::string name;
};

/// A convolution's windows; one number serves both axes.
struct ConvOptions {
  int64_t stride = 1;
  int64_t padding = 0;
  int64_t dilation = 1;
  int64_t groups = 1;
  bool is_same = false;  // padding as in TensorFlow's "SAME": ceil(extent/stride) windows
};

/// A pooling's windows.
struct PoolOptions {
  int64_t kernel = 2;
  int64_t stride = 2;
  int64_t padding = 0;
  bool is_ceil = false;  // a last window may hang over the edge
};

/// Numbers to pad or cut [N, C, H, W] with: before and after each axis of the picture.
struct Padding {
  int64_t top = 0, left = 0, bottom = 0, right = 0;

  static Padding all(int64_t amount) { return {amount, amount, amount, amount}; }
};

/// Writes a graph, one method per operator. Shapes are inferred as it goes, so that a mistake is
/// found at its line, and `shape` tells what a layer needs to know.
///
///   Builder b("tiny", /*seed=*/1);
///   Value x = b.input("image", {Dim::symbol("N"), 3, Dim::symbol("H"), Dim::symbol("W")});
///   b.output("result", b.sigmoid(conv(b, "conv1", x, {.channels = 3, .kernel = 3})));
///   Graph graph = b.finish();
class Builder {
 public:
  /// `seed` decides the fresh weights.
  explicit Builder(std::string name, uint64_t seed = 0);

  Value input(const std::string& name, Shape shape, DataType type = DataType::kFloat32);
  void output(const std::string& name, const Value& value);
  void metadata(const std::string& key, const std::string& value);

  /// While the returned object lives, names of weights and nodes start with `name` and a dot; an
  /// empty name changes nothing.
  class Scope {
   public:
    Scope(Builder& builder, const std::string& name);
    ~Scope() { builder_.prefix_.resize(length_); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Builder& builder_;
    size_t length_;
  };
  Scope scope(const std::string& name) { return Scope(*this, name); }

  /// A weight to learn, named within the scope. Asking again gives the same weight, so that a
  /// layer may serve twice. Errors: asked again with other sizes.
  Value weight(const std::string& name, const Sizes& sizes, const Init& init);

  /// A weight that nothing learns, named within the scope; asking again gives the same one. After
  /// each pass of training it becomes the value that `update` names for it.
  Value buffer(const std::string& name, Tensor fresh);
  /// The fresh numbers of a weight.
  const Tensor& fresh(const Value& weight) const { return graph_.weights.at(weight.name); }
  void update(const Value& buffer, const Value& next) { graph_.updates[buffer.name] = next.name; }

  /// While the returned object lives, layers divide their weights by their largest singular value
  /// (see layers.h).
  class SpectralNorm {
   public:
    explicit SpectralNorm(Builder& builder) : builder_(builder), before_(builder.is_spectral_) {
      builder.is_spectral_ = true;
    }
    ~SpectralNorm() { builder_.is_spectral_ = before_; }
    SpectralNorm(const SpectralNorm&) = delete;
    SpectralNorm& operator=(const SpectralNorm&) = delete;

   private:
    Builder& builder_;
    bool before_;
  };
  SpectralNorm spectral_norm() { return SpectralNorm(*this); }
  bool has_spectral_norm() const { return is_spectral_; }

  Value constant(Tensor value);
  Value constant(float value) { return constant(Tensor::scalar(value)); }
  Value constant(std::vector<int64_t> values) { return constant(Tensor::list(std::move(values))); }

  const ValueInfo& info(const Value& value) const { return infos_.at(value.name); }
  const Shape& shape(const Value& value) const { return info(value).shape; }
  /// An extent that a layer needs as a number. Errors: it is a symbol.
  int64_t extent(const Value& value, size_t axis) const;

  /// Any operator: its outputs. An input without a name is left out.
  std::vector<Value> node(const std::string& op, const std::vector<Value>& inputs,
                          Attributes attributes = {}, size_t num_outputs = 1);
  /// The same for one output.
  Value op(const std::string& op, const std::vector<Value>& inputs, Attributes attributes = {});

  Value conv(const Value& x, const Value& weight, const Value& bias, const ConvOptions& options);
  Value conv_transpose(const Value& x, const Value& weight, const Value& bias,
                       const ConvOptions& options);
  Value max_pool(const Value& x, const PoolOptions& options);
  Value average_pool(const Value& x, const PoolOptions& options);
  Value global_average_pool(const Value& x) { return op("GlobalAveragePool", {x}); }

  Value relu(const Value& x) { return op("Relu", {x}); }
  Value leaky_relu(const Value& x, float slope) { return op("LeakyRelu", {x}, {{"alpha", slope}}); }
  Value elu(const Value& x) { return op("Elu", {x}); }
  Value sigmoid(const Value& x) { return op("Sigmoid", {x}); }
  Value tanh(const Value& x) { return op("Tanh", {x}); }
  Value softmax(const Value& x, int64_t axis) { return op("Softmax", {x}, {{"axis", axis}}); }
  Value clip(const Value& x, float low, float high);

  Value add(const Value& a, const Value& b) { return op("Add", {a, b}); }
  Value subtract(const Value& a, const Value& b) { return op("Sub", {a, b}); }
  Value multiply(const Value& a, const Value& b) { return op("Mul", {a, b}); }
  Value divide(const Value& a, const Value& b) { return op("Div", {a, b}); }
  Value add(const Value& a, float b) { return add(a, constant(b)); }
  Value subtract(float a, const Value& b) { return subtract(constant(a), b); }
  Value multiply(const Value& a, float b) { return multiply(a, constant(b)); }
  Value matmul(const Value& a, const Value& b) { return op("MatMul", {a, b}); }

  Value concat(const std::vector<Value>& values, int64_t axis);
  /// Elements start..end of one axis; an end beyond the extent is the extent.
  Value slice(const Value& x, int64_t axis, int64_t start, int64_t end);
  Value reshape(const Value& x, const std::vector<int64_t>& sizes);  // 0 keeps, -1 fits
  /// To sizes that are known when the graph runs: a list of integers.
  Value reshape(const Value& x, const Value& sizes) { return op("Reshape", {x, sizes}); }
  /// One extent as such a list, for the above.
  Value size(const Value& x, int64_t axis) {
    return op("Shape", {x}, {{"start", axis}, {"end", axis + 1}});
  }
  Value flatten(const Value& x, int64_t axis = 1) { return op("Flatten", {x}, {{"axis", axis}}); }
  Value transpose(const Value& x, const std::vector<int64_t>& order);
  /// A picture [N, C, H, W] with a border: "constant" (zeros), "reflect" or "edge".
  Value pad(const Value& x, const Padding& padding, const std::string& mode = "constant");
  /// [N, C, H, W] -> [N, C, scale*H, scale*W] by repeating pixels, as PyTorch's "nearest".
  Value upsample_nearest(const Value& x, float scale);
  /// The same, linear between pixels; corners aligned or, as PyTorch's default, half pixels.
  Value upsample_linear(const Value& x, float scale, bool is_corner_aligned);
  /// To given sizes, linear, half pixels.
  Value resize_linear(const Value& x, int64_t height, int64_t width);
  Value reduce_mean(const Value& x, const std::vector<int64_t>& axes);  // keeps the axes as 1
  Value dropout(const Value& x, float ratio);

  /// The graph. The builder is empty afterwards.
  Graph finish();

 private:
  std::string unique(const std::string& name);
  Value resize(const Value& x, const Value& scales, const Value& sizes, Attributes attributes);

  uint64_t seed_;
  std::string prefix_;
  bool is_spectral_ = false;
  Graph graph_;
  ValueInfos infos_;
  std::map<std::string, int> counts_;
};

}  // namespace kintsugi::graph
