# Third-party code as targets: minga_sqlite, minga_sodium, minga_rapidjson, minga_imgui and
# minga_catch2 everywhere; minga_httplib, minga_zlib, minga_libdeflate and minga_xlsxwriter natively.
# ci/setup fetched and pinned them.
# Their headers are SYSTEM includes and their sources are compiled without warnings.

set(deps "${PROJECT_SOURCE_DIR}/.deps")
set(deps_wasm_include "${deps}/wasm/include")
if(NOT EXISTS "${deps}/done/all")
  message(FATAL_ERROR "Run ci/setup first: it fetches the third-party sources into .deps/")
endif()

# minga_third_party_library(target FOLDER folder FILES file...): a static library of foreign
# sources whose folder is a system include of whoever links it.
function(minga_third_party_library target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER" "FILES")
  list(TRANSFORM arg_FILES PREPEND "${arg_FOLDER}/")
  # Built where something needs it: a preset without the client has no use for its drawing.
  add_library(${target} STATIC EXCLUDE_FROM_ALL ${arg_FILES})
  target_include_directories(${target} SYSTEM PUBLIC "${arg_FOLDER}")
  target_compile_options(${target} PRIVATE -w)
endfunction()

# SQLite, libsodium and Catch2: large, and nobody's business to look into.
find_package(Threads REQUIRED)
add_subdirectory("${CMAKE_CURRENT_LIST_DIR}/third_party" third_party)

# --- libsodium, RapidJSON ------------------------------------------------------------------------

add_library(minga_rapidjson INTERFACE)
target_compile_definitions(minga_rapidjson INTERFACE RAPIDJSON_HAS_STDSTRING=1)
if(MINGA_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(minga_rapidjson INTERFACE
    "-fsanitize-ignorelist=${PROJECT_SOURCE_DIR}/ci/cmake/foreign_undefined.txt")
endif()
if(EMSCRIPTEN)
  target_include_directories(minga_rapidjson SYSTEM INTERFACE "${deps_wasm_include}")
else()
  find_library(SODIUM_LIBRARY sodium REQUIRED)
  add_library(minga_sodium INTERFACE)
  target_link_libraries(minga_sodium INTERFACE "${SODIUM_LIBRARY}")
endif()

# --- Dear ImGui ----------------------------------------------------------------------------------

set(imgui_files imgui.cpp imgui_tables.cpp imgui_widgets.cpp)
if(EMSCRIPTEN)
  list(APPEND imgui_files backends/imgui_impl_opengl3.cpp)
else()
  list(APPEND imgui_files imgui_draw.cpp)
endif()
minga_third_party_library(minga_imgui FOLDER "${deps}/src/imgui" FILES ${imgui_files})
if(EMSCRIPTEN)
  set(imgui_draw "${PROJECT_BINARY_DIR}/generated/imgui/imgui_draw.cpp")
  set(without_font "${CMAKE_CURRENT_LIST_DIR}/without_default_font.py")
  add_custom_command(
    OUTPUT "${imgui_draw}"
    COMMAND Python3::Interpreter "${without_font}" "${deps}/src/imgui/imgui_draw.cpp" "${imgui_draw}"
    DEPENDS "${without_font}" "${deps}/src/imgui/imgui_draw.cpp"
    COMMENT "Taking Dear ImGui's own font out"
    VERBATIM)
  target_sources(minga_imgui PRIVATE "${imgui_draw}")
endif()
# Nobody steps through it: even where our code is not optimized, it is, and without lines.
target_compile_options(minga_imgui PRIVATE $<$<CONFIG:Debug>:-O1> $<$<CONFIG:Debug>:-g0>)
target_include_directories(minga_imgui SYSTEM PUBLIC "${deps}/src/imgui/backends")
target_compile_features(minga_imgui PUBLIC cxx_std_17)
target_compile_definitions(minga_imgui PUBLIC
  IMGUI_DISABLE_DEBUG_TOOLS
  IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
  IMGUI_DISABLE_DEMO_WINDOWS
  IMGUI_DISABLE_FILE_FUNCTIONS
  IMGUI_DISABLE_OBSOLETE_FUNCTIONS
  IMGUI_DISABLE_OBSOLETE_KEYIO)
if(EMSCRIPTEN)
  target_compile_options(minga_imgui PRIVATE -fno-exceptions -fno-rtti)
  target_compile_definitions(minga_imgui PUBLIC IMGUI_IMPL_OPENGL_ES3)
  # Only settings files are read with sscanf, and there are none in a browser; the real one would
  # bring the C library's long doubles along.
  target_compile_definitions(minga_imgui PRIVATE sscanf=minga_no_sscanf)
else()
  # Natively it draws for tests only, and tells them what can be pointed at (tests/support/drawing).
  # Its own sources need to know; what the headers declare stays the same.
  target_compile_definitions(minga_imgui PRIVATE IMGUI_ENABLE_TEST_ENGINE)
  target_link_libraries(minga_imgui INTERFACE minga_drawn_items)
endif()

# --- cpp-httplib, zlib, libxlsxwriter (native) ------------------------------------------------------------------

if(NOT EMSCRIPTEN)
  find_package(OpenSSL REQUIRED)
  find_package(ZLIB REQUIRED)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlienc libbrotlidec)

  add_library(minga_zlib INTERFACE)
  target_link_libraries(minga_zlib INTERFACE ZLIB::ZLIB)

  pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate)
  add_library(minga_libdeflate INTERFACE)
  target_link_libraries(minga_libdeflate INTERFACE PkgConfig::libdeflate)

  pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
  add_library(minga_xlsxwriter INTERFACE)
  target_link_libraries(minga_xlsxwriter INTERFACE PkgConfig::xlsxwriter)

  # The library is one header; its own script splits it in two, so that it is compiled once.
  set(httplib "${deps}/src/cpp-httplib")
  set(httplib_split "${PROJECT_BINARY_DIR}/generated/httplib")
  add_custom_command(
    OUTPUT "${httplib_split}/httplib.h" "${httplib_split}/httplib.cc"
    # The script leaves alone what is newer than its input.
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${httplib_split}"
    COMMAND Python3::Interpreter "${httplib}/split.py" --out "${httplib_split}"
    DEPENDS "${httplib}/httplib.h" "${httplib}/split.py"
    COMMENT "Splitting httplib.h"
    VERBATIM)
  add_library(minga_httplib STATIC "${httplib_split}/httplib.cc" "${httplib_split}/httplib.h")
  target_include_directories(minga_httplib SYSTEM PUBLIC "${httplib_split}")
  # `select` cannot watch more than 1,024 descriptors; `poll` can. A backlog for bursts.
  target_compile_definitions(minga_httplib PUBLIC
    CPPHTTPLIB_BROTLI_SUPPORT CPPHTTPLIB_OPENSSL_SUPPORT CPPHTTPLIB_ZLIB_SUPPORT
    CPPHTTPLIB_USE_POLL CPPHTTPLIB_LISTEN_BACKLOG=256)
  # With our flags, since it reads what strangers send: the sanitizers look at it too.
  target_compile_options(minga_httplib PRIVATE -w)
  target_link_libraries(minga_httplib
    PUBLIC OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB PkgConfig::brotli Threads::Threads
    PRIVATE minga_options)
endif()
