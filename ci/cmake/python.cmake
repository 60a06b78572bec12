# The Python that runs the scripts of the build and the checks, for all folders: Debian's, which
# ci/setup installs. One that stands before it in PATH may be a wrapper that looks for another one
# every time (pyenv's takes a tenth of a second), and emcc, which is a script too, is started for every
# file: CMakePresets.json names this one to it.

set(Python3_EXECUTABLE /usr/bin/python3)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
