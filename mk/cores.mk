# What is known of each core: how the library is compiled for it, and how its programs are built and run. The Makefile
# includes this table, and mk/cores.sh reads it for the scripts: so a line is NAME = VALUE, whole and without references.
#   CORE.name       as people call it
#   CORE.target     as Swift calls it
#   CORE.flags      for the compilers of Swift and of C, and for everybody who links the library
#   CORE.swift      for Swift besides
#   CORE.cc         the C compiler that people have for it, with what it takes besides; GNU binutils have the same prefix
#   CORE.ld         for GNU ld, when the core is not what that ld links for by itself
#   CORE.machine    the QEMU that runs its programs
#   CORE.board      the folder of examples/firmware that starts its programs
#   CORE.folders    of the archive for people without Swift: its folders below src/, a copy of the library in each, one for
#                   each name that Arduino, ESP-IDF or Zephyr looks for (ZIP files and Windows have no links)
#   CORE.serves     of the archive as well: which processors the library is for
#   CORE.abi        and the flags that a program of theirs must agree on
# large-machine and large-board are those for programs that need more than the machine's RAM.

# Each has a second library, CORE-linear, which runs linear models only.
microcontrollers = cortex-m0 cortex-m3 cortex-m4f riscv32imc riscv32
# Those of them that have a board in examples/firmware.
boards = cortex-m0 cortex-m4f riscv32
# Their programs run in a process: here, or under QEMU.
computers = aarch64 x86_64-sse2 x86_64

cortex-m0.name = Cortex-M0
cortex-m0.target = armv6m-none-none-eabi
cortex-m0.flags = -mcpu=cortex-m0 -mthumb -mfloat-abi=soft
cortex-m0.swift = -Osize -Xcc -fshort-enums
cortex-m0.cc = arm-none-eabi-gcc
cortex-m0.machine = qemu-system-arm -M microbit
cortex-m0.board = cortex-m0
# The micro:bit has 16 KB of RAM. A Cortex-M3 runs its code, too.
cortex-m0.large-machine = qemu-system-arm -M mps2-an385
cortex-m0.large-board = cortex-m4f
cortex-m0.folders = cortex-m0plus cortex-m0
cortex-m0.serves = Cortex-M0, M0+, M1, M23
cortex-m0.abi = -mthumb -mfloat-abi=soft

# The toolchain has Swift's library for ARMv7E-M, not for ARMv7-M. Which instructions there are is the -mcpu's to say.
cortex-m3.name = Cortex-M3
cortex-m3.target = armv7em-none-none-eabi
cortex-m3.flags = -mcpu=cortex-m3 -mthumb -mfloat-abi=soft
cortex-m3.swift = -Osize -Xcc -fshort-enums
cortex-m3.cc = arm-none-eabi-gcc
cortex-m3.machine = qemu-system-arm -M mps2-an385
cortex-m3.board = cortex-m4f
cortex-m3.folders = cortex-m3
cortex-m3.serves = Cortex-M3; M4, M7, M33 and later without FPU
cortex-m3.abi = -mthumb -mfloat-abi=soft

cortex-m4f.name = Cortex-M4F
cortex-m4f.target = armv7em-none-none-eabi
cortex-m4f.flags = -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16
cortex-m4f.swift = -Osize -Xcc -fshort-enums
cortex-m4f.cc = arm-none-eabi-gcc
cortex-m4f.machine = qemu-system-arm -M mps2-an386
cortex-m4f.board = cortex-m4f
cortex-m4f.folders = cortex-m4 cortex-m7 cortex-m33
cortex-m4f.serves = Cortex-M4, M7, M33 and later with FPU (and DSP instructions)
cortex-m4f.abi = -mthumb -mfloat-abi=hard or softfp

# Without floats and atomics, as in an ESP32-C3.
riscv32imc.name = RV32IMC without floats
riscv32imc.target = riscv32-none-none-eabi
riscv32imc.flags = -march=rv32imc -mabi=ilp32
riscv32imc.swift = -Osize
riscv32imc.cc = riscv64-unknown-elf-gcc -msmall-data-limit=0
riscv32imc.ld = -m elf32lriscv
riscv32imc.machine = qemu-system-riscv32 -M virt -cpu rv32,a=false,f=false,d=false
riscv32imc.board = riscv32
riscv32imc.folders = rv32imc esp32c2 esp32c3 esp32c5 esp32c6 esp32h2
riscv32imc.serves = RV32IMC, RV32IMAC: ESP32-C2, -C3, -C5, -C6, -H2, RP2350
riscv32imc.abi = -mabi=ilp32

riscv32.name = RISC-V 32
riscv32.target = riscv32-none-none-eabi
riscv32.flags = -march=rv32imafc -mabi=ilp32f
riscv32.swift = -Osize
riscv32.cc = riscv64-unknown-elf-gcc -msmall-data-limit=0
riscv32.ld = -m elf32lriscv
riscv32.machine = qemu-system-riscv32 -M virt
riscv32.board = riscv32
riscv32.folders = rv32imafc esp32p4
riscv32.serves = RV32IMAFC: ESP32-P4
riscv32.abi = -mabi=ilp32f

# Processors that some library of the above serves as well.
cortex-m7.machine = qemu-system-arm -M mps2-an500
cortex-m33.machine = qemu-system-arm -M mps2-an505

aarch64.name = AArch64
aarch64.target = aarch64-none-none-elf
aarch64.swift = -O
aarch64.cc = aarch64-linux-gnu-gcc -static
aarch64.machine = qemu-aarch64

# The same code with mnist37_model_open, by the C library's headers for AArch64, at any address: for archive and shared library.
aarch64-linux.target = aarch64-none-none-elf
aarch64-linux.swift = -O -D MNIST37_HOSTED -Xcc -fPIC -Xcc -D__linux__ -Xcc -D__unix__ -Xcc -isystem -Xcc /usr/aarch64-linux-gnu/include
aarch64-linux.cc = aarch64-linux-gnu-gcc

# Without AVX2, for the conformance set. The x86_64 below has all kernels and the file functions; SwiftPM compiles it.
x86_64-sse2.target = x86_64-unknown-none-elf
x86_64-sse2.swift = -O
x86_64-sse2.cc = cc
x86_64-sse2.machine = qemu-x86_64 -cpu Nehalem

x86_64.target = x86_64-unknown-linux-gnu
x86_64.cc = cc
x86_64.machine = qemu-x86_64 -cpu max

wasm32.target = wasm32-unknown-none-wasm
wasm32.swift = -Osize

# What every program takes under a QEMU, before the program's path; and the file of examples/firmware that writes there.
qemu-system-arm.arguments = -display none -monitor none -serial none -semihosting-config enable=on,target=native -kernel
qemu-system-arm.port = semihosting.c
qemu-system-riscv32.arguments = -bios none -display none -monitor none -serial stdio -kernel
