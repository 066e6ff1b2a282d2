"""Whether the library's archive is what Arduino, PlatformIO, Zephyr and ESP-IDF expect, without their tools: the files by
their documented form, and the archive that each build system would link for many boards.

    ecosystems.py ARCHIVE-FOLDER SCRATCH ANSWER

ANSWER is what the Arduino example must print. make check-ecosystems asks the tools themselves.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from emulators import emulator
from skipped import skipped

ROOT, SCRATCH = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
ANSWER = sys.argv[3]
HERE = pathlib.Path(__file__).resolve().parent
FIRMWARE = ROOT / "examples/firmware"
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def skip_without(test, *tools):
    """Skips the test, and lists it as the tests that are shell scripts do."""
    for tool in tools:
        if shutil.which(tool) is None:
            skipped(f"check-dist: {test.id()}", f"no {tool}")
            test.skipTest(f"no {tool}")


def cmake_script(test, lines):
    """Runs the lines as a script of CMake, and returns its exit status and what it says."""
    skip_without(test, "cmake")
    with tempfile.NamedTemporaryFile("w", suffix=".cmake", dir=SCRATCH) as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        outcome = subprocess.run(["cmake", "-P", file.name], capture_output=True, text=True)
    return outcome.returncode, outcome.stdout + outcome.stderr


class Arduino(unittest.TestCase):
    """The library specification, rev. 2.2: "library.properties file format" and "Precompiled binaries"."""

    def setUp(self):
        lines = (ROOT / "library.properties").read_text(encoding="utf-8").splitlines()
        self.properties = dict(line.split("=", 1) for line in lines)
        self.assertEqual(len(self.properties), len(lines))

    def test_properties(self):
        # url is the project's home page, which a release names; without it only the Library Manager refuses.
        required = {"name", "version", "author", "maintainer", "sentence", "paragraph", "category", "architectures"}
        optional = {"url", "depends", "dot_a_linkage", "includes", "precompiled", "ldflags"}
        self.assertLessEqual(required, set(self.properties))
        self.assertLessEqual(set(self.properties), required | optional)
        self.assertTrue(all(self.properties.values()))
        self.assertRegex(self.properties["name"], r"^[A-Za-z0-9][A-Za-z0-9 _.-]*$")
        self.assertTrue(VERSION.fullmatch(self.properties["version"]))
        self.assertIn(self.properties["category"], {
            "Display", "Communication", "Signal Input/Output", "Sensors", "Device Control", "Timing", "Data Storage",
            "Data Processing", "Other"})
        self.assertRegex(self.properties["architectures"], r"^[a-z0-9_]+(,[a-z0-9_]+)*$")
        for header in self.properties["includes"].split(","):
            self.assertTrue((ROOT / "src" / header).is_file())
        self.assertEqual(self.properties["precompiled"], "true")
        self.assertRegex(ROOT.name, r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$")

    def test_nothing_that_arduino_would_compile(self):
        sources = [path for path in (ROOT / "src").rglob("*") if path.suffix in (".c", ".cpp", ".S", ".ino")]
        self.assertEqual(sources, [])
        self.assertFalse((ROOT / "utility").exists())

    def test_sketches(self):
        sketches = list((ROOT / "examples").rglob("*.ino"))
        self.assertEqual([sketch.stem for sketch in sketches], [sketch.parent.name for sketch in sketches])
        self.assertEqual(len(sketches), 1)

    def folder(self, mcu, flags):
        """Where arduino-cli looks for the precompiled library, given {build.mcu} and the compiler's flags."""
        fpu = next((flag[6:] for flag in flags if flag.startswith("-mfpu=")), None)
        abi = next((flag[12:] for flag in flags if flag.startswith("-mfloat-abi=")), None)
        exact = ROOT / "src" / mcu / f"{fpu}-{abi}"
        return exact if fpu and abi and exact.is_dir() else ROOT / "src" / mcu

    def run_sketch(self, mcu, compiler, flags, board, core):
        command = emulator(core)
        skip_without(self, compiler, command[0])
        program = SCRATCH / f"sketch-{mcu}"
        folder = self.folder(mcu, flags)
        c, common = compiler.replace("g++", "gcc"), [*flags, "-Os", "-ffreestanding", "-fno-tree-loop-distribute-patterns"]
        objects = []
        sketch = ROOT / "examples/Classify/Classify.ino"
        sources = [sketch, FIRMWARE / board / "start.c", FIRMWARE / "memory.c"]
        if "arm" in compiler:
            sources.append(FIRMWARE / "semihosting.c")
        for source in sources:
            objects.append(SCRATCH / f"{mcu}-{source.stem}.o")
            language = [c, *common, "-I", FIRMWARE]
            if source == sketch:
                language = [compiler, *common, "-std=gnu++11", "-fno-exceptions", "-fno-rtti", "-w", "-I", HERE, "-I", FIRMWARE,
                            "-I", ROOT / "src", "-include", "Arduino.h", "-x", "c++"]
            subprocess.run([*language, "-c", source, "-o", objects[-1]], check=True)
        subprocess.run(
            [c, *common, "-nostartfiles", "-nolibc", "-Wl,--gc-sections,-z,noexecstack", "-T", FIRMWARE / board / "link.ld",
             *objects, "-L", folder, *self.properties["ldflags"].split(), "-o", program],
            check=True)
        outcome = subprocess.run([*command, program], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        self.assertEqual((outcome.stdout + outcome.stderr).strip(), ANSWER)

    def test_a_cortex_m0plus_as_in_the_zero(self):
        self.run_sketch("cortex-m0plus", "arm-none-eabi-g++", ["-mcpu=cortex-m0plus", "-mthumb"], "cortex-m0",
                        "cortex-m0")

    def test_a_cortex_m4_as_in_the_nano_33_ble(self):
        self.run_sketch(
            "cortex-m4", "arm-none-eabi-g++", ["-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=softfp", "-mfpu=fpv4-sp-d16"],
            "cortex-m4f", "cortex-m4f")

    def test_a_cortex_m7_as_in_the_giga(self):
        self.run_sketch(
            "cortex-m7", "arm-none-eabi-g++", ["-mcpu=cortex-m7", "-mthumb", "-mfloat-abi=softfp", "-mfpu=fpv5-d16"],
            "cortex-m4f", "cortex-m7")

    def test_an_esp32c3(self):
        self.run_sketch(
            "esp32c3", "riscv64-unknown-elf-g++", ["-march=rv32imc", "-mabi=ilp32", "-msmall-data-limit=0"], "riscv32",
            "riscv32imc")


class PlatformIO(unittest.TestCase):
    def test_manifest(self):
        manifest = json.loads((ROOT / "library.json").read_text(encoding="utf-8"))
        self.assertLessEqual({"name", "version", "description", "keywords", "license"}, set(manifest))
        self.assertTrue(VERSION.fullmatch(manifest["version"]))
        self.assertTrue((ROOT / "src" / manifest["headers"]).is_file())
        for key, kind in (("includeDir", "is_dir"), ("srcDir", "is_dir"), ("extraScript", "is_file")):
            self.assertTrue(getattr(ROOT / manifest["build"][key], kind)(), key)

    def linked(self, cpu, mcu, flags=()):
        """The folder that the build script puts in LIBPATH."""
        class Environment(dict):
            def BoardConfig(self):
                return {key: value for key, value in (("build.cpu", cpu), ("build.mcu", mcu)) if value}

            def Flatten(self, lists):
                return [item for items in lists for item in items]

            def Append(self, **variables):
                self.update(variables)

        class Builder:
            path = str(ROOT)

        environment = Environment(CCFLAGS=list(flags))
        script = (ROOT / "platformio.py").read_text(encoding="utf-8")
        exec(script, {"Import": lambda *names: None, "env": environment, "pio_lib_builder": Builder})
        self.assertEqual(environment["LIBS"], ["mnist37"])
        return pathlib.Path(environment["LIBPATH"][0]).relative_to(ROOT / "src").as_posix()

    def test_boards(self):
        hard = ["-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"]
        self.assertEqual(self.linked("cortex-m4", "nrf52840", hard), "cortex-m4")
        self.assertEqual(self.linked("cortex-m4", "stm32f407vgt6"), "cortex-m3")
        self.assertEqual(self.linked("cortex-m7", "stm32h747xih6", ["-mfloat-abi=softfp"]), "cortex-m4")
        self.assertEqual(self.linked("cortex-m33", "rp2350", ["-mfloat-abi=softfp"]), "cortex-m4")
        self.assertEqual(self.linked("cortex-m3", "at91sam3x8e"), "cortex-m3")
        self.assertEqual(self.linked("cortex-m0plus", "samd21g18a"), "cortex-m0plus")
        self.assertEqual(self.linked(None, "esp32c3"), "esp32c3")
        self.assertEqual(self.linked(None, "esp32p4"), "esp32p4")

    def test_boards_without_an_archive(self):
        for mcu in ("esp32", "esp32s3", "atmega328p", ""):
            with self.assertRaises(SystemExit):
                self.linked(None, mcu)


class Zephyr(unittest.TestCase):
    def imported(self, *settings):
        """The archive that zephyr/CMakeLists.txt imports, from the root; or what it complains of."""
        status, output = cmake_script(self, [
            "function(zephyr_include_directories folder)",
            '    if(NOT EXISTS "${folder}/mnist37.h")',
            '        message(FATAL_ERROR "no header in ${folder}")',
            "    endif()",
            "endfunction()",
            "function(zephyr_library_import name path)",
            '    message("${name} ${path}")',
            "endfunction()",
            *(f"set(CONFIG_{setting} y)" for setting in settings),
            f'include("{ROOT}/zephyr/CMakeLists.txt")',
        ])
        if status != 0:
            return "refused"
        if not output:
            return None
        name, path = output.split(maxsplit=1)
        path = pathlib.Path(path.strip())
        self.assertEqual(name, "mnist37")
        self.assertTrue(path.is_file())
        return path.relative_to(ROOT / "src").parent.as_posix()

    def test_module(self):
        text = (ROOT / "zephyr/module.yml").read_text(encoding="utf-8")
        self.assertIn("name: mnist37\n", text)
        cmake = re.search(r"^  cmake: (\S+)$", text, re.MULTILINE).group(1)
        kconfig = re.search(r"^  kconfig: (\S+)$", text, re.MULTILINE).group(1)
        self.assertTrue((ROOT / cmake / "CMakeLists.txt").is_file())
        self.assertTrue((ROOT / kconfig).is_file())

    def test_boards(self):
        self.assertIsNone(self.imported("CPU_CORTEX_M", "CPU_CORTEX_M4"))
        self.assertEqual(self.imported("MNIST37", "CPU_CORTEX_M", "CPU_CORTEX_M4", "CPU_HAS_FPU", "FPU"), "cortex-m4")
        self.assertEqual(self.imported("MNIST37", "CPU_CORTEX_M", "CPU_CORTEX_M4", "CPU_HAS_FPU"), "cortex-m3")
        self.assertEqual(self.imported("MNIST37", "CPU_CORTEX_M", "CPU_CORTEX_M33", "FPU", "MNIST37_LINEAR"),
                         "cortex-m4/linear")
        self.assertEqual(self.imported("MNIST37", "CPU_CORTEX_M", "CPU_CORTEX_M0PLUS"), "cortex-m0plus")
        self.assertEqual(self.imported("MNIST37", "RISCV"), "rv32imc")
        self.assertEqual(self.imported("MNIST37", "RISCV", "FPU", "FLOAT_HARD"), "rv32imafc")

    def test_boards_without_an_archive(self):
        self.assertEqual(self.imported("MNIST37", "RISCV", "64BIT"), "refused")
        self.assertEqual(self.imported("MNIST37", "RISCV", "FLOAT_HARD", "CPU_HAS_FPU_DOUBLE_PRECISION"), "refused")
        self.assertEqual(self.imported("MNIST37", "XTENSA"), "refused")


class ESPIDF(unittest.TestCase):
    def prebuilt(self, target, *settings):
        status, output = cmake_script(self, [
            "set(ESP_PLATFORM 1)",
            f"set(IDF_TARGET {target})",
            "set(COMPONENT_LIB __idf_mnist37)",
            "function(idf_component_register)",
            "    if(NOT ARGN STREQUAL \"INCLUDE_DIRS;src\")",
            '        message(FATAL_ERROR "registered with ${ARGN}")',
            "    endif()",
            "endfunction()",
            "function(add_prebuilt_library name path)",
            '    message("${name} ${path}")',
            "endfunction()",
            "function(target_link_libraries)",
            '    message("${ARGN}")',
            "endfunction()",
            *(f"set(CONFIG_{setting} y)" for setting in settings),
            f'include("{ROOT}/CMakeLists.txt")',
        ])
        if status != 0:
            return "refused"
        library, linked = output.splitlines()
        name, path = library.split(maxsplit=1)
        self.assertEqual(linked, f"__idf_mnist37;INTERFACE;{name}")
        self.assertTrue(pathlib.Path(path).is_file())
        return pathlib.Path(path).relative_to(ROOT / "src").parent.as_posix()

    def test_every_target_of_the_manifest(self):
        text = (ROOT / "idf_component.yml").read_text(encoding="utf-8")
        targets = re.findall(r"^  - (\w+)$", text, re.MULTILINE)
        self.assertIn("esp32c3", targets)
        for target in targets:
            self.assertEqual(self.prebuilt(target), target)
            self.assertEqual(self.prebuilt(target, "MNIST37_LINEAR"), f"{target}/linear")

    def test_xtensa_is_refused(self):
        for target in ("esp32", "esp32s2", "esp32s3"):
            self.assertEqual(self.prebuilt(target), "refused")


class Versions(unittest.TestCase):
    def test_all_say_the_header_s(self):
        header = (ROOT / "include/mnist37.h").read_text(encoding="utf-8")
        version = ".".join(re.search(rf"MNIST37_VERSION_{part} (\d+)", header).group(1) for part in ("MAJOR", "MINOR", "PATCH"))
        self.assertIn(f"version={version}\n", (ROOT / "library.properties").read_text(encoding="utf-8"))
        self.assertEqual(json.loads((ROOT / "library.json").read_text(encoding="utf-8"))["version"], version)
        self.assertIn(f'version: "{version}"\n', (ROOT / "idf_component.yml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
