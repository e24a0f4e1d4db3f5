# Finds libonnx and its protobuf classes and gives one target, ONNX::onnx.
# Debian's ONNXConfig.cmake does not say that the headers need ONNX_ML, ONNX_NAMESPACE and protobuf.
find_package(Protobuf QUIET)
find_path(ONNX_INCLUDE_DIR onnx/onnx_pb.h)
find_library(ONNX_LIBRARY onnx)
find_library(ONNX_PROTO_LIBRARY onnx_proto)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ONNX
  REQUIRED_VARS ONNX_LIBRARY ONNX_PROTO_LIBRARY ONNX_INCLUDE_DIR Protobuf_FOUND)
if(ONNX_FOUND AND NOT TARGET ONNX::onnx)
  add_library(ONNX::onnx INTERFACE IMPORTED)
  set_target_properties(ONNX::onnx PROPERTIES
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${ONNX_INCLUDE_DIR}"
    INTERFACE_COMPILE_DEFINITIONS "ONNX_ML=1;ONNX_NAMESPACE=onnx"
    INTERFACE_LINK_LIBRARIES "${ONNX_LIBRARY};${ONNX_PROTO_LIBRARY};protobuf::libprotobuf")
endif()
