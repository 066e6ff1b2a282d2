"""Tests Scripts/docs-tables.py: what is stale is found and written, and nothing else is touched."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parent.parent.parent / "Scripts/docs-tables.py"
TEXT = "Before.\n<!-- table: sizes -->\n| old |\n<!-- end -->\nIt takes <!-- table: flash -->1 KB<!-- end --> of flash.\n"


class DocsTables(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.document = self.folder / "document.md"
        self.document.write_text(TEXT)
        (self.folder / "sizes.md").write_text("| new \\1 |\n|---|\n")
        (self.folder / "flash.md").write_text("2 KB\n")

    def run_script(self, action, **environment):
        kept = {name: value for name, value in os.environ.items() if name not in ("STRICT", "SKIPPED_FILE")}
        return subprocess.run(
            [sys.executable, str(SCRIPT), action, str(self.folder), str(self.document)],
            capture_output=True, text=True, env=kept | environment)

    def test_stale_tables_are_found_then_written(self):
        outcome = self.run_script("check")
        self.assertEqual(outcome.returncode, 1)
        self.assertIn("+| new \\1 |", outcome.stderr)
        self.assertEqual(self.document.read_text(), TEXT)
        self.assertEqual(self.run_script("write").returncode, 0)
        new = TEXT.replace("| old |", "| new \\1 |\n|---|").replace("1 KB", "2 KB")
        self.assertEqual(self.document.read_text(), new)
        self.assertEqual(self.run_script("check").returncode, 0)

    def test_what_was_not_measured_whole_is_left(self):
        (self.folder / "sizes.skipped").write_text("size on cortex-m0: no compiler\n")
        (self.folder / "flash.md").write_text("1 KB\n")
        listed = self.folder / "skipped"
        self.assertEqual(self.run_script("check", SKIPPED_FILE=str(listed)).returncode, 0)
        self.assertIn("docs-check of sizes: ", listed.read_text())
        self.assertEqual(self.run_script("check", STRICT="1").returncode, 1)
        self.assertEqual(self.document.read_text(), TEXT)

    def test_faults_of_a_document(self):
        for text, status, words in [
            (TEXT.replace("<!-- end -->\n", ""), 65, "misspelt"),
            (TEXT.replace("table: sizes", "table: Sizes"), 65, "misspelt"),
            (TEXT.replace("It takes ", ""), 65, "begin a line"),
            (TEXT.replace("sizes", "nowhere"), 66, "nowhere"),
        ]:
            self.document.write_text(text)
            outcome = self.run_script("check")
            self.assertEqual(outcome.returncode, status, outcome.stderr)
            self.assertIn(words, outcome.stderr)


if __name__ == "__main__":
    unittest.main()
