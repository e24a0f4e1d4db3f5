// render_scene FOLDER: writes scene.png and scene_mask.png, the example picture and its hole.
#include <cstdio>
#include <exception>
#include <filesystem>

#include "kintsugi/error.h"
#include "kintsugi/picture.h"
#include "tools/render_scene/scene.h"

namespace kintsugi {
namespace {

void write(const std::filesystem::path& path, Image image) {
  Picture picture;
  picture.image = std::move(image);
  write_picture(path, picture);
}

}  // namespace
}  // namespace kintsugi

int main(int argc, char** argv) {
  try {
    kintsugi::check(argc == 2, "usage: render_scene FOLDER");
    const std::filesystem::path folder = argv[1];
    kintsugi::write(folder / "scene.png", kintsugi::scene::render_scene());
    kintsugi::write(folder / "scene_mask.png",
                    kintsugi::image_of(kintsugi::scene::render_hole()));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "render_scene: %s\n", error.what());
    return 1;
  }
}
