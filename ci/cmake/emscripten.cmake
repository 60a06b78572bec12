# Debian's Emscripten toolchain file, plus the two things its Node needs here: without the flag its
# own `fetch` misleads the loader, and without NODE_PATH (see CMakePresets.json) linking fails.
include(/usr/share/emscripten/cmake/Modules/Platform/Emscripten.cmake)

find_program(NODE_PROGRAM node NO_CMAKE_FIND_ROOT_PATH REQUIRED)
set(CMAKE_CROSSCOMPILING_EMULATOR "${NODE_PROGRAM};--no-experimental-fetch" CACHE STRING "" FORCE)
