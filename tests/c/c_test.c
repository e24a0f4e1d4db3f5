/* The C interface as a C compiler sees it: sizes, places and numbers that compiled programs rely on. One
 * that changes breaks them; new members go to the end. */
#include <kintsugi/c.h>
#include <stdio.h>
#include <string.h>

#define PLACE(type, member, place) \
  _Static_assert(offsetof(type, member) == (place), #type "." #member " has moved")

PLACE(kintsugi_image, size, 0);
PLACE(kintsugi_image, pixels, 8);
PLACE(kintsugi_image, width, 16);
PLACE(kintsugi_image, height, 20);
PLACE(kintsugi_image, stride, 24);
PLACE(kintsugi_image, channels, 32);
PLACE(kintsugi_image, bits, 36);
_Static_assert(sizeof(kintsugi_image) == 40, "kintsugi_image has another size");

PLACE(kintsugi_mask, size, 0);
PLACE(kintsugi_mask, pixels, 8);
PLACE(kintsugi_mask, width, 16);
PLACE(kintsugi_mask, height, 20);
PLACE(kintsugi_mask, stride, 24);
_Static_assert(sizeof(kintsugi_mask) == 32, "kintsugi_mask has another size");

PLACE(kintsugi_method_options, size, 0);
PLACE(kintsugi_method_options, threads, 8);
PLACE(kintsugi_method_options, seed, 16);
PLACE(kintsugi_method_options, patch_size, 24);
PLACE(kintsugi_method_options, iterations, 28);
PLACE(kintsugi_method_options, radius_px, 32);
_Static_assert(sizeof(kintsugi_method_options) == 40, "kintsugi_method_options has another size");

_Static_assert(KINTSUGI_OK == 0 && KINTSUGI_ERROR == 1 && KINTSUGI_STOPPED == 2 &&
                   KINTSUGI_NO_MEMORY == 3 && KINTSUGI_INTERNAL == 4,
               "a status has another number");

static int num_failures = 0;

static void expect(int ok, const char* what) {
  if (ok) return;
  ++num_failures;
  fprintf(stderr, "not so: %s (%s)\n", what, kintsugi_last_error());
}

static int stop_at_once(double share, void* user) {
  (void)share;
  ++*(int*)user;
  return 1;
}

static void fills_in_place(void) {
  uint8_t rgba[8 * 48] = {0}, hole[8 * 16] = {0};
  memset(rgba, 100, sizeof rgba);
  for (int y = 3; y < 5; ++y) {
    for (int x = 4; x < 6; ++x) memset(rgba + y * 48 + x * 4, 0, 3), hole[y * 16 + x] = 255;
  }
  const kintsugi_image image = {sizeof image, rgba, 10, 8, 48, 4, 8};
  const kintsugi_mask mask = {sizeof mask, hole, 10, 8, 16};
  kintsugi_method* method = NULL;
  expect(kintsugi_method_open("telea", NULL, &method) == KINTSUGI_OK, "telea is a method");
  int num_calls = 0;
  expect(kintsugi_fill(method, &image, &mask, stop_at_once, &num_calls) == KINTSUGI_STOPPED,
         "a progress function stops the work");
  expect(num_calls > 0 && rgba[3 * 48 + 4 * 4] == 0, "a stopped fill leaves the image as it was");
  expect(kintsugi_fill(method, &image, &mask, NULL, NULL) == KINTSUGI_OK, "a hole is filled");
  for (size_t i = 0; i < sizeof rgba; ++i) expect(rgba[i] == 100, "the picture is of one colour");
  kintsugi_method_close(method);
}

static void refuses(void) {
  kintsugi_method* method = NULL;
  expect(kintsugi_method_open("magic", NULL, &method) == KINTSUGI_ERROR && method == NULL,
         "magic is no method");
  expect(strstr(kintsugi_last_error(), "magic") != NULL, "the error names it");
  expect(kintsugi_method_open("telea", NULL, NULL) == KINTSUGI_ERROR, "null is no place");
  const kintsugi_method_options options = {3, 0, 0, 0, 0, 0};
  expect(kintsugi_method_open("telea", &options, &method) == KINTSUGI_ERROR, "3 is no size");
  expect(kintsugi_method_open("telea", NULL, &method) == KINTSUGI_OK, "telea is a method");
  expect(kintsugi_fill(method, NULL, NULL, NULL, NULL) == KINTSUGI_ERROR, "null is no image");
  const kintsugi_image image = {sizeof image, NULL, 4, 4, 0, 3, 8};
  const uint8_t hole[16] = {1};
  const kintsugi_mask mask = {sizeof mask, hole, 4, 4, 0};
  expect(kintsugi_fill(method, &image, &mask, NULL, NULL) == KINTSUGI_ERROR, "no pixels");
  expect(kintsugi_fill_file(method, "none.png", "none.png", "out.png") == KINTSUGI_ERROR, "no file");
  char* json = NULL;
  expect(kintsugi_inspect("none.onnx", 0, &json) == KINTSUGI_ERROR && json == NULL, "no model");
  kintsugi_free(json);
  kintsugi_method_close(method);
  kintsugi_method_close(NULL);
}

int main(void) {
  expect(strlen(kintsugi_version()) >= 5, "a version has three numbers");
  fills_in_place();
  refuses();
  return num_failures != 0;
}
