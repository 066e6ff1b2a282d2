"""Links the archive for the board's core; PlatformIO runs this for library.json's build.extraScript."""
import os

Import("env", "pio_lib_builder")  # noqa: F821, of SCons


def folder(cpu, mcu, flags):
    """Of the archive below src/: by the core, or on an ESP32 by the chip. A Cortex-M4 or later compiled for soft floats, as
    PlatformIO does where nobody asks for more, takes that of Cortex-M3; the FPU may be off."""
    if cpu in ("cortex-m0", "cortex-m0plus", "cortex-m1", "cortex-m23"):
        return "cortex-m0plus"
    if cpu == "cortex-m3":
        return "cortex-m3"
    if cpu in ("cortex-m4", "cortex-m7", "cortex-m33", "cortex-m55", "cortex-m85"):
        has_fpu = any(flag in ("-mfloat-abi=hard", "-mfloat-abi=softfp") for flag in flags)
        return "cortex-m4" if has_fpu else "cortex-m3"
    return mcu


board = env.BoardConfig()  # noqa: F821
options = env.Flatten([env.get("CCFLAGS", []), env.get("CFLAGS", []), env.get("LINKFLAGS", [])])  # noqa: F821
name = folder(board.get("build.cpu", ""), board.get("build.mcu", ""), [str(option) for option in options])
path = os.path.join(pio_lib_builder.path, "src", name)  # noqa: F821
if not os.path.isfile(os.path.join(path, "libmnist37.a")):
    raise SystemExit(f"mnist37: no archive for '{name}'; README.md lists what there is")
env.Append(LIBPATH=[path], LIBS=["mnist37"])  # noqa: F821
