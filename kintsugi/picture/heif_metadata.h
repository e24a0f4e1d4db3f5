#pragma once

#include <libheif/heif.h>

#include <memory>
#include <string>

#include "kintsugi/picture/codec.h"

namespace kintsugi {

// What a HEIF file (HEIC, AVIF) carries beside its pixels.

/// Calls one of libheif's functions that release something.
template <auto release>
struct HeifRelease {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};

/// An object of libheif, released by the function that libheif has for it.
template <class T, auto release>
using HeifOwner = std::unique_ptr<T, HeifRelease<release>>;

using HeifContext = HeifOwner<heif_context, heif_context_free>;
using HeifHandle = HeifOwner<heif_image_handle, heif_image_handle_release>;
using HeifImage = HeifOwner<heif_image, heif_image_release>;
using HeifNclx = HeifOwner<heif_color_profile_nclx, heif_nclx_color_profile_free>;

/// An Error of libheif's message behind `what`, unless all is well.
void check_heif(const heif_error& error, const std::string& what);

/// The coded picture's nclx colour profile; null without one.
HeifNclx nclx_of(const heif_image_handle* handle);

/// Profiles, EXIF, XMP and IPTC. The orientation is libheif's, which has applied the file's own:
/// EXIF's counts for nothing in a HEIF and says "upright" from now on.
Metadata read_heif_metadata(ByteView file, const heif_image_handle* handle);

/// Whether a picture in the file is coded without colours, which libheif 1.15 does not say.
bool codes_grey(ByteView file);

/// "an HDR gain map, 2 other pictures": what of the file is no part of a Picture; empty if nothing.
std::string left_out_of_heif(ByteView file, heif_context* context, const heif_image_handle* handle);

/// The colours of `image` as `metadata` says. An nclx profile goes into every file: it says how
/// the planes are to be understood.
HeifNclx set_heif_profiles(heif_image* image, const Metadata& metadata);

/// EXIF, XMP and IPTC.
void add_heif_metadata(heif_context* context, const heif_image_handle* handle,
                       const Metadata& metadata);

}  // namespace kintsugi
