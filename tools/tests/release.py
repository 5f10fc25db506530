"""What `make release` makes, held against its schemas and against itself.

The release in release/ has to be there: `make test-release` sees to that.
"""

import json
import pathlib
import posixpath
import re
import subprocess
import tarfile
import tempfile
import tomllib
import unittest

import compose_spec
import kubernetes_validate
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
CONTAINER = REPOSITORY / "deploy/container"
# The oldest that still gets fixes at most providers, and the newest that the schemas know.
KUBERNETES = ["1.30", "1.37"]


def run(*command):
    return subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout


class Release(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        [cls.archive] = (REPOSITORY / "release").glob("gcore-token-portal-*.tar.gz")
        cls.name = cls.archive.name.removesuffix(".tar.gz")
        with tarfile.open(cls.archive) as archive:
            cls.members = archive.getmembers()
            cls.files = {
                member.name.removeprefix(f"{cls.name}/"): archive.extractfile(member).read()
                for member in cls.members
                if member.isfile()
            }

    def json(self, name):
        return json.loads(self.files[name])

    def test_the_same_build_makes_the_same_archive(self):
        with tempfile.TemporaryDirectory() as folder:
            earlier = pathlib.Path(folder) / "gcore-token-portal-0.0.1-1a2b3c4.tar.gz"
            earlier.touch()
            run("tools/release.sh", "dist", folder)
            again = pathlib.Path(folder) / self.archive.name
            self.assertEqual(again.read_bytes(), self.archive.read_bytes())
            self.assertFalse(earlier.exists(), "an earlier release is replaced")

    def test_a_folder_that_holds_anything_else_is_left_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ["notes.txt", ".hidden", "gcore-token-portal", "gcore-token-portal-0.0.1-1a2b3c4.tar.gz"]:
                (pathlib.Path(folder) / name).touch()
            before = sorted(pathlib.Path(folder).iterdir())
            for output in [folder, before[-1]]:
                ended = subprocess.run(["tools/release.sh", "dist", output], cwd=REPOSITORY, capture_output=True, text=True)
                self.assertEqual(ended.returncode, 1, ended.stderr)
                self.assertRegex(ended.stderr, "is not of an earlier release|is not a folder")
                self.assertEqual(sorted(pathlib.Path(folder).iterdir()), before)

    def test_the_archive_says_nothing_of_who_made_it_and_when(self):
        self.assertEqual({(each.uid, each.gid, each.uname, each.gname) for each in self.members}, {(0, 0, "", "")})
        self.assertEqual(len({each.mtime for each in self.members}), 1)
        names = [each.name for each in self.members]
        self.assertEqual(names, sorted(names, key=lambda name: name.split("/")))
        for member in self.members:
            program = member.isdir() or member.name.endswith(".sh")
            self.assertEqual(member.mode, 0o755 if program else 0o644, member.name)
        # The time in gzip's header.
        self.assertEqual(self.archive.read_bytes()[4:8], bytes(4))

    def test_the_checksum_beside_it_is_its_own(self):
        run("sh", "-c", f"cd release && sha256sum --check --quiet {self.name}.tar.gz.sha256")

    def test_one_version_is_named_everywhere(self):
        said = self.json("page/version.json")
        version = tomllib.loads((REPOSITORY / "Cargo.toml").read_text())["workspace"]["package"]["version"]
        self.assertEqual(said["version"], version)
        self.assertEqual(self.name, f"gcore-token-portal-{version}-{said['commit']}")
        [heading, *_] = re.findall(r"^## \[(.*?)\]", (REPOSITORY / "CHANGELOG.md").read_text(), re.MULTILINE)
        self.assertEqual(heading, version)
        self.assertEqual(self.json("sbom.cdx.json")["metadata"]["component"]["version"], version)
        self.assertIn(f"gcore-token-portal:{version} ", (CONTAINER / "kubernetes.yaml").read_text())

    def test_it_holds_what_an_operator_needs(self):
        for name in [
            "CHANGELOG.md",
            "LICENSE",
            "README.md",
            "config.json",
            "deploy/Caddyfile",
            "deploy/container/Caddyfile",
            "deploy/container/Containerfile",
            "deploy/container/compose.yaml",
            "deploy/container/kubernetes.yaml",
            "deploy/nginx-hide-headers.conf",
            "deploy/nginx.conf",
            "docs/configuration.md",
            "docs/export.schema.json",
            "docs/operating.md",
            "docs/threat-model.md",
            "page/SHA256SUMS",
            "page/THIRD-PARTY.txt",
            "page/index.html",
            "portal.sh",
            "sbom.cdx.json",
        ]:
            self.assertIn(name, self.files)
        # It would get over one that is there, or stand in for one that is lost.
        self.assertNotIn("page/config.json", self.files)
        self.assertIn(b'<html data-config="required"', self.files["page/index.html"])

    def test_every_link_in_its_documents_leads_somewhere(self):
        documents = [name for name in self.files if name.endswith(".md")]
        self.assertIn("README.md", documents)
        folders = {name[: at.start()] for name in self.files for at in re.finditer("/", name)}
        for document in documents:
            text = self.files[document].decode()
            for link in re.findall(r"\]\(<?([^)\s>]+)|(?:href|src|srcset)=\"([^\"]+)", text):
                path = "".join(link).split("#")[0]
                if path == "" or re.match(r"[a-z]+:", path):
                    continue
                target = posixpath.normpath(posixpath.join(posixpath.dirname(document), path))
                self.assertIn(target, self.files.keys() | folders, f"{document} links to {path}")

    def test_the_bill_of_materials_fits_its_schema(self):
        text = self.files["sbom.cdx.json"].decode()
        self.assertIsNone(JsonStrictValidator(SchemaVersion.V1_6).validate_str(text))

    def test_the_bill_of_materials_names_what_the_licences_name(self):
        named = {f"{each['name']} {each['version']}" for each in self.json("sbom.cdx.json")["components"]}
        licences = self.files["page/THIRD-PARTY.txt"].decode()
        licensed = set(re.findall(r"^[a-z][\w-]+ \d+\.\d+\.\d+\S*$", licences, re.MULTILINE))
        own = self.json("sbom.cdx.json")["metadata"]["component"]
        self.assertEqual(
            {each for each in named if not each.startswith("rust-std ")} | {f"{own['name']} {own['version']}"}, licensed
        )

    def test_each_crate_has_the_checksum_that_cargo_compared(self):
        locked = {
            (each["name"], each["version"]): each.get("checksum")
            for each in tomllib.loads((REPOSITORY / "Cargo.lock").read_text())["package"]
        }
        for each in self.json("sbom.cdx.json")["components"]:
            if each["name"] == "rust-std":
                continue
            [checksum] = [one["content"] for one in each.get("hashes", [{"content": None}])]
            self.assertEqual(checksum, locked[each["name"], each["version"]], each["name"])

    def test_the_container_files_fit_their_schemas(self):
        for document in yaml.safe_load_all((CONTAINER / "kubernetes.yaml").read_text()):
            for version in KUBERNETES:
                kubernetes_validate.validate(document, version, strict=True)
        compose_spec.PyCompose.from_yaml((CONTAINER / "compose.yaml").read_text()).validate()

    def test_both_ways_to_run_the_image_are_as_strict(self):
        service = yaml.safe_load((CONTAINER / "compose.yaml").read_text())["services"]["portal"]
        self.assertEqual((service["read_only"], service["cap_drop"]), (True, ["ALL"]))
        [pod] = [
            each["spec"]["template"]["spec"]
            for each in yaml.safe_load_all((CONTAINER / "kubernetes.yaml").read_text())
            if each["kind"] == "Deployment"
        ]
        [container] = pod["containers"]
        security = container["securityContext"]
        self.assertTrue(pod["securityContext"]["runAsNonRoot"])
        self.assertTrue(security["readOnlyRootFilesystem"])
        self.assertFalse(security["allowPrivilegeEscalation"])
        self.assertEqual((security["capabilities"]["drop"], security["capabilities"]["add"]), (["ALL"], service["cap_add"]))


if __name__ == "__main__":
    unittest.main()
