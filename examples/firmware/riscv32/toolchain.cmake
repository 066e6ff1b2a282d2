# For CMAKE_TOOLCHAIN_FILE: see ../CMakeLists.txt.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR riscv)
set(CMAKE_C_COMPILER riscv64-unknown-elf-gcc)
set(CMAKE_C_FLAGS_INIT "-march=rv32imafc -mabi=ilp32f -msmall-data-limit=0")
# A test program cannot be linked without the board's start-up file.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(BOARD riscv32)
