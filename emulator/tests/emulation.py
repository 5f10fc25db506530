"""The emulator as a program of its own, started for a test and ended with it.

EMULATOR_BIN names the built program; without it, the debug build of this checkout is used.
"""

import os
import re
import subprocess
import unittest
from pathlib import Path

ACCOUNT = 7350925
ADMINISTRATOR = "1001_demo-administrator"

DEBUG_BUILD = Path(__file__).parents[2] / "target" / "debug" / "gcore-emulator"


class WithEmulator(unittest.TestCase):
    flags: list[str] = []

    def setUp(self):
        program = os.environ.get("EMULATOR_BIN", str(DEBUG_BUILD))
        emulator = subprocess.Popen(
            [program, "--listen", "127.0.0.1:0", *self.flags], stdout=subprocess.PIPE, text=True
        )
        self.addCleanup(self.stop, emulator)
        self.url = re.fullmatch(r"listening on (http://\S+)\n", emulator.stdout.readline()).group(1)

    def stop(self, emulator):
        emulator.terminate()
        self.assertEqual(emulator.wait(timeout=10), 0)
        emulator.stdout.close()
