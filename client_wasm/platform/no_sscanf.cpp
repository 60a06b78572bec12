// Stands for sscanf in Dear ImGui, which reads only its settings files with it: there are none in a
// browser (ci/cmake/dependencies.cmake).

extern "C" int minga_no_sscanf(const char*, const char*, ...);

extern "C" int minga_no_sscanf(const char*, const char*, ...) {
    return 0;
}
