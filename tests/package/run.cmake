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
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${work}/build -G Ninja -DCMAKE_PREFIX_PATH=${work}/prefix
    -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_CXX_FLAGS=${FLAGS})
run(${CMAKE_COMMAND} --build ${work}/build)

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

run(${work}/build/stranger ${work}/picture.bmp ${work}/mask.bmp ${work}/filled.bmp)
if(NOT output STREQUAL "filled 1 pixels\n")
  message(FATAL_ERROR "the stranger's program said '${output}', expected 'filled 1 pixels'")
endif()
run(${work}/prefix/bin/kintsugi fill ${work}/picture.bmp ${work}/mask.bmp -o ${work}/again.bmp)
file(SHA256 ${work}/filled.bmp filled)
file(SHA256 ${work}/again.bmp again)
if(NOT filled STREQUAL again)
  message(FATAL_ERROR "the stranger's result differs from the installed program's")
endif()
