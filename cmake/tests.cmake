# kintsugi_tests(<room> [TORCH] LINK ...): one program per room of tests/<room>/*_test.cc, one ctest
# entry a test; TORCH: one entry for the program, because each start of LibTorch takes half a second.
find_package(GTest REQUIRED)
find_package(nlohmann_json REQUIRED)
include(GoogleTest)
function(kintsugi_tests room)
  cmake_parse_arguments(tests "TORCH" "" "LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${room}/*_test.cc)
  add_executable(${room}_test ${sources})
  target_include_directories(${room}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${room}_test PRIVATE ${tests_LINK} GTest::gmock_main kintsugi_warnings)
  # Real pictures and reference numbers, where they are at hand; tests skip without them.
  target_compile_definitions(${room}_test PRIVATE
    KINTSUGI_SHARED="${PROJECT_SOURCE_DIR}/../shared" KINTSUGI_SOURCE="${PROJECT_SOURCE_DIR}")
  if(tests_TORCH)
    kintsugi_precompile_torch(${room}_test)
    target_precompile_headers(${room}_test PRIVATE <gtest/gtest.h>)
    add_test(NAME ${room} COMMAND ${room}_test)
    set_tests_properties(${room} PROPERTIES LABELS ${room} TIMEOUT 600)
  else()
    # Tests with parameters have names of their own: the parameters' bytes are for no reader.
    gtest_discover_tests(${room}_test NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60 PROPERTIES LABELS ${room} TIMEOUT 300)
  endif()
endfunction()
