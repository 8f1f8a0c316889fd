# `cmake --install`: the library, its headers and what find_package(onggi) needs. The target is onggi::onggi,
# its header onggi/onggi.h. Programs that also link onggi::wiping_delete overwrite the memory that C++ frees.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(modules error memory pool field curve poly sponge commitment kimchi codec)
list(TRANSFORM modules PREPEND onggi_)

add_library(onggi INTERFACE)
target_link_libraries(onggi INTERFACE ${modules})
target_include_directories(onggi INTERFACE $<INSTALL_INTERFACE:include>)

install(TARGETS onggi onggi_flags onggi_boost onggi_fmt_headers onggi_fmt onggi_json onggi_blake2b
    onggi_parallel onggi_wiping_delete ${modules}
  EXPORT onggi OBJECTS DESTINATION ${CMAKE_INSTALL_LIBDIR}/onggi)
install(EXPORT onggi NAMESPACE onggi:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/onggi FILE targets.cmake)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/core DESTINATION include/onggi FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_SOURCE_DIR}/core/onggi.h DESTINATION include/onggi)
configure_package_config_file(${PROJECT_SOURCE_DIR}/core/onggi-config.cmake.in onggi-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/onggi)
write_basic_package_version_file(onggi-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/onggi-config.cmake ${PROJECT_BINARY_DIR}/onggi-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/onggi)
