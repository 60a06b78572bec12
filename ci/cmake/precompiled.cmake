# Precompiled headers: half of what compiling one of our files costs is reading the same headers.
#
# MINGA_PCH=OFF builds without them, and so proves that every file includes what it uses: the
# presets dev and fuzz are built that way.
#
# There is one set of headers per part of the project, compiled once with the flags of that part.
# What belongs in a set is what most of the part's files include anyway and what seldom changes.

option(MINGA_PCH "Precompile the headers that most files include" ON)

# As warnings are errors, they are so in our own headers too, which CMake would otherwise mark as
# system headers.
set(CMAKE_PCH_PROLOGUE "")

set(minga_pch_code
  <algorithm> <array> <cmath> <cstddef> <cstdint> <cstdlib> <cstring> <functional> <initializer_list>
  <limits> <map> <memory> <optional> <set> <span> <string> <string_view> <tuple> <type_traits>
  <unordered_map> <utility> <variant> <vector>
  shared/base/bytes.hpp
  shared/base/hash.hpp
  shared/base/text.hpp
  shared/codec/json.hpp
  shared/codec/value_json.hpp
  shared/programs/catalog.hpp
  shared/records/all_records.hpp
  shared/rules/actor.hpp
  shared/rules/lookup.hpp
  shared/schema/lift.hpp
  shared/storage/database.hpp)
set(minga_pch_client ${minga_pch_code}
  sync/client/device_store.hpp
  client_wasm/widgets/ui.hpp)
set(minga_pch_server ${minga_pch_code}
  <chrono> <condition_variable> <cstdio> <filesystem> <fstream> <mutex>
  sync/server/store.hpp
  server/storage/sqlite_store.hpp)
set(minga_pch_tests ${minga_pch_code}
  <catch_amalgamated.hpp> <cstdio>
  sync/client/device_store.hpp
  tests/support/world.hpp)
if(NOT EMSCRIPTEN)
  list(APPEND minga_pch_tests
    <chrono> <condition_variable> <filesystem> <fstream> <mutex>
    server/storage/sqlite_store.hpp)
endif()

# minga_add_precompiled_set(name library...): compiles one set, with the flags of these libraries.
function(minga_add_precompiled_set name)
  set(headers ${minga_pch_${name}})
  # By the path from the root, as everywhere: clones share what ccache keeps.
  list(TRANSFORM headers REPLACE "^([a-z].*)$" "\"\\1\"")
  set(nothing "${PROJECT_BINARY_DIR}/generated/precompiled_${name}.cpp")
  file(CONFIGURE OUTPUT "${nothing}" CONTENT "")
  add_library(minga_precompiled_${name} OBJECT "${nothing}")
  target_link_libraries(minga_precompiled_${name} PRIVATE minga_options ${ARGN})
  target_precompile_headers(minga_precompiled_${name} PRIVATE ${headers})
endfunction()

# The set for a target: what its folder is a part of and, of tests, how they are compiled.
function(minga_precompiled_set_of target folder result)
  get_target_property(is_unoptimized ${target} MINGA_UNOPTIMIZED)
  get_target_property(with_exceptions ${target} MINGA_EXCEPTIONS)
  if(folder MATCHES "^client_wasm")
    set(set client)
  elseif(is_unoptimized)
    set(set tests)
  elseif(folder MATCHES "^(server|tests)" AND NOT EMSCRIPTEN)
    set(set server)
  elseif(EMSCRIPTEN AND with_exceptions)
    # A handful of files with flags of their own.
    set(set)
  else()
    set(set code)
  endif()
  set(${result} ${set} PARENT_SCOPE)
endfunction()

# Lets every target of ours in a folder and below it use its set.
function(minga_use_precompiled_sets directory)
  file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}" "${directory}")
  get_property(targets DIRECTORY "${directory}" PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type MATCHES "^(STATIC_LIBRARY|OBJECT_LIBRARY|EXECUTABLE)$")
      minga_precompiled_set_of(${target} "${folder}" set)
      if(set)
        target_precompile_headers(${target} REUSE_FROM minga_precompiled_${set})
      endif()
    endif()
  endforeach()
  get_property(below DIRECTORY "${directory}" PROPERTY SUBDIRECTORIES)
  foreach(subdirectory IN LISTS below)
    minga_use_precompiled_sets("${subdirectory}")
  endforeach()
endfunction()

# Called when all targets are there.
function(minga_precompile_headers)
  if(NOT MINGA_PCH)
    return()
  endif()
  # ccache needs to see which precompiled header a file uses; clang must not look at its date.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # What comes out of a precompiled header is no system header to g++'s optimizer any more: it
    # reports the insides of std::string. Without precompiled headers these warnings are on.
    target_compile_options(minga_options INTERFACE
      -fpch-preprocess -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  else()
    target_compile_options(minga_options INTERFACE
      # What a header makes of templates is made once, with it.
      "SHELL:-Xclang -fno-pch-timestamp" "SHELL:-Xclang -fpch-instantiate-templates")
  endif()
  minga_add_precompiled_set(code)
  if(TARGET minga_client_core)
    minga_add_precompiled_set(client)
    if(EMSCRIPTEN)
      target_compile_options(minga_precompiled_client PRIVATE -fno-rtti)
    endif()
  endif()
  if(NOT EMSCRIPTEN)
    minga_add_precompiled_set(server)
  endif()
  if(MINGA_ALL_TESTS)
    minga_add_precompiled_set(tests minga_catch2)
    minga_compile_as_test(minga_precompiled_tests)
  endif()
  foreach(part IN ITEMS shared sync client_wasm server tests)
    if(IS_DIRECTORY "${PROJECT_BINARY_DIR}/${part}")
      minga_use_precompiled_sets("${PROJECT_SOURCE_DIR}/${part}")
    endif()
  endforeach()
endfunction()
