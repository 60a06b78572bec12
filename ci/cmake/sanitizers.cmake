# MINGA_SANITIZE=ON builds our code with AddressSanitizer and UndefinedBehaviorSanitizer; any finding
# ends the program. Third-party sources are linked as they are.

option(MINGA_SANITIZE "Build with address and undefined-behaviour sanitizers" OFF)

if(MINGA_SANITIZE)
  target_compile_options(minga_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(minga_options INTERFACE -fsanitize=address,undefined)
endif()
