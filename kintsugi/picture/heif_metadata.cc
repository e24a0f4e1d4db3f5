#include "kintsugi/picture/heif_metadata.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "kintsugi/error.h"
#include "kintsugi/picture/cicp.h"
#include "kintsugi/picture/exif_block.h"
#include "kintsugi/picture/file_kind.h"
#include "kintsugi/picture/raw_profile.h"

namespace kintsugi {
namespace {

constexpr int kAuxiliaryFilter =
    LIBHEIF_AUX_IMAGE_FILTER_OMIT_ALPHA | LIBHEIF_AUX_IMAGE_FILTER_OMIT_DEPTH;

Bytes read_block(const heif_image_handle* handle, heif_item_id id) {
  Bytes block(heif_image_handle_get_metadata_size(handle, id));
  if (block.empty()) return block;
  check_heif(heif_image_handle_get_metadata(handle, id, block.data()), "its metadata are broken");
  return block;
}

/// Calls body(content) for whatever looks like a box `name` in the file's header.
template <class Body>
bool any_property(ByteView file, std::string_view name, const Body& body) {
  const ByteView meta = box_content(file, "meta").value_or(ByteView());
  for (auto at = meta.begin();; ++at) {
    at = std::search(at, meta.end(), name.begin(), name.end());
    if (at == meta.end()) return false;
    if (body(ByteView(at, meta.end()).subspan(name.size()))) return true;
  }
}

bool has_property(ByteView file, std::string_view name) {
  return any_property(file, name, [](ByteView) { return true; });
}

void read_profiles(const heif_image_handle* handle, Metadata& metadata) {
  metadata.icc.resize(heif_image_handle_get_raw_color_profile_size(handle));
  if (!metadata.icc.empty()) {
    check_heif(heif_image_handle_get_raw_color_profile(handle, metadata.icc.data()),
               "its ICC profile is broken");
  }
  const HeifNclx nclx = nclx_of(handle);
  if (nclx) set_cicp(metadata, {nclx->color_primaries, nclx->transfer_characteristics});
}

std::string counted(int count, const char* one, const char* several) {
  return count == 1 ? one : std::to_string(count) + " " + several;
}

/// The auxiliary pictures but alpha and depth, each by what it is.
void name_auxiliary(const heif_image_handle* handle, std::vector<std::string>& names) {
  const int count = heif_image_handle_get_number_of_auxiliary_images(handle, kAuxiliaryFilter);
  std::vector<heif_item_id> ids(count);
  heif_image_handle_get_list_of_auxiliary_image_IDs(handle, kAuxiliaryFilter, ids.data(), count);
  int num_others = 0;
  for (const heif_item_id id : ids) {
    heif_image_handle* auxiliary = nullptr;
    heif_image_handle_get_auxiliary_image_handle(handle, id, &auxiliary);
    const HeifHandle owner(auxiliary);
    const char* type = nullptr;
    if (owner) heif_image_handle_get_auxiliary_type(auxiliary, &type);
    const bool is_gain_map = type && std::strstr(type, "hdrgainmap");
    if (is_gain_map) names.push_back("an HDR gain map");
    num_others += !is_gain_map;
    if (type) heif_image_handle_free_auxiliary_types(auxiliary, &type);
  }
  if (num_others)
    names.push_back(counted(num_others, "an auxiliary picture", "auxiliary pictures"));
}

}  // namespace

void check_heif(const heif_error& error, const std::string& what) {
  if (error.code == heif_error_Ok) return;
  std::string message = error.message ? error.message : "no reason given";
  while (message.ends_with('\n')) message.pop_back();
  throw Error(what + ": " + message);
}

HeifNclx nclx_of(const heif_image_handle* handle) {
  heif_color_profile_nclx* nclx = nullptr;
  heif_image_handle_get_nclx_color_profile(handle, &nclx);
  return HeifNclx(nclx);
}

Metadata read_heif_metadata(ByteView file, const heif_image_handle* handle) {
  Metadata metadata;
  read_profiles(handle, metadata);
  const int count = heif_image_handle_get_number_of_metadata_blocks(handle, nullptr);
  std::vector<heif_item_id> ids(count);
  heif_image_handle_get_list_of_metadata_block_IDs(handle, nullptr, ids.data(), count);
  for (const heif_item_id id : ids) {
    const std::string_view type = heif_image_handle_get_metadata_type(handle, id);
    const std::string_view content = heif_image_handle_get_metadata_content_type(handle, id);
    if (type == "Exif") metadata.exif = without_exif_offset(read_block(handle, id));
    if (type == "iptc") metadata.iptc = read_block(handle, id);
    if (type == "mime" && content == "application/rdf+xml") {
      const Bytes xmp = read_block(handle, id);
      metadata.xmp.assign(xmp.begin(), xmp.end());
    }
  }
  const int orientation = exif_orientation(metadata.exif);
  if (orientation != 1) {
    reset_exif_orientation(metadata.exif, has_property(file, "irot") ? orientation : 1);
    metadata.exif.resize(drop_exif_thumbnail(metadata.exif));  // it lies as the sensor did
  }
  return metadata;
}

bool codes_grey(ByteView file) {
  // The coders' configurations: HEVC's byte 16 ends in the chroma format, AV1's byte 2 has a bit.
  const auto is_grey_hevc = [](ByteView box) { return box.size() > 16 && (box[16] & 3) == 0; };
  const auto is_grey_av1 = [](ByteView box) { return box.size() > 2 && (box[2] & 0x10) != 0; };
  return any_property(file, "hvcC", is_grey_hevc) || any_property(file, "av1C", is_grey_av1);
}

std::string left_out_of_heif(ByteView file, heif_context* context,
                             const heif_image_handle* handle) {
  std::vector<std::string> names;
  const int num_others = heif_context_get_number_of_top_level_images(context) - 1;
  if (num_others > 0) names.push_back(counted(num_others, "another picture", "other pictures"));
  name_auxiliary(handle, names);
  if (heif_image_handle_has_depth_image(handle)) names.push_back("a depth map");
  const int num_thumbnails = heif_image_handle_get_number_of_thumbnails(handle);
  if (num_thumbnails) names.push_back(counted(num_thumbnails, "a thumbnail", "thumbnails"));
  if (box_content(file, "mpvd")) names.push_back("a motion photo's video");
  if (box_content(file, "moov")) names.push_back("a sequence of pictures");
  return listed(names);
}

HeifNclx set_heif_profiles(heif_image* image, const Metadata& metadata) {
  HeifNclx nclx(heif_nclx_color_profile_alloc());
  const Cicp colours = cicp_of(metadata).value_or(kSrgb);
  nclx->color_primaries = static_cast<heif_color_primaries>(colours.primaries);
  nclx->transfer_characteristics = static_cast<heif_transfer_characteristics>(colours.transfer);
  const bool is_grey = heif_image_get_colorspace(image) == heif_colorspace_monochrome;
  nclx->matrix_coefficients =
      is_grey ? heif_matrix_coefficients_ITU_R_BT_601_6 : heif_matrix_coefficients_RGB_GBR;
  nclx->full_range_flag = 1;
  check_heif(heif_image_set_nclx_color_profile(image, nclx.get()), "cannot set its colours");
  if (!metadata.icc.empty()) {
    check_heif(
        heif_image_set_raw_color_profile(image, "prof", metadata.icc.data(), metadata.icc.size()),
        "cannot add its ICC profile");
  }
  return nclx;
}

void add_heif_metadata(heif_context* context, const heif_image_handle* handle,
                       const Metadata& metadata) {
  const auto size_of = [](const auto& block) { return static_cast<int>(block.size()); };
  const std::string what = "cannot add its metadata";
  const Bytes& exif = metadata.exif;
  if (!exif.empty()) {
    check_heif(heif_context_add_exif_metadata(context, handle, exif.data(), size_of(exif)), what);
  }
  const std::string& xmp = metadata.xmp;
  if (!xmp.empty()) {
    check_heif(heif_context_add_XMP_metadata(context, handle, xmp.data(), size_of(xmp)), what);
  }
  const Bytes& iptc = metadata.iptc;
  if (!iptc.empty()) {
    check_heif(heif_context_add_generic_metadata(context, handle, iptc.data(), size_of(iptc),
                                                 "iptc", nullptr),
               what);
  }
}

}  // namespace kintsugi
