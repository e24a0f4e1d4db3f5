# cmake -DBUILD=<build tree> -DSOURCE=<this folder> -DCXX=<compiler> -DFLAGS=<its flags> -P run.cmake
# Installs the build tree to a temporary prefix, builds the stranger's project against it, and runs
# what comes out, and the installed program, on a tiny picture.
cmake_minimum_required(VERSION 3.25)
set(work ${BUILD}/tests/package)
file(REMOVE_RECURSE ${work})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(code)
    message(FATAL_ERROR "${ARGN}\nended with ${code}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
foreach(library IN ITEMS fill shared)
  run(${CMAKE_COMMAND} -S ${SOURCE} -B ${work}/${library} -G Ninja -DCMAKE_PREFIX_PATH=${work}/prefix
      -DLIBRARY=${library} -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_CXX_FLAGS=${FLAGS})
  run(${CMAKE_COMMAND} --build ${work}/${library})
endforeach()

# A 2x2 picture and a mask whose lower right pixel is white, as BMP: 54 bytes of header, 24 bits.
string(CONCAT header "424d46000000000000003600000028000000" "02000000" "02000000" "01001800"
       "00000000" "10000000" "00000000000000000000000000000000")
function(write_bmp name pixels)
  string(REGEX REPLACE "(..)" "\\\\x\\1" escaped "${header}${pixels}")
  run(printf ${escaped})
  execute_process(COMMAND printf ${escaped} OUTPUT_FILE ${work}/${name})
endfunction()
write_bmp(picture.bmp "0a141e0a141e00000a141e0a141e0000")  # rows bottom up, padded to 4 bytes
write_bmp(mask.bmp "000000ffffff00000000000000000000")

foreach(library IN ITEMS fill shared)
  run(${work}/${library}/stranger ${work}/picture.bmp ${work}/mask.bmp ${work}/${library}.bmp)
  if(NOT output STREQUAL "filled 1 pixels\n")
    message(FATAL_ERROR "the stranger's program said '${output}', expected 'filled 1 pixels'")
  endif()
endforeach()
# Its name, and what pkg-config says of it.
file(GLOB names RELATIVE ${work}/prefix ${work}/prefix/lib*/libkintsugi.so.0 ${work}/prefix/lib*/*/libkintsugi.so.0)
if(NOT names)
  message(FATAL_ERROR "there is no libkintsugi.so.0")
endif()
file(GLOB_RECURSE pc ${work}/prefix/kintsugi.pc)
file(STRINGS ${pc} libs REGEX "^Libs: .*-lkintsugi$")
if(NOT libs)
  message(FATAL_ERROR "${pc} does not name the library")
endif()

run(${work}/prefix/bin/kintsugi fill ${work}/picture.bmp ${work}/mask.bmp -o ${work}/again.bmp)
file(SHA256 ${work}/fill.bmp filled)
file(SHA256 ${work}/shared.bmp shared)
file(SHA256 ${work}/again.bmp again)
if(NOT filled STREQUAL again OR NOT shared STREQUAL again)
  message(FATAL_ERROR "the stranger's result differs from the installed program's")
endif()
