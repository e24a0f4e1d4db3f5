/* inspect_c MODEL.onnx: what a model is made of, as JSON. */
#include <kintsugi/c.h>
#include <stdio.h>

int main(int argc, char** argv) {
  char* json = NULL;
  const kintsugi_status status = kintsugi_inspect(argc > 1 ? argv[1] : NULL, 0, &json);
  if (status) fprintf(stderr, "%s\n", kintsugi_last_error());
  if (!status) puts(json);
  kintsugi_free(json);
  return status;
}
