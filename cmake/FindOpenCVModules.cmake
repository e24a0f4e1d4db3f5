# Finds the OpenCV modules that are named as components and gives one target, OpenCV::modules.
# Debian's OpenCVConfig.cmake comes only with libopencv-dev, which brings half a gigabyte of modules
# that nobody here uses; the single modules' packages have headers and libraries alone.
find_path(OpenCVModules_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4)
set(OpenCVModules_LIBRARIES "")
foreach(module IN LISTS OpenCVModules_FIND_COMPONENTS)
  find_library(OpenCVModules_${module}_LIBRARY opencv_${module})
  if(OpenCVModules_${module}_LIBRARY)
    set(OpenCVModules_${module}_FOUND TRUE)
    list(APPEND OpenCVModules_LIBRARIES ${OpenCVModules_${module}_LIBRARY})
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCVModules HANDLE_COMPONENTS
  REQUIRED_VARS OpenCVModules_LIBRARIES OpenCVModules_INCLUDE_DIR)
if(OpenCVModules_FOUND AND NOT TARGET OpenCV::modules)
  add_library(OpenCV::modules INTERFACE IMPORTED)
  set_target_properties(OpenCV::modules PROPERTIES
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${OpenCVModules_INCLUDE_DIR}"
    INTERFACE_INCLUDE_DIRECTORIES "${OpenCVModules_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${OpenCVModules_LIBRARIES}")
endif()
