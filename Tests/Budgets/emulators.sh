# How each core's programs run, for size.sh and instructions.sh: sets `compiler`, `emulator` and `arguments` of core $1.
# The program's path comes last.
core_runs() {
    arguments=
    case ${1%-linear} in
    cortex-m4f) compiler=arm-none-eabi-gcc emulator=qemu-system-arm arguments="-M mps2-an386" ;;
    cortex-m0) compiler=arm-none-eabi-gcc emulator=qemu-system-arm arguments="-M microbit" ;;
    riscv32) compiler=riscv64-unknown-elf-gcc emulator=qemu-system-riscv32 arguments="-M virt -bios none" ;;
    aarch64) compiler=aarch64-linux-gnu-gcc emulator=qemu-aarch64 ;;
    x86_64-sse2) compiler=cc emulator=qemu-x86_64 arguments="-cpu Nehalem" ;;
    x86_64) compiler=cc emulator=qemu-x86_64 arguments="-cpu max" ;;
    esac
    case $emulator in
    qemu-system-arm)
        arguments="$arguments -display none -monitor none -serial none -semihosting-config enable=on,target=native -kernel"
        ;;
    qemu-system-riscv32) arguments="$arguments -display none -monitor none -serial stdio -kernel" ;;
    esac
}

# The first of core $1's tools that is missing; nothing when all are there.
missing_tool() {
    core_runs "$1"
    for tool in "$compiler" "$emulator"; do
        command -v "$tool" >/dev/null 2>&1 || {
            echo "$tool"
            return
        }
    done
}
