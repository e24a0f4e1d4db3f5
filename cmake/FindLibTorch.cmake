# Finds LibTorch, 1.13 or any 2.x, and gives the target LibTorch::torch.
# TorchConfig.cmake talks a lot (that of 2.6 warns of a library that Debian leaves out), gives its headers without SYSTEM,
# and some of its targets name /usr/lib/../include.
set(CMAKE_MESSAGE_LOG_LEVEL_BEFORE "${CMAKE_MESSAGE_LOG_LEVEL}")
set(CMAKE_MESSAGE_LOG_LEVEL ERROR)
find_package(Torch CONFIG QUIET)
set(CMAKE_MESSAGE_LOG_LEVEL "${CMAKE_MESSAGE_LOG_LEVEL_BEFORE}")

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch REQUIRED_VARS TORCH_LIBRARIES TORCH_INCLUDE_DIRS
  VERSION_VAR Torch_VERSION
  REASON_FAILURE_MESSAGE "Install libtorch-dev, set CMAKE_PREFIX_PATH to a LibTorch, or build without training: KINTSUGI_TRAINING=OFF")
if(LibTorch_FOUND AND NOT TARGET LibTorch::torch)
  add_library(LibTorch::torch INTERFACE IMPORTED)
  separate_arguments(libtorch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
  set_target_properties(LibTorch::torch PROPERTIES
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${TORCH_INCLUDE_DIRS}"
    INTERFACE_INCLUDE_DIRECTORIES "${TORCH_INCLUDE_DIRS}"
    INTERFACE_COMPILE_OPTIONS "${libtorch_flags}"
    INTERFACE_LINK_LIBRARIES "${TORCH_LIBRARIES}")
endif()
