# MINGA_SANITIZE=ON builds our code with AddressSanitizer and UndefinedBehaviorSanitizer; any finding
# ends the program. Third-party sources are linked as they are.

option(MINGA_SANITIZE "Build with address and undefined-behaviour sanitizers" OFF)

# MINGA_FUZZ=ON lets libFuzzer (clang) see which code an input reaches: ci/fuzz.
option(MINGA_FUZZ "Build for libFuzzer" OFF)
if(MINGA_FUZZ)
  # Warnings are g++'s to judge.
  target_compile_options(minga_options INTERFACE -fsanitize=fuzzer-no-link -Wno-error)
  target_link_options(minga_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# The preset asan is clang's, which compiles in half the time of g++ and warns of other things.
if(MINGA_SANITIZE)
  # g++'s checks for null make comparing the address of a constexpr table no constant any more
  # (GCC bug 71962), which our record tables do; a null that is used ends in AddressSanitizer anyway.
  target_compile_options(minga_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize=null,nonnull-attribute,returns-nonnull-attribute
    -fno-sanitize-recover=all -fno-omit-frame-pointer
    # A warning that g++ documents as unreliable together with sanitizers.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(minga_options INTERFACE -fsanitize=address,undefined
    $<$<CXX_COMPILER_ID:Clang>:-fuse-ld=lld>)
endif()

# minga_optimize_if_sanitized(file...): files of this folder that look at every byte that comes by. Not
# optimized at all they take half of the time of the tests that the sanitizers watch; they are watched
# like the others. Each is an object file of its own, without headers that are compiled otherwise.
function(minga_optimize_if_sanitized)
  if(MINGA_SANITIZE)
    set_source_files_properties(${ARGN} PROPERTIES
      COMPILE_OPTIONS -O1 SKIP_PRECOMPILE_HEADERS ON MINGA_ALONE ON)
  endif()
endfunction()
