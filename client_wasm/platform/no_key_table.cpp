// Stands for libsodium's multiplication of the base point, which comes with a table of 30 kB: the
// client makes its keys without it (sync/bundle/sealing.cpp), yet libsodium's X25519 names it. What
// signs is another module, and has the real one.

extern "C" [[noreturn]] void __wrap_ge25519_scalarmult_base(void*, const unsigned char*);

extern "C" [[noreturn]] void __wrap_ge25519_scalarmult_base(void*, const unsigned char*) {
    __builtin_trap();
}
