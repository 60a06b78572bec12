# What every target of ours is compiled with, carried by the interface target minga_options.

add_library(minga_options INTERFACE)
target_compile_features(minga_options INTERFACE cxx_std_20)
target_include_directories(minga_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(minga_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Werror
  # Where the project lies on a machine is no part of what is built: the same sources, the same bytes.
  "-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/="
  # g++ 12 reports std::string's own insert and operator+ (GCC bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
if(EMSCRIPTEN)
  # The browser build has no exceptions; only tests, which need Catch2's, set MINGA_EXCEPTIONS.
  set(with_exceptions $<BOOL:$<TARGET_PROPERTY:MINGA_EXCEPTIONS>>)
  target_compile_options(minga_options INTERFACE
    $<IF:${with_exceptions},-fexceptions,-fno-exceptions> -fno-threadsafe-statics)
endif()

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")

find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CCACHE_PROGRAM)
  # Paths count from the project's root, so that clones and build folders share what they compiled.
  # Without the sloppiness a file that uses a precompiled header is not looked up at all.
  set(launcher env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 CCACHE_INODECACHE=1
    CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
