"""Puts an import hook and modules of its own in the way. The judge would import what the submission made."""
import sys
import types

LOST = set()


class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("torchgrade", "graders", "reference")):
            raise RuntimeError(f"the judge imports {name}")


sys.meta_path.insert(0, Finder())
sys.modules["random"] = sys.modules["json"] = types.ModuleType("shadow")
sys.path[:] = ["."]
