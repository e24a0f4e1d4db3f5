#include <algorithm>
#include <functional>
#include <numeric>

#include "kintsugi/engine/lower.h"
#include "kintsugi/engine/onednn.h"
#include "kintsugi/graph/walk.h"

namespace kintsugi::engine {
namespace {

using graph::Node;

// A stack of matrices in memory.
struct Matrices {
  std::string value;
  Tensor constant;
  Sizes batch;
  int64_t rows = 0, columns = 0;
  bool is_transposed = false;  // stored as [columns, rows]

  int64_t num_batches() const { return num_elements(batch); }
};

// A matrix operand of MatMul; a Transpose of the last two axes that waits is taken over.
Matrices matrices_of(Compiler& compiler, const Node& node, size_t input) {
  Matrices m{.value = node.inputs[input], .constant = compiler.constant(node, input)};
  const Sizes sizes = compiler.sizes(m.value);
  m.batch.assign(sizes.begin(), sizes.end() - 2);
  m.rows = sizes[sizes.size() - 2];
  m.columns = sizes.back();
  if (const Node* transpose = compiler.deferred(m.value);
      transpose && transpose->op == "Transpose") {
    compiler.take_over(*transpose);  // lower_transpose puts off none but of the last two axes
    m.value = transpose->inputs[0];
    m.is_transposed = true;
  }
  return m;
}

struct Product {
  const Node& node;
  Matrices left, right;
  Tensor bias;  // [N], or absent
  std::string output;
  std::vector<graph::ElementOp> activations;
};

Sizes strides_of(const Matrices& m, bool has_batch) {
  Sizes strides = m.is_transposed ? Sizes{1, m.rows} : Sizes{m.columns, 1};
  if (has_batch) strides.insert(strides.begin(), m.rows * m.columns);
  return strides;
}

SlotId packed(Compiler& compiler, const Matrices& m, const onednn::Primitive& primitive) {
  const auto& wanted = primitive.arguments()[1].desc;
  return compiler.weights(
      m.value + (m.is_transposed ? "#t" : "#n") + onednn::key_of(wanted), primitive.size_bytes(1),
      [&](void* to) {
        const dnnl::memory::desc plain({m.rows, m.columns}, dnnl::memory::data_type::f32,
                                       strides_of(m, false));
        const onednn::Primitive pack = onednn::reorder(plain, wanted);
        const Buffer room = make_buffer(pack.scratch_bytes());
        void* const addresses[] = {const_cast<uint8_t*>(m.constant.bytes().data()), to};
        pack.run(addresses, room.get());
      });
}

void add_product(Compiler& compiler, Product& job) {
  const bool is_weight = job.right.constant && job.right.batch.empty();
  // One matrix on the right serves all on the left: their rows are one tall matrix.
  const int64_t rows = is_weight || job.right.num_batches() == 1
                           ? job.left.num_batches() * job.left.rows
                           : job.left.rows;
  const bool has_batch = rows == job.left.rows && job.right.num_batches() > 1;
  onednn::MatmulSpec spec{.src = {rows, job.left.columns},
                          .src_strides = strides_of(job.left, has_batch),
                          .weights = {job.right.rows, job.right.columns},
                          .weights_strides = is_weight ? Sizes{} : strides_of(job.right, has_batch),
                          .dst = {rows, job.right.columns},
                          .has_bias = static_cast<bool>(job.bias),
                          .activations = job.activations};
  if (has_batch) {
    for (Sizes* sizes : {&spec.src, &spec.weights, &spec.dst})
      sizes->insert(sizes->begin(), job.right.num_batches());
  }
  const onednn::Primitive primitive = onednn::matmul(spec);
  const SlotId left = compiler.plain(job.left.value);
  const SlotId right =
      is_weight ? packed(compiler, job.right, primitive) : compiler.plain(job.right.value);
  const SlotId to = compiler.define_plain(job.output),
               room = compiler.scratch(primitive.scratch_bytes());
  Step step{.op = job.node.op,
            .name = job.node.name,
            .how = primitive.implementation(),
            .flops = 2.0 * static_cast<double>(num_elements(spec.dst) * job.left.columns),
            .reads = {left, right},
            .writes = {to, room}};
  SlotId bias = kNoSlot;
  if (job.bias) {
    const auto bytes = job.bias.bytes();
    bias = compiler.weights(
        job.node.outputs[0] + ".bias", static_cast<int64_t>(bytes.size()),
        [&](void* at) { std::copy(bytes.begin(), bytes.end(), static_cast<uint8_t*>(at)); });
    step.reads.push_back(bias);
  }
  step.run = [=](const Memory& m) {
    std::vector<void*> addresses{m.at(left), m.at(right), m.at(to)};
    if (bias != kNoSlot) addresses.push_back(m.at(bias));
    primitive.run(addresses, m.at(room));
  };
  compiler.add(std::move(step));
}

bool is_f32(const Compiler& compiler, const Node& node) {
  return compiler.info(node.inputs[0]).type == DataType::kFloat32 &&
         compiler.info(node.inputs[1]).type == DataType::kFloat32 &&
         num_elements(compiler.sizes(node.outputs[0])) > 0 &&
         num_elements(compiler.sizes(node.inputs[0])) > 0;
}

// [N] from a bias of one element, [N] or [1, N]; absent for others.
Tensor bias_row(const Tensor& bias, int64_t columns, float factor) {
  if (!bias || (bias.size() != 1 && (bias.size() != columns || bias.sizes().back() != columns)))
    return {};
  std::vector<float> row;
  for (int64_t i = 0; i < columns; ++i)
    row.push_back(factor * bias.values<float>()[bias.size() == 1 ? 0 : i]);
  return Tensor({columns}, std::move(row));
}

bool lower_matmul(Compiler& compiler, const Node& node) {
  if (!is_f32(compiler, node)) return false;
  const Sizes a = compiler.sizes(node.inputs[0]), b = compiler.sizes(node.inputs[1]);
  if (a.size() < 2 || b.size() < 2) return false;
  const Sizes a_batch(a.begin(), a.end() - 2), b_batch(b.begin(), b.end() - 2);
  const graph::Node* left = compiler.deferred(node.inputs[0]);
  const bool is_left_transposed = left && left->op == "Transpose";
  const bool is_one =
      num_elements(b_batch) == 1 && (!is_left_transposed || num_elements(a_batch) == 1);
  if (!is_one && a_batch != b_batch) return false;
  Product job{.node = node,
              .left = matrices_of(compiler, node, 0),
              .right = matrices_of(compiler, node, 1),
              .output = node.outputs[0]};
  job.activations = compiler.take_activations(job.output);
  add_product(compiler, job);
  return true;
}

bool lower_gemm(Compiler& compiler, const Node& node) {
  const Tensor bias = compiler.constant(node, 2);
  if (!is_f32(compiler, node) || node.real("alpha", 1) != 1 ||
      node.has_input(2) != static_cast<bool>(bias))
    return false;
  Product job{.node = node,
              .left = matrices_of(compiler, node, 0),
              .right = matrices_of(compiler, node, 1),
              .output = node.outputs[0]};
  for (auto [matrix, attribute] : {std::pair{&job.left, "transA"}, {&job.right, "transB"}}) {
    if (node.integer(attribute, 0) == 0) continue;
    std::swap(matrix->rows, matrix->columns);
    matrix->is_transposed = true;
  }
  job.bias = bias_row(bias, job.right.columns, node.real("beta", 1));
  if (bias && !job.bias) return false;
  job.activations = compiler.take_activations(job.output);
  add_product(compiler, job);
  return true;
}

constexpr Lowering kMatrix[] = {
    {"Gemm", lower_gemm},
    {"MatMul", lower_matmul},
};

}  // namespace

std::span<const Lowering> matrix_lowerings() { return kMatrix; }

}  // namespace kintsugi::engine
