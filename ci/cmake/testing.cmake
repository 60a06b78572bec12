# minga_add_test(name LABEL label SOURCES file... LIBRARIES target...): a Catch2 executable and its
# CTest entries.
#
# Natively every test case is an entry of its own. Under the sanitizers and in Node, where starting is
# what costs, the whole executable is one entry, and one more runs each acceptance example (AT-01 …) by
# its name.
#
# MINGA_ALL_TESTS=OFF leaves out what runs under the sanitizers anyway: the tests by example and by
# property, of faults and over HTTP. The preset release is built so: what is deployed is tested in
# browsers, by simulation and by being killed.

option(MINGA_ALL_TESTS "Also the tests by example and by property, of faults and over HTTP" ON)

enable_testing()
list(APPEND CMAKE_MODULE_PATH "${deps}/src/catch2/extras")
include(Catch)

if(EMSCRIPTEN)
  set(MINGA_TEST_PLACE "as WebAssembly")
elseif(MINGA_SANITIZE)
  set(MINGA_TEST_PLACE "with sanitizers")
endif()

# minga_needs_build(test): run by itself, a test of the sanitizers' build has it made first. That build
# is a test too, below: it takes the time of the processors that journeys in a browser leave over.
function(minga_needs_build test)
  if(MINGA_SANITIZE)
    set_tests_properties("${test}" PROPERTIES FIXTURES_REQUIRED built_with_sanitizers)
  endif()
endfunction()

if(MINGA_SANITIZE)
  add_test(NAME "build: with sanitizers"
    COMMAND nice -n 15 "${CMAKE_COMMAND}" --build "${PROJECT_BINARY_DIR}")
  set_tests_properties("build: with sanitizers" PROPERTIES
    LABELS build
    FIXTURES_SETUP built_with_sanitizers
    TIMEOUT 3600
    # It starts first: much waits for it.
    COST 3000)
endif()

# minga_compile_as_test(target): quickly. A test spends its time in the code that it tests; that
# is optimized as ever.
function(minga_compile_as_test target)
  target_compile_options(${target} PRIVATE -O0)
  set_target_properties(${target} PROPERTIES MINGA_EXCEPTIONS ON MINGA_UNOPTIMIZED ON)
endfunction()

# minga_add_acceptance_tests(name source...): an entry for each acceptance example of the sources.
function(minga_add_acceptance_tests name)
  set(examples)
  foreach(source IN LISTS ARGN)
    file(STRINGS "${source}" lines REGEX "^TEST_CASE\\(\"AT-[0-9]+ ")
    foreach(line IN LISTS lines)
      string(REGEX MATCH "AT-[0-9]+" example "${line}")
      list(APPEND examples "${example}")
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES examples)
  foreach(example IN LISTS examples)
    set(test "${name}: ${example}, ${MINGA_TEST_PLACE}")
    add_test(NAME "${test}" COMMAND ${name} "${example} *")
    set_tests_properties("${test}" PROPERTIES LABELS acceptance TIMEOUT 120)
    minga_needs_build("${test}")
  endforeach()
endfunction()

function(minga_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE minga_options minga_catch2 ${arg_LIBRARIES})
  # Tests may read the project's files, such as golden data, by their path from the root.
  target_compile_definitions(${name} PRIVATE MINGA_SOURCE_ROOT="${PROJECT_SOURCE_DIR}")
  minga_compile_as_test(${name})
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  if(EMSCRIPTEN)
    # Node's file system as it is, growing memory, and a link that does not spend time on size.
    target_link_options(${name} PRIVATE
      -O1 -fexceptions -sNODERAWFS=1 -sENVIRONMENT=node -sALLOW_MEMORY_GROWTH=1 -sEXIT_RUNTIME=1
      -sINITIAL_MEMORY=67108864)
  endif()
  if(EMSCRIPTEN OR MINGA_SANITIZE)
    set(test "${name}: all, ${MINGA_TEST_PLACE}")
    add_test(NAME "${test}" COMMAND ${name})
    # Some take minutes: they do not begin last.
    set_tests_properties("${test}" PROPERTIES LABELS "${arg_LABEL}" TIMEOUT 600 COST 1100)
    minga_needs_build("${test}")
    minga_add_acceptance_tests(${name} ${arg_SOURCES})
  else()
    catch_discover_tests(${name} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${name}: "
      PROPERTIES LABELS "${arg_LABEL}" TIMEOUT 300)
  endif()
endfunction()
