# Third-party code as targets: minga_sqlite, minga_sodium, minga_rapidjson, minga_imgui and
# minga_catch2 everywhere; minga_httplib, minga_zlib and minga_xlsxwriter natively. ci/setup fetched and pinned them.
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
  # Nobody steps through these: even where our code is not optimized, they are, and without lines.
  target_compile_options(${target} PRIVATE -w $<$<CONFIG:Debug>:-O1> $<$<CONFIG:Debug>:-g0>)
endfunction()

# --- SQLite with page encryption (SQLite3 Multiple Ciphers) --------------------------------------

minga_third_party_library(minga_sqlite
  FOLDER "${PROJECT_SOURCE_DIR}/node_modules/better-sqlite3-multiple-ciphers/deps/sqlite3"
  FILES sqlite3.c)
target_compile_definitions(minga_sqlite PRIVATE
  SQLITE_DEFAULT_MEMSTATUS=0
  SQLITE_DQS=0
  SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_MAX_ATTACHED=4
  SQLITE_OMIT_COMPLETE
  SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_GET_TABLE
  SQLITE_OMIT_LOAD_EXTENSION
  SQLITE_OMIT_SHARED_CACHE
  SQLITE_OMIT_TCL_VARIABLE
  SQLITE_TEMP_STORE=3
  SQLITE_USE_ALLOCA
  # Of the ciphers only ChaCha20-Poly1305, on both sides.
  HAVE_CIPHER_AEGIS=0
  HAVE_CIPHER_AES_128_CBC=0
  HAVE_CIPHER_AES_256_CBC=0
  HAVE_CIPHER_ASCON128=0
  HAVE_CIPHER_CHACHA20=1
  HAVE_CIPHER_RC4=0
  HAVE_CIPHER_SQLCIPHER=0)
if(EMSCRIPTEN)
  target_compile_definitions(minga_sqlite PRIVATE
    SQLITE_THREADSAFE=0
    # What the device's store does not use: a tenth of the library, and as much of the download.
    SQLITE_OMIT_AUTHORIZATION
    SQLITE_OMIT_AUTOVACUUM
    SQLITE_OMIT_COMPILEOPTION_DIAGS
    SQLITE_OMIT_DATETIME_FUNCS
    SQLITE_OMIT_DECLTYPE
    SQLITE_OMIT_INCRBLOB
    SQLITE_OMIT_JSON
    SQLITE_OMIT_LOCALTIME
    SQLITE_OMIT_PROGRESS_CALLBACK
    SQLITE_OMIT_TRACE
    SQLITE_OMIT_UTF16
    SQLITE_OMIT_XFER_OPT
    SQLITE_UNTESTABLE
    __WASM__=1)
else()
  find_package(Threads REQUIRED)
  target_compile_definitions(minga_sqlite PRIVATE SQLITE_THREADSAFE=1)
  target_link_libraries(minga_sqlite PRIVATE Threads::Threads m)
endif()

# --- libsodium, RapidJSON ------------------------------------------------------------------------

add_library(minga_sodium INTERFACE)
add_library(minga_rapidjson INTERFACE)
target_compile_definitions(minga_rapidjson INTERFACE RAPIDJSON_HAS_STDSTRING=1)
if(MINGA_FUZZ)
  target_compile_options(minga_rapidjson INTERFACE
    "-fsanitize-ignorelist=${PROJECT_SOURCE_DIR}/ci/cmake/foreign_undefined.txt")
endif()
if(EMSCRIPTEN)
  target_include_directories(minga_sodium SYSTEM INTERFACE "${deps_wasm_include}")
  target_link_libraries(minga_sodium INTERFACE "${deps}/wasm/lib/libsodium.a")
  target_include_directories(minga_rapidjson SYSTEM INTERFACE "${deps_wasm_include}")
else()
  find_library(SODIUM_LIBRARY sodium REQUIRED)
  target_link_libraries(minga_sodium INTERFACE "${SODIUM_LIBRARY}")
endif()

# --- Dear ImGui ----------------------------------------------------------------------------------

set(imgui_files imgui.cpp imgui_draw.cpp imgui_tables.cpp imgui_widgets.cpp)
if(EMSCRIPTEN)
  list(APPEND imgui_files backends/imgui_impl_opengl3.cpp)
endif()
minga_third_party_library(minga_imgui FOLDER "${deps}/src/imgui" FILES ${imgui_files})
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
endif()

# --- Catch2 (tests) ------------------------------------------------------------------------------

minga_third_party_library(minga_catch2
  FOLDER "${deps}/src/catch2/extras" FILES catch_amalgamated.cpp)
target_compile_features(minga_catch2 PUBLIC cxx_std_20)
target_compile_options(minga_catch2 PRIVATE -O0)
if(EMSCRIPTEN)
  target_compile_options(minga_catch2 PUBLIC -fexceptions)
  target_link_options(minga_catch2 PUBLIC -fexceptions)
endif()

# --- cpp-httplib, zlib, libxlsxwriter (native) ------------------------------------------------------------------

if(NOT EMSCRIPTEN)
  find_package(OpenSSL REQUIRED)
  find_package(ZLIB REQUIRED)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlienc libbrotlidec)

  add_library(minga_zlib INTERFACE)
  target_link_libraries(minga_zlib INTERFACE ZLIB::ZLIB)

  pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
  add_library(minga_xlsxwriter INTERFACE)
  target_link_libraries(minga_xlsxwriter INTERFACE PkgConfig::xlsxwriter)

  # The library is one header; its own script splits it in two, so that it is compiled once.
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
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
