"""Schemathesis makes requests from openapi.yaml, right ones and wrong ones, and holds each answer against it.

Run by `make test` in the virtual environment made from requirements.txt; schemathesis.toml says what is sent and checked.
To try more than `make test` does:

    python emulator/tests/conformance.py --seed 1 --max-examples 500
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path

from emulation import ADMINISTRATOR, WithEmulator

HERE = Path(__file__).parent
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
ENOUGH = 1000
options = []


class Conformance(WithEmulator):
    """Each version by itself: Schemathesis can't know that a token of one is gone once the other has deleted it."""

    flags = ["--v1", "on", "--sample-tokens"]

    def test_every_answer_of_v2_is_as_the_document_says(self):
        self.run_schemathesis("--exclude-tag", "Tokens, v1")

    def test_every_answer_of_v1_is_as_the_document_says(self):
        self.run_schemathesis("--exclude-tag", "Tokens")

    def run_schemathesis(self, *filters):
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            command = [SCHEMATHESIS, "--config-file", HERE / "schemathesis.toml", "run", HERE.parent / "openapi.yaml"]
            command += ["--url", self.url, "--report-json-path", report, *filters, *options]
            # Where the hooks are.
            environment = {**os.environ, "PYTHONPATH": str(HERE)}
            ended = subprocess.run(command, cwd=folder, env=environment)
            self.assertEqual(ended.returncode, 0, "its output above says what doesn't fit")
            told = json.loads(report.read_text())
        self.assertGreaterEqual(told["test_cases"]["generated"], ENOUGH)
        self.assertEqual(told["operations"]["tested"], 5)
        # Without its key, all of it would have been refused, and nothing tried.
        me = urllib.request.Request(f"{self.url}/iam/clients/me", headers={"Authorization": f"APIKey {ADMINISTRATOR}"})
        with urllib.request.urlopen(me) as answer:
            self.assertEqual(answer.status, 200)


if __name__ == "__main__":
    options = sys.argv[1:]
    unittest.main(argv=sys.argv[:1])
