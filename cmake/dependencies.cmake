# What comes from the system's packages; `./run setup` installs all of it on Debian and Ubuntu.
# The installed package (kintsugiConfig.cmake) includes this file too, for the components that are asked for.
# KINTSUGI_NEEDS: base, picture (files, holes, methods), model (networks), recipe, evaluate, train.
find_package(Threads REQUIRED)
if(KINTSUGI_NEEDS MATCHES "picture|recipe")
  find_package(PkgConfig REQUIRED)
endif()
if(KINTSUGI_NEEDS MATCHES "picture")
  find_package(OpenCVModules REQUIRED COMPONENTS core imgproc)
  pkg_check_modules(codecs REQUIRED IMPORTED_TARGET
                    libjpeg libturbojpeg libpng zlib libwebp libwebpmux libtiff-4 exiv2 libarchive
                    libheif libjxl libjxl_threads)
endif()
if(KINTSUGI_NEEDS MATCHES "model")
  find_package(DNNL REQUIRED)
  find_package(ONNX MODULE REQUIRED)
endif()
if(KINTSUGI_NEEDS MATCHES "recipe")
  pkg_check_modules(toml REQUIRED IMPORTED_TARGET tomlplusplus)
endif()
if(KINTSUGI_NEEDS MATCHES "train")  # LibTorch
  find_package(LibTorch MODULE REQUIRED)
endif()
