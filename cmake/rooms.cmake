# kintsugi_room(<name> LINK PUBLIC ... PRIVATE ... [RUNTIME ...] [RUNTIME_FILES ...]): a room is its folder.
# Every .cc file in kintsugi/<name>/ goes into the library kintsugi::<name>; its headers are installed.
# With KINTSUGI_RUNTIME=OFF the libraries after RUNTIME and the files after RUNTIME_FILES (patterns of names
# without .cc) are left out, and *_absent.cc say so when they are called.
# With OF <folder> FILES ...: a library of its own for some files of a room; WITHOUT names them to the room.
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
  cmake_parse_arguments(room "" "OF" "LINK;RUNTIME;RUNTIME_FILES;FILES;WITHOUT" ${ARGN})
  file(GLOB room_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/kintsugi/${name}/*.cc)
  if(room_OF)
    list(TRANSFORM room_FILES PREPEND ${PROJECT_SOURCE_DIR}/kintsugi/${room_OF}/ OUTPUT_VARIABLE room_sources)
  endif()
  list(TRANSFORM room_WITHOUT PREPEND ${PROJECT_SOURCE_DIR}/kintsugi/${name}/)
  list(REMOVE_ITEM room_sources ${room_WITHOUT} "")
  if(KINTSUGI_RUNTIME)
    list(FILTER room_sources EXCLUDE REGEX "_absent[.]cc$")
  else()
    foreach(pattern IN LISTS room_RUNTIME_FILES)
      list(FILTER room_sources EXCLUDE REGEX "/${pattern}[.]cc$")
    endforeach()
    file(GLOB absent ${PROJECT_SOURCE_DIR}/kintsugi/${name}/*_absent.cc)
    list(APPEND room_sources ${absent})
    list(REMOVE_DUPLICATES room_sources)
    set(room_RUNTIME "")
  endif()
  add_library(kintsugi_${name} STATIC ${room_sources})
  add_library(kintsugi::${name} ALIAS kintsugi_${name})
  set_target_properties(kintsugi_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(kintsugi_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:include>)
  target_compile_features(kintsugi_${name} PUBLIC cxx_std_20)
  target_link_libraries(kintsugi_${name} ${room_LINK} PRIVATE ${room_RUNTIME} $<BUILD_INTERFACE:kintsugi_warnings>)
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
