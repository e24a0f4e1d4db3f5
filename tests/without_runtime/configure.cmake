# cmake -DBUILD=<folder> -DSOURCE=<checkout> -DCXX=<compiler> -P configure.cmake: a build with
# KINTSUGI_RUNTIME=OFF can be configured and has none of the libraries that it does without in any
# command. LibTorch, which may bring some along, is left out.
cmake_minimum_required(VERSION 3.25)
set(folder ${BUILD}/without_runtime)
execute_process(COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${folder} -G Ninja -DCMAKE_CXX_COMPILER=${CXX}
                        -DKINTSUGI_RUNTIME=OFF -DKINTSUGI_TRAINING=OFF
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(STRINGS ${folder}/build.ninja lines REGEX "opencv|jpeg|png|webp|tiff|libheif|libjxl|exiv2|archive|onnx_proto|libonnx|protobuf|dnnl|kintsugi_engine")
if(lines)
  list(GET lines 0 first)
  message(FATAL_ERROR "a build without image libraries has: ${first}")
endif()
file(STRINGS ${folder}/build.ninja rooms REGEX "kintsugi_recipe")
if(NOT rooms)
  message(FATAL_ERROR "there is no room recipe in ${folder}/build.ninja")
endif()
