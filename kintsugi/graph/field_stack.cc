#include "kintsugi/graph/field_stack.h"

#include "kintsugi/error.h"

namespace kintsugi::graph {

// `strided` layers of stride 2, then `plain` of stride 1, see
// 1 + (k - 1) * (1 + 2 + ... + 2^(strided-1) + plain * 2^strided)
//   = 1 + (k - 1) * (2^strided * (1 + plain) - 1) pixels.
std::vector<int64_t> strides_for_field(int64_t field, int64_t kernel) {
  check(kernel >= 2 && kernel <= 1000, "the kernel is ", kernel, ", expected 2 to 1000");
  check(field >= kernel && field <= 1'000'000, "the field is ", field, ", expected ", kernel,
        " (one layer) to 1000000");
  const int64_t rest = (field - 1) % (kernel - 1);
  check(rest == 0, "no stack of kernel ", kernel, " has a receptive field of ", field,
        "; the nearest are ", field - rest, " and ", field - rest + kernel - 1);
  const int64_t steps = (field - 1) / (kernel - 1) + 1;  // 2^strided * (1 + plain)
  // Every halving of `steps` saves more plain layers than the strided one it costs.
  int64_t strided = 0;
  while ((steps >> strided) % 2 == 0 && (steps >> strided) > 1) ++strided;
  std::vector<int64_t> strides(strided, 2);
  strides.insert(strides.end(), (steps >> strided) - 1, 1);
  return strides;
}

int64_t field_of_strides(const std::vector<int64_t>& strides, int64_t kernel) {
  int64_t field = 1, jump = 1;
  for (const int64_t stride : strides) {
    field += (kernel - 1) * jump;
    jump *= stride;
  }
  return field;
}

}  // namespace kintsugi::graph
