#include "kintsugi/picture/png_text.h"

#include <zlib.h>

#include <algorithm>

#include "kintsugi/error.h"

namespace kintsugi {
namespace {

/// `bytes` up to the next zero byte; `bytes` goes on behind it. Nothing if there is none.
std::optional<ByteView> take_word(ByteView& bytes) {
  const auto end = std::find(bytes.begin(), bytes.end(), 0);
  if (end == bytes.end()) return std::nullopt;
  const ByteView word(bytes.begin(), end);
  bytes = bytes.subspan(word.size() + 1);
  return word;
}

std::optional<Bytes> unpack(ByteView packed, UnpackBudget& budget) {
  z_stream stream{};
  stream.next_in = const_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());  // a chunk is shorter than 4 GB
  if (inflateInit(&stream) != Z_OK) return std::nullopt;
  Bytes result, part(size_t{64} << 10);
  int status = Z_OK;
  while (status == Z_OK && budget.num_bytes > 0) {
    stream.next_out = part.data();
    stream.avail_out = static_cast<uInt>(std::min(part.size(), budget.num_bytes));
    const uInt room = stream.avail_out;
    status = inflate(&stream, Z_NO_FLUSH);
    budget.num_bytes -= room - stream.avail_out;
    result.insert(result.end(), part.begin(), part.begin() + (room - stream.avail_out));
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END) return std::nullopt;
  return result;
}

Bytes pack(ByteView bytes) {
  uLongf size = compressBound(bytes.size());
  Bytes packed(size);
  check(compress(packed.data(), &size, bytes.data(), bytes.size()) == Z_OK,
        "not enough memory to pack ", bytes.size(), " bytes of PNG metadata");
  packed.resize(size);
  return packed;
}

}  // namespace

std::string png_keyword(ByteView content) {
  return {content.begin(), std::find(content.begin(), content.end(), 0)};
}

std::optional<Bytes> png_value(const std::string& name, ByteView content, UnpackBudget& budget) {
  if (!take_word(content)) return std::nullopt;
  bool is_packed = name != "tEXt";
  if (name == "iTXt") {  // flag, method, language, keyword in that language
    if (content.size() < 2) return std::nullopt;
    is_packed = content[0] != 0;
    content = content.subspan(1);
  }
  if (name != "tEXt") {
    if (content.empty() || (is_packed && content[0] != 0)) return std::nullopt;
    content = content.subspan(1);
  }
  if (name == "iTXt" && (!take_word(content) || !take_word(content))) return std::nullopt;
  if (is_packed) return unpack(content, budget);
  return Bytes(content.begin(), content.end());
}

Bytes png_content(const std::string& keyword, ByteView value, bool is_packed) {
  Bytes content(keyword.begin(), keyword.end());
  content.insert(content.end(), is_packed ? 2 : 1, 0);  // end of keyword, method: deflate
  const Bytes packed = is_packed ? pack(value) : Bytes(value.begin(), value.end());
  content.insert(content.end(), packed.begin(), packed.end());
  return content;
}

Bytes png_international_text(const std::string& keyword, const std::string& utf8) {
  Bytes content(keyword.begin(), keyword.end());
  content.insert(content.end(), 5, 0);  // end of keyword, not packed, method, no language, no word
  content.insert(content.end(), utf8.begin(), utf8.end());
  return content;
}

}  // namespace kintsugi
