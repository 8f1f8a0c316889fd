# BLAKE2b, as the target onggi_blake2b. A native build takes the system's libb2; WebAssembly, and systems
# without libb2, compile the reference implementation of the npm package blake2.
if(NOT EMSCRIPTEN)
  find_path(ONGGI_B2_INCLUDE blake2.h)
  find_library(ONGGI_B2_LIBRARY b2)
endif()
set(ONGGI_BLAKE2_SOURCE ${PROJECT_SOURCE_DIR}/node_modules/blake2/src/BLAKE2/ref CACHE PATH
  "The folder of blake2b-ref.c")

if(ONGGI_B2_INCLUDE AND ONGGI_B2_LIBRARY)
  add_library(onggi_blake2b INTERFACE)
  target_include_directories(onggi_blake2b SYSTEM INTERFACE $<BUILD_INTERFACE:${ONGGI_B2_INCLUDE}>)
  target_link_libraries(onggi_blake2b INTERFACE b2)
elseif(EXISTS ${ONGGI_BLAKE2_SOURCE}/blake2b-ref.c)
  add_library(onggi_blake2b STATIC ${ONGGI_BLAKE2_SOURCE}/blake2b-ref.c)
  target_include_directories(onggi_blake2b SYSTEM PUBLIC $<BUILD_INTERFACE:${ONGGI_BLAKE2_SOURCE}>)
  target_compile_options(onggi_blake2b PRIVATE -w)
else()
  message(FATAL_ERROR "BLAKE2 is missing: install libb2-dev, or set ONGGI_BLAKE2_SOURCE to the folder of "
    "blake2b-ref.c (npm ci brings it to ${ONGGI_BLAKE2_SOURCE})")
endif()
