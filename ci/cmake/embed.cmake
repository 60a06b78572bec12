# minga_embed(target name file...): puts files into a target as constant data.
#
# The target's sources may then include "embedded/<name>.hpp", which declares
# `minga::embedded::<name>()`: the files, each with its path from the project's root and its bytes.
# A file that changes is embedded anew by the next build.
function(minga_embed target name)
  set(folder "${PROJECT_BINARY_DIR}/generated")
  set(source "${folder}/embedded/${name}.cpp")
  set(header "${folder}/embedded/${name}.hpp")
  set(script "${PROJECT_SOURCE_DIR}/ci/cmake/embed.py")
  set(files)
  foreach(file IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH file NORMALIZE)
    list(APPEND files "${file}")
  endforeach()
  add_custom_command(
    OUTPUT "${source}" "${header}"
    COMMAND Python3::Interpreter "${script}" "${PROJECT_SOURCE_DIR}" "${folder}" ${name} ${files}
    DEPENDS "${script}" ${files}
    COMMENT "Embedding ${name}"
    VERBATIM)
  target_sources(${target} PRIVATE "${source}" "${header}")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()
