# What comes from the system's packages; `./run setup` installs all of it on Debian and Ubuntu.
# The installed package (kintsugiConfig.cmake) includes this file too.
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(toml REQUIRED IMPORTED_TARGET tomlplusplus)
if(KINTSUGI_RUNTIME)
  find_package(OpenCVModules REQUIRED COMPONENTS core imgproc)
  find_package(DNNL REQUIRED)
  find_package(Eigen3 REQUIRED NO_MODULE)
  pkg_check_modules(codecs REQUIRED IMPORTED_TARGET
                    libjpeg libturbojpeg libpng zlib libwebp libwebpmux libtiff-4 exiv2 libarchive
                    libheif libjxl libjxl_threads)
  find_package(ONNX MODULE REQUIRED)
endif()
if(KINTSUGI_TRAINING)  # an installed Kintsugi looks for LibTorch but does without, unless learn is linked
  find_package(LibTorch MODULE ${KINTSUGI_TRAINING_FIND})
endif()
