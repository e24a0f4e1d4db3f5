# kintsugi_room(<name> [RUNTIME] LINK PUBLIC ... PRIVATE ...): a room is its folder.
# Every .cc file in kintsugi/<name>/ goes into the library kintsugi::<name>. Of a RUNTIME room a build with
# KINTSUGI_RUNTIME=OFF has only <name>_absent.cc, which says so when it is called, and none of its libraries.
add_library(kintsugi_warnings INTERFACE)  # never exported
target_compile_options(kintsugi_warnings INTERFACE -Wall -Wextra -Wshadow
  -Wno-missing-field-initializers  # designated initialisers leave fields at their defaults
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)  # g++ 12 sees overlaps in std::string that are not there
if(KINTSUGI_WERROR)
  target_compile_options(kintsugi_warnings INTERFACE -Werror)
endif()
if(KINTSUGI_SANITIZE)
  add_compile_options(-fsanitize=${KINTSUGI_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KINTSUGI_SANITIZE})
endif()

if(KINTSUGI_FUZZ)  # the fuzzer steers by the branches that our code takes
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

set(KINTSUGI_ROOMS "")
macro(kintsugi_room name)
  cmake_parse_arguments(room "RUNTIME" "" "LINK" ${ARGN})
  file(GLOB room_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/kintsugi/${name}/*.cc)
  if(room_RUNTIME AND NOT KINTSUGI_RUNTIME)
    set(room_sources ${PROJECT_SOURCE_DIR}/kintsugi/${name}/${name}_absent.cc)
    list(FILTER room_LINK INCLUDE REGEX "^(PUBLIC|PRIVATE|kintsugi::)")
  else()
    list(FILTER room_sources EXCLUDE REGEX "_absent[.]cc$")
  endif()
  add_library(kintsugi_${name} STATIC ${room_sources})
  add_library(kintsugi::${name} ALIAS kintsugi_${name})
  set_target_properties(kintsugi_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(kintsugi_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
  target_compile_features(kintsugi_${name} PUBLIC cxx_std_20)
  target_link_libraries(kintsugi_${name} ${room_LINK} PRIVATE $<BUILD_INTERFACE:kintsugi_warnings>)
  list(APPEND KINTSUGI_ROOMS ${name})
endmacro()

# kintsugi_precompile_torch(<target>): precompiles LibTorch's headers, which cost ten seconds a file.
# ccache needs to be told that a precompiled header may differ in its dates.
function(kintsugi_precompile_torch target)
  target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/torch_headers.h)
  # g++ 12 sees vectors of LibTorch's that free what was never allocated.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-free-nonheap-object>)
  if(CCACHE)
    set_target_properties(${target} PROPERTIES CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${CCACHE}")
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  endif()
endfunction()
