#include <jxl/decode_cxx.h>
#include <jxl/encode_cxx.h>
#include <jxl/thread_parallel_runner_cxx.h>

#include <algorithm>
#include <string_view>

#include "kintsugi/error.h"
#include "kintsugi/base/parallel.h"
#include "kintsugi/picture/codec.h"
#include "kintsugi/picture/exif_block.h"
#include "kintsugi/picture/jxl_colours.h"
#include "kintsugi/picture/pixel_rows.h"
#include "kintsugi/picture/raw_profile.h"

namespace kintsugi {
namespace {

constexpr int kEffort = 3;  // of 9: 4 to 7 take several times as long for files about 5 % smaller
constexpr size_t kMostBoxBytes = size_t{256} << 20;  // of metadata, which may be compressed
constexpr size_t kChunkBytes = size_t{1} << 16;

constexpr int kEvents = JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE |
                        JXL_DEC_BOX | JXL_DEC_JPEG_RECONSTRUCTION;

JxlPixelFormat pixel_format(const Picture& picture) {
  return {.num_channels = static_cast<uint32_t>(num_samples(picture)),
          .data_type = picture.image.bits() == 8 ? JXL_TYPE_UINT8 : JXL_TYPE_UINT16,
          .endianness = JXL_NATIVE_ENDIAN,
          .align = 0};
}

size_t row_bytes(const Picture& picture) {
  return size_t{1} * picture.image.width() * num_samples(picture) * (picture.image.bits() / 8);
}

/// Follows libjxl through a file, event by event.
class Reader {
 public:
  Reader(ByteView bytes, const ReadOptions& options)
      : runner_(JxlThreadParallelRunnerMake(nullptr, default_threads())),
        decoder_(JxlDecoderMake(nullptr)),
        options_(options) {
    check(runner_ && decoder_, "not enough memory to read a JPEG XL");
    JxlDecoderSetParallelRunner(decoder_.get(), JxlThreadParallelRunner, runner_.get());
    JxlDecoderSubscribeEvents(decoder_.get(), kEvents);
    JxlDecoderSetDecompressBoxes(decoder_.get(), JXL_TRUE);
    JxlDecoderSetInput(decoder_.get(), bytes.data(), bytes.size());
  }

  Picture read() {
    for (;;) {
      const JxlDecoderStatus status = JxlDecoderProcessInput(decoder_.get());
      check(status != JXL_DEC_ERROR, "broken JPEG XL: its data are damaged");
      if (status == JXL_DEC_NEED_MORE_INPUT) end_input();
      if (status == JXL_DEC_BASIC_INFO) begin();
      if (status == JXL_DEC_COLOR_ENCODING) read_jxl_colours(decoder_.get(), format_, picture_);
      if (status == JXL_DEC_NEED_IMAGE_OUT_BUFFER) give_rows();
      if (status == JXL_DEC_FULL_IMAGE) is_complete_ = true;
      if (status == JXL_DEC_JPEG_RECONSTRUCTION) note_jpeg();
      if (status == JXL_DEC_BOX_NEED_MORE_OUTPUT) grow_box();
      if (status == JXL_DEC_BOX || status == JXL_DEC_SUCCESS) end_box();
      if (status == JXL_DEC_BOX) begin_box();
      if (status == JXL_DEC_SUCCESS) break;
    }
    return finish();
  }

 private:
  void note_jpeg() {
    picture_.is_lossless = false;
    picture_.warnings.push_back(
        "this JPEG XL holds a JPEG: its pixels are kept, but no JPEG can be taken out any more");
  }

  /// A box may go on to the end of the file, and libjxl does not know of that end unless it is
  /// told; told too early, Debian's libjxl prints messages of its own.
  void end_input() {
    check(is_complete_ && !is_at_end_, "broken JPEG XL: the file ends early");
    is_at_end_ = true;
    JxlDecoderCloseInput(decoder_.get());
  }

  void begin() {
    JxlDecoderGetBasicInfo(decoder_.get(), &info_);
    check(!info_.have_animation, "this is an animated JPEG XL, expected a still picture");
    const bool is_turned = info_.orientation >= JXL_ORIENT_TRANSPOSE;
    if (is_turned) std::swap(info_.xsize, info_.ysize);  // libjxl turns the pixels
    check_pixels(info_.ysize, info_.xsize, options_);
    const bool is_float = info_.exponent_bits_per_sample > 0;
    const int bits = static_cast<int>(std::max(info_.bits_per_sample, info_.alpha_bits));
    if (is_float || bits > 16) {
      picture_.warnings.push_back("this JPEG XL has " + std::to_string(bits) + " bits" +
                                  (is_float ? " of floating point" : "") +
                                  " a channel: rounded to 16 bits");
    } else if (bits != 8 && bits != 16) {
      picture_.file_bits = bits;
    }
    const bool has_alpha = info_.alpha_bits > 0;
    const int samples = static_cast<int>(info_.num_color_channels) + has_alpha;
    const Size size{static_cast<int>(info_.ysize), static_cast<int>(info_.xsize)};
    allocate_pixels(picture_, size, samples, is_float || bits > 8 ? 16 : 8);
    format_ = pixel_format(picture_);
    picture_.is_lossless = info_.uses_original_profile;
    if (info_.num_extra_channels > (has_alpha ? 1u : 0u)) left_out_.push_back("extra channels");
  }

  void give_rows() {
    rows_.resize(row_bytes(picture_) * picture_.image.height());
    check(JxlDecoderSetImageOutBuffer(decoder_.get(), &format_, rows_.data(), rows_.size()) ==
              JXL_DEC_SUCCESS,
          "cannot decode the JPEG XL's pixels");
  }

  void begin_box() {
    JxlBoxType type;
    JxlDecoderGetBoxType(decoder_.get(), type, JXL_TRUE);
    const std::string_view name(type, sizeof(type));
    if (name == "jumb") left_out_.push_back("a JUMBF block");
    if (name == "jhgm") left_out_.push_back("an HDR gain map");
    box_ = name == "Exif" ? &exif_ : name == "xml " ? &xmp_ : nullptr;
    if (!box_) return;
    box_->assign(kChunkBytes, 0);
    JxlDecoderSetBoxBuffer(decoder_.get(), box_->data(), box_->size());
  }

  void grow_box() {
    const size_t used = box_->size() - JxlDecoderReleaseBoxBuffer(decoder_.get());
    check(used <= kMostBoxBytes, "its metadata have more than ", kMostBoxBytes, " bytes");
    box_->resize(2 * box_->size());
    JxlDecoderSetBoxBuffer(decoder_.get(), box_->data() + used, box_->size() - used);
  }

  void end_box() {
    if (box_) box_->resize(box_->size() - JxlDecoderReleaseBoxBuffer(decoder_.get()));
    box_ = nullptr;
  }

  void read_metadata() {
    Metadata& metadata = picture_.metadata;
    metadata.xmp.assign(xmp_.begin(), xmp_.end());
    metadata.exif = without_exif_offset(exif_);
    // The codestream says how the pixels are to be turned, and libjxl has done so.
    if (exif_orientation(metadata.exif) == 1) return;
    reset_exif_orientation(metadata.exif, info_.orientation);
    metadata.exif.resize(drop_exif_thumbnail(metadata.exif));
  }

  Picture finish() {
    check(is_complete_, "broken JPEG XL: the file ends early");
    for (int y = 0; y < picture_.image.height(); ++y) {
      put_row(picture_, y, rows_.data() + row_bytes(picture_) * y);
    }
    if (info_.alpha_bits > 0 && info_.alpha_premultiplied) divide_by_alpha(picture_);
    read_metadata();
    if (!left_out_.empty()) {
      picture_.warnings.push_back("of this JPEG XL the pixels and alpha are kept; left out: " +
                                  listed(left_out_));
    }
    return std::move(picture_);
  }

  JxlThreadParallelRunnerPtr runner_;
  JxlDecoderPtr decoder_;
  ReadOptions options_;
  JxlBasicInfo info_{};
  JxlPixelFormat format_{};
  Picture picture_{.format = PictureFormat::kJxl};
  Bytes rows_, exif_, xmp_;
  Bytes* box_ = nullptr;  // the one that is being read
  std::vector<std::string> left_out_;
  bool is_complete_ = false, is_at_end_ = false;
};

JxlBasicInfo info_of(const Picture& picture) {
  JxlBasicInfo info;
  JxlEncoderInitBasicInfo(&info);
  info.xsize = picture.image.width();
  info.ysize = picture.image.height();
  info.bits_per_sample = picture.file_bits ? picture.file_bits : picture.image.bits();
  info.num_color_channels = picture.image.channels();
  if (picture.alpha) {
    info.num_extra_channels = 1;
    info.alpha_bits = info.bits_per_sample;
  }
  info.uses_original_profile = JXL_TRUE;  // or there is no lossless coding
  return info;
}

void add_box(JxlEncoder* encoder, const char* name, ByteView content) {
  check(
      JxlEncoderAddBox(encoder, name, content.data(), content.size(), JXL_FALSE) == JXL_ENC_SUCCESS,
      "cannot add ", name, " to the JPEG XL");
}

void add_boxes(JxlEncoder* encoder, const Metadata& metadata) {
  if (metadata.exif.empty() && metadata.xmp.empty()) return;
  JxlEncoderUseBoxes(encoder);
  if (!metadata.exif.empty()) {
    add_box(encoder, "Exif", with_exif_offset(metadata.exif));
  }
  if (!metadata.xmp.empty()) {
    const std::string& xmp = metadata.xmp;
    add_box(encoder, "xml ", {reinterpret_cast<const uint8_t*>(xmp.data()), xmp.size()});
  }
  JxlEncoderCloseBoxes(encoder);
}

void add_pixels(JxlEncoder* encoder, const Picture& picture) {
  Bytes rows(row_bytes(picture) * picture.image.height());
  for (int y = 0; y < picture.image.height(); ++y) {
    get_row(picture, y, rows.data() + row_bytes(picture) * y);
  }
  JxlEncoderFrameSettings* settings = JxlEncoderFrameSettingsCreate(encoder, nullptr);
  JxlEncoderSetFrameLossless(settings, JXL_TRUE);
  JxlEncoderFrameSettingsSetOption(settings, JXL_ENC_FRAME_SETTING_EFFORT, kEffort);
  const JxlPixelFormat format = pixel_format(picture);
  check(JxlEncoderAddImageFrame(settings, &format, rows.data(), rows.size()) == JXL_ENC_SUCCESS,
        "cannot encode the JPEG XL: libjxl's error ", JxlEncoderGetError(encoder));
}

Bytes output_of(JxlEncoder* encoder) {
  Bytes file(kChunkBytes);
  uint8_t* next = file.data();
  for (;;) {
    size_t left = file.data() + file.size() - next;
    const JxlEncoderStatus status = JxlEncoderProcessOutput(encoder, &next, &left);
    const size_t used = next - file.data();
    if (status == JXL_ENC_SUCCESS) {
      file.resize(used);
      return file;
    }
    check(status == JXL_ENC_NEED_MORE_OUTPUT, "cannot encode the JPEG XL: libjxl's error ",
          JxlEncoderGetError(encoder));
    file.resize(2 * file.size());
    next = file.data() + used;
  }
}

}  // namespace

Picture decode_jxl(ByteView bytes, const ReadOptions& options) {
  return Reader(bytes, options).read();
}

Bytes encode_jxl(const Picture& picture, const Metadata& metadata, Warnings& warnings) {
  const auto runner = JxlThreadParallelRunnerMake(nullptr, default_threads());
  const JxlEncoderPtr encoder = JxlEncoderMake(nullptr);
  check(runner && encoder, "not enough memory to write a JPEG XL");
  JxlEncoderSetParallelRunner(encoder.get(), JxlThreadParallelRunner, runner.get());
  const JxlBasicInfo info = info_of(picture);
  check(JxlEncoderSetBasicInfo(encoder.get(), &info) == JXL_ENC_SUCCESS,
        "cannot encode a JPEG XL of ", picture.image.size());
  set_jxl_colours(encoder.get(), picture.image.channels() == 1, metadata, warnings);
  add_boxes(encoder.get(), metadata);
  add_pixels(encoder.get(), picture);
  JxlEncoderCloseInput(encoder.get());
  return output_of(encoder.get());
}

}  // namespace kintsugi
