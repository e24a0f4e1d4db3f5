# Finds oneDNN (header oneapi/dnnl/dnnl.hpp, library dnnl) and gives the target DNNL::dnnl.
# Debian's own dnnl-config.cmake asks for OpenCL's development files, which nobody here needs.
# The library runs on OpenMP's threads; linking that runtime lets the engine share and count them.
find_path(DNNL_INCLUDE_DIR oneapi/dnnl/dnnl.hpp)
find_library(DNNL_LIBRARY dnnl)
find_library(DNNL_OPENMP_LIBRARY NAMES gomp libgomp.so.1)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DNNL
  REQUIRED_VARS DNNL_LIBRARY DNNL_INCLUDE_DIR DNNL_OPENMP_LIBRARY)
if(DNNL_FOUND AND NOT TARGET DNNL::dnnl)
  add_library(DNNL::dnnl INTERFACE IMPORTED)
  set_target_properties(DNNL::dnnl PROPERTIES
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${DNNL_INCLUDE_DIR}"
    INTERFACE_INCLUDE_DIRECTORIES "${DNNL_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${DNNL_LIBRARY};${DNNL_OPENMP_LIBRARY}")
endif()
