# Installs the program, the libraries and their headers, so that find_package(kintsugi) works.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

list(TRANSFORM KINTSUGI_ROOMS PREPEND kintsugi_ OUTPUT_VARIABLE room_targets)
install(TARGETS ${room_targets} EXPORT kintsugi)
if(KINTSUGI_RUNTIME)
  install(TARGETS kintsugi_shared EXPORT kintsugi)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/kintsugi.pc.in ${PROJECT_BINARY_DIR}/kintsugi.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/kintsugi.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
install(TARGETS kintsugi RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(KINTSUGI_TRAINING)
  install(TARGETS kintsugi-train RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/recipes DESTINATION ${CMAKE_INSTALL_DATADIR}/kintsugi)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/kintsugi DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/kintsugi)
install(EXPORT kintsugi NAMESPACE kintsugi:: FILE kintsugiTargets.cmake DESTINATION ${package_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/kintsugiConfig.cmake.in
  ${PROJECT_BINARY_DIR}/kintsugiConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/kintsugiConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/kintsugiConfig.cmake
  ${PROJECT_BINARY_DIR}/kintsugiConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/cmake/dependencies.cmake
  ${PROJECT_SOURCE_DIR}/cmake/FindDNNL.cmake
  ${PROJECT_SOURCE_DIR}/cmake/FindOpenCVModules.cmake
  ${PROJECT_SOURCE_DIR}/cmake/FindLibTorch.cmake
  ${PROJECT_SOURCE_DIR}/cmake/FindONNX.cmake DESTINATION ${package_dir})
