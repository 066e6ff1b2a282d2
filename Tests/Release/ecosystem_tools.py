"""Whether the tools of PlatformIO, ESP-IDF and Zephyr accept the library's archive. `make check-ecosystems` runs this where
they are installed.

    ecosystem_tools.py ARCHIVE-FOLDER SCRATCH
"""
import pathlib
import sys
import tarfile
import unittest

import idf_component_tools.manager
import kconfiglib
import platformio.package.manifest.schema
import platformio.package.pack
import yaml

ROOT, SCRATCH = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()


class Tools(unittest.TestCase):
    def test_platformio_packs_it(self):
        # PlatformIO fetches the list of licences from GitHub; nothing but packages is fetched here.
        platformio.package.manifest.schema.ManifestSchema.load_spdx_licenses = staticmethod(
            lambda: {"licenses": [{"licenseId": "MIT"}]})
        packed = platformio.package.pack.PackagePacker(str(ROOT)).pack(str(SCRATCH / "platformio.tar.gz"))
        with tarfile.open(packed) as archive:
            names = {pathlib.PurePosixPath(name).as_posix() for name in archive.getnames()}
        for path in ("library.json", "platformio.py", "src/mnist37.h", "src/cortex-m4/libmnist37.a"):
            self.assertIn(path, names)

    def test_idf_component_manager_reads_it(self):
        manager = idf_component_tools.manager.ManifestManager(
            str(ROOT), "mnist37", upload_mode=idf_component_tools.manager.UploadMode.component)
        manifest = manager.load()
        self.assertEqual(manifest.license, "MIT")
        self.assertIn("esp32c3", manifest.targets)

    def kconfig(self, text, settings):
        path = SCRATCH / "Kconfig"
        path.write_text(text)
        configuration = kconfiglib.Kconfig(str(path), warn_to_stderr=False)
        for name, value in settings.items():
            configuration.syms[name].set_value(value)
        self.assertEqual(configuration.warnings, [])
        return {name: symbol.str_value for name, symbol in configuration.syms.items()}

    def test_kconfig_of_zephyr(self):
        around = "".join(f"config {name}\n\tbool \"{name}\"\n" for name in ("CPU_CORTEX_M", "RISCV", "64BIT"))
        text = around + f'source "{ROOT}/zephyr/Kconfig"\n'
        on = {"MNIST37": "y", "MNIST37_LINEAR": "y"}
        self.assertEqual(self.kconfig(text, {"CPU_CORTEX_M": "y", **on})["MNIST37_LINEAR"], "y")
        self.assertEqual(self.kconfig(text, {"RISCV": "y", "MNIST37": "y"})["MNIST37"], "y")
        self.assertEqual(self.kconfig(text, {"RISCV": "y", "64BIT": "y", **on})["MNIST37"], "n")
        self.assertEqual(self.kconfig(text, on)["MNIST37_LINEAR"], "n")

    def test_kconfig_of_esp_idf(self):
        self.assertEqual(self.kconfig(f'source "{ROOT}/Kconfig"\n', {"MNIST37_LINEAR": "y"})["MNIST37_LINEAR"], "y")

    def test_module_of_zephyr(self):
        # scripts/zephyr_module.py of Zephyr accepts these keys, and paths below the module's root.
        module = yaml.safe_load((ROOT / "zephyr/module.yml").read_text())
        self.assertEqual(set(module), {"name", "build"})
        self.assertEqual(set(module["build"]), {"cmake", "kconfig"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
