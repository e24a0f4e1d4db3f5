#include "kintsugi/picture/bmp_rle.h"

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

enum Escape : uint8_t { kEndOfRow = 0, kEndOfPicture = 1, kMove = 2 };  // larger: that many pixels

class Unpacker {
 public:
  Unpacker(ByteView code, Size size, int bits)
      : code_(code),
        size_(size),
        bits_(bits),
        row_bytes_((size_t{1} * size.width + 3) / 4 * 4),
        pixels_(row_bytes_ * size.height) {}

  Bytes run() {
    while (!is_done_) {
      const int count = next();
      const int value = next();
      if (count > 0) {
        for (int i = 0; i < count; ++i) put(pixel_of(value, i));
      } else if (value > kMove) {
        copy(value);
      } else {
        escape(value);
      }
    }
    return std::move(pixels_);
  }

 private:
  uint8_t next() {
    check(at_ < code_.size(), "broken BMP: the file ends early");
    return code_[at_++];
  }

  int pixel_of(int byte, int i) const {
    return bits_ == 8 ? byte : i % 2 == 0 ? byte >> 4 : byte & 15;
  }

  void put(int value) {
    if (x_ < size_.width && y_ < size_.height) pixels_[y_ * row_bytes_ + x_] = value;
    ++x_;
  }

  void copy(int count) {
    const size_t start = at_;
    for (int i = 0, byte = 0; i < count; ++i) {
      if (bits_ == 8 || i % 2 == 0) byte = next();
      put(pixel_of(byte, i));
    }
    if ((at_ - start) % 2) next();
  }

  void escape(int code) {
    if (code == kEndOfRow) {
      x_ = 0;
      ++y_;
    } else if (code == kMove) {
      x_ += next();
      y_ += next();
    }
    is_done_ = code == kEndOfPicture || y_ >= size_.height;
  }

  ByteView code_;
  Size size_;
  int bits_;
  size_t row_bytes_;
  Bytes pixels_;
  size_t at_ = 0;
  long long x_ = 0, y_ = 0;
  bool is_done_ = false;
};

}  // namespace

Bytes unpack_bmp_rle(ByteView code, Size size, int bits) {
  return Unpacker(code, size, bits).run();
}

}  // namespace kintsugi
