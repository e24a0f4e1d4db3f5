/* fill_c: fills a square of a grey image in memory, then PICTURE MASK RESULT from file to file. */
#include <kintsugi/c.h>
#include <stdio.h>

int main(int argc, char** argv) {
  uint8_t grey[32 * 32] = {0}, hole[32 * 32] = {[16 * 32 + 16] = 1};
  const kintsugi_image image = {sizeof image, grey, 32, 32, 0, 1, 8};
  const kintsugi_mask mask = {sizeof mask, hole, 32, 32, 0};
  kintsugi_method* method = NULL;
  kintsugi_status status = kintsugi_method_open("auto", NULL, &method);
  if (!status) status = kintsugi_fill(method, &image, &mask, NULL, NULL);
  if (!status && argc > 3) status = kintsugi_fill_file(method, argv[1], argv[2], argv[3]);
  if (status) fprintf(stderr, "%s\n", kintsugi_last_error());
  return kintsugi_method_close(method), status;
}
