# cmake -DPROGRAM=<file> -P check_links.cmake: fails when a program that was built with
# KINTSUGI_RUNTIME=OFF asks for a library that such a build does without. Only what it asks for
# itself counts: LibTorch may bring oneDNN and ONNX along.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND readelf -d ${PROGRAM} OUTPUT_VARIABLE dynamic COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "\\(NEEDED\\)[^\n]*" needed "${dynamic}")
if(NOT needed)
  message(FATAL_ERROR "${PROGRAM} asks for no library at all; is it a program?")
endif()
foreach(line IN LISTS needed)
  if(line MATCHES "opencv|jpeg|png|webp|tiff|heif|jxl|exiv2|archive|onnx|protobuf|dnnl")
    message(SEND_ERROR "${PROGRAM} asks for ${line}")
  endif()
endforeach()
