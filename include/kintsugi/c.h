#ifndef KINTSUGI_C_H
#define KINTSUGI_C_H

/** @file
 * The C interface of libkintsugi.so: filling pictures and looking at models.
 *
 * Handles are opaque. A struct of options or pixels has its own size as first member, so that later
 * versions can have more members: set it to sizeof, the rest to 0 for the presets. Text is UTF-8,
 * as file names are the bytes that the system takes. No exception leaves a function; every function
 * may be called from several threads at once, also with the same method. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

/** What a function returns. */
typedef enum {
  KINTSUGI_OK = 0,
  KINTSUGI_ERROR = 1, /**< something that the caller can put right; kintsugi_last_error says what */
  KINTSUGI_STOPPED = 2, /**< the progress function said so */
  KINTSUGI_NO_MEMORY = 3,
  KINTSUGI_INTERNAL = 4 /**< a bug of the library */
} kintsugi_status;

/** The version of the library that runs, as "0.1.0". */
const char* kintsugi_version(void);

/** What went wrong in this thread's last call that did not return KINTSUGI_OK, one sentence; valid
 * until this thread's next call. */
const char* kintsugi_last_error(void);

/** What this thread's last call wants to be known of its result, a sentence a line; "" is nothing.
 */
const char* kintsugi_last_warnings(void);

/** Pixels of the caller's: rows of interleaved channels, top row first. */
typedef struct {
  size_t size;  /**< sizeof(kintsugi_image) */
  void* pixels; /**< the first pixel of the top row */
  int width, height;
  ptrdiff_t stride; /**< bytes from one row to the next; 0: rows lie without gaps */
  int channels;     /**< 1 grey, 3 RGB, 4 RGBA */
  int bits;         /**< of a channel: 8, or 16 in the machine's byte order; 0: 8 */
} kintsugi_image;

/** A mask of the caller's, a byte a pixel: 0 is known, anything else is to be filled. */
typedef struct {
  size_t size; /**< sizeof(kintsugi_mask) */
  const uint8_t* pixels;
  int width, height;
  ptrdiff_t stride; /**< bytes from one row to the next; 0: rows lie without gaps */
} kintsugi_mask;

/** How holes are filled. */
typedef struct {
  size_t size;      /**< sizeof(kintsugi_method_options) */
  int threads;      /**< 0: one per core */
  uint64_t seed;    /**< of what is random; 0: the preset */
  int patch_size;   /**< patchmatch: side of a patch in pixels; 0: the preset */
  int iterations;   /**< patchmatch: rounds at full size; 0: the preset */
  double radius_px; /**< telea, ns: neighbourhood of a pixel; 0: the preset */
} kintsugi_method_options;

typedef struct kintsugi_method kintsugi_method;

/** The method of that name ("auto", "patchmatch", "telea", "ns") or the model in that file
 * ("FILE.onnx"); `options` may be null. To be closed. */
kintsugi_status kintsugi_method_open(const char* name, const kintsugi_method_options* options,
                                     kintsugi_method** method);
void kintsugi_method_close(kintsugi_method* method); /**< null: nothing */

/** Hears of the share that is done, 0 to 1, many times a second, from any thread of the work but
 * one call at a time; anything but 0 stops the work. */
typedef int (*kintsugi_progress)(double share, void* user);

/** Fills the masked pixels of `image` where it lies; all others keep their bits, and so does alpha.
 * `progress` may be null. If it fails or is stopped, the image is as it was. */
kintsugi_status kintsugi_fill(const kintsugi_method* method, const kintsugi_image* image,
                              const kintsugi_mask* mask, kintsugi_progress progress, void* user);

/** Fills a picture file: white in the mask file is the hole. Metadata, format and whatever else can
 * be kept of the picture is kept; the output is there whole or not at all. */
kintsugi_status kintsugi_fill_file(const kintsugi_method* method, const char* picture,
                                   const char* mask, const char* output);

/** What a model (FILE.onnx) is made of, as JSON: inputs, outputs, layers, parameters, MACs for
 * pictures of side x side pixels where sizes are free (0: 256). `json` is to be freed. */
kintsugi_status kintsugi_inspect(const char* file, int side, char** json);
void kintsugi_free(char* text); /**< null: nothing */

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
