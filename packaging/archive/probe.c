/* Preprocessed by mnist37-config.cmake with a project's compiler and flags, to ask for which processor it compiles. */
#if defined(__arm__) && defined(__ARM_FP) && defined(__ARM_FEATURE_DSP)
static const char mnist37_folder[] = "src/cortex-m4";
#elif defined(__ARM_ARCH_7M__) || defined(__ARM_ARCH_7EM__) || defined(__ARM_ARCH_8M_MAIN__) || defined(__ARM_ARCH_8_1M_MAIN__)
static const char mnist37_folder[] = "src/cortex-m3";
#elif defined(__ARM_ARCH_6M__) || defined(__ARM_ARCH_8M_BASE__)
static const char mnist37_folder[] = "src/cortex-m0plus";
#elif defined(__riscv) && __riscv_xlen == 32 && defined(__riscv_float_abi_single) && defined(__riscv_compressed)
static const char mnist37_folder[] = "src/rv32imafc";
#elif defined(__riscv) && __riscv_xlen == 32 && defined(__riscv_float_abi_soft) && defined(__riscv_mul) && \
    defined(__riscv_compressed) && !defined(__riscv_32e)
static const char mnist37_folder[] = "src/rv32imc";
#elif defined(__x86_64__) && defined(__linux__) && !defined(__ILP32__)
static const char mnist37_folder[] = "lib/x86_64-linux-gnu";
#elif defined(__AARCH64EL__) && defined(__linux__) && !defined(__ILP32__)
static const char mnist37_folder[] = "lib/aarch64-linux-gnu";
#elif defined(__wasm32__)
static const char mnist37_folder[] = "lib/wasm32";
#endif
