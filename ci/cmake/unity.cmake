# Sources compiled together: of what compiling one of our files costs, three quarters are the
# templates of the standard library that it uses, made anew for every file.
#
# MINGA_UNITY=ON lets files of a target that have no private names in common be one translation
# unit. MINGA_UNITY=OFF compiles each by itself, and so proves that every file stands alone: the
# presets dev and fuzz are built that way. In the web client, which is split by its object files, what
# comes later (client_wasm/later.txt) is put together apart from what comes first.
# A file that some program replaces by another (MINGA_ALONE) stays an object file of its own.
# After a change, only the presets with OFF compile the least; those with ON are for whole builds.

option(MINGA_UNITY "Compile files that do not clash together" OFF)
set(minga_unity_size 40)

# The files that the web client can do without at first.
function(minga_later_sources result)
  set(later)
  file(STRINGS "${PROJECT_SOURCE_DIR}/client_wasm/later.txt" lines REGEX "^[a-z_/]+[.]cpp$")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "^(shared|sync)/")
      string(PREPEND line client_wasm/)
    endif()
    if(NOT EXISTS "${PROJECT_SOURCE_DIR}/${line}")
      message(FATAL_ERROR "client_wasm/later.txt names ${line}, which is not there")
    endif()
    list(APPEND later "${PROJECT_SOURCE_DIR}/${line}")
  endforeach()
  set(${result} "${later}" PARENT_SCOPE)
endfunction()

# Groups these sources of a target (ci/cmake/group_sources.py says by what), under a name of theirs.
function(minga_group target name)
  if(NOT ARGN)
    return()
  endif()
  execute_process(
    COMMAND "${Python3_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/ci/cmake/group_sources.py"
      "${PROJECT_SOURCE_DIR}" ${minga_unity_size} ${ARGN}
    OUTPUT_VARIABLE groups OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE ";" "|" groups "${groups}")
  string(REPLACE "\n" ";" groups "${groups}")
  set(number 0)
  foreach(group IN LISTS groups)
    string(REPLACE "|" ";" files "${group}")
    set_source_files_properties(${files} TARGET_DIRECTORY ${target}
      PROPERTIES UNITY_GROUP "${name}_${number}")
    math(EXPR number "${number} + 1")
  endforeach()
endfunction()

# Groups the sources of one target.
function(minga_group_sources target)
  get_target_property(sources ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  # What is generated, and what is compiled with definitions of its own, stays alone.
  set(own)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${folder}" OUTPUT_VARIABLE path)
    get_source_file_property(definitions "${path}" TARGET_DIRECTORY ${target} COMPILE_DEFINITIONS)
    get_source_file_property(alone "${path}" TARGET_DIRECTORY ${target} MINGA_ALONE)
    if(path MATCHES "\\.cpp$" AND EXISTS "${path}" AND NOT definitions AND NOT alone)
      list(APPEND own "${path}")
    endif()
  endforeach()
  if(EMSCRIPTEN)
    minga_later_sources(all_later)
    set(first)
    set(later)
    foreach(source IN LISTS own)
      if(source IN_LIST all_later)
        list(APPEND later "${source}")
      else()
        list(APPEND first "${source}")
      endif()
    endforeach()
    minga_group(${target} ${target} ${first})
    # The name by which client_wasm/web/split_wasm.py knows it.
    minga_group(${target} ${target}_later ${later})
  else()
    minga_group(${target} ${target} ${own})
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# Groups the sources of every target of ours in a folder and below it.
function(minga_group_sources_below directory)
  get_property(targets DIRECTORY "${directory}" PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type MATCHES "^(STATIC_LIBRARY|OBJECT_LIBRARY|EXECUTABLE)$")
      minga_group_sources(${target})
    endif()
  endforeach()
  get_property(below DIRECTORY "${directory}" PROPERTY SUBDIRECTORIES)
  foreach(subdirectory IN LISTS below)
    minga_group_sources_below("${subdirectory}")
  endforeach()
endfunction()

# Called when all targets are there.
function(minga_compile_together)
  if(NOT MINGA_UNITY)
    return()
  endif()
  # A type of one file that has a member of a type of its own: g++ takes the file for a header.
  target_compile_options(minga_options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  foreach(part IN ITEMS shared sync client_wasm server tests)
    if(IS_DIRECTORY "${PROJECT_BINARY_DIR}/${part}")
      minga_group_sources_below("${PROJECT_SOURCE_DIR}/${part}")
    endif()
  endforeach()
endfunction()

# minga_keep_alone(file): a program replaces this file of a library by one of its own.
function(minga_keep_alone file)
  cmake_path(GET file PARENT_PATH folder)
  while(NOT EXISTS "${folder}/CMakeLists.txt")
    cmake_path(GET folder PARENT_PATH folder)
  endwhile()
  set_source_files_properties("${file}" DIRECTORY "${folder}" PROPERTIES MINGA_ALONE ON)
endfunction()
