// make_models <folder>: small .onnx files for onnx_fuzz to start from; between them, the operators
// and opsets whose reading has branches.
#include <onnx/defs/parser.h>
#include <onnx/onnx_pb.h>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

struct Model {
  const char* name;
  int opset;
  const char* text;
};

constexpr Model kModels[] = {
    {"network", 17, R"((float[N,2,H,W] x) => (float[N,2,A,B] y)
       <float[2,2,1,1] w = {1, 2, 3, 4}, float[2] b = {0, 1}, float[2,2,2,2] t = {1, 2, 3, 4, 5, 6,
        7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, int64[8] pads = {0, 0, 1, 1, 0, 0, 1, 1}> {
         a = Pad<mode = "reflect">(x, pads)
         c = Conv<dilations = [1, 1], strides = [2, 2], auto_pad = "SAME_UPPER">(a, w, b)
         n = BatchNormalization<epsilon = 0.1>(c, b, b, b, b)
         r = LeakyRelu<alpha = 0.2>(n)
         p = MaxPool<kernel_shape = [2, 2], ceil_mode = 1>(r)
         g = GlobalAveragePool(p)
         i = InstanceNormalization(r, b, b)
         m = Mul(i, g)
         y = ConvTranspose<strides = [2, 2], output_padding = [1, 1]>(m, t, b) })"},
    {"shapes", 13, R"((float[N,2,H,W] x) => (float[N,2,A,B] y)
       <int64 two = {2}, int64[1] axes = {0}, int64[1] minus = {-1}, int64[1] end = {2}> {
         s = Shape(x)
         h = Gather<axis = 0>(s, two)
         d = Mul(h, two)
         q = Div(d, two)
         u = Unsqueeze(q, axes)
         head = Slice(s, axes, end, axes)
         sizes = Concat<axis = 0>(head, u, minus)
         r = Reshape<allowzero = 0>(x, sizes)
         f = Flatten<axis = 2>(r)
         t = Transpose<perm = [1, 0]>(f)
         e = Expand(t, axes)
         y = Reshape(e, s) })"},
    {"resize", 18, R"((float[1,1,2,3] x) => (float[1,1,A,B] y)
       <float[2] scales = {2, 1.5}, int64[1] size = {4}, int64[2] pads = {1, -1}, int64[1] a = {3}> {
         r = Resize<axes = [2, 3], mode = "linear">(x, , scales)
         q = Resize<axes = [-1], coordinate_transformation_mode = "align_corners">(r, , , size)
         y = Pad<mode = "edge">(q, pads, , a) })"},
    {"old", 9, R"((float[1,2,2,3] x) => (float[1,2,4,6] y) <float[4] scales = {1, 1, 2, 2}> {
         c = Clip<min = 0.0, max = 6.0>(x)
         s = Softmax<axis = 1>(c)
         p = Pad<pads = [0, 0, 1, 1, 0, 0, 1, 1], value = 1.0>(s)
         l = Slice<starts = [1, 1], ends = [-1, -1], axes = [2, 3]>(p)
         d = Dropout<ratio = 0.5>(l)
         y = Upsample<mode = "nearest">(d, scales) })"},
    {"new", 21, R"((float[1,4,2,2] x) => (float[1,4,1,1] y)
       <float[4] s = {1, 2, 3, 4}, int64[2] axes = {2, -1}> {
         g = GroupNormalization<num_groups = 2>(x, s, s)
         a, b, c = Split<axis = 1, num_outputs = 3>(g)
         j = Concat<axis = 1>(c, a, b)
         e = Gelu<approximate = "tanh">(j)
         m = Mish(e)
         y = ReduceMean(m, axes) })"},
    {"matrices", 17, R"((float[2,3] x, bool[2,2] k) => (float[2,2] y, int64[2] z)
       <float[2,3] w = {1, 2, 3, 4, 5, 6}, float[2] b = {1, 2}, int64[2] parts = {1, 2},
        int64[2] r = {2, 1}, float[1] low = {0}> {
         g = Gemm<transB = 1, alpha = 0.5>(x, w, b)
         t = Transpose(w)
         m = MatMul(x, t)
         v = Where(k, g, m)
         a, c = Split<axis = 1>(x, parts)
         i = Tile(a, r)
         n = PRelu(v, low)
         l = LayerNormalization<axis = 1>(n, b, b)
         o = Softmax(l)
         y = Max(o, b)
         z = ArgMax<keepdims = 0, axis = 1>(y) })"},
    {"pixels", 17, R"((uint8[1,4,2,2] x) => (float[1,4,2,2] y) <float s = {255.0}> {
         f = Cast<to = 1>(x)
         d = Div(f, s)
         p = DepthToSpace<blocksize = 2, mode = "CRD">(d)
         q = SpaceToDepth<blocksize = 2>(p)
         a = AveragePool<kernel_shape = [1, 1], count_include_pad = 1>(q)
         e = Erf(a)
         h = HardSigmoid<alpha = 0.1>(e)
         y = Elu(h) })"},
    {"ranges", 17, R"((float[3] x) => (float[3] y) <int64 zero = {0}, int64 three = {3},
       int64 one = {1}, int64[1] n = {3}> {
         r = Range(zero, three, one)
         c = ConstantOfShape<value = int64[1] {2}>(n)
         l = Less(r, c)
         i = Not(l)
         m = Mod(r, c)
         s = Squeeze(x)
         g = Gather(s, m)
         o = Cast<to = 1>(i)
         y = Pow(g, o) })"}};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: make_models <folder>\n";
    return 1;
  }
  std::filesystem::create_directories(argv[1]);
  for (const Model& one : kModels) {
    onnx::ModelProto model;
    model.set_ir_version(8);
    model.add_opset_import()->set_version(one.opset);
    const std::string text = std::string(one.name) + " " + one.text;
    const auto status = onnx::OnnxParser::Parse(*model.mutable_graph(), text.c_str());
    if (!status.IsOK()) {
      std::cerr << one.name << ": " << status.ErrorMessage() << "\n";
      return 1;
    }
    std::ofstream(std::filesystem::path(argv[1]) / one.name, std::ios::binary)
        << model.SerializeAsString();
  }
}
